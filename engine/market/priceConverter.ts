import type { EngineConfig } from '../core/config.ts';
import { ewmaAlpha } from '../core/ewma.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { TOLERANCE } from '../core/tolerance.ts';

const MAX_RATIO_JUMP = 0.05;

/**
 * Maps futures prices to level prices: level = futures / ratio (SPEC §1, §2). The only place that
 * knows the ratio; fixed, or observed from underlying quotes against the futures mid.
 */
export class PriceConverter {
  readonly #isObserved: boolean;
  readonly #tauS: number;
  #ratio: number;
  #acceptedNs: number | undefined;

  constructor(config: EngineConfig) {
    this.#isObserved = config.ratio_mode === 'observed';
    this.#tauS = config.tau_ratio;
    this.#ratio = config.INITIAL_RATIO;
  }

  /** Futures price / level price now in force. */
  get ratio(): number {
    return this.#ratio;
  }

  toLevel(futuresPx: number): number {
    return futuresPx / this.#ratio;
  }

  toFutures(levelPx: number): number {
    return levelPx * this.#ratio;
  }

  transfer(state: StateTransfer): void {
    this.#ratio = state.number(this.#ratio);
    this.#acceptedNs = state.optionalNumber(this.#acceptedNs);
  }

  /**
   * Takes an underlying quote into account. The caller has made sure that both sides of the book
   * are present and at most a second old.
   */
  observe(timeNs: number, futuresMidPx: number, bidPx: number, askPx: number): void {
    // Asked for what holds rather than what fails: a price that is no number holds nothing.
    const isQuote = bidPx > 0 && askPx >= bidPx;
    if (!this.#isObserved || !isQuote) return;
    const observed = futuresMidPx / ((bidPx + askPx) / 2);
    const isNear = Math.abs(observed / this.#ratio - 1) <= MAX_RATIO_JUMP + TOLERANCE;
    if (!isNear) return;
    if (this.#acceptedNs === undefined) {
      this.#ratio = observed;
    } else {
      const alpha = ewmaAlpha(timeNs - this.#acceptedNs, this.#tauS);
      this.#ratio = alpha * observed + (1 - alpha) * this.#ratio;
    }
    this.#acceptedNs = timeNs;
  }
}
