import type { Side } from '../../../core/events.ts';
import { ASK } from '../../../core/events.ts';
import { NO_ORDER } from './orderPool.ts';
import { TickSet } from './tickSet.ts';

/** Prices a side can hold: half of them below the tick the book was made around. */
export const LADDER_TICKS = 65_536;

/** One side's prices: the displayed depth of each and the ends of its queue. */
export class BookSide {
  readonly side: Side;
  /** The tick that index 0 of the arrays stands for. */
  readonly baseTick: number;
  /** Displayed contracts by tick − {@link baseTick}. */
  readonly depth = new Int32Array(LADDER_TICKS);
  /** Displayed orders. */
  readonly orders = new Int32Array(LADDER_TICKS);
  /** Front and back of each queue: order numbers, or NO_ORDER. */
  readonly front = new Int32Array(LADDER_TICKS).fill(NO_ORDER);
  readonly back = new Int32Array(LADDER_TICKS).fill(NO_ORDER);
  /** Prices with displayed depth, and prices with any order. */
  readonly #displayed = new TickSet(LADDER_TICKS);
  readonly #occupied = new TickSet(LADDER_TICKS);
  /** Indexes; −1 for none. */
  #bestDisplayed = -1;
  #bestOccupied = -1;

  constructor(side: Side, aroundTick: number) {
    this.side = side;
    this.baseTick = Math.round(aroundTick) - LADDER_TICKS / 2;
  }

  /** @throws RangeError for a price outside the ladder */
  indexOf(tick: number): number {
    const index = tick - this.baseTick;
    if (!(index >= 0 && index < LADDER_TICKS)) {
      throw new RangeError(`Invariant: tick ${tick} lies outside the book's ladder`);
    }
    return index;
  }

  /** Displayed contracts at a price. */
  depthAt(tick: number): number {
    return this.depth[tick - this.baseTick] ?? 0;
  }

  /** Displayed orders at a price. */
  ordersAt(tick: number): number {
    return this.orders[tick - this.baseTick] ?? 0;
  }

  /** Keeps price sets and best prices in step after the arrays at `index` changed. */
  settle(index: number): void {
    this.#bestDisplayed = this.#settleSet(
      this.#displayed,
      this.#bestDisplayed,
      index,
      (this.depth[index] ?? 0) > 0,
    );
    this.#bestOccupied = this.#settleSet(
      this.#occupied,
      this.#bestOccupied,
      index,
      this.front[index] !== NO_ORDER,
    );
  }

  /** The best displayed tick; NaN when the side shows nothing. */
  bestTick(): number {
    return this.#bestDisplayed < 0 ? NaN : this.#bestDisplayed + this.baseTick;
  }

  /** The best tick where any order rests, hidden ones too; NaN when there is none. */
  bestOccupiedTick(): number {
    return this.#bestOccupied < 0 ? NaN : this.#bestOccupied + this.baseTick;
  }

  /** The displayed tick next behind this one; NaN when there is none. */
  tickBehind(tick: number): number {
    const index = this.#find(this.#displayed, tick - this.baseTick + (this.side === ASK ? 1 : -1));
    return index < 0 ? NaN : index + this.baseTick;
  }

  /** Adds or removes a price and returns the best one then. */
  #settleSet(ticks: TickSet, best: number, index: number, isMember: boolean): number {
    if (isMember) {
      ticks.add(index);
      if (best < 0 || (this.side === ASK ? index < best : index > best)) return index;
      return best;
    }
    ticks.delete(index);
    return index === best ? this.#find(ticks, index) : best;
  }

  /** The first member at or behind an index, seen from the other side; −1 when there is none. */
  #find(ticks: TickSet, index: number): number {
    if (index < 0 || index >= LADDER_TICKS) return -1;
    return this.side === ASK ? ticks.atOrAbove(index) : ticks.atOrBelow(index);
  }
}
