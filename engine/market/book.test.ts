import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../core/events.ts';
import { ladder, type BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const tickOf = (px: number): number => px / 0.25;

/** Added, pulled and filled contracts at a futures price. */
function flowAt({ market }: MarketScript, side: Side, px: number) {
  const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
  market.flows.addTotals(side, tickOf(px), totals);
  return totals;
}

const flow = (added: number, pulled: number, filled: number, records = 1) => ({
  added,
  pulled,
  filled,
  records,
});
const NO_FLOW = flow(0, 0, 0, 0);

/** One bid and one ask a tick apart. */
const bid6870 = (size: number): BookSides => ({
  bids: [[6870, size]],
  asks: [[6870.25, 100]],
});

describe('a change of displayed size', () => {
  it('that is a loss without a trade is pulled: a bid of 1000 at 6870 loses 900', () => {
    const script = aMarket().book(bid6870(1000)).later(5).book(bid6870(100));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 900, 0));
  });

  it('that is a loss with a trade is filled, and only the rest is pulled', () => {
    const script = aMarket().book(bid6870(1000)).later(5).sells(6870, 300, bid6870(1000));
    script.book(bid6870(600));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 300));
  });

  it('that is a gain is added', () => {
    const script = aMarket().book(bid6870(100)).later(5).book(bid6870(250));
    expect(flowAt(script, BID, 6870)).toEqual(flow(150, 0, 0));
  });

  it('that is none books nothing', () => {
    const script = aMarket().book(bid6870(100)).later(5).book(bid6870(100));
    expect(flowAt(script, BID, 6870)).toEqual(NO_FLOW);
  });

  it('is filled only by trades of the right side at that price', () => {
    const script = aMarket().book(bid6870(1000)).later(5);
    script.buys(6870, 300).sells(6869.75, 300).prints(6870, 300).book(bid6870(900));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
  });

  it('is not explained by a trade between two ticks', () => {
    const script = aMarket().book(bid6870(1000)).later(5);
    script.sells(6870.1, 300).sells(6869.9, 300).book(bid6870(900));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
  });

  it('is not explained by a trade so far away that its tick is that of another price', () => {
    const ticksOf32Bits = 2 ** 32;
    const script = aMarket().book(bid6870(1000)).later(5);
    script.sells(6870 + ticksOf32Bits * 0.25, 300).book(bid6870(900));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
  });

  it('is not explained by a trade of unknown side, on the ask side either', () => {
    const asks = (size: number): BookSides => ({ bids: [[6870, 10]], asks: [[6870.25, size]] });
    const script = aMarket().book(asks(1000)).later(5).prints(6870.25, 300).book(asks(900));
    expect(flowAt(script, ASK, 6870.25)).toEqual(flow(0, 100, 0));
  });

  it('is not explained by a trade of another time', () => {
    const script = aMarket().book(bid6870(1000)).sells(6870, 300).later(1).book(bid6870(700));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 300, 0));
  });

  it('may be explained by an earlier trade where FILL_MATCH_MS lets it', () => {
    const script = aMarket({ FILL_MATCH_MS: 2 }).book(bid6870(1000)).sells(6870, 300);
    script.later(2).book(bid6870(800)).later(1).book(bid6870(700));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 200, 2));
  });

  it('may be explained to the last nanosecond of 4.1 ms, which no double times 1e6 makes', () => {
    const script = aMarket({ FILL_MATCH_MS: 4.1 }).book(bid6870(1000)).sells(6870, 300);
    script.later(4.1).book(bid6870(800)).later(0.000001).book(bid6870(700));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 200, 2));
  });

  it('may be explained by a later trade where FILL_REMATCH_MS lets it', () => {
    const script = aMarket({ FILL_REMATCH_MS: 5 }).book(bid6870(1000)).later(1).book(bid6870(700));
    script.later(5).sells(6870, 200);
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 200));
    script.later(1).sells(6870, 50);
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 200));
  });

  it('of before a session boundary still takes its part of a trade after it', () => {
    const script = aMarket({ FILL_REMATCH_MS: 5 }).book(bid6870(1000)).later(1).book(bid6870(900));
    script.market.startSession();
    script.later(1).sells(6870, 150).book(bid6870(800));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 50, 50));
  });

  it('is explained by the whole of a trade only once, whether before or after', () => {
    const script = aMarket({ FILL_REMATCH_MS: 5 }).book(bid6870(1000)).later(1).book(bid6870(900));
    script.sells(6870, 150).book(bid6870(800));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 50, 150, 2));
  });

  it('that a T record itself shows is compared before the trade gives credit', () => {
    const script = aMarket().book(bid6870(1000)).later(5).sells(6870, 300, bid6870(700));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 300, 0));
  });

  it('on the ask side is filled by buyers', () => {
    const before: BookSides = { bids: [[6869.75, 10]], asks: [[6870, 50]] };
    const after: BookSides = { bids: [[6869.75, 10]], asks: [[6870, 20]] };
    const script = aMarket().book(before).later(1).buys(6870, 30, before).book(after);
    expect(flowAt(script, ASK, 6870)).toEqual(flow(0, 0, 30));
  });

  it('is seen at a price that vanishes and at one that appears', () => {
    const script = aMarket()
      .book({ bids: [[6870, 40]], asks: [[6870.25, 10]] })
      .later(1);
    script.book({ bids: [[6869.75, 25]], asks: [[6870.25, 10]] });
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 40, 0));
    expect(flowAt(script, BID, 6869.75)).toEqual(flow(25, 0, 0));
  });
});

