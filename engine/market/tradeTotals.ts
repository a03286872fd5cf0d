import { BUY, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { CompensatedSum } from './compensatedSum.ts';

/** Totals over all futures trades of a run, never reset: what a report checks against a venue. */
export class TradeTotals {
  trades = 0;
  volumeBuy = 0;
  volumeSell = 0;
  volumeMid = 0;
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;
  readonly #notional = new CompensatedSum();

  add(px: number, size: number, aggressor: Aggressor): void {
    this.trades++;
    if (aggressor === BUY) this.volumeBuy += size;
    else if (aggressor === SELL) this.volumeSell += size;
    else this.volumeMid += size;
    this.#notional.add(px * size);
    if (px > this.highPx) this.highPx = px;
    if (px < this.lowPx) this.lowPx = px;
  }

  get volume(): number {
    return this.volumeBuy + this.volumeSell + this.volumeMid;
  }

  /** Volume-weighted average futures price; NaN before the first trade. */
  get vwapPx(): number {
    return this.#notional.value / this.volume;
  }

  transfer(state: StateTransfer): void {
    this.trades = state.number(this.trades);
    this.volumeBuy = state.number(this.volumeBuy);
    this.volumeSell = state.number(this.volumeSell);
    this.volumeMid = state.number(this.volumeMid);
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
    this.#notional.transfer(state);
  }
}
