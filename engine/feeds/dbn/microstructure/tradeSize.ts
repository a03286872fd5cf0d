import { UNDEFINED_SIZE } from '../layout.ts';
import type { BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';

export interface TradeSizeResult {
  readonly trades: number;
  readonly volume: number;
  readonly meanSize: number;
  readonly p50Size: number;
  readonly p90Size: number;
  readonly p99Size: number;
  readonly maxSize: number;
  /** Share of the trades that are of one contract, 0…1. */
  readonly oneLotShare: number;
}

/** Sizes of the trades as printed; a sweep prints one at each price. */
export class TradeSize implements Measure<TradeSizeResult> {
  readonly #sizes = new LogHistogram();

  add({ isTrade, size }: BookView): void {
    if (isTrade && size > 0 && size !== UNDEFINED_SIZE) this.#sizes.add(size);
  }

  result(): TradeSizeResult {
    const sizes = this.#sizes;
    return {
      trades: sizes.total,
      volume: sizes.total === 0 ? 0 : Math.round(sizes.mean * sizes.total),
      meanSize: sizes.mean,
      p50Size: sizes.quantile(0.5),
      p90Size: sizes.quantile(0.9),
      p99Size: sizes.quantile(0.99),
      maxSize: sizes.total === 0 ? Number.NaN : sizes.max,
      oneLotShare: sizes.shareUpTo(1),
    };
  }
}
