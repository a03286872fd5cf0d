import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { marketRecord, metadataBytes } from '../feeds/dbn/testing/dbnBytes.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { splitDbn, type DbnParts } from '../testing/splitDbn.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';

const BOOK = 'es.mbp-10.dbn.zst';
const OPTIONS = 'spy.tcbbo.dbn.zst';

/** A session of half a minute, whole, without its manifest. */
let whole: string;
let wholeLines: string[];
let book: DbnParts;
let options: DbnParts;
beforeAll(async () => {
  whole = await mkdtemp(join(tmpdir(), 'continued-whole-'));
  await writeSimulatedSession(whole, { ...DEMO_SPEC, minutes: 0.5, truth: false });
  await rm(join(whole, 'manifest.json'));
  book = await splitDbn(join(whole, BOOK));
  options = await splitDbn(join(whole, OPTIONS));
  wholeLines = (await played(whole)).lines;
});
afterAll(() => rm(whole, { recursive: true }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'continued-'));
  await cp(whole, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Replaces the book by files with these shares of its records, in the order of their names. */
async function splitBook(
  ...shares: readonly (readonly [name: string, from: number, to: number])[]
) {
  await rm(join(folder, BOOK));
  const index = (share: number): number => Math.round(share * book.recordCount);
  for (const [name, from, to] of shares) {
    await writeFile(join(folder, name), book.part(index(from), index(to)));
  }
}

/** Plays a folder; `saves` takes a state every so many snaps. */
async function played(path: string, savesEvery = Number.POSITIVE_INFINITY) {
  const lines: string[] = [];
  const states = new Map<number, Uint8Array>();
  const run = await SessionRun.start(await openSession({ paths: [path] }), {
    onSnap: (payload) => lines.push(JSON.stringify(payload)),
  });
  while ((await run.advance({ maxSnaps: savesEvery })) !== 'ended') {
    states.set(lines.length, run.save());
  }
  await run.close();
  return { run, lines, states };
}

/** Same snaps; on failure the first that differs, not all of them. */
function expectSame(lines: readonly string[], expected: readonly string[]): void {
  const at = lines.findIndex((line, index) => line !== expected[index]);
  expect([at, lines[at]]).toEqual([-1, undefined]);
  expect(lines).toHaveLength(expected.length);
}

describe('a book in several files', () => {
  it('plays as the one file would', async () => {
    await splitBook(['a.dbn', 0, 0.3], ['b.dbn', 0.3, 0.31], ['c.dbn', 0.31, 1]);
    const { run, lines } = await played(folder);
    expectSame(lines, wholeLines);
    expect(run.warnings).toEqual([]);
    expect(run.progress).toBe(1);
  });

  it('is read by time, whatever the files are called', async () => {
    await splitBook(['z.dbn', 0, 0.4], ['a.dbn', 0.4, 1]);
    expectSame((await played(folder)).lines, wholeLines);
  });

  it('is one source of which every file is listed', async () => {
    await splitBook(['a.dbn', 0, 0.5], ['b.dbn', 0.5, 1]);
    const { sources, infos, warnings } = await openSession({ paths: [folder] });
    expect(sources).toHaveLength(3);
    expect(infos.map(({ role }) => role)).toEqual(['book', 'book', 'underlying', 'options']);
    expect(warnings).toEqual([]);
    await Promise.all(sources.map((source) => source.close()));
  });

  it.each<[string, [string, number, number][]]>([
    [
      'overlap',
      [
        ['a.dbn', 0, 0.6],
        ['b.dbn', 0.4, 1],
      ],
    ],
    [
      'are the same',
      [
        ['a.dbn', 0, 1],
        ['b.dbn', 0, 1],
      ],
    ],
    [
      'lie inside each other',
      [
        ['a.dbn', 0, 1],
        ['b.dbn', 0.4, 0.6],
      ],
    ],
    [
      'begin alike',
      [
        ['a.dbn', 0, 0.5],
        ['b.dbn', 0, 1],
      ],
    ],
  ])('plays once what files hold that %s, and says so', async (_, files) => {
    await splitBook(...files);
    const { run, lines } = await played(folder);
    expectSame(lines, wholeLines);
    const [warning, ...others] = run.warnings;
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ feed: 'book', kind: 'overlap', first_record: 0 });
    expect(warning?.file).toBe(join(folder, 'b.dbn'));
    expect(warning?.count).toBeGreaterThan(0.15 * book.recordCount);
  });

  it('goes on after a damaged file, with a gap where that one broke', async () => {
    await splitBook(['b.dbn', 0.5, 1]);
    await writeFile(join(folder, 'a.dbn'), book.part(0, book.recordCount >> 1).subarray(0, -3000));
    const { run, lines, states } = await played(folder, 30);
    expect(run.damages.map(({ place }) => place.file)).toEqual([join(folder, 'a.dbn')]);
    expect(lines).toHaveLength(wholeLines.length);
    const timeOf = (line: string | undefined) => line?.slice(0, '{"ts":1795098600000'.length);
    expect(timeOf(lines.at(-1))).toBe(timeOf(wholeLines.at(-1)));
    expect(lines.filter((line) => line.includes('RESYNC')).length).toBeGreaterThan(0);
    await expectSameAfterSeeks(lines, states);
  });

  it('passes over a file without records', async () => {
    await splitBook(['a.dbn', 0, 1], ['b.dbn', 0, 0]);
    const { run, lines } = await played(folder);
    expectSame(lines, wholeLines);
    expect(run.damages).toEqual([]);
  });
});

