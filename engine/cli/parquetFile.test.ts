import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLevel, buildPayload, NOON_TS } from '../core/testing/payloads.ts';
import { connectDuckDb, literal } from '../feeds/parquet/duckdb.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { ParquetFile } from './parquetFile.ts';
import { EPISODE_TABLE, LEVEL_TABLE } from './parquetTables.ts';
import { registerReplay } from './replay.ts';
import { CommandLine } from './testing/commandLine.ts';

/** An object's leaves by their keys, joined by underscores; null where there is nothing. */
function flat(value: unknown, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { [prefix]: value };
  }
  const parts = Object.entries(value).map(([key, inner]) =>
    flat(inner, prefix === '' ? key : `${prefix}_${key}`),
  );
  return Object.assign({}, ...parts) as Record<string, unknown>;
}

const withoutNull = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** The rows of a payload as the table holds them. */
function rowsOf(line: string): Record<string, unknown>[] {
  const { ts, profile, spy, levels, health, dealers } = JSON.parse(line) as Record<string, unknown>;
  return (levels as unknown[]).map((level) =>
    withoutNull({ ts, profile, ...flat(spy), ...flat(level), ...flat({ health, dealers }) }),
  );
}

/** What a query gives, without what is null; integers as numbers. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await connectDuckDb();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  return rows.map((row) => withoutNull(Object.fromEntries(Object.entries(row).map(plain))));
}

/** Rows of levels in the order of the file, times as Unix ms. */
const readBack = (path: string): Promise<Record<string, unknown>[]> =>
  query(`SELECT * REPLACE (epoch_ms(ts) AS ts) FROM ${literal(path)}`);

/** Integers of 64 bits come as text. */
const plain = ([key, value]: [string, unknown]): [string, unknown] => {
  const isInteger = typeof value === 'string' && /^-?\d+$/.test(value);
  return [key, isInteger ? Number(value) : value];
};

const terminal = new CommandLine(registerReplay);
beforeEach(() => terminal.open());
afterEach(() => terminal.close());
const inFolder = (name: string): string => join(terminal.folder, name);

describe('breakwater replay --out x.parquet', () => {
  const session = new CommandLine(registerReplay);
  beforeAll(async () => {
    await session.open();
    const spec = { ...DEMO_SPEC, minutes: 0.1, truth: false };
    await writeSimulatedSession(join(session.folder, 'session'), spec);
  });
  afterAll(() => session.close());
  const replay = (...args: string[]) =>
    terminal.run('replay', join(session.folder, 'session'), ...args);

  it('writes a row for each level of each snap, beside other files of the run', async () => {
    const [lines, rows] = [inFolder('run.jsonl'), inFolder('run.parquet')];
    const weights = ['w_L=0.4', 'w_H=0.3', 'w_T=0.2', 'w_S=0.1'].flatMap((each) => ['--set', each]);
    await replay('--out', rows, '--out', lines, ...weights);
    const payloads = (await readFile(lines, 'utf8')).trimEnd().split('\n');
    const expected = payloads.flatMap(rowsOf);
    expect(expected.length).toBeGreaterThan(20);
    expect(expected[0]).toHaveProperty('spread_confidence');
    expect(await readBack(rows)).toEqual(expected);
    expect((await readdir(terminal.folder)).sort()).toEqual(['run.jsonl', 'run.parquet']);
  });

  it('writes episodes likewise', async () => {
    const [lines, rows] = [inFolder('touches.jsonl'), inFolder('touches.parquet')];
    await replay('--episodes', rows);
    await replay('--episodes', lines);
    const episodes = (await readFile(lines, 'utf8')).trimEnd().split('\n');
    const read = await query(`SELECT level FROM ${literal(rows)}`);
    expect(read.map(({ level }) => level)).toEqual(
      episodes.map((line) => (JSON.parse(line) as { level: string }).level),
    );
  });

  it('leaves nothing behind where it is interrupted', async () => {
    const listeners = process.listenerCount('SIGINT');
    const run = replay('--out', inFolder('run.parquet'), '--batch', '50');
    while (process.listenerCount('SIGINT') === listeners) await setImmediate();
    process.emit('SIGINT');
    await expect(run).rejects.toThrow(/Interrupted/);
    expect(await readdir(terminal.folder)).toEqual([]);
  });

  it('takes no other kind of file', async () => {
    await expect(replay('--out', inFolder('run.csv'))).rejects.toMatchObject({ code: 'usage' });
  });

  it('says so where the folder cannot be written to', async () => {
    const path = inFolder(join('none', 'run.parquet'));
    await expect(replay('--out', path)).rejects.toMatchObject({ code: 'failed' });
  });
});

describe('a Parquet file of lines', () => {
  it('has a column for every key that a payload can have', async () => {
    const level = buildLevel({
      scores: { liquidity: 1, hedge: 2, tape: 3, spread: 4 },
      spread: { state: 'WIDE', spread_bps: 1.5, percentile: 99, confidence: 1 },
      muted: 'STALE',
    });
    const payload = buildPayload({ ts: NOON_TS, levels: [level, { ...level, id: 'VWAP' }] });
    const file = await ParquetFile.create(inFolder('x.parquet'), LEVEL_TABLE);
    file.add(JSON.stringify(payload));
    await file.finish();
    expect(await readBack(inFolder('x.parquet'))).toEqual(rowsOf(JSON.stringify(payload)));
  });

  it('keeps its order over many parts', async () => {
    const file = await ParquetFile.create(inFolder('x.parquet'), LEVEL_TABLE);
    const line = (ts: number): string =>
      JSON.stringify(buildPayload({ ts, levels: [buildLevel()] }));
    for (let at = 0; at < 2100; at++) {
      file.add(line(NOON_TS + at * 250));
      if (at % 1000 === 0 || at === 2050) await file.settle();
    }
    await file.finish();
    const times = (
      await query(`SELECT epoch_ms(ts) AS ts FROM ${literal(inFolder('x.parquet'))}`)
    ).map(({ ts }) => ts);
    expect(times).toEqual(Array.from({ length: 2100 }, (_, at) => NOON_TS + at * 250));
  });

  it('has its columns where there was no line, and is not there where it was given up', async () => {
    const empty = await ParquetFile.create(inFolder('touches.parquet'), EPISODE_TABLE);
    await empty.finish();
    expect(await query(`SELECT level FROM ${literal(inFolder('touches.parquet'))}`)).toEqual([]);
    const givenUp = await ParquetFile.create(inFolder('x.parquet'), LEVEL_TABLE);
    givenUp.add(JSON.stringify(buildPayload()));
    await givenUp.discard();
    expect(await readdir(terminal.folder)).toEqual(['touches.parquet']);
  });
});
