import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../../../core/events.ts';
import { depthOf, NaiveBook } from '../testing/naiveBook.ts';
import { EventChanges } from './eventChanges.ts';
import { execute, findClearing, submitLimit, uncross } from './matching.ts';
import { OrderBook } from './orderBook.ts';
import { NO_ORDER } from './orderPool.ts';

const MIDDLE = 1000;

const makeBook = (): OrderBook => new OrderBook(MIDDLE, new EventChanges());

/** Tags of a price's queue from front to back. */
function queueAt(book: OrderBook, side: Side, tick: number): number[] {
  const levels = book.sideOf(side);
  const tags: number[] = [];
  let order = levels.front[levels.indexOf(tick)] ?? NO_ORDER;
  while (order !== NO_ORDER) {
    tags.push(book.orders.tag[order] ?? 0);
    order = book.orders.next[order] ?? NO_ORDER;
  }
  return tags;
}

describe('the queue at a price', () => {
  it('is served first in, first out', () => {
    const book = makeBook();
    book.rest(ASK, MIDDLE, 3, 0, 1);
    book.rest(ASK, MIDDLE, 4, 0, 2);
    execute(book, ASK, 5, Infinity);
    expect(queueAt(book, ASK, MIDDLE)).toEqual([2]);
    expect(book.asks.depthAt(MIDDLE)).toBe(2);
  });

  it('keeps the place of an order made smaller, and sends a larger one to the back', () => {
    const book = makeBook();
    const first = book.rest(BID, MIDDLE, 10, 0, 1);
    const second = book.rest(BID, MIDDLE, 10, 0, 2);
    book.rest(BID, MIDDLE, 10, 0, 3);
    book.reduce(second, 9);
    expect(queueAt(book, BID, MIDDLE)).toEqual([1, 2, 3]);
    book.enlarge(first, 1);
    expect(queueAt(book, BID, MIDDLE)).toEqual([2, 3, 1]);
  });

  it('loses the place of an order that goes to another price and comes back', () => {
    const book = makeBook();
    const first = book.rest(BID, MIDDLE, 10, 0, 1);
    book.rest(BID, MIDDLE, 10, 0, 2);
    book.move(first, MIDDLE - 1);
    expect(book.bids.depthAt(MIDDLE)).toBe(10);
    book.move(first, MIDDLE);
    expect(queueAt(book, BID, MIDDLE)).toEqual([2, 1]);
  });

  it('sends a refreshed iceberg to the back, in the same event', () => {
    const book = makeBook();
    book.rest(ASK, MIDDLE, 5, 12, 1);
    book.rest(ASK, MIDDLE, 5, 0, 2);
    execute(book, ASK, 5, Infinity);
    expect(queueAt(book, ASK, MIDDLE)).toEqual([2, 1]);
    expect(book.asks.depthAt(MIDDLE)).toBe(10);
    const { added, filled } = book.changes;
    expect([added[0], filled[0]]).toEqual([15, 5]);
  });

  it('executes hidden size in its turn without a change of displayed depth', () => {
    const book = makeBook();
    book.rest(ASK, MIDDLE, 0, 7, 1);
    book.rest(ASK, MIDDLE, 5, 0, 2);
    book.changes.clear();
    execute(book, ASK, 6, Infinity);
    expect(book.asks.depthAt(MIDDLE)).toBe(5);
    expect(book.changes.touchCount).toBe(0);
    expect(book.changes.tradeSize[0]).toBe(6);
  });
});