/** Another run of the folder goes to each state, latest first and back, and plays on from there. */
async function expectSameAfterSeeks(
  lines: readonly string[],
  states: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const after: string[] = [];
  const run = await SessionRun.start(await openSession({ paths: [folder] }), {
    onSnap: (payload) => after.push(JSON.stringify(payload)),
  });
  const order = [...states.keys()].reverse();
  for (const snaps of [...order, ...order.toReversed(), order[0] ?? 0]) {
    after.length = 0;
    await run.restore(states.get(snaps) ?? new Uint8Array());
    await run.advance({ maxSnaps: 25 });
    expectSame(after, lines.slice(snaps, snaps + 25));
  }
  const straight = await played(folder);
  await run.advance();
  expect(run.damages).toEqual(straight.run.damages);
  expect(run.warnings).toEqual(straight.run.warnings);
  expect(run.recordCount).toBe(straight.run.recordCount);
  await run.close();
}

describe('seeking in a session of several files', () => {
  it('finds the same numbers on both sides of every border, both ways', async () => {
    await splitBook(['a.dbn', 0, 0.35], ['b.dbn', 0.3, 0.7], ['c.dbn', 0.7, 1]);
    const { lines, states } = await played(folder, 12);
    expectSame(lines, wholeLines);
    expect(states.size).toBeGreaterThan(8);
    await expectSameAfterSeeks(lines, states);
  });
});

describe('options in several files', () => {
  it('play as one, whether they follow or overlap each other', async () => {
    const half = options.recordCount >> 1;
    await rm(join(folder, OPTIONS));
    await writeFile(join(folder, 'o1.dbn'), options.part(0, half + 20));
    await writeFile(join(folder, 'o2.dbn'), options.part(half, options.recordCount));
    expectSame((await played(folder)).lines, wholeLines);
  });

  it('count once when the file is there twice', async () => {
    await copyFile(join(folder, OPTIONS), join(folder, 'copy.dbn.zst'));
    const { run, lines } = await played(folder);
    expectSame(lines, wholeLines);
    expect(run.warnings.map(({ kind }) => kind)).toEqual(['overlap']);
  });
});

/** 14:29 and 14:31 UTC are either side of the open in New York, in winter. */
const BEFORE_OPEN_NS = BigInt(Date.UTC(2020, 11, 28, 14, 29)) * 1_000_000n;
const DAY_NS = 86_400_000_000_000n;
const S_NS = 1_000_000_000n;
const FIRST_PX = 3720;

/** YYYYMMDD of so many days after 28 December 2020. */
const dateOf = (day: number): number =>
  Number(new Date(Date.UTC(2020, 11, 28 + day)).toISOString().slice(0, 10).replaceAll('-', ''));

