import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { makeBookLevels, type BookLevels } from '../../dbn/writerRecords.ts';
import type { BookSide } from '../exchange/bookSide.ts';
import type { EventChanges } from '../exchange/eventChanges.ts';
import type { OrderBook } from '../exchange/orderBook.ts';

/** Levels a side that the feed displays. */
export const DISPLAYED_LEVELS = 10;

/**
 * The ten best displayed prices of each side, as the last book record showed them. Brought up to
 * date event by event: a changed size is patched, a side is read anew only where prices came or
 * went.
 */
export class DisplayedBook {
  readonly levels: BookLevels = makeBookLevels(DISPLAYED_LEVELS);
  /** Levels shown by side. */
  readonly count: [number, number] = [0, 0];
  readonly #book: OrderBook;
  readonly #tickNanos: number;
  readonly #ticks = [new Int32Array(DISPLAYED_LEVELS), new Int32Array(DISPLAYED_LEVELS)] as const;

  constructor(book: OrderBook, tickNanos: number) {
    this.#book = book;
    this.#tickNanos = tickNanos;
  }

  /** The deepest tick this view tells about, occupied or not; ±Infinity where all are shown. */
  worstKnownTick(side: Side): number {
    if (this.count[side] < DISPLAYED_LEVELS) return side === BID ? -Infinity : Infinity;
    return this.#ticks[side][DISPLAYED_LEVELS - 1] ?? 0;
  }

  /** Best displayed tick; NaN for an empty side. */
  bestTick(side: Side): number {
    return this.count[side] === 0 ? NaN : (this.#ticks[side][0] ?? NaN);
  }

  /** Displayed prices of a side that are better than a tick: the level it has or would have. */
  levelOf(side: Side, tick: number): number {
    const ticks = this.#ticks[side];
    let level = 0;
    while (level < this.count[side] && isBetter(side, ticks[level] ?? 0, tick)) level++;
    return level;
  }

  /** Reads both sides anew. */
  refreshAll(): void {
    this.#refreshSide(BID, 0);
    this.#refreshSide(ASK, 0);
  }

  /** Shows what an event did. */
  update(changes: EventChanges): void {
    // Level from which a side has to be read anew.
    let bidFrom = DISPLAYED_LEVELS;
    let askFrom = DISPLAYED_LEVELS;
    for (let touch = 0; touch < changes.touchCount; touch++) {
      const tick = changes.touchTick[touch] ?? 0;
      if (changes.touchSide[touch] === 0) bidFrom = Math.min(bidFrom, this.#patch(BID, tick));
      else askFrom = Math.min(askFrom, this.#patch(ASK, tick));
    }
    if (bidFrom < DISPLAYED_LEVELS) this.#refreshSide(BID, bidFrom);
    if (askFrom < DISPLAYED_LEVELS) this.#refreshSide(ASK, askFrom);
  }

  /** Patches the size at a tick, or returns the level from which prices came or went. */
  #patch(side: Side, tick: number): number {
    const level = this.levelOf(side, tick);
    if (level === DISPLAYED_LEVELS) return level;
    const source = this.#book.sideOf(side);
    const depth = source.depthAt(tick);
    const isShown = level < this.count[side] && this.#ticks[side][level] === tick;
    if (!isShown) return depth > 0 ? level : DISPLAYED_LEVELS;
    if (depth === 0) return level;
    this.#show(side, source, level, tick);
    return DISPLAYED_LEVELS;
  }

  #refreshSide(side: Side, fromLevel: number): void {
    const source = this.#book.sideOf(side);
    const ticks = this.#ticks[side];
    let tick = fromLevel === 0 ? source.bestTick() : source.tickBehind(ticks[fromLevel - 1] ?? 0);
    let level = fromLevel;
    for (; level < DISPLAYED_LEVELS && !Number.isNaN(tick); level++) {
      ticks[level] = tick;
      this.#show(side, source, level, tick);
      if (level + 1 < DISPLAYED_LEVELS) tick = source.tickBehind(tick);
    }
    this.count[side] = level;
    const sizes = side === BID ? this.levels.bidSizes : this.levels.askSizes;
    const orders = side === BID ? this.levels.bidOrders : this.levels.askOrders;
    for (; level < DISPLAYED_LEVELS; level++) {
      sizes[level] = 0;
      orders[level] = 0;
    }
  }

  #show(side: Side, source: BookSide, level: number, tick: number): void {
    const index = tick - source.baseTick;
    const { levels } = this;
    if (side === BID) {
      levels.bidNanos[level] = tick * this.#tickNanos;
      levels.bidSizes[level] = source.depth[index] ?? 0;
      levels.bidOrders[level] = source.orders[index] ?? 0;
    } else {
      levels.askNanos[level] = tick * this.#tickNanos;
      levels.askSizes[level] = source.depth[index] ?? 0;
      levels.askOrders[level] = source.orders[index] ?? 0;
    }
  }
}

const isBetter = (side: Side, tick: number, than: number): boolean =>
  side === BID ? tick > than : tick < than;
