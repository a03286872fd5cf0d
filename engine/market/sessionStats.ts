import type { StateTransfer } from '../core/stateTransfer.ts';
import { CompensatedSum } from './compensatedSum.ts';

/** Session aggregates over futures trades (SPEC §2), in futures price. */
export class SessionStats {
  readonly #notional = new CompensatedSum();
  #volume = 0;
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;

  add(px: number, size: number): void {
    this.#notional.add(px * size);
    this.#volume += size;
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

  clear(): void {
    this.#notional.clear();
    this.#volume = 0;
    this.highPx = Number.NEGATIVE_INFINITY;
    this.lowPx = Number.POSITIVE_INFINITY;
  }

  transfer(state: StateTransfer): void {
    this.#notional.transfer(state);
    this.#volume = state.number(this.#volume);
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
  }
}
