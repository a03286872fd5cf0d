import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../../../core/events.ts';
import { FLAG, HEADER, MARKET } from '../../dbn/layout.ts';
import { priceNanosAt, u32At } from '../../dbn/records.ts';
import { RecordEncoder } from '../../dbn/writerRecords.ts';
import { EventChanges } from '../exchange/eventChanges.ts';
import { execute, submitLimit, uncross } from '../exchange/matching.ts';
import { OrderBook } from '../exchange/orderBook.ts';
import { Prng } from '../prng.ts';
import { readBookRows, type BookRow } from '../testing/bookRows.ts';
import { GLBX_HABIT, type FeedHabit } from './habit.ts';
import { MbpPublisher } from './mbpPublisher.ts';
import type { DecreaseCause } from './truth.ts';

const EPOCH_MS = Date.UTC(2026, 0, 5);
const TICK_NANOS = 250_000_000;
const BEST_BID = 1000;
const BEST_ASK = 1001;
const BOOK_FLAGS = FLAG.last | FLAG.publisherSpecific;

type TruthRow = [sequence: number, side: Side, tick: number, size: number, cause: DecreaseCause];

/** A published book: twelve prices a side of 10 contracts in two orders, its image already sent. */
class Exchange {
  readonly book = new OrderBook(BEST_BID, new EventChanges());
  readonly truth: TruthRow[] = [];
  readonly publisher: MbpPublisher;
  readonly #records = new RecordEncoder(EPOCH_MS, 1 << 16);
  readonly #trades = new RecordEncoder(EPOCH_MS, 1 << 16);
  #nowNs = 0;

  constructor(habit: Partial<FeedHabit> = {}) {
    for (let distance = 0; distance < 12; distance++) {
      for (const size of [6, 4]) {
        this.book.rest(BID, BEST_BID - distance, size, 0, 0);
        this.book.rest(ASK, BEST_ASK + distance, size, 0, 0);
      }
    }
    this.publisher = new MbpPublisher({
      book: this.book,
      tickNanos: TICK_NANOS,
      publisherId: 1,
      instrumentId: 7,
      habit: { ...GLBX_HABIT, ...habit },
      prng: new Prng(1, 1),
      records: this.#records,
      trades: this.#trades,
      truth: {
        decrease: (_timeNs, sequence, side, priceNanos, size, cause) => {
          this.truth.push([sequence, side, priceNanos / TICK_NANOS, size, cause]);
        },
      },
    });
    this.publisher.image(1_000, 500);
  }

