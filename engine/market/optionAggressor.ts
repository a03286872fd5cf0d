import { BUY, MID, SELL, type Aggressor, type OptionQuote } from '../core/events.ts';

/** Both sides present and 0 ≤ bid < ask (SPEC §2). */
export function isUsable(quote: OptionQuote): boolean {
  return (
    quote.bidSize > 0 && quote.askSize > 0 && quote.bidNanos >= 0 && quote.bidNanos < quote.askNanos
  );
}

/**
 * Who crossed the spread, by the quote in force: at or through a side, else nearer to it by more
 * than a quarter of the spread from mid (SPEC §2). In whole price units, so that exactly a quarter
 * is MID.
 *
 * @param priceNanos trade price in units of 1e-9
 * @param quote null or unusable means MID
 */
export function optionAggressor(priceNanos: number, quote: OptionQuote | null): Aggressor {
  if (quote === null || !isUsable(quote)) return MID;
  const { bidNanos, askNanos } = quote;
  if (priceNanos >= askNanos) return BUY;
  if (priceNanos <= bidNanos) return SELL;
  // Four times the distance from mid against the spread, without halves.
  const fourTimesFromMid = 2 * (2 * priceNanos - bidNanos - askNanos);
  const spread = askNanos - bidNanos;
  if (fourTimesFromMid > spread) return BUY;
  return fourTimesFromMid < -spread ? SELL : MID;
}
