import type { OptionQuote } from '../../../core/events.ts';
import { LEVEL, MARKET, UNDEFINED_SIZE } from '../layout.ts';
import { priceNanosAt, u32At } from '../records.ts';

/**
 * Reads the one level of an MBP-1, TBBO, BBO, CMBP-1, TCBBO or CBBO record into `quote`. A side with
 * an undefined price or size gets size 0: absent.
 */
export function readQuote(view: DataView, offset: number, quote: OptionQuote): void {
  const at = offset + MARKET.levels;
  quote.bidNanos = priceNanosAt(view, at + LEVEL.bidPx);
  quote.askNanos = priceNanosAt(view, at + LEVEL.askPx);
  quote.bidSize = sizeOrAbsent(u32At(view, at + LEVEL.bidSz), quote.bidNanos);
  quote.askSize = sizeOrAbsent(u32At(view, at + LEVEL.askSz), quote.askNanos);
}

const sizeOrAbsent = (size: number, priceNanos: number): number =>
  size === UNDEFINED_SIZE || !Number.isFinite(priceNanos) ? 0 : size;

export const isTwoSided = (quote: OptionQuote): boolean => quote.bidSize > 0 && quote.askSize > 0;