describe('a change of sight is no flow', () => {
  const asks = ladder(6870.25, 0.25, 10);

  it('when a new best bid pushes the tenth level out of view', () => {
    const script = aMarket().book({
      bids: ladder(6870, -0.25, 10),
      asks: ladder(6870.5, 0.25, 10),
    });
    script.later(1).book({ bids: ladder(6870.25, -0.25, 10), asks: ladder(6870.5, 0.25, 10) });
    expect(flowAt(script, BID, 6870.25)).toEqual(flow(100, 0, 0));
    expect(flowAt(script, BID, 6867.75)).toEqual(NO_FLOW);
  });

  it('when the best bid goes and an eleventh level comes into view', () => {
    const script = aMarket().book({ bids: ladder(6870, -0.25, 10), asks });
    script.later(1).book({ bids: ladder(6869.75, -0.25, 10), asks });
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
    expect(flowAt(script, BID, 6867.5)).toEqual(NO_FLOW);
  });

  it('but a side with fewer levels than the feed shows hides nothing', () => {
    const script = aMarket().book({ bids: ladder(6870, -0.25, 9), asks });
    script.later(1).book({ bids: [...ladder(6870, -0.25, 9), [6800, 30]], asks });
    expect(flowAt(script, BID, 6800)).toEqual(flow(30, 0, 0));
    script.later(1).book({ bids: ladder(6870, -0.25, 9), asks });
    expect(flowAt(script, BID, 6800)).toEqual(flow(30, 30, 0, 2));
  });

  it('and what a book knows ends at its tenth level', () => {
    const { book } = aMarket().book({ bids: ladder(6870, -0.25, 10), asks }).market;
    expect(book.knows(BID, tickOf(6867.75))).toBe(true);
    expect(book.knows(BID, tickOf(6867.5))).toBe(false);
    expect(book.knows(BID, tickOf(6900))).toBe(true);
    expect(book.knows(ASK, tickOf(6872.5))).toBe(true);
    expect(book.knows(ASK, tickOf(6872.75))).toBe(false);
  });

  it('and of a side without any level everything is known, from the first record on', () => {
    const { book } = aMarket().book({ bids: [[6870, 5]] }).market;
    expect(book.knows(ASK, tickOf(6870))).toBe(true);
    const { book: other } = aMarket().book({ asks: [[6870, 5]] }).market;
    expect(other.knows(BID, tickOf(6870))).toBe(true);
    const { book: negative } = aMarket().book({ asks: [[-30, 5]] }).market;
    expect(negative.knows(BID, tickOf(-31))).toBe(true);
  });

  it('in a one-level book only the best price is known', () => {
    const script = aMarket()
      .book({ bids: [[6870, 10]], asks: [[6870.25, 10]], depth: 1 })
      .later(1);
    script.book({ bids: [[6869.75, 15]], asks: [[6870.25, 4]], depth: 1 });
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 10, 0));
    expect(flowAt(script, BID, 6869.75)).toEqual(NO_FLOW);
    expect(flowAt(script, ASK, 6870.25)).toEqual(flow(0, 6, 0));
    expect(script.market.book.knows(BID, tickOf(6869.5))).toBe(false);
  });
});

describe('between two views no flow is booked unless both are good', () => {
  const good = bid6870(1000);

  it.each<[string, BookSides]>([
    ['crossed', { bids: [[6870.5, 10]], asks: [[6870.25, 10]] }],
    ['locked', { bids: [[6870.25, 10]], asks: [[6870.25, 10]] }],
    ['without bids', { bids: [], asks: [[6870.25, 10]] }],
    ['without asks', { bids: [[6870, 10]], asks: [] }],
    ['empty', {}],
  ])('a view that is %s', (_, bad) => {
    const script = aMarket().book(good).later(1).book(bad);
    expect(script.market.book.isGood).toBe(false);
    script.later(1).book(bid6870(400));
    expect(flowAt(script, BID, 6870)).toEqual(NO_FLOW);
    expect(flowAt(script, ASK, 6870.25)).toEqual(NO_FLOW);
    script.later(1).book(bid6870(300));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
  });
});

describe('a book reset', () => {
  it('leaves no view until the next record, which replaces it without a flow', () => {
    const script = aMarket().book(bid6870(1000)).later(1).clearBook();
    expect(script.market.book.hasView).toBe(false);
    expect(script.market.book.bestBid).toBeNaN();
    expect(script.market.book.bestAsk).toBeNaN();
    expect(script.market.book.knows(BID, tickOf(6870))).toBe(false);
    expect(script.market.book.sizeAt(BID, tickOf(6870))).toBe(0);
    script.later(1).book(bid6870(100));
    expect(flowAt(script, BID, 6870)).toEqual(NO_FLOW);
    script.later(1).book(bid6870(90));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 10, 0));
  });

  it('by a snapshot replaces the view without a flow', () => {
    const script = aMarket().book(bid6870(1000)).later(1).snapshot(bid6870(100));
    expect(flowAt(script, BID, 6870)).toEqual(NO_FLOW);
    expect(script.market.book.sizeAt(BID, tickOf(6870))).toBe(100);
  });

  it.each([
    ['a clear', (script: MarketScript) => script.clearBook().book(bid6870(1000))],
    ['a snapshot', (script: MarketScript) => script.snapshot(bid6870(1000))],
  ])('by %s voids the credit of trades', (_, reset) => {
    const script = aMarket().book(bid6870(1000)).later(1).sells(6870, 300);
    reset(script).book(bid6870(700));
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 300, 0));
  });

  it('keeps the flows that were booked before it', () => {
    const script = aMarket().book(bid6870(1000)).later(1).book(bid6870(900)).clearBook();
    expect(flowAt(script, BID, 6870)).toEqual(flow(0, 100, 0));
  });
});
