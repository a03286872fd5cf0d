import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../../core/config.ts';
import { metadataBytes } from '../../feeds/dbn/testing/dbnBytes.ts';
import { readAll } from '../../feeds/dbn/testing/readAll.ts';
import { DbnReader } from '../../feeds/dbn/reader.ts';
import { aFolder, type TestFolder } from '../../testing/sessionFolder.ts';
import { openSession } from '../open.ts';
import type { DecreaseFindings } from './decreaseCheck.ts';
import { bothSides } from './tally.ts';
import {
  lateTrades,
  reducedTrades,
  separateTrades,
  type HabitFiles,
} from './testing/feedHabits.ts';
import { orderSession } from './testing/orderSession.ts';
import { verifyRun } from './verifyRun.ts';

const realFolder = resolve('../shared/data/sessions/es-2023-12-25');
const folders: TestFolder[] = [];
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

const MS = 1e6;
const inOrder = (records: readonly Buffer[]): HabitFiles => ({ book: records, trades: undefined });

/** Plays records as files of a session and compares with a truth file. */
async function compared(
  { book, trades }: HabitFiles,
  truthPath: string,
  overrides: ConfigOverrides = {},
): Promise<DecreaseFindings> {
  const id = String(book[0]?.readUInt32LE(4) ?? 0);
  const head = (schema: number): Buffer =>
    metadataBytes({
      schema,
      symbols: ['ESH1'],
      mappings: [{ key: 'ESH1', intervals: [[20200101, 20300101, id]] }],
    });
  const folder = await aFolder({
    'book.dbn': Buffer.concat([head(2), ...book]),
    ...(trades !== undefined && { 'trades.dbn': Buffer.concat([head(4), ...trades]) }),
  });
  folders.push(folder);
  const opened = await openSession({
    paths: [folder.path],
    profile: 'es-0dte',
    defaults: { fill_habit: 'auto' },
    // Levels do not matter here: none need to be computed.
    overrides: [{ MONITOR_BAND: 0, SESSION_OPEN: null }, overrides],
  });
  const { decreases } = await verifyRun(opened, [truthPath]);
  if (decreases === undefined) throw new Error('The truth was not taken for one of decreases');
  return decreases;
}

/** Percent of the truth's contracts with the right cause. */
function right({ tally: { causes } }: DecreaseFindings): { fill: number; pull: number } {
  const share = (cause: 'FILL' | 'PULL'): number => {
    const sum = bothSides(causes[cause]);
    return (100 * sum.right) / sum.volume;
  };
  return { fill: share('FILL'), pull: share('PULL') };
}

/** [habit, rewritten records, rule that auto must find, least percent of fills, of pulls] */
type HabitCase = readonly [
  name: string,
  rewrite: (records: readonly Buffer[]) => HabitFiles,
  found: 'same-time' | 'nearest',
  fill: number,
  pull: number,
];

describe.skipIf(!existsSync(realFolder))('the real ES session', () => {
  const truth = join(realFolder, 'truth.csv.gz');
  let records: readonly Buffer[];
  beforeAll(async () => {
    const file = join(realFolder, 'glbx-mdp3-20231225.mbp-10.dbn.zst');
    records = (await readAll(await DbnReader.open(file))).records;
  });

  const cases: readonly HabitCase[] = [
    ['in order', inOrder, 'same-time', 98.63, 99.97],
    ['on records that show the reduced book', reducedTrades, 'nearest', 98.63, 99.9],
    ['up to 0.5 ms late', (all) => lateTrades(all, 0.5 * MS), 'nearest', 96.5, 99.4],
    [
      'in a file of their own at ±0.5 ms',
      (all) => separateTrades(all, 0.5 * MS),
      'nearest',
      95,
      99,
    ],
    [
      'in a file of their own at ±50 ms',
      (all) => separateTrades(all, 50 * MS),
      'nearest',
      93.5,
      98.5,
    ],
    ['up to 50 ms late', (all) => lateTrades(all, 50 * MS), 'nearest', 93, 98.4],
  ];
  it.each(cases)('is right with trades %s', async (_, rewrite, found, fill, pull) => {
    const verification = await compared(rewrite(records), truth);
    expect(verification.habit).toEqual({ key: 'auto', inUse: found, isDecided: true });
    expect(right(verification).fill).toBeGreaterThanOrEqual(fill);
    expect(right(verification).pull).toBeGreaterThanOrEqual(pull);
    expect(verification.tally.untold).toEqual({ filled: 0, pulled: 0 });
  });
});

describe('a market of single orders', () => {
  const { records, truth } = orderSession(3000, 4 * MS);
  let truthPath: string;
  beforeAll(async () => {
    const folder = await aFolder({ 'truth.csv': truth });
    folders.push(folder);
    truthPath = join(folder.path, 'truth.csv');
  });

  const cases: readonly HabitCase[] = [
    ['in order', inOrder, 'same-time', 100, 100],
    ['right behind their change', (all) => lateTrades(all, 0), 'nearest', 99, 99],
    ['on records that show the reduced book', reducedTrades, 'nearest', 99, 99],
    ['up to 0.5 ms late', (all) => lateTrades(all, 0.5 * MS), 'nearest', 95, 98.5],
    [
      'in a file of their own at ±0.5 ms',
      (all) => separateTrades(all, 0.5 * MS),
      'nearest',
      95,
      98.5,
    ],
  ];
  it.each(cases)('is told right with trades %s', async (_, rewrite, found, fill, pull) => {
    const verification = await compared(rewrite(records), truthPath);
    expect(verification.habit.inUse).toBe(found);
    expect(right(verification).fill).toBeGreaterThanOrEqual(fill);
    expect(right(verification).pull).toBeGreaterThanOrEqual(pull);
    expect(bothSides(verification.tally.causes.FILL).notSeen).toBe(0);
  });

  it('looks all pulled by the same-time rule when trades have times of their own', async () => {
    const files = separateTrades(records, 0.5 * MS);
    const verification = await compared(files, truthPath, { fill_habit: 'same-time' });
    expect(right(verification)).toEqual({ fill: 0, pull: 100 });
    expect(verification.worst).toHaveLength(20);
    expect(verification.worst[0]?.seen?.recordIndex).toBeGreaterThan(0);
  });

  it('has every row compared, and nothing wrong where nothing is', async () => {
    const verification = await compared(inOrder(records), truthPath);
    expect(verification.truthRows).toBe(truth.trim().split('\n').length - 1);
    expect(verification.worst).toEqual([]);
  });
});
