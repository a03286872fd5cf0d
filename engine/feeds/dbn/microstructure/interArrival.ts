import type { BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';
import { Moments } from './moments.ts';

export interface InterArrivalResult {
  readonly arrivals: number;
  readonly meanNs: number;
  readonly p10Ns: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p99Ns: number;
  /**
   * (σ − μ) / (σ + μ) of the intervals (Goh and Barabási 2008): −1 regular, 0 Poisson, 1 bursts.
   */
  readonly burstiness: number;
}

/**
 * Times between arrivals in ns. Records of one event time are one arrival; times that go back and
 * long silences are no intervals.
 */
export class InterArrival implements Measure<InterArrivalResult> {
  readonly #ofTrades: boolean;
  readonly #intervals = new LogHistogram();
  readonly #moments = new Moments();
  #arrivals = 0;
  #lastNs = Number.NaN;

  /** @param ofTrades whether trades alone arrive, or every record that is no image of the book */
  constructor(ofTrades: boolean) {
    this.#ofTrades = ofTrades;
  }

  add(view: BookView): void {
    if (view.isAfterSilence) this.#lastNs = Number.NaN;
    if (view.isSnapshot || (this.#ofTrades && !view.isTrade)) return;
    const interval = view.elapsedNs - this.#lastNs;
    if (interval <= 0) return;
    this.#lastNs = view.elapsedNs;
    this.#arrivals += 1;
    if (Number.isNaN(interval)) return;
    this.#intervals.add(interval);
    this.#moments.add(interval);
  }

  result(): InterArrivalResult {
    const intervals = this.#intervals;
    const { mean, deviation, count } = this.#moments;
    return {
      arrivals: this.#arrivals,
      meanNs: count === 0 ? Number.NaN : mean,
      p10Ns: intervals.quantile(0.1),
      p50Ns: intervals.quantile(0.5),
      p90Ns: intervals.quantile(0.9),
      p99Ns: intervals.quantile(0.99),
      burstiness: (deviation - mean) / (deviation + mean),
    };
  }
}
