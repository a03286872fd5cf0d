import type { BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';

const SECOND_NS = 1e9;

export interface UpdateRateResult {
  readonly seconds: number;
  readonly meanPerSecond: number;
  readonly p50PerSecond: number;
  readonly p99PerSecond: number;
  readonly peakPerSecond: number;
  /** Where the busiest second begins, in seconds since the first record. */
  readonly peakAtSeconds: number;
}

/** Records per second, images of the book left out; seconds without any count as 0. */
export class UpdateRate implements Measure<UpdateRateResult> {
  readonly #rates = new LogHistogram();
  #second = Number.NaN;
  #count = 0;
  #peakAtSeconds = Number.NaN;

  add({ elapsedNs, isSnapshot, isAfterSilence }: BookView): void {
    const second = Math.floor(elapsedNs / SECOND_NS);
    if (isAfterSilence) {
      this.#close();
      this.#second = second;
    }
    while (this.#second < second) {
      this.#close();
      this.#second += 1;
    }
    if (!isSnapshot) this.#count += 1;
  }

  result(): UpdateRateResult {
    this.#close();
    this.#second = Number.NaN;
    const rates = this.#rates;
    return {
      seconds: rates.total,
      meanPerSecond: rates.mean,
      p50PerSecond: rates.quantile(0.5),
      p99PerSecond: rates.quantile(0.99),
      peakPerSecond: rates.total === 0 ? Number.NaN : rates.max,
      peakAtSeconds: this.#peakAtSeconds,
    };
  }

  #close(): void {
    if (Number.isNaN(this.#second)) return;
    if (this.#rates.total === 0 || this.#count > this.#rates.max)
      this.#peakAtSeconds = this.#second;
    this.#rates.add(this.#count);
    this.#count = 0;
  }
}
