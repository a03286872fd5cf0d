import { describe, expect, it } from 'vitest';
import { DEPTH_TICKS, UNSEEN_DEPTH } from '../core/protocol.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import type { BookSides } from '../testing/builders.ts';
import { aMarket } from '../testing/marketScript.ts';
import { DepthStore } from './depthStore.ts';

const TICK = 0.25;
const BOOK: BookSides = {
  bids: [
    [6870, 40],
    [6869.75, 0],
    [6869.5, 120],
  ],
  asks: [
    [6870.5, 30],
    [6870.75, 70_000],
  ],
};

/** A store with one column of a book, and the sizes by futures price. */
function column(book: BookSides) {
  const { market } = aMarket().book(book);
  const store = new DepthStore();
  store.append(1000, market);
  const { first_tick, sizes, ts, ratio } = store.slice(0, 10);
  const sizeAt = (px: number) => sizes[px / TICK - (first_tick[0] ?? 0)];
  return { store, market, sizeAt, sizes, ts, ratio };
}

/** A store with a column per second, each with another size at its best bid. */
function filled(columns: number): DepthStore {
  const store = new DepthStore();
  const script = aMarket();
  for (let second = 0; second < columns; second++) {
    script.book({ bids: [[6870, 1 + (second % 1000)]], asks: [[6870.25, 5]] });
    store.append(second * 1000, script.market);
  }
  return store;
}

describe('a column of depth', () => {
  it('holds the displayed sizes around the middle of the book, both sides and the spread', () => {
    const { sizeAt, sizes, market, ratio, ts } = column(BOOK);
    expect([6869.5, 6870, 6870.25, 6870.5].map(sizeAt)).toEqual([120, 40, 0, 30]);
    expect(sizes).toHaveLength(DEPTH_TICKS);
    expect([...ts, ...ratio]).toEqual([1000, market.converter.ratio]);
  });

  it('caps a size that its field cannot hold, which is not the same as unseen', () => {
    expect(column(BOOK).sizeAt(6870.75)).toBe(UNSEEN_DEPTH - 1);
  });

  it('tells what a full side hides from what it shows empty', () => {
    const bids = Array.from({ length: 10 }, (_, i): [number, number] => [6870 - i * TICK, 7]);
    const { sizeAt } = column({ bids, asks: [[6870.25, 5]] });
    expect(sizeAt(6870 - 9 * TICK)).toBe(7);
    expect(sizeAt(6870 - 10 * TICK)).toBe(UNSEEN_DEPTH);
    expect(sizeAt(6870.25 + 5 * TICK)).toBe(0);
  });

  it('is not there without a book', () => {
    const store = new DepthStore();
    store.append(1000, aMarket().market);
    expect(store.next).toBe(0);
  });

  it('is around the one side that there is', () => {
    const { sizeAt } = column({ bids: [], asks: [[6870.25, 5]] });
    expect(sizeAt(6870.25)).toBe(5);
  });
});

describe('the depth of a run', () => {
  it('has a column a second', () => {
    const { store } = column(BOOK);
    expect(store.isDue(1999)).toBe(false);
    expect(store.isDue(2000)).toBe(true);
    expect(new DepthStore().isDue(0)).toBe(true);
  });

  it('comes in parts that join without a seam', () => {
    const store = filled(2500);
    const seen: number[] = [];
    for (let from = 0; from < store.next;) {
      const part = store.slice(from, 999);
      expect(part.first_column).toBe(from);
      expect(part.sizes).toHaveLength(part.ts.length * DEPTH_TICKS);
      seen.push(...part.ts);
      from += part.ts.length;
    }
    expect(seen).toEqual(Array.from({ length: 2500 }, (_, second) => second * 1000));
  });

  it('goes back to an earlier moment, and then on as the other did', () => {
    const full = filled(2100);
    const store = new DepthStore();
    store.takeOver(full, 1500);
    expect(store.slice(0, 1e6)).toEqual(full.slice(0, 1500));
    const { market } = aMarket().book(BOOK);
    store.append(1_500_000, market);
    expect(store.next).toBe(1501);
    expect(full.slice(1500, 1).ts[0]).toBe(1_500_000);
    expect(full.slice(1500, 1).sizes).not.toEqual(store.slice(1500, 1).sizes);
  });

  it('is the same after it was kept and read again', () => {
    const full = filled(1100);
    const state = new StateWriter();
    full.transfer(state);
    const again = new DepthStore();
    again.transfer(new StateReader(state.bytes()));
    expect(again.slice(0, 1e6)).toEqual(full.slice(0, 1e6));
  });
});
