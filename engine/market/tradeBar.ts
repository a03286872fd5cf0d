import { BUY, MID, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** Trades since whoever draws the bars last cleared it: the newest piece of a chart bar. */
export class TradeBar {
  /** Futures prices. */
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;
  buyVolume = 0;
  sellVolume = 0;
  /** Futures price of the largest trade with an aggressor, the first of several; NaN without one. */
  printPx = Number.NaN;
  /** Its contracts: a buyer's positive, a seller's negative. */
  printSize = 0;

  get hasTraded(): boolean {
    return this.highPx >= this.lowPx;
  }

  add(px: number, size: number, aggressor: Aggressor): void {
    if (px > this.highPx) this.highPx = px;
    if (px < this.lowPx) this.lowPx = px;
    if (aggressor === BUY) this.buyVolume += size;
    else if (aggressor === SELL) this.sellVolume += size;
    if (aggressor === MID || size <= Math.abs(this.printSize)) return;
    this.printPx = px;
    this.printSize = aggressor === BUY ? size : -size;
  }

  clear(): void {
    this.highPx = Number.NEGATIVE_INFINITY;
    this.lowPx = Number.POSITIVE_INFINITY;
    this.buyVolume = 0;
    this.sellVolume = 0;
    this.printPx = Number.NaN;
    this.printSize = 0;
  }

  transfer(state: StateTransfer): void {
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
    this.buyVolume = state.number(this.buyVolume);
    this.sellVolume = state.number(this.sellVolume);
    this.printPx = state.number(this.printPx);
    this.printSize = state.number(this.printSize);
  }
}
