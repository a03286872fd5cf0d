import type { BookView, Measure } from './bookView.ts';

/** Sampling intervals in seconds. */
export const SIGNATURE_SECONDS = [0.1, 1, 5, 10, 30, 60] as const;

export interface VolatilitySignatureResult {
  readonly samplings: readonly {
    readonly intervalSeconds: number;
    readonly intervals: number;
    /** Realised variance of the mid price per second, in ticks². */
    readonly variancePerSecond: number;
  }[];
}

/**
 * Realised variance of the mid price by sampling interval: flat for a random walk, falling with the
 * interval where the price bounces, rising where it trends.
 */
export class VolatilitySignature implements Measure<VolatilitySignatureResult> {
  readonly #samplings = SIGNATURE_SECONDS.map((seconds) => new Sampling(seconds));
  #mid = Number.NaN;

  add(view: BookView): void {
    for (const sampling of this.#samplings) {
      if (view.isAfterSilence) sampling.restart(view.elapsedNs);
      else sampling.advance(view.elapsedNs, this.#mid);
    }
    const { mid } = view;
    if (!Number.isNaN(mid)) this.#mid = mid;
  }

  result(): VolatilitySignatureResult {
    return {
      samplings: this.#samplings.map(({ seconds, intervals, squares }) => ({
        intervalSeconds: seconds,
        intervals,
        variancePerSecond: squares / (intervals * seconds),
      })),
    };
  }
}

class Sampling {
  readonly seconds: number;
  intervals = 0;
  squares = 0;
  readonly #intervalNs: number;
  /** The grid point that was sampled last, counted in intervals since the first record. */
  #point = 0;
  #sample = Number.NaN;

  constructor(seconds: number) {
    this.seconds = seconds;
    this.#intervalNs = seconds * 1e9;
  }

  restart(elapsedNs: number): void {
    this.#point = Math.floor(elapsedNs / this.#intervalNs);
    this.#sample = Number.NaN;
  }

  /** @param mid the mid price up to now; NaN while there was none */
  advance(elapsedNs: number, mid: number): void {
    const point = Math.floor(elapsedNs / this.#intervalNs);
    const passed = point - this.#point;
    if (passed <= 0) return;
    this.#point = point;
    if (!Number.isNaN(this.#sample)) {
      this.intervals += passed;
      this.squares += (mid - this.#sample) ** 2;
    } else if (!Number.isNaN(mid)) {
      this.intervals += passed - 1;
    }
    this.#sample = mid;
  }
}
