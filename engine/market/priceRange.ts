import type { StateTransfer } from '../core/stateTransfer.ts';

/** What price did over a stretch of time, in futures price. */
export class PriceRange {
  highPx = Number.NEGATIVE_INFINITY;
  lowPx = Number.POSITIVE_INFINITY;
  lastPx = Number.NaN;
  /** Whether trades are known from the beginning of the stretch: of a part the extremes say little. */
  isWhole = false;

  get hasTraded(): boolean {
    return this.highPx >= this.lowPx;
  }

  add(px: number): void {
    if (px > this.highPx) this.highPx = px;
    if (px < this.lowPx) this.lowPx = px;
    this.lastPx = px;
  }

  /** Begins another stretch. */
  start(isWhole: boolean): void {
    this.highPx = Number.NEGATIVE_INFINITY;
    this.lowPx = Number.POSITIVE_INFINITY;
    this.lastPx = Number.NaN;
    this.isWhole = isWhole;
  }

  /** Takes over what another one holds. */
  copy({ highPx, lowPx, lastPx, isWhole }: PriceRange): void {
    this.highPx = highPx;
    this.lowPx = lowPx;
    this.lastPx = lastPx;
    this.isWhole = isWhole;
  }

  transfer(state: StateTransfer): void {
    this.highPx = state.number(this.highPx);
    this.lowPx = state.number(this.lowPx);
    this.lastPx = state.number(this.lastPx);
    this.isWhole = state.flag(this.isWhole);
  }
}
