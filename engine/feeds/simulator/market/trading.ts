import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { EventChanges } from '../exchange/eventChanges.ts';
import { execute } from '../exchange/matching.ts';
import { OrderBook } from '../exchange/orderBook.ts';
import { NO_ORDER } from '../exchange/orderPool.ts';

/** Where trading stands: matching at once, gathering orders for an auction, or neither. */
export type TradingMode = 'continuous' | 'preOpen' | 'halted';

/** The exchange as traders with a plan see it: the book, and what they may do to it. */
export class Trading {
  readonly changes = new EventChanges();
  readonly book: OrderBook;
  mode: TradingMode = 'continuous';
  #lastTag = 0;

  constructor(aroundTick: number) {
    this.book = new OrderBook(aroundTick, this.changes);
  }

  /** Best displayed tick of a side; NaN for none. */
  best(side: Side): number {
    return this.book.sideOf(side).bestTick();
  }

  /** A tag that no other order bears: with the order's number it tells whether the order still rests. */
  newTag(): number {
    this.#lastTag = (this.#lastTag + 1) & 0x7fff_ffff;
    return this.#lastTag;
  }

  /** Whether an order would trade at once at this price. */
  wouldCross(side: Side, tick: number): boolean {
    const opposite = this.book.sideOf(side === BID ? ASK : BID).bestOccupiedTick();
    return side === BID ? tick >= opposite : tick <= opposite;
  }

  isResting(order: number, tag: number): boolean {
    return this.book.orders.tag[order] === tag;
  }

  /**
   * Executes a market order.
   * @param limitTicks how many ticks it may reach, the best one counted
   * @returns contracts executed
   */
  market(direction: 1 | -1, size: number, limitTicks: number): number {
    const resting = direction === 1 ? ASK : BID;
    const best = this.best(resting);
    if (Number.isNaN(best)) return 0;
    return size - execute(this.book, resting, size, best + direction * (limitTicks - 1));
  }

  /** Withdraws the order at the back of a price's queue; returns whether there was one. */
  cancelLast(side: Side, tick: number): boolean {
    const levels = this.book.sideOf(side);
    const order = levels.back[tick - levels.baseTick] ?? NO_ORDER;
    if (order === NO_ORDER) return false;
    this.book.cancel(order);
    return true;
  }
}
