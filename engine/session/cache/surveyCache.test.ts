import { utimesSync } from 'node:fs';
import {
  copyFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HotzoneEvent } from '../../core/events.ts';
import { DEMO_SPEC } from '../../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../../feeds/simulator/session.ts';
import { DigestLedger } from '../digestLedger.ts';
import { openSession, type OpenRequest } from '../open.ts';
import { systemScheduler } from '../scheduler.ts';
import { zonesFromStart } from '../sessionZones.ts';
import { Survey } from '../survey.ts';
import { cacheBytes, trimCache } from './folder.ts';
import { SurveyCache } from './surveyCache.ts';

let original: string;
beforeAll(async () => {
  original = await mkdtemp(join(tmpdir(), 'survey-session-'));
  await writeSimulatedSession(original, { ...DEMO_SPEC, minutes: 0.2, truth: false });
});
afterAll(() => rm(original, { recursive: true }));

let folder: string;
let session: string;
let cache: SurveyCache;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'survey-'));
  session = join(folder, 'session');
  await cp(original, session, { recursive: true });
  cache = new SurveyCache(join(folder, 'data'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Surveyed {
  readonly survey: Survey;
  readonly warnings: readonly string[];
  /** Whether the survey found all of it on the disk. */
  readonly wasKept: boolean;
}

/** Surveys the session to its end, and waits until that is kept. */
async function surveyed(
  request: Omit<OpenRequest, 'paths'> = {},
  hotzones: readonly HotzoneEvent[] = [],
  meanwhile: () => void = () => undefined,
): Promise<Surveyed> {
  const warnings: string[] = [];
  const paths = [session];
  let done: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const end = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  const survey = new Survey({
    open: () => openSession({ ...request, paths }),
    zones: zonesFromStart(hotzones),
    scheduler: systemScheduler,
    keeping: { cache, ledger: new DigestLedger(join(folder, 'data')), paths },
    onProgress: () => (late.survey?.digest === undefined ? undefined : done()),
    onError: fail,
    onWarning: (warning) => warnings.push(warning),
  });
  const late = { survey };
  await survey.ready;
  const wasKept = survey.digest !== undefined;
  meanwhile();
  if (!wasKept) await end;
  await survey.stop();
  return { survey, warnings, wasKept };
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8(255 - bytes.readUInt8(at), at);
  return bytes;
}

async function entryPath(): Promise<string> {
  const [name = ''] = await readdir(cache.folder);
  return join(cache.folder, name);
}

describe('a survey that was kept', () => {
  it('is there at once when the session is opened again, the same to the byte', async () => {
    const first = await surveyed();
    const again = await surveyed();
    expect([first.wasKept, again.wasKept]).toEqual([false, true]);
    expect(again.survey.digest).toBe(first.survey.digest);
    expect(again.survey.progress).toBe(1);
    const { timeline, rows, checkpoints } = again.survey;
    expect(timeline.path(0, 1e6)).toEqual(first.survey.timeline.path(0, 1e6));
    expect(timeline.marks(0, 1e6)).toEqual(first.survey.timeline.marks(0, 1e6));
    expect(timeline.lastTs).toBe(first.survey.timeline.lastTs);
    expect(rows?.trail.slice(0, 1e6)).toEqual(first.survey.rows?.trail.slice(0, 1e6));
    expect(rows?.log.slice(0, 1e6)).toEqual(first.survey.rows?.log.slice(0, 1e6));
    expect(rows?.depth.next).toBeGreaterThan(0);
    expect(rows?.depth.slice(0, 1e6)).toEqual(first.survey.rows?.depth.slice(0, 1e6));
    const packed = await checkpoints.packed();
    expect(packed.length).toBeGreaterThan(0);
    expect(packed.map(({ run }) => Buffer.from(run))).toEqual(
      (await first.survey.checkpoints.packed()).map(({ run }) => Buffer.from(run)),
    );
    expect(again.warnings).toEqual([]);
  });

  it('is for its configuration and its zones alone', async () => {
    const plain = await surveyed();
    const other = await surveyed({ overrides: [{ MONITOR_BAND: 2 }] });
    expect(other.wasKept).toBe(false);
    expect(other.survey.digest).not.toBe(plain.survey.digest);
    const zone: HotzoneEvent = { action: 'add', id: 'u1', price: 686.1, label: '', strong: false };
    expect((await surveyed({}, [zone])).wasKept).toBe(false);
    expect((await surveyed()).wasKept).toBe(true);
  });

  it('is not taken for files that were written to, though their size and time stand', async () => {
    await surveyed();
    const options = join(session, 'spy.tcbbo.dbn.zst');
    const { atime, mtime } = await stat(options);
    const content = await readFile(options);
    await writeFile(options, content);
    await utimes(options, atime, mtime);
    expect((await surveyed()).wasKept).toBe(false);
  });

  it.each([
    ['a byte is another', (bytes: Buffer) => flip(bytes, bytes.length - 9)],
    ['its index is damaged', (bytes: Buffer) => bytes.fill(255, 60, 64)],
    ['it ends early', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ['it is empty', () => Buffer.alloc(0)],
    ['it is of a later version', (bytes: Buffer) => bytes.fill(2, 7, 8)],
    ['its index claims to be endless', (bytes: Buffer) => bytes.fill(0x7f, 8, 16)],
    [
      'it is something else',
      () => Buffer.from('{"version": 1, "text": "no survey at all, just words"}'),
    ],
  ])('is dropped with a word where %s, and made again', async (_what, damage) => {
    const first = await surveyed();
    const path = await entryPath();
    await writeFile(path, damage(await readFile(path)));
    const again = await surveyed();
    expect(again.wasKept).toBe(false);
    expect(again.survey.digest).toBe(first.survey.digest);
    expect(again.warnings).toEqual([expect.stringMatching(/damaged.*surveyed again/)]);
    expect((await surveyed()).wasKept).toBe(true);
  });

  it('is dropped where it lies under the name of another', async () => {
    await surveyed();
    const foreign = await entryPath();
    await surveyed({ overrides: [{ MONITOR_BAND: 2 }] });
    const names = await readdir(cache.folder);
    for (const name of names) {
      const path = join(cache.folder, name);
      if (path !== foreign) await copyFile(foreign, path);
    }
    const { wasKept, warnings } = await surveyed({ overrides: [{ MONITOR_BAND: 2 }] });
    expect(wasKept).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('is only made again where the whole folder was deleted', async () => {
    await surveyed();
    await rm(cache.folder, { recursive: true });
    const { wasKept, warnings } = await surveyed();
    expect([wasKept, warnings]).toEqual([false, []]);
  });

  it('is not kept of damaged files: the next reading may go further', async () => {
    const options = join(session, 'spy.tcbbo.dbn.zst');
    const content = await readFile(options);
    await writeFile(options, content.subarray(0, content.length / 2));
    await surveyed();
    expect(await cacheBytes(cache.folder)).toBe(0);
  });

  it('is not kept of files that were written to while it went on', async () => {
    const options = join(session, 'spy.tcbbo.dbn.zst');
    await surveyed({}, [], () => utimesSync(options, new Date(), new Date()));
    expect(await cacheBytes(cache.folder)).toBe(0);
  });

  it('says so where it cannot be kept', async () => {
    await writeFile(join(folder, 'data'), 'a file where the folder should be');
    const { warnings, survey } = await surveyed();
    expect(survey.digest).toBeDefined();
    expect(warnings.at(-1)).toMatch(/could not be kept/);
  });
});

describe('the folder', () => {
  it('is kept within its size: what was used longest ago goes', async () => {
    await surveyed();
    const first = await entryPath();
    await surveyed({ overrides: [{ MONITOR_BAND: 2 }] });
    // The first is used again, so the second is the older one.
    await utimes(first, new Date(), new Date(Date.now() + 60_000));
    const { size } = await stat(first);
    await trimCache(cache.folder, size);
    expect(await readdir(cache.folder)).toEqual([first.slice(cache.folder.length + 1)]);
  });

  it('is freed of what was never finished', async () => {
    await surveyed();
    const old = join(cache.folder, 'half.part');
    const fresh = join(cache.folder, 'under-way.part');
    for (const path of [old, fresh]) await writeFile(path, 'half');
    await utimes(old, new Date(0), new Date(0));
    await trimCache(cache.folder, 1e12);
    const names = await readdir(cache.folder);
    expect(names).toContain('under-way.part');
    expect(names).not.toContain('half.part');
    expect(names).toHaveLength(2);
  });
});