  /** Publishes what `act` does as one event, a millisecond after the one before. */
  event(act: (book: OrderBook) => void): void {
    this.#nowNs += 1_000_000;
    this.book.changes.clear();
    act(this.book);
    this.publisher.event(this.#nowNs);
  }

  /** Records since the last call, without the image. */
  rows(): BookRow[] {
    const rows = readBookRows(this.#records, { epochMs: EPOCH_MS, tickNanos: TICK_NANOS });
    return rows.filter(({ flags }) => (flags & FLAG.snapshot) === 0);
  }

  /** Ticks, sizes and times of the separate trades file. */
  separateTrades(): { tick: number; size: number; eventLow: number }[] {
    const bytes = Buffer.concat(this.#trades.takeAll());
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Array.from({ length: bytes.length / 48 }, (_, index) => ({
      tick: priceNanosAt(view, index * 48 + MARKET.price) / TICK_NANOS,
      size: u32At(view, index * 48 + MARKET.size),
      eventLow: u32At(view, index * 48 + HEADER.tsEvent),
    }));
  }
}

const buy =
  (size: number) =>
  (book: OrderBook): void =>
    void execute(book, ASK, size, Infinity);

/** The order at the front of a price's queue. */
const front = (book: OrderBook, side: Side, tick: number): number => {
  const levels = book.sideOf(side);
  return levels.front[levels.indexOf(tick)] ?? -1;
};

describe('an event that trades', () => {
  it('gives one T per price with the book before, then one record with the book after', () => {
    const exchange = new Exchange();
    exchange.event(buy(13));
    const rows = exchange.rows();
    expect(rows.map(({ action, side, tick, size }) => [action, side, tick, size])).toEqual([
      ['T', 'B', BEST_ASK, 10],
      ['T', 'B', BEST_ASK + 1, 3],
      // The size is that of the last order touched: what is left of its 6 contracts.
      ['M', 'A', BEST_ASK + 1, 3],
    ]);
    expect(rows.map(({ flags }) => flags)).toEqual([0, 0, BOOK_FLAGS]);
    expect(rows[1]?.asks.get(BEST_ASK)).toBe(10);
    expect([...(rows[2]?.asks ?? [])][0]).toEqual([BEST_ASK + 1, 7]);
    expect(new Set(rows.map(({ eventNs }) => eventNs)).size).toBe(1);
    expect((rows[2]?.sequence ?? 0) - (rows[0]?.sequence ?? 0)).toBeLessThanOrEqual(1);
  });

  it('names side N when the rest of the aggressor comes to stand on the other side', () => {
    const exchange = new Exchange();
    exchange.event((book) => {
      submitLimit(book, { side: BID, tick: BEST_ASK, size: 15, reserve: 0, tag: 0 });
    });
    const [trade, change] = exchange.rows();
    expect([trade?.action, trade?.side, trade?.size]).toEqual(['T', 'B', 10]);
    expect([change?.action, change?.side, change?.depth]).toEqual(['A', 'N', 0]);
    expect(change?.bids.get(BEST_ASK)).toBe(5);
  });

  it('gives a lone T that ends the event when only hidden size was executed', () => {
    const exchange = new Exchange();
    exchange.event((book) => {
      for (const side of [BID, ASK]) execute(book, side, 10, side === BID ? BEST_BID : BEST_ASK);
      book.rest(ASK, BEST_ASK, 0, 5, 1);
    });
    exchange.rows();
    exchange.truth.length = 0;
    exchange.event(buy(3));
    expect(exchange.rows().map(({ action, flags }) => [action, flags])).toEqual([
      ['T', BOOK_FLAGS],
    ]);
    expect(exchange.truth).toEqual([]);
  });

  it('gives a trade of side N without an aggressor in an auction', () => {
    const exchange = new Exchange();
    exchange.event((book) => {
      book.rest(BID, BEST_ASK + 1, 4, 0, 0);
    });
    expect(exchange.rows()[0]?.bids.get(BEST_ASK + 1)).toBe(4);
    exchange.event((book) => void uncross(book));
    const [trade, change] = exchange.rows();
    expect([trade?.action, trade?.side, trade?.size]).toEqual(['T', 'N', 4]);
    expect(change?.side).toBe('N');
    // Filled at one price, resting at others: the truth names where they rested.
    expect(exchange.truth.map(([, side, tick, size]) => [side, tick, size])).toEqual([
      [BID, BEST_ASK + 1, 4],
      [ASK, BEST_ASK, 4],
    ]);
  });
});

describe('an event in the book', () => {
  it('is one record, labelled with what was done to the last order', () => {
    const exchange = new Exchange();
    exchange.event((book) => void book.rest(BID, BEST_BID - 2, 8, 0, 0));
    exchange.event((book) => book.reduce(front(book, ASK, BEST_ASK), 2));
    exchange.event((book) => book.cancel(front(book, ASK, BEST_ASK + 3)));
    expect(
      exchange
        .rows()
        .map(({ action, side, depth, tick, size }) => [action, side, depth, tick, size]),
    ).toEqual([
      ['A', 'B', 2, BEST_BID - 2, 8],
      ['M', 'A', 0, BEST_ASK, 4],
      ['C', 'A', 3, BEST_ASK + 3, 6],
    ]);
  });

  it('below level ten gives no record and no truth', () => {
    const exchange = new Exchange();
    exchange.event((book) => book.cancel(front(book, BID, BEST_BID - 10)));
    exchange.event((book) => void book.rest(ASK, BEST_ASK + 40, 5, 0, 0));
    expect(exchange.rows()).toEqual([]);
    expect(exchange.truth).toEqual([]);
  });

  it('at a new best price pushes the tenth level out of sight, which is no decrease', () => {
    const exchange = new Exchange();
    exchange.event((book) => void execute(book, ASK, 10, BEST_ASK));
    exchange.truth.length = 0;
    exchange.event((book) => void book.rest(ASK, BEST_ASK, 1, 0, 0));
    expect(
      exchange
        .rows()
        .at(-1)
        ?.asks.has(BEST_ASK + 10),
    ).toBe(false);
    expect(exchange.truth).toEqual([]);
  });

  it('shows an empty side as absent levels', () => {
    const exchange = new Exchange();
    exchange.event((book) => void execute(book, BID, 1_000, -Infinity));
    const last = exchange.rows().at(-1);
    expect(last?.bids.size).toBe(0);
    expect(last?.asks.size).toBe(10);
  });
});

describe('the truth', () => {
  it('says FILL for executions and PULL for cancels, with the record that shows them', () => {
    const exchange = new Exchange();
    exchange.event(buy(12));
    exchange.event((book) => book.cancel(front(book, BID, BEST_BID)));
    const shows = exchange.rows().filter(({ action }) => action !== 'T');
    const sequences = shows.map(({ sequence }) => sequence);
    expect(exchange.truth).toEqual([
      [sequences[0], ASK, BEST_ASK, 10, 'FILL'],
      [sequences[0], ASK, BEST_ASK + 1, 2, 'FILL'],
      [sequences[1], BID, BEST_BID, 6, 'PULL'],
    ]);
  });

  it('counts an order that moves away as pulled where it was', () => {
    const exchange = new Exchange();
    exchange.event((book) => book.move(front(book, ASK, BEST_ASK), BEST_ASK + 5));
    expect(exchange.truth.map((row) => row.slice(1))).toEqual([[ASK, BEST_ASK, 6, 'PULL']]);
  });

  it('nets what one event takes and adds at a price: of the decrease fills come first', () => {
    const exchange = new Exchange();
    exchange.event((book) => {
      execute(book, ASK, 6, BEST_ASK);
      book.cancel(front(book, ASK, BEST_ASK));
      book.rest(ASK, BEST_ASK, 3, 0, 0);
    });
    expect(exchange.truth.map((row) => row.slice(1))).toEqual([
      [ASK, BEST_ASK, 6, 'FILL'],
      [ASK, BEST_ASK, 1, 'PULL'],
    ]);
  });

  it('has nothing on an iceberg that shows as much again in the same event', () => {
    const exchange = new Exchange();
    exchange.event((book) => {
      for (let order = 0; order < 2; order++) book.cancel(front(book, ASK, BEST_ASK));
      book.rest(ASK, BEST_ASK, 5, 50, 1);
    });
    exchange.truth.length = 0;
    exchange.rows();
    exchange.event(buy(5));
    expect(exchange.rows().map(({ action }) => action)).toEqual(['T', 'M']);
    expect(exchange.truth).toEqual([]);
  });

  it('has nothing on what happens while the feed is down, nor on clear and image', () => {
    const exchange = new Exchange();
    exchange.publisher.clear(1_500_000);
    exchange.event(buy(4));
    exchange.publisher.image(3_000_000, 0);
    const [clear] = exchange.rows();
    expect([clear?.action, clear?.tick, clear?.bids.size]).toEqual(['R', NaN, 0]);
    expect(exchange.truth).toEqual([]);
  });
});

describe('other habits', () => {
  it('show the reduced book in the T records already, which the truth then names', () => {
    const exchange = new Exchange({ tradeBook: 'after' });
    exchange.event(buy(13));
    const rows = exchange.rows();
    expect(rows.map(({ action }) => action)).toEqual(['T', 'T', 'M']);
    expect(rows[0]?.asks.has(BEST_ASK)).toBe(false);
    expect(new Set(exchange.truth.map(([sequence]) => sequence))).toEqual(
      new Set([rows[0]?.sequence]),
    );
  });

  it('send trades after the book record, at once or within the jitter, with the book of then', () => {
    for (const tradeJitterNs of [0, 3_000_000]) {
      const exchange = new Exchange({ trades: 'late', tradeJitterNs });
      for (let order = 0; order < 20; order++) {
        exchange.event(buy(1));
        exchange.event((book) => void book.rest(BID, BEST_BID - 3, 1, 0, 0));
      }
      exchange.publisher.finish();
      const rows = exchange.rows();
      const trades = rows.filter(({ action }) => action === 'T');
      expect(trades).toHaveLength(20);
      for (const [index, row] of rows.entries()) {
        if (row.action !== 'T') continue;
        expect(row.asks).toEqual(rows[index - 1]?.asks);
        expect(row.bids).toEqual(rows[index - 1]?.bids);
      }
      const lag = trades.map(({ eventNs }, index) => eventNs - (1 + 2 * index) * 1_000_000);
      if (tradeJitterNs === 0) expect(Math.max(...lag)).toBe(0);
      const times = rows.map(({ eventNs }) => eventNs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('repeat every trade in a file of its own, in order of a clock that is off by the jitter', () => {
    const exchange = new Exchange({ trades: 'separate', tradeJitterNs: 2_500_000 });
    for (let order = 0; order < 40; order++) exchange.event(buy(2));
    exchange.publisher.finish();
    const inBook = exchange.rows().filter(({ action }) => action === 'T');
    const apart = exchange.separateTrades();
    expect(apart).toHaveLength(inBook.length);
    const total = (rows: readonly { size: number }[]): number =>
      rows.reduce((sum, { size }) => sum + size, 0);
    expect(total(apart)).toBe(total(inBook));
    const times = apart.map(({ eventLow }) => eventLow);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});
