import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { headerBytes, metadataBytes } from '../feeds/dbn/testing/dbnBytes.ts';
import { bookRecord, bookRecords, soundStart } from '../feeds/dbn/testing/damage/content.ts';
import { aFolder, type TestFolder } from '../testing/sessionFolder.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import { ReportBuilder } from './runReport.ts';
import { spanWarnings } from './runWarnings.ts';
import { systemScheduler } from './scheduler.ts';
import { TestScreen } from './testing/screen.ts';
import { ScreenHost } from './screenHost.ts';

const NAME = 'es.mbp-10.dbn';
const METADATA_BYTES = metadataBytes().length;
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Three records, the last before the second; then one of a type that nobody knows. */
const odd = (): Buffer =>
  Buffer.concat([metadataBytes(), bookRecords(2, 5), bookRecord(4), headerBytes(0x77, 40)]);

describe('the warnings of a run', () => {
  const folders: TestFolder[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await folder.remove();
  });

  const sessionOf = async (content: Buffer, digest?: string): Promise<string> => {
    const source = { path: NAME, ...(digest === undefined ? {} : { sha256: digest }) };
    const manifest = { version: 1, sources: [source], profile: 'es-0dte' };
    const folder = await aFolder({ [NAME]: content, 'manifest.json': manifest });
    folders.push(folder);
    return folder.path;
  };

  const playedThrough = async (path: string): Promise<SessionRun> => {
    const run = await SessionRun.start(await openSession({ paths: [path] }), {
      onSnap: () => undefined,
    });
    await run.advance();
    await run.settleDigests();
    await run.close();
    return run;
  };

  it('are none for a sound session, whose digests are in upper case or lower', async () => {
    const content = soundStart();
    for (const digest of [sha256(content), sha256(content).toUpperCase(), undefined]) {
      expect((await playedThrough(await sessionOf(content, digest))).warnings).toEqual([]);
    }
  });

  it('say how often, and where first, in figures and as a sentence', async () => {
    const path = await sessionOf(odd());
    const run = await playedThrough(path);
    const file = join(path, NAME);
    const expected = [
      {
        file,
        feed: 'book',
        kind: 'time_back',
        count: 1,
        first_record: 2,
        first_byte: METADATA_BYTES + 736,
        text: `${NAME}: 1 record whose time goes back, at record 2 (byte 1,096 of the data).`,
      },
      {
        file,
        feed: 'book',
        kind: 'unknown_type',
        count: 1,
        first_record: 3,
        first_byte: METADATA_BYTES + 1104,
        text: `${NAME}: 1 record of an unknown type, at record 3 (byte 1,464 of the data).`,
      },
    ];
    expect(run.warnings).toEqual(expected);
    expect(new ReportBuilder().build(run, 1, '').warnings).toEqual(expected);
    expect(run.damages).toEqual([]);
  });

  it('name both digests where a file is not the one the manifest speaks of', async () => {
    const content = soundStart();
    const wrong = 'ab'.repeat(32);
    const { warnings } = await playedThrough(await sessionOf(content, wrong));
    expect(warnings).toMatchObject([{ kind: 'sha256', count: 1, first_record: null }]);
    expect(warnings[0]?.text).toContain(`SHA-256 ${sha256(content)}, expected ${wrong}`);
  });

  it('change nothing that is computed', async () => {
    const linesOf = async (path: string): Promise<string[]> => {
      const lines: string[] = [];
      const run = await SessionRun.start(await openSession({ paths: [path] }), {
        onSnap: (payload) => lines.push(JSON.stringify(payload)),
      });
      await run.advance();
      await run.close();
      return lines;
    };
    const sound = await linesOf(await sessionOf(soundStart()));
    const doubted = await linesOf(await sessionOf(soundStart(), '00'.repeat(32)));
    expect(doubted).toEqual(sound);
  });

  it('end with the run: nothing is hashed any more once it is closed', async () => {
    const path = await sessionOf(soundStart(), 'ab'.repeat(32));
    const run = await SessionRun.start(await openSession({ paths: [path] }), {
      onSnap: () => undefined,
    });
    await run.close();
    await run.settleDigests();
    expect(run.warnings.length).toBeLessThanOrEqual(1);
  });

  it('reach the screens while they come up, with the final counts at the end', async () => {
    const path = await sessionOf(odd(), 'ab'.repeat(32));
    const data = await aFolder({});
    folders.push(data);
    const host = new ScreenHost({
      dataFolder: data.path,
      demoFolder: '',
      scheduler: systemScheduler,
      resolvePath: (requested) => Promise.resolve(requested),
    });
    const screen = new TestScreen();
    host.connect(screen);
    const told = screen.next('session', ({ session }) => session.warnings.length === 3);
    await host.openForUser({ paths: [path] });
    await screen.send({ type: 'set_speed', speed: 'max' });
    const { session } = await told;
    expect(session.problem).toBeNull();
    expect(session.warnings.join('\n')).toMatch(/manifest speaks of/);
    expect(session.warnings.join('\n')).toMatch(/whose time goes back/);
    await host.close();
  });
});

describe('the times that a manifest gives', () => {
  const span = { start: '2025-12-16T14:30:00.000Z', end: '2025-12-16T15:00:00.000Z' };
  const at = (time: string): number => Date.parse(`2025-12-16T${time}Z`);

  it.each([
    ['the data lie between them', '14:30:00', '15:00:00'],
    ['they are rounded', '14:29:59.100', '15:00:00.900'],
    ['the data are a part of them', '14:40:00', '14:50:00'],
  ])('are fine where %s', (_what, first, last) => {
    expect(spanWarnings(span, at(first), at(last))).toEqual([]);
  });

  it.each([
    ['before', '14:00:00', '14:50:00'],
    ['after', '14:40:00', '15:00:05'],
    ['wholly after', '16:00:00', '16:10:00'],
  ])('are doubted where data lie %s them', (_what, first, last) => {
    const [warning, ...others] = spanWarnings(span, at(first), at(last));
    expect(others).toEqual([]);
    expect(warning?.kind).toBe('time_span');
    expect(warning?.text).toContain(`to ${new Date(at(last)).toISOString()}, beyond`);
    expect(warning?.text).toContain(`${span.start} to ${span.end}`);
  });

  it('are nothing to compare with where there are none', () => {
    expect(spanWarnings(undefined, at('03:00:00'), undefined)).toEqual([]);
    expect(spanWarnings(span, at('14:30:00'), undefined)).toEqual([]);
  });
});
