import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { ACTION, FLAG, SIDE } from '../../dbn/layout.ts';
import {
  makeBookLevels,
  makeRecordHead,
  type BookLevels,
  type RecordEncoder,
  type RecordHead,
} from '../../dbn/writerRecords.ts';
import { NO_AGGRESSOR, type EventChanges } from '../exchange/eventChanges.ts';
import type { OrderBook } from '../exchange/orderBook.ts';
import type { Prng } from '../prng.ts';
import { DISPLAYED_LEVELS, DisplayedBook } from './displayedBook.ts';
import type { FeedHabit } from './habit.ts';
import { HeldTrades } from './heldTrades.ts';
import type { TruthSink } from './truth.ts';

const NO_LEVELS: BookLevels = makeBookLevels(DISPLAYED_LEVELS);
const FIRST_SEQUENCE = 1_204_377;
/** Share of events whose book record comes in the packet after that of its trades, per mille. */
const NEXT_PACKET_PER_MILLE = 610;
const ACTION_OF = { add: ACTION.add, cancel: ACTION.cancel, modify: ACTION.modify } as const;

export interface MbpPublisherOptions {
  readonly book: OrderBook;
  readonly tickNanos: number;
  readonly publisherId: number;
  readonly instrumentId: number;
  readonly habit: FeedHabit;
  readonly prng: Prng;
  /** Where MBP-10 records go. */
  readonly records: RecordEncoder;
  /** Where trade records go with the habit `separate`. */
  readonly trades: RecordEncoder | undefined;
  readonly truth: TruthSink | undefined;
}

/**
 * Publishes an order book as the vendor's MBP-10 does: per event its T records, one per aggressor
 * and price, then one record with the event's net book; nothing for changes below level 10. Tells
 * the truth of every displayed decrease.
 */
export class MbpPublisher {
  /** Nothing is sent while the feed is down; the market goes on. */
  isDown = true;
  readonly displayed: DisplayedBook;
  readonly #changes: EventChanges;
  readonly #prng: Prng;
  readonly #habit: FeedHabit;
  readonly #records: RecordEncoder;
  readonly #trades: RecordEncoder | undefined;
  readonly #truth: TruthSink | undefined;
  readonly #tickNanos: number;
  readonly #head: RecordHead;
  readonly #late = new HeldTrades();
  readonly #separate = new HeldTrades();
  #lastRecvNs = 0;
  #lastTradeRecvNs = 0;
  #nextBookFlags = 0;
  /** Shallowest displayed level that the event touched; 10 for none. */
  #depth = DISPLAYED_LEVELS;