describe('an incoming order', () => {
  it('walks the book to its limit and rests what is left on its own side', () => {
    const book = makeBook();
    for (const distance of [0, 1, 2]) book.rest(ASK, MIDDLE + distance, 4, 0, 0);
    const order = submitLimit(book, { side: BID, tick: MIDDLE + 1, size: 10, reserve: 0, tag: 9 });
    expect(order).toBeDefined();
    expect(book.asks.bestTick()).toBe(MIDDLE + 2);
    expect(book.bids.bestTick()).toBe(MIDDLE + 1);
    expect(book.bids.depthAt(MIDDLE + 1)).toBe(2);
    const { tradeCount, tradeTick, tradeSize } = book.changes;
    expect([...tradeTick.slice(0, tradeCount)]).toEqual([MIDDLE, MIDDLE + 1]);
    expect([...tradeSize.slice(0, tradeCount)]).toEqual([4, 4]);
  });

  it('is told how much found no match in an empty book', () => {
    expect(execute(makeBook(), BID, 5, -Infinity)).toBe(5);
  });

  it('is refused at a price outside the ladder, before anything changes', () => {
    const book = makeBook();
    expect(() => book.rest(BID, MIDDLE + 40_000, 1, 0, 0)).toThrow(RangeError);
    expect(book.bids.bestTick()).toBeNaN();
  });
});

describe('an auction', () => {
  it('trades the most contracts at one price, without an aggressor, and ends uncrossed', () => {
    const book = makeBook();
    book.rest(BID, MIDDLE + 3, 10, 0, 0);
    book.rest(BID, MIDDLE + 1, 10, 0, 0);
    book.rest(ASK, MIDDLE - 2, 6, 0, 0);
    book.rest(ASK, MIDDLE + 1, 9, 0, 0);
    book.changes.clear();
    expect(uncross(book)).toEqual({ tick: MIDDLE + 1, volume: 15 });
    expect(book.changes.tradeCount).toBe(1);
    expect(depthOf(book, BID)).toEqual(new Map([[MIDDLE + 1, 5]]));
    expect(depthOf(book, ASK).size).toBe(0);
  });

  it('does nothing to a book that does not cross', () => {
    const book = makeBook();
    book.rest(BID, MIDDLE, 10, 0, 0);
    book.rest(ASK, MIDDLE + 1, 10, 0, 0);
    expect(uncross(book)).toBeUndefined();
    expect(findClearing(makeBook())).toBeUndefined();
  });
});

/** One step of a random life of a book; numbers pick orders and prices. */
const step = fc.record({
  kind: fc.constantFrom('limit', 'limit', 'limit', 'cancel', 'reduce', 'enlarge', 'move', 'market'),
  side: fc.constantFrom(BID, ASK),
  distance: fc.integer({ min: -3, max: 12 }),
  size: fc.integer({ min: 0, max: 12 }),
  reserve: fc.constantFrom(0, 0, 0, 1, 9, 30),
  pick: fc.nat(),
});
interface Step {
  readonly kind: string;
  readonly side: Side;
  readonly distance: number;
  readonly size: number;
  readonly reserve: number;
  readonly pick: number;
}

/** The two books side by side; orders are known by their tags. */
interface Pair {
  readonly real: OrderBook;
  readonly naive: NaiveBook;
  /** Order numbers of the real book by tag. */
  readonly numbers: Map<number, number>;
}

/** Plays a step on both books. */
function play(pair: Pair, step: Step, tag: number): void {
  const { real, naive } = pair;
  const { kind, side, size } = step;
  if (kind === 'limit') {
    submitToBoth(pair, step, tag);
  } else if (kind === 'market') {
    const resting = side === BID ? ASK : BID;
    const limit = side === BID ? Infinity : -Infinity;
    execute(real, resting, size, limit);
    naive.execute(resting, size, limit);
  } else {
    changeInBoth(pair, step);
  }
}

function submitToBoth({ real, naive, numbers }: Pair, step: Step, tag: number): void {
  const { side, distance, size, reserve } = step;
  if (size + reserve === 0) return;
  const tick = side === BID ? MIDDLE - distance : MIDDLE + 1 + distance;
  const number = submitLimit(real, { side, tick, size, reserve, tag });
  const taken = naive.execute(side === BID ? ASK : BID, size + reserve, tick);
  const left = size + reserve - [...taken.values()].reduce((sum, part) => sum + part, 0);
  expect(number === undefined).toBe(left === 0);
  if (number === undefined) return;
  numbers.set(tag, number);
  const shown = Math.min(size, left);
  naive.rest({ id: tag, side, tick, shown, reserve: left - shown, peak: shown });
}