/**
 * One day's file: a trade a second around the open, 4 points higher each day, of an id that means another instrument on every
 * other day.
 *
 * @param day days after 28 December 2020
 * @param size contracts of each trade
 */
function dayFile(
  day: number,
  id: number,
  size: number,
  spanDays?: readonly [number, number],
): Buffer {
  const mapped = (symbol: string, mappedId: number) => ({
    key: symbol,
    intervals: [[dateOf(day), dateOf(day + 1), String(mappedId)]] as [number, number, string][],
  });
  const records = Array.from({ length: 120 }, (_, second) => {
    const at = BEFORE_OPEN_NS + BigInt(day) * DAY_NS + BigInt(second) * S_NS;
    const price = BigInt(FIRST_PX + 4 * day) * 1_000_000_000n;
    const fields = { tsEvent: at, tsRecv: at + 1000n, size, sequence: second, price };
    return [
      marketRecord({ ...fields, instrumentId: id, action: 'T', side: 'A' }),
      marketRecord({ ...fields, instrumentId: id + 1, action: 'T', side: 'A', size: 1000 }),
    ];
  });
  const metadata = metadataBytes({
    symbols: ['ESH1', 'NQH1'],
    mappings: [mapped('ESH1', id), mapped('NQH1', id + 1)],
  });
  if (spanDays !== undefined) {
    const midnight = (days: number): bigint =>
      BigInt(Date.UTC(2020, 11, 28)) * 1_000_000n + BigInt(days) * DAY_NS;
    metadata.writeBigUInt64LE(midnight(spanDays[0]), START_AT);
    metadata.writeBigUInt64LE(midnight(spanDays[1]), END_AT);
  }
  return Buffer.concat([metadata, ...records.flat()]);
}
/** Where version 3 metadata has the start and the end of its span. */
const START_AT = 26;
const END_AT = 34;

const closeTo = (value: number): unknown => expect.closeTo(value, 9);

describe('a session of several days', () => {
  async function writeDays(days: Readonly<Record<string, Buffer>>): Promise<void> {
    await rm(folder, { recursive: true });
    await mkdir(folder);
    for (const [name, bytes] of Object.entries(days)) await writeFile(join(folder, name), bytes);
  }
  const request = () => ({ paths: [folder], profile: 'es-0dte', symbol: 'ESH1' });

  it('starts anew at every open, with the ids that each day gives', async () => {
    await writeDays({
      'day-2.dbn': dayFile(1, 11, 2),
      'day-1.dbn': dayFile(0, 10, 1),
      'day-3.dbn': dayFile(2, 10, 3),
    });
    const sessions: number[] = [];
    const averages: number[] = [];
    const run = await SessionRun.start(await openSession(request()), {
      onSnap: () => undefined,
      onSession: (ts) => {
        sessions.push(ts);
        averages.push(run.market.stats.vwapPx);
      },
    });
    await run.advance();
    const open = Date.UTC(2020, 11, 28, 14, 30);
    expect(sessions).toEqual([open, open + 86_400_000, open + 2 * 86_400_000]);
    // Before each open: a minute of the day's trades, and a minute of those of the day before.
    const second = (60 * 1 * 0 + 60 * 2 * 4) / (60 + 120);
    const third = (60 * 2 * 4 + 60 * 3 * 8) / (120 + 180);
    expect(averages.map((px) => px - FIRST_PX)).toEqual([0, second, third].map(closeTo));
    expect(run.market.totals.volume).toBe(120 * (1 + 2 + 3));
    expect(run.warnings.filter(({ kind }) => kind === 'unmapped')).toEqual([]);
    expect(run.damages).toEqual([]);
    await run.close();
  });

  it('says which days no file covers', async () => {
    await writeDays({
      'a.dbn': dayFile(0, 10, 1, [0, 1]),
      'b.dbn': dayFile(1, 10, 1, [1, 2]),
      'd.dbn': dayFile(3, 10, 1, [3, 4]),
    });
    const { warnings, sources } = await openSession(request());
    expect(warnings).toEqual([
      'No file of the book covers 2020-12-30T00:00:00Z to 2020-12-31T00:00:00Z.',
    ]);
    await Promise.all(sources.map((source) => source.close()));
  });
});
