import { ewmaAlpha } from '../core/ewma.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** Exponentially weighted moving average over uneven time (SPEC §8); τ is the time constant. */
export class Ewma {
  readonly #tauS: number;
  #value: number | undefined;

  constructor(tauS: number) {
    this.#tauS = tauS;
  }

  /** @param elapsedNs since the previous value; ignored for the first, which is taken as is */
  next(value: number, elapsedNs: number): number {
    if (this.#value === undefined) {
      this.#value = value;
    } else {
      const alpha = ewmaAlpha(elapsedNs, this.#tauS);
      this.#value = alpha * value + (1 - alpha) * this.#value;
    }
    return this.#value;
  }

  transfer(state: StateTransfer): void {
    this.#value = state.optionalNumber(this.#value);
  }
}

/** Median of the last n values, fewer at the start; the mean of the middle two of an even count. */
export class RollingMedian {
  readonly #length: number;
  readonly #values: number[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  next(value: number): number {
    this.#values.push(value);
    if (this.#values.length > this.#length) this.#values.shift();
    const sorted = this.#values.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? value;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? value) + upper) / 2;
  }

  transfer(state: StateTransfer): void {
    state.list(this.#values, (value) => state.number(value ?? 0));
  }
}

/** Median before average where a robust window is set, else the average alone (SPEC §8, Hybrid). */
export class Smoother {
  readonly #median: RollingMedian | undefined;
  readonly #average: Ewma;

  /** @param robustWindow snaps in the median; 0 switches it off */
  constructor(tauS: number, robustWindow: number) {
    this.#median = robustWindow > 0 ? new RollingMedian(robustWindow) : undefined;
    this.#average = new Ewma(tauS);
  }

  next(value: number, elapsedNs: number): number {
    return this.#average.next(this.#median?.next(value) ?? value, elapsedNs);
  }

  transfer(state: StateTransfer): void {
    this.#median?.transfer(state);
    this.#average.transfer(state);
  }
}
