import type { BookView, Measure } from './bookView.ts';
import { Correlation, Moments } from './moments.ts';

const SECOND_NS = 1e9;

export interface OrderFlowImbalanceResult {
  readonly seconds: number;
  /** Standard deviation of the imbalance of a second, in contracts. */
  readonly deviation: number;
  /** Correlation of a second's imbalance with that of the second before. */
  readonly lag1Autocorrelation: number;
  /** Correlation of a second's imbalance with its change of the mid price. */
  readonly midChangeCorrelation: number;
}

/**
 * Order-flow imbalance at the best prices by the second (Cont, Kukanov and Stoikov 2014): what
 * bids gained less what asks gained, a better price counting with its whole size.
 */
export class OrderFlowImbalance implements Measure<OrderFlowImbalanceResult> {
  readonly #moments = new Moments();
  readonly #autocorrelation = new Correlation();
  readonly #withMid = new Correlation();
  #second = Number.NaN;
  #imbalance = 0;
  #before = Number.NaN;
  #mid = Number.NaN;
  #midAtStart = Number.NaN;

  add(view: BookView): void {
    const second = Math.floor(view.elapsedNs / SECOND_NS);
    if (view.isAfterSilence) this.#restart(second);
    while (this.#second < second) this.#closeSecond();
    const { bids, asks, priorBids, priorAsks } = view;
    const change =
      gainOf(bids.best - priorBids.best, bids.sizes[0], priorBids.sizes[0]) -
      gainOf(priorAsks.best - asks.best, asks.sizes[0], priorAsks.sizes[0]);
    const { mid } = view;
    if (Number.isNaN(mid)) return;
    this.#mid = mid;
    if (Number.isNaN(this.#midAtStart)) this.#midAtStart = mid;
    else if (!Number.isNaN(change)) this.#imbalance += change;
  }

  result(): OrderFlowImbalanceResult {
    return {
      seconds: this.#moments.count,
      deviation: this.#moments.deviation,
      lag1Autocorrelation: this.#autocorrelation.value,
      midChangeCorrelation: this.#withMid.value,
    };
  }

  /** The first second after a silence is not whole: it counts from its first book. */
  #restart(second: number): void {
    this.#second = second;
    this.#imbalance = 0;
    this.#before = Number.NaN;
    this.#midAtStart = Number.NaN;
    this.#mid = Number.NaN;
  }

  #closeSecond(): void {
    this.#second += 1;
    if (Number.isNaN(this.#midAtStart)) return;
    this.#moments.add(this.#imbalance);
    this.#withMid.add(this.#imbalance, this.#mid - this.#midAtStart);
    if (!Number.isNaN(this.#before)) this.#autocorrelation.add(this.#before, this.#imbalance);
    this.#before = this.#imbalance;
    this.#imbalance = 0;
    this.#midAtStart = this.#mid;
  }
}

/**
 * What a side gained at its best price.
 *
 * @param betterBy by how much the best price improved, in ticks
 */
function gainOf(betterBy: number, size = 0, sizeBefore = 0): number {
  if (betterBy > 0) return size;
  if (betterBy < 0) return -sizeBefore;
  return betterBy === 0 ? size - sizeBefore : Number.NaN;
}
