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
import { PacketClock } from './packetClock.ts';
import { tellDecreases, type ShownEvent, type TruthSink } from './truth.ts';

const NO_LEVELS: BookLevels = makeBookLevels(DISPLAYED_LEVELS);
const FIRST_SEQUENCE = 1_204_377;
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
  /** Records that events gave cause to, whenever they come; the same for every habit. */
  publishedCount = 0;
  readonly displayed: DisplayedBook;
  readonly #changes: EventChanges;
  readonly #prng: Prng;
  readonly #habit: FeedHabit;
  readonly #records: RecordEncoder;
  readonly #trades: RecordEncoder | undefined;
  readonly #truth: TruthSink | undefined;
  readonly #tickNanos: number;
  readonly #shown: ShownEvent;
  readonly #head: RecordHead;
  /** Of trades that were held back. */
  readonly #heldHead: RecordHead;
  /** Of the book file and of the trades file. */
  readonly #clock: PacketClock;
  readonly #tradesClock: PacketClock;
  readonly #late = new HeldTrades();
  readonly #separate = new HeldTrades();
  #nextBookFlags = 0;
  /** Shallowest displayed level that the event touched; 10 for none. */
  #depth = DISPLAYED_LEVELS;

  constructor(options: MbpPublisherOptions) {
    this.displayed = new DisplayedBook(options.book, options.tickNanos);
    this.#changes = options.book.changes;
    this.#prng = options.prng;
    this.#clock = new PacketClock(options.prng);
    this.#tradesClock = new PacketClock(options.prng);
    this.#habit = options.habit;
    this.#records = options.records;
    this.#trades = options.habit.trades === 'separate' ? options.trades : undefined;
    this.#truth = options.truth;
    const { tickNanos } = options;
    this.#tickNanos = tickNanos;
    this.#shown = { timeNs: 0, sequence: 0, tickNanos, bidKnown: 0, askKnown: 0 };
    const { publisherId, instrumentId } = options;
    this.#head = makeRecordHead({ publisherId, instrumentId, sequence: FIRST_SEQUENCE });
    this.#heldHead = makeRecordHead({ publisherId, instrumentId, action: ACTION.trade });
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
    this.#clock.stampImage(head, nowNs, ageNs);
    head.depth = 0;
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
    this.#clock.stamp(this.#head, nowNs);
    const head = this.#head;
    head.depth = 0;
    head.priceNanos = NaN;
    head.size = 0;
    this.#write(ACTION.clear, SIDE.none, FLAG.last, NO_LEVELS);
    this.isDown = true;
  }

  /** Publishes what the event in the book's changes did. */
  event(nowNs: number): void {
    if (this.nextDueNs <= nowNs) this.publishDue(nowNs);
    const { touchCount, tradeCount } = this.#changes;
    if (this.isDown || (touchCount === 0 && tradeCount === 0)) return;
    const bidWorst = this.displayed.worstKnownTick(BID);
    const askWorst = this.displayed.worstKnownTick(ASK);
    this.#depth = DISPLAYED_LEVELS;
    this.#noteDepth();
    const tradesComeFirst = tradeCount > 0 && this.#habit.trades !== 'late';
    const sequence = tradesComeFirst ? this.#tradesThenBook(nowNs) : this.#bookThenTrades(nowNs);
    this.publishedCount += tradeCount + (this.#depth < DISPLAYED_LEVELS ? 1 : 0);
    if (this.#truth !== undefined) {
      const shown = this.#shown;
      shown.timeNs = nowNs;
      shown.sequence = sequence;
      shown.bidKnown = Math.max(bidWorst, this.displayed.worstKnownTick(BID));
      shown.askKnown = Math.min(askWorst, this.displayed.worstKnownTick(ASK));
      tellDecreases(this.#truth, this.#changes, shown);
    }
    if (this.nextDueNs <= nowNs) this.publishDue(nowNs);
  }

  /** Publishes the held trades whose time has come by now. */
  publishDue(nowNs: number): void {
    while (this.#late.firstNs <= nowNs) this.#writeLate();
    while (this.#separate.firstNs + this.#habit.tradeJitterNs <= nowNs) this.#writeSeparate();
  }

  /** Publishes all held trades: the session is over. */
  finish(): void {
    while (this.#late.firstNs < Infinity) this.#writeLate();
    while (this.#separate.firstNs < Infinity) this.#writeSeparate();
  }

  /** @returns the sequence of the record that first shows the new book */
  #tradesThenBook(nowNs: number): number {
    const showsAfter = this.#habit.tradeBook === 'after';
    this.#clock.stamp(this.#head, nowNs);
    const { sequence } = this.#head;
    if (showsAfter) this.#show();
    this.#writeTrades();
    if (this.#habit.trades === 'separate') this.#holdTrades(nowNs, this.#separate);
    if (!showsAfter) this.#show();
    if (this.#depth < DISPLAYED_LEVELS) {
      this.#clock.nextPacket(this.#head);
      this.#writeBook();
    }
    return showsAfter ? sequence : this.#head.sequence;
  }

  /** @returns the sequence of the record that shows the new book */
  #bookThenTrades(nowNs: number): number {
    this.#show();
    const hasTrades = this.#changes.tradeCount > 0;
    if (this.#depth < DISPLAYED_LEVELS || hasTrades) this.#clock.stamp(this.#head, nowNs);
    if (this.#depth < DISPLAYED_LEVELS) this.#writeBook();
    if (hasTrades) this.#holdTrades(nowNs, this.#late);
    return this.#head.sequence;
  }

  /** Brings the view up to date and finds the shallowest level touched in either view. */
  #show(): void {
    this.displayed.update(this.#changes);
    if (this.#depth === DISPLAYED_LEVELS) this.#noteDepth();
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

  #holdTrades(nowNs: number, held: HeldTrades): void {
    const changes = this.#changes;
    const { trades, tradeJitterNs } = this.#habit;
    const earliestNs = trades === 'late' ? 0 : -tradeJitterNs;
    for (let trade = 0; trade < changes.tradeCount; trade++) {
      held.hold(
        Math.max(0, nowNs + this.#prng.between(earliestNs, tradeJitterNs)),
        this.#head.sequence,
        changes.tradeTick[trade] ?? 0,
        changes.tradeSize[trade] ?? 0,
        aggressorOf(changes.tradeResting[trade] ?? 0),
      );
    }
  }

  #writeSeparate(): void {
    this.#separate.take();
    if (this.#trades === undefined) return;
    this.#fillHeld(this.#separate, this.#tradesClock);
    this.#trades.trade(this.#heldHead);
  }

  #writeLate(): void {
    this.#late.take();
    if (this.isDown) return;
    this.#fillHeld(this.#late, this.#clock);
    this.#records.mbp10(this.#heldHead, this.displayed.levels);
  }

  #fillHeld(held: HeldTrades, clock: PacketClock): void {
    const head = this.#heldHead;
    clock.stampHeld(head, held.timeNs);
    head.sequence = held.sequence;
    head.priceNanos = held.tick * this.#tickNanos;
    head.size = held.size;
    head.side = held.side;
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
}

/** Flags of a trade that ends its event. */
const LAST_TRADE = FLAG.last | FLAG.publisherSpecific;

/** A trade's side is the aggressor's: the other one than that of the resting orders. */
function aggressorOf(resting: number): number {
  if (resting === NO_AGGRESSOR) return SIDE.none;
  return resting === BID ? SIDE.ask : SIDE.bid;
}
