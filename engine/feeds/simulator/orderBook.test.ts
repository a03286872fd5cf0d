import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../../core/events.ts';
import { OrderBook } from './orderBook.ts';

const BEST_BID = 27_560;

/** Fifteen prices a side of 10 contracts in 4 orders each, one tick between the best. */
function aBook(): OrderBook {
  const book = new OrderBook(BEST_BID, BEST_BID + 1);
  const sides: Side[] = [BID, ASK];
  for (const side of sides) {
    for (let distance = 0; distance < 15; distance++) {
      book.add(side, book.tickBehind(side, distance), 10, 4);
    }
  }
  return book;
}

describe('an order book', () => {
  it('lets a market order walk from the best price on and reports what it took where', () => {
    const book = aBook();
    expect(book.take(ASK, 24, 10)).toEqual([
      { tick: BEST_BID + 1, size: 10 },
      { tick: BEST_BID + 2, size: 10 },
      { tick: BEST_BID + 3, size: 4 },
    ]);
    expect(book.best(ASK)).toBe(BEST_BID + 3);
    expect(book.size(ASK, BEST_BID + 3)).toBe(6);
    expect(book.spreadTicks()).toBe(3);
  });

  it('stops a market order at its limit', () => {
    const book = aBook();
    const fills = book.take(BID, 100, 2);
    expect(fills.map(({ tick }) => tick)).toEqual([BEST_BID, BEST_BID - 1]);
    expect(book.best(BID)).toBe(BEST_BID - 2);
  });

  it('makes an order inside the spread the best price', () => {
    const book = aBook();
    book.take(ASK, 10, 1);
    book.add(BID, BEST_BID + 1, 3, 1);
    expect(book.best(BID)).toBe(BEST_BID + 1);
    expect(book.midTicks()).toBe(BEST_BID + 1.5);
  });

  it('moves the best price back when the last contract there is withdrawn', () => {
    const book = aBook();
    book.cancel(BID, BEST_BID, 10);
    expect(book.best(BID)).toBe(BEST_BID - 1);
  });

  it('displays ten occupied prices, skipping bare ones', () => {
    const book = aBook();
    book.cancel(BID, BEST_BID - 3, 10);
    const { bidNanos, bidSizes, bidOrders, askNanos } = book.display();
    expect([...bidNanos].map((nanos) => nanos / 250_000_000 - BEST_BID)).toEqual([
      0, -1, -2, -4, -5, -6, -7, -8, -9, -10,
    ]);
    expect([...bidSizes]).toEqual(Array(10).fill(10));
    expect([...bidOrders]).toEqual(Array(10).fill(4));
    expect(askNanos[9]).toBe((BEST_BID + 10) * 250_000_000);
  });

  it('never counts more orders than contracts, nor none where contracts rest', () => {
    const book = aBook();
    for (let left = 9; left > 0; left--) {
      book.cancel(ASK, BEST_BID + 1, 1);
      const orders = book.display().askOrders[0] ?? 0;
      expect(orders).toBeGreaterThanOrEqual(1);
      expect(orders).toBeLessThanOrEqual(left);
    }
  });
});
