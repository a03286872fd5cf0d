import { describe, expect, it } from 'vitest';
import { TAPE_NOTIONALS, tapeCountIndex, type TapeRow } from '../../engine/core/tape.ts';
import { buildTapeRow, columnsOfTape } from '../../engine/core/testing/tapeRows.ts';
import { EMPTY_TAPE, extendTape } from './tape.ts';
import { hiddenPrints, largestOf, shownTape, type TapeFilter } from './tapeFilter.ts';

const ALL: TapeFilter = { notional: 0, side: 'both' };
const tapeOf = (rows: readonly TapeRow[]) => extendTape(EMPTY_TAPE, columnsOfTape(rows));
const row = (size: number, aggressor: -1 | 0 | 1 = 1): TapeRow =>
  buildTapeRow({ size, aggressor, px: 10_000, run: 0 });
const TAPE = tapeOf([row(10), row(25, -1), row(24), row(40, 0), row(50)]);
const sizes = (filter: TapeFilter, limit = 99, heldAt?: number) =>
  shownTape(TAPE, filter, limit, heldAt).items.map(({ size }) => size);

describe('the filter of the tape', () => {
  it('lets pass what is at least as large, newest first', () => {
    expect(sizes(ALL)).toEqual([50, 40, 24, 25, 10]);
    expect(sizes({ notional: 250_000, side: 'both' })).toEqual([50, 40, 25]);
  });

  it('shows one side, to which nothing without a side belongs', () => {
    expect(sizes({ notional: 0, side: 'buy' })).toEqual([50, 24, 10]);
    expect(sizes({ notional: 0, side: 'sell' })).toEqual([25]);
  });

  it('knows whether older rows pass that there is no room for', () => {
    expect(shownTape(TAPE, ALL, 2)).toMatchObject({ hasMore: true, newer: 0 });
    expect(shownTape(TAPE, ALL, 5).hasMore).toBe(false);
    expect(shownTape(TAPE, { notional: 250_000, side: 'sell' }, 1).hasMore).toBe(false);
  });

  it('holds the list, and counts what passes of that which waits', () => {
    const filter: TapeFilter = { notional: 250_000, side: 'both' };
    expect(sizes(filter, 99, 3)).toEqual([25]);
    expect(shownTape(TAPE, filter, 99, 3).newer).toBe(2);
  });

  it('names the largest whatever the filter', () => {
    expect(largestOf(TAPE)?.size).toBe(50);
    expect(largestOf(EMPTY_TAPE)).toBeUndefined();
  });
});

describe('hidden prints', () => {
  const counts = new Float64Array((TAPE_NOTIONALS.length + 1) * 3);
  counts[tapeCountIndex(-1, 1)] = 70;
  counts[tapeCountIndex(-1, -1)] = 30;
  counts[tapeCountIndex(-1, 0)] = 5;
  counts[tapeCountIndex(0, 1)] = 9;
  counts[tapeCountIndex(0, -1)] = 4;
  counts[tapeCountIndex(2, 1)] = 2;

  it('are all that are smaller, or of another side', () => {
    expect(hiddenPrints({ counts }, ALL)).toEqual({ hidden: 92, total: 105 });
    expect(hiddenPrints({ counts }, { notional: 0, side: 'sell' }).hidden).toBe(101);
    expect(hiddenPrints({ counts }, { notional: 250_000, side: 'both' }).hidden).toBe(103);
    expect(hiddenPrints({ counts }, { notional: 1_000_000, side: 'both' }).hidden).toBe(105);
  });
});
