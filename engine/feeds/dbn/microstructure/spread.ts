import type { BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';

export interface SpreadResult {
  readonly meanTicks: number;
  readonly p50Ticks: number;
  readonly p90Ticks: number;
  readonly p99Ticks: number;
  readonly maxTicks: number;
  /** Shares of the time, 0…1. */
  readonly oneTickShare: number;
  readonly twoTicksShare: number;
  /** Share of all the time that the best bid was at or above the best ask. */
  readonly crossedOrLockedShare: number;
}

/** Best ask less best bid in ticks, weighted with the time it stood. */
export class SpreadMeasure implements Measure<SpreadResult> {
  readonly #spreads = new LogHistogram();
  #crossedNs = 0;

  add({ priorBids, priorAsks, heldNs }: BookView): void {
    if (heldNs === 0) return;
    const spread = priorAsks.best - priorBids.best;
    if (spread > 0) this.#spreads.add(spread, heldNs);
    else if (spread <= 0) this.#crossedNs += heldNs;
  }

  result(): SpreadResult {
    const spreads = this.#spreads;
    return {
      meanTicks: spreads.mean,
      p50Ticks: spreads.quantile(0.5),
      p90Ticks: spreads.quantile(0.9),
      p99Ticks: spreads.quantile(0.99),
      maxTicks: spreads.total === 0 ? Number.NaN : spreads.max,
      oneTickShare: spreads.shareUpTo(1),
      twoTicksShare: spreads.shareUpTo(2) - spreads.shareUpTo(1),
      crossedOrLockedShare: this.#crossedNs / (this.#crossedNs + spreads.total),
    };
  }
}
