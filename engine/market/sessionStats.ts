import type { StateTransfer } from '../core/stateTransfer.ts';
import { CompensatedSum } from './compensatedSum.ts';

/** Session aggregates over futures trades (SPEC §2), in futures price. */
export class SessionStats {
  readonly #notional = new CompensatedSum();
  #volume = 0;
  /** Sums of distances from the first trade, which are small: squares of prices would lose digits. */
  #originPx = Number.NaN;
  #distance = 0;
  #squared = 0;
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;

  add(px: number, size: number): void {
    this.#notional.add(px * size);
    this.#volume += size;
    if (Number.isNaN(this.#originPx)) this.#originPx = px;
    const distance = px - this.#originPx;
    this.#distance += distance * size;
    this.#squared += distance * distance * size;
    if (px > this.highPx) this.highPx = px;
    if (px < this.lowPx) this.lowPx = px;
  }

  get hasTraded(): boolean {
    return this.#volume > 0;
  }

  /** Σ(price·size)/Σsize; NaN before the first trade. */
  get vwapPx(): number {
    return this.#notional.value / this.#volume;
  }

  /** Volume-weighted standard deviation of price; NaN before the first trade. */
  get deviationPx(): number {
    const mean = this.#distance / this.#volume;
    return Math.sqrt(Math.max(0, this.#squared / this.#volume - mean * mean));
  }

  clear(): void {
    this.#notional.clear();
    this.#volume = 0;
    this.#originPx = Number.NaN;
    this.#distance = 0;
    this.#squared = 0;
    this.highPx = Number.NEGATIVE_INFINITY;
    this.lowPx = Number.POSITIVE_INFINITY;
  }

  transfer(state: StateTransfer): void {
    this.#notional.transfer(state);
    this.#volume = state.number(this.#volume);
    this.#originPx = state.number(this.#originPx);
    this.#distance = state.number(this.#distance);
    this.#squared = state.number(this.#squared);
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
  }
}