function changeInBoth({ real, naive, numbers }: Pair, { kind, size, pick }: Step): void {
  const order = naive.orders[pick % Math.max(1, naive.orders.length)];
  if (order === undefined) return;
  const number = numbers.get(order.id) ?? NO_ORDER;
  if (kind === 'cancel') {
    real.cancel(number);
    naive.cancel(order.id);
  } else if (kind === 'reduce' && order.shown > 1) {
    const by = 1 + (pick % (order.shown - 1));
    real.reduce(number, by);
    naive.reduce(order.id, by);
  } else if (kind === 'enlarge' && order.shown > 0) {
    real.enlarge(number, size + 1);
    naive.requeue(order.id, size + 1, order.tick);
  } else if (kind === 'move') {
    const away = order.side === BID ? order.tick - 1 : order.tick + 1;
    real.move(number, away);
    naive.requeue(order.id, 0, away);
  }
}

describe('any life of a book', () => {
  it('agrees with a naive book in depth, queues, trades and what each event is said to have done', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps: Step[]) => {
        const pair: Pair = { real: makeBook(), naive: new NaiveBook(), numbers: new Map() };
        const { real, naive } = pair;
        for (const [index, each] of steps.entries()) {
          const before = [depthOf(real, BID), depthOf(real, ASK)] as const;
          real.changes.clear();
          play(pair, each, index + 1);
          for (const side of [BID, ASK]) {
            expect(depthOf(real, side)).toEqual(sortedDepth(naive, side));
            expectChanges(real, side, before[side]);
          }
          // Continuous trading never leaves a crossed book.
          expect(real.bids.bestOccupiedTick() >= real.asks.bestOccupiedTick()).toBe(false);
        }
        for (const { side, tick } of naive.orders) {
          const queue = naive.orders.filter((order) => order.side === side && order.tick === tick);
          expect(queueAt(real, side, tick)).toEqual(queue.map(({ id }) => id));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('conserves volume in auctions: both sides give what traded, and no price trades more', () => {
    const order = fc.record({
      side: fc.constantFrom(BID, ASK),
      distance: fc.integer({ min: -6, max: 6 }),
      size: fc.integer({ min: 0, max: 9 }),
      reserve: fc.constantFrom(0, 0, 4),
    });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
        const real = makeBook();
        const naive = new NaiveBook();
        let [bids, asks] = [0, 0];
        for (const [index, { side, distance, size, reserve }] of orders.entries()) {
          if (size + reserve === 0) continue;
          const tick = MIDDLE + distance;
          real.rest(side, tick, size, reserve, index + 1);
          naive.rest({ id: index + 1, side, tick, shown: size, reserve, peak: size });
          if (side === BID) bids += size + reserve;
          else asks += size + reserve;
        }
        const expected = naive.clearingVolume();
        const volume = uncross(real)?.volume ?? 0;
        expect(volume).toBe(expected);
        expect(execute(real, BID, 1e6, -Infinity)).toBe(1e6 - (bids - volume));
        expect(execute(real, ASK, 1e6, Infinity)).toBe(1e6 - (asks - volume));
      }),
      { numRuns: 200 },
    );
  });
});

/** Prices from the best one on, as the ladder lists them. */
function sortedDepth(naive: NaiveBook, side: Side): Map<number, number> {
  const rows = [...naive.depth(side)];
  return new Map(rows.sort(([a], [b]) => (side === BID ? b - a : a - b)));
}

/** What an event noted must explain the change of every displayed depth, and nothing else. */
function expectChanges(book: OrderBook, side: Side, before: Map<number, number>): void {
  const { touchCount, touchSide, touchTick, added, filled, pulled } = book.changes;
  const expected = new Map(before);
  for (let touch = 0; touch < touchCount; touch++) {
    if (touchSide[touch] !== side) continue;
    const tick = touchTick[touch] ?? 0;
    const net = (added[touch] ?? 0) - (filled[touch] ?? 0) - (pulled[touch] ?? 0);
    const depth = (expected.get(tick) ?? 0) + net;
    if (depth === 0) expected.delete(tick);
    else expected.set(tick, depth);
  }
  const rows = [...expected].sort(([a], [b]) => (side === BID ? b - a : a - b));
  expect([...depthOf(book, side)]).toEqual(rows);
}
