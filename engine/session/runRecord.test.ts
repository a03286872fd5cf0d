import { describe, expect, it } from 'vitest';
import type { BookSides } from '../testing/builders.ts';
import { aMarket } from '../testing/marketScript.ts';
import { RunRecord } from './runRecord.ts';

const bid = (size: number): BookSides => ({ bids: [[6870, size]], asks: [[6870.25, 100]] });

/** The log's rows about the fill habit while 3-lot sales go on, late by 0.3 ms. */
function habitRows(habit: string): string[] {
  const script = aMarket({ fill_habit: habit }).book(bid(1000));
  const record = new RunRecord(script.market);
  for (let sale = 1; sale <= 5; sale++) {
    script
      .later(300)
      .book(bid(1000 - 3 * sale))
      .later(0.3)
      .sells(6870, 3);
    record.noteSnap(script.snap());
  }
  return record.log
    .slice(0, 1000)
    .filter(({ value }) => value === 'FILL_HABIT')
    .map(({ text }) => text);
}

describe('the log of a run', () => {
  it('says nothing of the fill habit while it is the specified one', () => {
    expect(habitRows('same-time')).toEqual([]);
  });

  it('says at the first snap that another is in use', () => {
    expect(habitRows('nearest')).toEqual(['Fill habit nearest']);
  });

  it('says when auto has found out', () => {
    expect(habitRows('auto')).toEqual([
      'Fill habit same-time (auto, undecided)',
      'Fill habit nearest (auto)',
    ]);
  });
});

describe('a sweep in the log of a run', () => {
  it('comes with its way through the book, in level prices', () => {
    const script = aMarket({ SWEEP_MIN_NOTIONAL: 1_000_000 }).at('10:00').book(bid(1000));
    const record = new RunRecord(script.market);
    script.underlying(687, 687.02).buys(6870.25, 60).later(20).buys(6870.75, 60).later(20);
    script.buys(6871.25, 60).later(210);
    record.noteSnap(script.snap());
    const [row] = record.log.slice(0, 100).filter(({ kind }) => kind === 'sweep');
    const { converter } = script.market;
    expect(row?.sweep).toMatchObject({
      from_price: converter.toLevel(6870.25),
      to_price: converter.toLevel(6871.25),
      size: 180,
      notional: 60 * (6870.25 + 6870.75 + 6871.25),
      prices: 3,
    });
    expect((row?.sweep?.to_ts ?? 0) - (row?.sweep?.from_ts ?? 0)).toBe(40);
  });
});

describe('the trail of a run', () => {
  it('keeps the largest trade between two snaps with its side, the first of several', () => {
    const script = aMarket().book(bid(1000));
    const record = new RunRecord(script.market);
    script.buys(6870.25, 3).sells(6870, 8).buys(6870.25, 8).prints(6870, 50);
    record.noteSnap(script.later(250).snap());
    script.buys(6870.5, 2);
    record.noteSnap(script.later(250).snap());
    record.noteSnap(script.later(250).snap());
    const { print, print_size } = record.trail.slice(0, 10);
    const toLevel = (px: number): number => script.market.converter.toLevel(px);
    expect([...print]).toEqual([toLevel(6870), toLevel(6870.5), Number.NaN]);
    expect([...print_size]).toEqual([-8, 2, 0]);
  });
});