  constructor(options: MbpPublisherOptions) {
    this.displayed = new DisplayedBook(options.book, options.tickNanos);
    this.#changes = options.book.changes;
    this.#prng = options.prng;
    this.#habit = options.habit;
    this.#records = options.records;
    this.#trades = options.habit.trades === 'separate' ? options.trades : undefined;
    this.#truth = options.truth;
    this.#tickNanos = options.tickNanos;
    this.#head = makeRecordHead({
      publisherId: options.publisherId,
      instrumentId: options.instrumentId,
      sequence: FIRST_SEQUENCE,
    });
  }

  /** When the next held trade has to be published; Infinity when none is held. */
  get nextDueNs(): number {
    return Math.min(this.#late.firstNs, this.#separate.firstNs + this.#habit.tradeJitterNs);
  }

  /**
   * The whole book, as at a session's start or after a recovery.
   * @param ageNs how long ago the book last changed
   */
  image(nowNs: number, ageNs: number): void {
    const head = this.#head;
    this.displayed.refreshAll();
    this.isDown = false;
    head.eventNs = nowNs - ageNs;
    head.recvNs = Math.max(this.#lastRecvNs, nowNs);
    head.inDeltaNs = 0;
    head.sequence++;
    head.depth = 0;
    this.#lastRecvNs = head.recvNs;
    const { levels, count } = this.displayed;
    head.priceNanos = count[BID] === 0 ? NaN : (levels.bidNanos[0] ?? NaN);
    head.size = levels.bidSizes[0] ?? 0;
    this.#write(ACTION.add, SIDE.none, FLAG.last | FLAG.snapshot | FLAG.badTsRecv, levels);
  }

  /** The next book record will be marked as possibly wrong: packets were lost before it. */
  markDoubtful(): void {
    this.#nextBookFlags = FLAG.maybeBadBook;
  }

  /** The book is dropped; nothing follows until {@link image}. */
  clear(nowNs: number): void {
    this.#stamp(nowNs);
    const head = this.#head;
    head.depth = 0;
    head.priceNanos = NaN;
    head.size = 0;
    this.#write(ACTION.clear, SIDE.none, FLAG.last, NO_LEVELS);
    this.isDown = true;
  }

  /** Publishes what the event in the book's changes did. */
  event(nowNs: number): void {
    const changes = this.#changes;
    if (this.isDown || (changes.touchCount === 0 && changes.tradeCount === 0)) return;
    const { displayed } = this;
    const bidWorst = displayed.worstKnownTick(BID);
    const askWorst = displayed.worstKnownTick(ASK);
    this.#depth = DISPLAYED_LEVELS;
    this.#noteDepth();
    const bookComesFirst = this.#habit.trades === 'late' || this.#habit.tradeBook === 'after';
    if (bookComesFirst) displayed.update(changes);
    let hasStamp = false;
    if (changes.tradeCount > 0) {
      this.#stamp(nowNs);
      hasStamp = true;
      if (this.#habit.trades !== 'late') this.#writeTrades();
      this.#holdTrades(nowNs);
    }
    if (!bookComesFirst) displayed.update(changes);
    if (bookComesFirst || this.#depth === DISPLAYED_LEVELS) this.#noteDepth();
    const firstSequence = this.#head.sequence;
    if (this.#depth < DISPLAYED_LEVELS) {
      if (!hasStamp) this.#stamp(nowNs);
      else if (this.#habit.trades !== 'late') this.#nextPacket();
      this.#writeBook();
    }
    const isShownByTrade =
      hasStamp && this.#habit.trades !== 'late' && this.#habit.tradeBook === 'after';
    if (this.#truth !== undefined) {
      const sequence = isShownByTrade ? firstSequence : this.#head.sequence;
      this.#tell(this.#truth, nowNs, sequence, bidWorst, askWorst);
    }
    if (this.nextDueNs <= nowNs) this.publishDue(nowNs);
  }

  /** Publishes the held trades whose time has come by now. */
  publishDue(nowNs: number): void {
    while (this.#late.firstNs <= nowNs) {
      this.#late.take();
      if (!this.isDown) this.#writeHeld(this.#late, this.#records);
    }
    while (this.#separate.firstNs + this.#habit.tradeJitterNs <= nowNs) this.#writeSeparate();
  }

  /** Publishes all held trades: the session is over. */
  finish(): void {
    while (this.#separate.firstNs < Infinity) this.#writeSeparate();
    this.publishDue(Infinity);
  }

  /** Finds the shallowest level touched, in the view as it is now. */
  #noteDepth(): void {
    const changes = this.#changes;
    for (let touch = 0; touch < changes.touchCount; touch++) {
      const side: Side = changes.touchSide[touch] === 0 ? BID : ASK;
      const level = this.displayed.levelOf(side, changes.touchTick[touch] ?? 0);
      if (level < this.#depth) this.#depth = level;
    }
  }

  /** Starts an event: its time at the exchange, its arrival here, its packet. */
  #stamp(nowNs: number): void {
    const head = this.#head;
    const draw = this.#prng.uint32();
    // Half of the events arrive 0.06–0.12 ms after they happened, a tail takes four times as long.
    const spread = draw & 0xffff;
    const travelNs = 62_000 + spread + (draw >>> 28 === 0 ? 4 * spread : 0);
    head.eventNs = nowNs;
    head.recvNs = Math.max(this.#lastRecvNs + 1, nowNs + travelNs);
    head.inDeltaNs = 11_000 + ((draw >>> 16) & 0x1fff);
    head.sequence = (head.sequence + 1 + ((draw >>> 24) & 3)) >>> 0;
    this.#lastRecvNs = head.recvNs;
  }

  /** The book change of a trade comes in the same packet or in the next one. */
  #nextPacket(): void {
    if (!this.#prng.chance(NEXT_PACKET_PER_MILLE)) return;
    this.#head.sequence = (this.#head.sequence + 1) >>> 0;
    this.#head.recvNs += this.#prng.between(3_500, 40_000);
    this.#lastRecvNs = this.#head.recvNs;
  }

  #writeTrades(): void {
    const changes = this.#changes;
    const head = this.#head;
    head.depth = 0;
    // Without a book record to follow, the last trade ends the event.
    const isAlone = this.#depth === DISPLAYED_LEVELS;
    for (let trade = 0; trade < changes.tradeCount; trade++) {
      head.priceNanos = (changes.tradeTick[trade] ?? 0) * this.#tickNanos;
      head.size = changes.tradeSize[trade] ?? 0;
      const flags = isAlone && trade === changes.tradeCount - 1 ? LAST_TRADE : 0;
      const side = aggressorOf(changes.tradeResting[trade] ?? 0);
      this.#write(ACTION.trade, side, flags, this.displayed.levels);
    }
  }

  #holdTrades(nowNs: number): void {
    const changes = this.#changes;
    const { trades, tradeJitterNs } = this.#habit;
    if (trades === 'first') return;
    const { sequence } = this.#head;
    for (let trade = 0; trade < changes.tradeCount; trade++) {
      const tick = changes.tradeTick[trade] ?? 0;
      const size = changes.tradeSize[trade] ?? 0;
      const side = aggressorOf(changes.tradeResting[trade] ?? 0);
      if (trades === 'late') {
        this.#late.hold(nowNs + this.#prng.below(tradeJitterNs + 1), sequence, tick, size, side);
      } else if (this.#trades !== undefined) {
        const offsetNs = this.#prng.between(-tradeJitterNs, tradeJitterNs);
        this.#separate.hold(Math.max(0, nowNs + offsetNs), sequence, tick, size, side);
      }
    }
  }

  #writeSeparate(): void {
    this.#separate.take();
    if (this.#trades === undefined) return;
    const head = this.#head;
    const sequence = head.sequence;
    const held = this.#separate;
    head.recvNs = Math.max(this.#lastTradeRecvNs, held.timeNs + this.#prng.between(62e3, 190e3));
    this.#lastTradeRecvNs = head.recvNs;
    this.#fillHeld(held);
    head.action = ACTION.trade;
    head.side = held.side;
    head.flags = 0;
    this.#trades.trade(head);
    head.sequence = sequence;
  }

  #writeHeld(held: HeldTrades, records: RecordEncoder): void {
    const head = this.#head;
    const sequence = head.sequence;
    head.recvNs = Math.max(this.#lastRecvNs, held.timeNs + this.#prng.between(62e3, 190e3));
    this.#lastRecvNs = head.recvNs;
    this.#fillHeld(held);
    head.action = ACTION.trade;
    head.side = held.side;
    head.flags = 0;
    records.mbp10(head, this.displayed.levels);
    head.sequence = sequence;
  }

  #fillHeld(held: HeldTrades): void {
    const head = this.#head;
    head.eventNs = held.timeNs;
    head.sequence = held.sequence;
    head.priceNanos = held.tick * this.#tickNanos;
    head.size = held.size;
    head.depth = 0;
  }

  #writeBook(): void {
    const changes = this.#changes;
    const head = this.#head;
    const flags = FLAG.last | FLAG.publisherSpecific | this.#nextBookFlags;
    this.#nextBookFlags = 0;
    head.depth = this.#depth;
    head.priceNanos = changes.lastTick * this.#tickNanos;
    head.size = changes.lastSize;
    this.#write(ACTION_OF[changes.lastKind], this.#sideTouched(), flags, this.displayed.levels);
  }

  #sideTouched(): number {
    const changes = this.#changes;
    const first = changes.touchSide[0];
    for (let touch = 1; touch < changes.touchCount; touch++) {
      if (changes.touchSide[touch] !== first) return SIDE.none;
    }
    return first === 0 ? SIDE.bid : SIDE.ask;
  }

  #write(action: number, side: number, flags: number, levels: BookLevels): void {
    const head = this.#head;
    head.action = action;
    head.side = side;
    head.flags = flags;
    this.#records.mbp10(head, levels);
  }

  /** Tells the truth of the event's decreases at prices that both views know. */
  #tell(
    truth: TruthSink,
    nowNs: number,
    sequence: number,
    bidWorst: number,
    askWorst: number,
  ): void {
    const { touchCount, touchSide, touchTick, added, filled, pulled } = this.#changes;
    const bidKnown = Math.max(bidWorst, this.displayed.worstKnownTick(BID));
    const askKnown = Math.min(askWorst, this.displayed.worstKnownTick(ASK));
    for (let touch = 0; touch < touchCount; touch++) {
      const fills = filled[touch] ?? 0;
      const decrease = fills + (pulled[touch] ?? 0) - (added[touch] ?? 0);
      if (decrease <= 0) continue;
      const tick = touchTick[touch] ?? 0;
      const side: Side = touchSide[touch] === 0 ? BID : ASK;
      if (side === BID ? tick < bidKnown : tick > askKnown) continue;
      const nanos = tick * this.#tickNanos;
      const byFill = Math.min(decrease, fills);
      if (byFill > 0) truth.decrease(nowNs, sequence, side, nanos, byFill, 'FILL');
      if (decrease > byFill) {
        truth.decrease(nowNs, sequence, side, nanos, decrease - byFill, 'PULL');
      }
    }
  }
}

/** Flags of a trade that ends its event. */
const LAST_TRADE = FLAG.last | FLAG.publisherSpecific;

/** A trade's side is the aggressor's: the other one than that of the resting orders. */
function aggressorOf(resting: number): number {
  if (resting === NO_AGGRESSOR) return SIDE.none;
  return resting === BID ? SIDE.ask : SIDE.bid;
}
