import { describe, expect, it } from 'vitest';
import { tapeCountIndex } from '../core/tape.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { MAX_ROWS_PER_SNAP, type TapeEntry } from './timeAndSales.ts';

/** A sweep takes 1,000,000: 146 lots at 6,870. */
const tape = (): MarketScript =>
  aMarket({ SWEEP_MIN_NOTIONAL: 1_000_000, SWEEP_MAX_GAP_MS: 100 }).at('10:00');

const entriesOf = (script: MarketScript): readonly TapeEntry[] =>
  script.looked().timeAndSales.entries;
const shortOf = ({ size, prints, aggressor }: TapeEntry) => [aggressor * size, prints];

describe('large prints on the tape', () => {
  it('are those of ten contracts or more, of either side and of none, as they came', () => {
    const script = tape().buys(6870.25, 9).buys(6870.25, 10).sells(6870, 40).prints(6870, 12);
    expect(entriesOf(script).map(({ size, aggressor }) => [size, aggressor])).toEqual([
      [10, 1],
      [40, -1],
      [12, 0],
    ]);
  });

  it('are told at one snap only', () => {
    const script = tape().buys(6870.25, 20);
    expect(entriesOf(script)).toHaveLength(1);
    expect(entriesOf(script.later(250))).toEqual([]);
  });

  it('are at most so many of one snap, the rest is counted', () => {
    const script = tape();
    for (let i = 0; i < MAX_ROWS_PER_SNAP + 7; i++) script.prints(6870, 10);
    expect(entriesOf(script)).toHaveLength(MAX_ROWS_PER_SNAP);
    expect(script.market.timeAndSales.stats().left_out).toBe(7);
  });
});

describe('a sweep on the tape', () => {
  it('is one row for all prints of its side, those without a side left out', () => {
    const script = tape().buys(6870.25, 60).later(100).prints(6870.5, 3).buys(6870.5, 5);
    script.later(100).buys(6871, 90);
    expect(entriesOf(script)).toEqual([
      {
        timeNs: script.nowNs,
        fromNs: script.nowNs - 200e6,
        aggressor: 1,
        px: 6871,
        fromPx: 6870.25,
        size: 155,
        notional: 60 * 6870.25 + 5 * 6870.5 + 90 * 6871,
        prints: 3,
        prices: 3,
        run: 1,
        session: 0,
      },
    ]);
  });

  it('stands at its last print, before what came later', () => {
    const script = tape().buys(6870, 100).later(10).buys(6870, 60).later(10).prints(6870, 12);
    expect(entriesOf(script).map(({ size }) => size)).toEqual([160, 12]);
  });

  it('is none below the smallest notional, after a longer pause, or of one print', () => {
    expect(entriesOf(tape().buys(6870, 60).buys(6870, 80)).map(shortOf)).toEqual([
      [60, 1],
      [80, 1],
    ]);
    const paused = tape().buys(6870, 80).later(100.001).buys(6870, 80);
    expect(entriesOf(paused).map(shortOf)).toEqual([
      [80, 1],
      [80, 1],
    ]);
    expect(entriesOf(tape().sells(6870, 200)).map(shortOf)).toEqual([[-200, 1]]);
  });

  it('that goes on is told again as it has grown, under the number of its prints', () => {
    const script = tape().sells(6870, 100);
    const before = entriesOf(script);
    const grown = entriesOf(script.later(90).sells(6869.75, 50));
    const more = entriesOf(script.later(90).sells(6869.75, 1));
    expect([...before, ...grown, ...more].map(shortOf)).toEqual([
      [-100, 1],
      [-150, 2],
      [-151, 3],
    ]);
    expect(new Set([...before, ...grown, ...more].map(({ run }) => run)).size).toBe(1);
    expect(entriesOf(script.later(90))).toEqual([]);
  });

  it('ends with the session, and belongs to the one it was in', () => {
    const script = tape().buys(6870, 100).buys(6870, 60).newSession().later(10).buys(6870, 100);
    expect(entriesOf(script).map(({ size, session }) => [size, session])).toEqual([
      [160, 0],
      [100, 1],
    ]);
  });
});

describe('the prints of a session', () => {
  const countOf = (script: MarketScript, filter: number, aggressor: -1 | 0 | 1) =>
    script.looked().timeAndSales.stats().counts[tapeCountIndex(filter, aggressor)];

  it('are counted by side, and by the filter that they pass', () => {
    const script = tape().buys(6870, 9).buys(6870, 10).buys(6870, 15).sells(6870, 37).prints(6870);
    expect([countOf(script, -1, 1), countOf(script, -1, -1), countOf(script, -1, 0)]).toEqual([
      3, 1, 1,
    ]);
    expect([0, 1, 2, 3].map((filter) => countOf(script, filter, 1))).toEqual([2, 1, 0, 0]);
    expect([0, 1, 2, 3].map((filter) => countOf(script, filter, -1))).toEqual([1, 1, 1, 0]);
  });

  it('pass a filter at exactly its notional', () => {
    expect(countOf(tape().buys(10_000, 10), 1, 1)).toBe(1);
    expect(countOf(tape().buys(9999.75, 10), 1, 1)).toBe(0);
  });

  it('are none after the session boundary', () => {
    const { counts, largest_size } = tape()
      .buys(6870, 40)
      .newSession()
      .looked()
      .timeAndSales.stats();
    expect([...counts].every((count) => count === 0)).toBe(true);
    expect(largest_size).toBe(0);
  });
});

it('goes on from a saved state as if it had never stopped', () => {
  const first = tape();
  for (let i = 0; i < 400; i++)
    first
      .later(250)
      .buys(6870, 1 + (i % 20))
      .looked();
  first.later(50).sells(6870, 100);
  const writer = new StateWriter();
  first.market.transfer(writer);
  const second = tape()
    .at('10:00')
    .later(400 * 250 + 50);
  second.market.transfer(new StateReader(writer.bytes()));
  for (const script of [first, second]) script.later(50).sells(6869, 80).prints(6869, 30);
  expect(entriesOf(second)).toEqual(entriesOf(first));
  expect(second.market.timeAndSales.stats()).toEqual(first.market.timeAndSales.stats());
  expect(entriesOf(first)).toEqual([]);
});
