import { afterEach, describe, expect, it } from 'vitest';
import {
  marketRecord,
  metadataBytes,
  symbolMappingRecord,
  tradeRecord,
} from '../feeds/dbn/testing/dbnBytes.ts';
import { aFolder, type TestFolder } from '../testing/sessionFolder.ts';
import { openSession, type OpenedSession } from './open.ts';
import { SessionRun } from './run.ts';

const SCHEMA_MIXED = 0xffff;
const START_NS = 1609160400000000000n;
const SECONDS = 20;

/** What a live session of the vendor writes: no mappings up front, all schemas in one stream. */
function capture(...extra: readonly Buffer[]): Buffer {
  const records = Array.from({ length: SECONDS }, (_, second) => {
    const at = START_NS + BigInt(second) * 1_000_000_000n;
    const fields = { tsEvent: at, tsRecv: at + 1000n, sequence: second };
    return [
      tradeRecord({ ...fields, size: 3, side: 'A' }),
      marketRecord({ ...fields, action: 'T', side: 'A', size: 3 }),
      marketRecord(fields),
    ];
  });
  return Buffer.concat([
    metadataBytes({ schema: SCHEMA_MIXED, symbols: ['ESH1'], mappings: [] }),
    symbolMappingRecord(3, 5482, 'ESH1'),
    ...extra,
    ...records.flat(),
  ]);
}

const folders: TestFolder[] = [];
const opened: OpenedSession[] = [];
afterEach(async () => {
  const sources = opened.splice(0).flatMap((session) => session.sources);
  await Promise.all(sources.map((source) => source.close()));
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

async function open(files: Readonly<Record<string, Buffer>>): Promise<OpenedSession> {
  const folder = await aFolder(files);
  folders.push(folder);
  const session = await openSession({ paths: [folder.path], profile: 'es-0dte' });
  opened.push(session);
  return session;
}

async function start(session: OpenedSession) {
  const lines: string[] = [];
  const run = await SessionRun.start(session, {
    onSnap: (payload) => lines.push(JSON.stringify(payload)),
  });
  return { run, lines };
}

describe('a capture of several schemas', () => {
  it('plays every part that its records give, each trade once', async () => {
    const session = await open({ 'live.dbn': capture() });
    expect(session.instrument).toBe('ESH1');
    expect(session.infos.map(({ role, schema }) => [role, schema])).toEqual([
      ['trades', 'trades'],
      ['book', 'mbp-10'],
    ]);
    expect(session).toMatchObject({ ignored: [], warnings: [] });
    const { run } = await start(session);
    await run.advance();
    expect(run.market.totals).toMatchObject({ trades: SECONDS, volume: 3 * SECONDS });
    expect(run.eventCount).toBe(2 * SECONDS);
    expect(run.damages).toEqual([]);
  });

  it('can be sought like any other session', async () => {
    const session = await open({ 'live.dbn': capture() });
    const { run, lines } = await start(session);
    await run.advance({ maxSnaps: 30 });
    const state = run.save();
    await run.advance();
    const straight = lines.splice(0);
    await run.restore(state);
    await run.advance();
    expect(lines).toEqual(straight.slice(30));
    expect(lines.length).toBeGreaterThan(10);
  });

  it('says once that a file has no part, though it holds several schemas', async () => {
    const other = capture();
    // The same records of an instrument that no mapping names.
    other.writeUInt32LE(1, other.indexOf(symbolMappingRecord(3, 5482, 'ESH1')) + 4);
    const { infos, warnings } = await open({ 'live.dbn': capture(), 'other.dbn': other });
    expect(infos).toHaveLength(2);
    expect(warnings).toEqual(['other.dbn has no part in this run.']);
  });

  it('without a market is refused as such', async () => {
    const empty = metadataBytes({ schema: SCHEMA_MIXED, symbols: [], mappings: [] });
    await expect(open({ 'live.dbn': empty })).rejects.toMatchObject({
      code: 'usage',
      place: { found: 'live.dbn: a capture of several schemas' },
    });
  });
});
