import { SIDE } from '../layout.ts';
import type { BookSide, BookView, Measure } from './bookView.ts';

/** Trades of one event that are told apart; more than that at one time are counted as pulled. */
const MAX_TRADES = 64;

export interface DecreasesResult {
  /** Displayed size that went, in contracts. */
  readonly decreasedSize: number;
  /** Share of it that a trade of the same event took at that price, 0…1. */
  readonly filledShare: number;
  /** Changes of a level's size downwards. */
  readonly decreases: number;
  /** Share of them that a trade took at least a part of. */
  readonly filledDecreasesShare: number;
}

/**
 * Who empties the book: displayed size that went right after a trade at its price, against size
 * that was pulled. Levels that only left the window are no decreases.
 */
export class Decreases implements Measure<DecreasesResult> {
  readonly #tradeTicks = new Float64Array(MAX_TRADES);
  /** Traded size that no decrease has explained yet. */
  readonly #tradeLeft = new Float64Array(MAX_TRADES);
  /** The side of the book that the trade took from. */
  readonly #tradeSide = new Uint8Array(MAX_TRADES);
  #trades = 0;
  #tradeNs = Number.NaN;
  #size = 0;
  #filled = 0;
  #count = 0;
  #filledCount = 0;

  add(view: BookView): void {
    if (view.elapsedNs !== this.#tradeNs) this.#trades = 0;
    if (view.isTrade) this.#addTrade(view);
    if (view.isSnapshot || !(view.priorBids.best < view.priorAsks.best)) return;
    this.#compare(view.priorBids, view.bids, view.levels, SIDE.bid);
    this.#compare(view.priorAsks, view.asks, view.levels, SIDE.ask);
  }

  result(): DecreasesResult {
    return {
      decreasedSize: this.#size,
      filledShare: this.#filled / this.#size,
      decreases: this.#count,
      filledDecreasesShare: this.#filledCount / this.#count,
    };
  }

  #addTrade({ elapsedNs, priceTicks, size, side }: BookView): void {
    this.#tradeNs = elapsedNs;
    if (this.#trades === MAX_TRADES) return;
    this.#tradeTicks[this.#trades] = priceTicks;
    this.#tradeLeft[this.#trades] = size;
    this.#tradeSide[this.#trades] = side === SIDE.bid ? SIDE.ask : SIDE.bid;
    this.#trades += 1;
  }

  #compare(before: BookSide, after: BookSide, levels: number, side: number): void {
    const sign = side === SIDE.bid ? 1 : -1;
    const isFull = after.count === levels;
    const worst = isFull ? sign * (after.ticks[after.count - 1] ?? 0) : Number.NEGATIVE_INFINITY;
    let at = 0;
    for (let index = 0; index < before.count; index++) {
      const ticks = before.ticks[index] ?? 0;
      if (sign * ticks < worst) return;
      while (at < after.count && sign * (after.ticks[at] ?? 0) > sign * ticks) at += 1;
      const left = at < after.count && after.ticks[at] === ticks ? (after.sizes[at] ?? 0) : 0;
      const decrease = (before.sizes[index] ?? 0) - left;
      if (decrease > 0) this.#addDecrease(decrease, ticks, side);
    }
  }

  #addDecrease(decrease: number, ticks: number, side: number): void {
    this.#size += decrease;
    this.#count += 1;
    let filled = 0;
    for (let trade = 0; trade < this.#trades; trade++) {
      if (this.#tradeTicks[trade] !== ticks || this.#tradeSide[trade] !== side) continue;
      const left = this.#tradeLeft[trade] ?? 0;
      const taken = Math.min(left, decrease - filled);
      this.#tradeLeft[trade] = left - taken;
      filled += taken;
    }
    this.#filled += filled;
    if (filled > 0) this.#filledCount += 1;
  }
}
