import type { Side } from '../../core/events.ts';
import { BID } from '../../core/events.ts';
import { makeBookLevels, type BookLevels } from '../dbn/writerRecords.ts';
import { TICK_NANOS } from './instruments.ts';

/** Prices the book can hold, in ticks: up to 12,500 ES points. */
const TICKS = 50_000;
/** Levels a side that the feed displays. */
export const DISPLAYED_LEVELS = 10;

/** Contracts taken at one price by a market order. */
export interface Fill {
  readonly tick: number;
  readonly size: number;
}

/**
 * A limit order book by price: resting contracts and order counts per side and tick. Orders of one
 * price are served as a crowd; which of them is hit shows in no market-by-price feed.
 */
export class OrderBook {
  readonly levels: BookLevels = makeBookLevels(DISPLAYED_LEVELS);
  readonly #sizes: readonly [Int32Array, Int32Array] = [
    new Int32Array(TICKS),
    new Int32Array(TICKS),
  ];
  readonly #orders: readonly [Int32Array, Int32Array] = [
    new Int32Array(TICKS),
    new Int32Array(TICKS),
  ];
  /** Best ticks; bid below ask. */
  readonly #best: [number, number];

  /** An empty book whose best prices will be these ticks. */
  constructor(bestBidTick: number, bestAskTick: number) {
    this.#best = [bestBidTick, bestAskTick];
  }

  best(side: Side): number {
    return this.#best[side];
  }

  spreadTicks(): number {
    return this.#best[1] - this.#best[0];
  }

  /** Half-way between the best prices, in ticks. */
  midTicks(): number {
    return (this.#best[0] + this.#best[1]) / 2;
  }

  size(side: Side, tick: number): number {
    return this.#sizes[side][tick] ?? 0;
  }

  /** Tick at so many prices behind the best one of a side. */
  tickBehind(side: Side, distance: number): number {
    return side === BID ? this.#best[0] - distance : this.#best[1] + distance;
  }

  /** How far a tick lies behind the best price of its side; negative inside the spread. */
  distance(side: Side, tick: number): number {
    return side === BID ? this.#best[0] - tick : tick - this.#best[1];
  }

  /** Rests contracts; a price inside the spread becomes the best. */
  add(side: Side, tick: number, size: number, orders: number): void {
    this.#sizes[side][tick] = this.size(side, tick) + size;
    this.#orders[side][tick] = (this.#orders[side][tick] ?? 0) + orders;
    if (this.distance(side, tick) < 0) this.#best[side] = tick;
  }

  /** Withdraws contracts, at most what rests there; an emptied best price moves the best back. */
  cancel(side: Side, tick: number, size: number): void {
    this.#remove(side, tick, size);
    this.#settleBest(side);
  }

  /**
   * Executes a market order against the resting side, best price first, and returns what it took.
   * @param limitTicks how many prices it may reach at most
   */
  take(resting: Side, size: number, limitTicks: number): Fill[] {
    const fills: Fill[] = [];
    let left = size;
    for (let distance = 0; distance < limitTicks && left > 0; distance++) {
      const tick = this.tickBehind(resting, distance);
      const taken = Math.min(left, this.size(resting, tick));
      if (taken === 0) continue;
      this.#remove(resting, tick, taken);
      fills.push({ tick, size: taken });
      left -= taken;
    }
    this.#settleBest(resting);
    return fills;
  }

  /** Refills {@link levels} with the best ten prices of each side. */
  display(): BookLevels {
    const { bidNanos, bidSizes, bidOrders, askNanos, askSizes, askOrders } = this.levels;
    this.#displaySide(0, bidNanos, bidSizes, bidOrders);
    this.#displaySide(1, askNanos, askSizes, askOrders);
    return this.levels;
  }

  #displaySide(side: Side, nanos: Float64Array, sizes: Uint32Array, orders: Uint32Array): void {
    const step = side === BID ? -1 : 1;
    const sizeByTick = this.#sizes[side];
    const ordersByTick = this.#orders[side];
    let tick = this.#best[side];
    for (let level = 0; level < DISPLAYED_LEVELS; tick += step) {
      const size = sizeByTick[tick];
      if (size === undefined) throw new RangeError('Invariant: the book ran out of prices');
      if (size === 0) continue;
      nanos[level] = tick * TICK_NANOS;
      sizes[level] = size;
      orders[level] = ordersByTick[tick] ?? 0;
      level++;
    }
  }

  #remove(side: Side, tick: number, size: number): void {
    const before = this.size(side, tick);
    const after = before - size;
    const orders = this.#orders[side][tick] ?? 0;
    this.#sizes[side][tick] = after;
    // The orders leave in proportion; what is left is at least one order, at most one per contract.
    this.#orders[side][tick] =
      after === 0 ? 0 : Math.max(1, Math.min(after, Math.ceil((orders * after) / before)));
  }

  #settleBest(side: Side): void {
    const step = side === BID ? -1 : 1;
    let tick = this.#best[side];
    while (this.size(side, tick) === 0) {
      tick += step;
      if (tick < 0 || tick >= TICKS) throw new RangeError('Invariant: a side of the book is empty');
    }
    this.#best[side] = tick;
  }
}
