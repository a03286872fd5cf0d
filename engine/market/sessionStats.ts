import type { StateTransfer } from '../core/stateTransfer.ts';

/** Session aggregates over futures trades (SPEC §2), in futures price. */
export class SessionStats {
  #notional = 0;
  #volume = 0;
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;

  add(px: number, size: number): void {
    this.#notional += px * size;
    this.#volume += size;
    if (px > this.highPx) this.highPx = px;
    if (px < this.lowPx) this.lowPx = px;
  }

  get hasTraded(): boolean {
    return this.#volume > 0;
  }

  /** Σ(price·size)/Σsize; NaN before the first trade. */
  get vwapPx(): number {
    return this.#notional / this.#volume;
  }

  clear(): void {
    this.#notional = 0;
    this.#volume = 0;
    this.highPx = Number.NEGATIVE_INFINITY;
    this.lowPx = Number.POSITIVE_INFINITY;
  }

  transfer(state: StateTransfer): void {
    this.#notional = state.number(this.#notional);
    this.#volume = state.number(this.#volume);
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
  }
}
