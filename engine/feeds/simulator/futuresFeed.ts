import type { Side } from '../../core/events.ts';
import { BID } from '../../core/events.ts';
import { ACTION, FLAG, SIDE } from '../dbn/layout.ts';
import {
  makeBookLevels,
  makeRecordHead,
  type BookLevels,
  type RecordEncoder,
  type RecordHead,
} from '../dbn/writerRecords.ts';
import type { MarketListener } from './futuresMarket.ts';
import { ES, TICK_NANOS } from './instruments.ts';
import { DISPLAYED_LEVELS, type Fill, type OrderBook } from './orderBook.ts';
import type { Prng } from './prng.ts';

const NO_LEVELS: BookLevels = makeBookLevels(DISPLAYED_LEVELS);

/**
 * The exchange's view of the futures market as MBP-10 records: trades first, with the book before
 * them, then one book change of the same event time.
 */
export class FuturesFeed implements MarketListener {
  /** ns since the session's start; set before each act of the market. */
  nowNs = 0;
  /** Nothing is sent while the feed is down; the market goes on. */
  isDown = false;
  /** Market orders so far. */
  tradeCount = 0;
  readonly #prng: Prng;
  readonly #records: RecordEncoder;
  #book: OrderBook | undefined;
  #lastRecvNs = 0;
  #nextBookFlags = 0;
  readonly #head: RecordHead;

  constructor(prng: Prng, records: RecordEncoder) {
    this.#prng = prng;
    this.#records = records;
    this.#head = makeRecordHead({
      publisherId: ES.publisherId,
      instrumentId: ES.instrumentId,
      sequence: 1_204_377,
    });
  }

  /** Names the book whose state the records show, and sends it whole. */
  attach(book: OrderBook): void {
    this.#book = book;
    this.snapshot(2_871_406);
  }

  /**
   * The whole book, as at a session's start or after a recovery.
   * @param ageNs how long ago the book last changed
   */
  snapshot(ageNs: number): void {
    const head = this.#head;
    const levels = this.#requireBook().display();
    this.isDown = false;
    head.eventNs = this.nowNs - ageNs;
    head.recvNs = this.nowNs;
    head.inDeltaNs = 0;
    head.sequence++;
    this.#lastRecvNs = this.nowNs;
    const flags = FLAG.last | FLAG.snapshot | FLAG.badTsRecv;
    this.#write(ACTION.add, SIDE.none, flags, levels.bidNanos[0] ?? NaN, levels.bidSizes[0] ?? 0);
  }

  /** The next book record will be marked as possibly wrong: packets were lost before it. */
  markDoubtful(): void {
    this.#nextBookFlags = FLAG.maybeBadBook;
  }

  /** The book is dropped; nothing follows until {@link snapshot}. */
  clear(): void {
    this.#stamp();
    this.#head.depth = 0;
    this.#head.priceNanos = NaN;
    this.#head.size = 0;
    this.#head.action = ACTION.clear;
    this.#head.side = SIDE.none;
    this.#head.flags = FLAG.last;
    this.#records.mbp10(this.#head, NO_LEVELS);
    this.isDown = true;
  }

  onTrade(resting: Side, fills: readonly Fill[]): void {
    this.tradeCount++;
    if (this.isDown) return;
    this.#stamp();
    for (const fill of fills) {
      // A trade's side is the aggressor's; the levels are still those of the record before.
      const aggressor = resting === BID ? SIDE.ask : SIDE.bid;
      this.#write(ACTION.trade, aggressor, 0, fill.tick * TICK_NANOS, fill.size);
    }
  }

  onExecuted(resting: Side, last: Fill): void {
    if (this.isDown) return;
    // The book change of a trade comes in the same packet or in the next one.
    if (this.#prng.chance(600)) {
      this.#head.sequence++;
      this.#head.recvNs += this.#prng.between(3_500, 40_000);
      this.#lastRecvNs = this.#head.recvNs;
    }
    // The record names the last order touched, not the traded size.
    const size = this.#prng.between(1, Math.max(1, Math.min(9, last.size)));
    this.#writeBook(ACTION.cancel, resting, last.tick, size);
  }

  onAdd(side: Side, tick: number, size: number): void {
    if (this.isDown) return;
    this.#stamp();
    this.#writeBook(this.#prng.chance(60) ? ACTION.modify : ACTION.add, side, tick, size);
  }

  onCancel(side: Side, tick: number, size: number): void {
    if (this.isDown) return;
    this.#stamp();
    this.#writeBook(this.#prng.chance(60) ? ACTION.modify : ACTION.cancel, side, tick, size);
  }

  /** Starts an event: its time at the exchange, its arrival here, its packet. */
  #stamp(): void {
    const head = this.#head;
    const travelNs = 62_000 + this.#prng.exponential(55_000);
    head.eventNs = this.nowNs;
    head.recvNs = Math.max(this.#lastRecvNs + 1, this.nowNs + travelNs);
    head.inDeltaNs = this.#prng.between(11_000, 19_000);
    head.sequence += this.#prng.between(1, 4);
    this.#lastRecvNs = head.recvNs;
  }

  #writeBook(action: number, side: Side, tick: number, size: number): void {
    const book = this.#requireBook();
    book.display();
    this.#head.depth = Math.max(0, Math.min(DISPLAYED_LEVELS - 1, book.distance(side, tick)));
    const flags = FLAG.last | FLAG.publisherSpecific | this.#nextBookFlags;
    this.#nextBookFlags = 0;
    this.#write(action, side === BID ? SIDE.bid : SIDE.ask, flags, tick * TICK_NANOS, size);
    this.#head.depth = 0;
  }

  #write(action: number, side: number, flags: number, priceNanos: number, size: number): void {
    const head = this.#head;
    head.action = action;
    head.side = side;
    head.flags = flags;
    head.priceNanos = priceNanos;
    head.size = size;
    this.#records.mbp10(head, this.#requireBook().levels);
  }

  #requireBook(): OrderBook {
    if (this.#book === undefined) throw new Error('Invariant: the feed has no book yet');
    return this.#book;
  }
}
