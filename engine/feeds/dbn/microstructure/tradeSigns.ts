import { SIDE } from '../layout.ts';
import type { BookView, Measure } from './bookView.ts';

/** Lags in market orders. */
export const SIGN_LAGS = [1, 2, 5, 10, 50] as const;
const LONGEST_LAG = 50;

export interface TradeSignsResult {
  /** Market orders: trades of one event time and side are one. */
  readonly orders: number;
  readonly buyShare: number;
  readonly autocorrelations: readonly { readonly lag: number; readonly value: number }[];
}

/** How long one side keeps aggressing: autocorrelation of the signs of market orders. */
export class TradeSigns implements Measure<TradeSignsResult> {
  /** The last signs, +1 bought and −1 sold, as a ring. */
  readonly #signs = new Int8Array(LONGEST_LAG);
  readonly #products = new Float64Array(SIGN_LAGS.length);
  #orders = 0;
  #sum = 0;
  #lastNs = Number.NaN;
  #lastSide = 0;

  add({ isTrade, side, elapsedNs }: BookView): void {
    if (!isTrade || (side !== SIDE.bid && side !== SIDE.ask)) return;
    if (side === this.#lastSide && elapsedNs === this.#lastNs) return;
    this.#lastNs = elapsedNs;
    this.#lastSide = side;
    this.#addSign(side === SIDE.bid ? 1 : -1);
  }

  result(): TradeSignsResult {
    const mean = this.#sum / this.#orders;
    const variance = 1 - mean * mean;
    const autocorrelations = SIGN_LAGS.map((lag, index) => {
      const pairs = this.#orders - lag;
      const product = (this.#products[index] ?? 0) / pairs;
      return { lag, value: pairs > 0 ? (product - mean * mean) / variance : Number.NaN };
    });
    return { orders: this.#orders, buyShare: (1 + mean) / 2, autocorrelations };
  }

  #addSign(sign: number): void {
    for (const [index, lag] of SIGN_LAGS.entries()) {
      if (lag > this.#orders) break;
      const before = this.#signs[(this.#orders - lag) % LONGEST_LAG] ?? 0;
      this.#products[index] = (this.#products[index] ?? 0) + before * sign;
    }
    this.#signs[this.#orders % LONGEST_LAG] = sign;
    this.#orders += 1;
    this.#sum += sign;
  }
}
