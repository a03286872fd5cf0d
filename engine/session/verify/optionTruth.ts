import { BUY, SELL, type Aggressor } from '../../core/events.ts';
import type { TradingClock } from '../../core/time.ts';
import type { TruthFormat } from './truthFile.ts';

/** One row: an option trade and the side that the customer was on. */
export interface OptionRow {
  /** Session ns of the trade's event. */
  readonly timeNs: number;
  readonly symbol: string;
  readonly priceNanos: number;
  readonly size: number;
  readonly customer: Aggressor;
}

/** A column that no other truth has. */
export const OPTION_TRUTH_COLUMN = 'customer_side';

type Column = 'ts_ns' | 'symbol' | 'price' | 'size' | typeof OPTION_TRUTH_COLUMN;

/** Truth of option trades: on which side the customer was, whom the dealers are the other side of. */
export const optionTruth = (clock: TradingClock): TruthFormat<Column, OptionRow> => ({
  columns: ['ts_ns', 'symbol', 'price', 'size', OPTION_TRUTH_COLUMN],
  parse: (fields) => {
    const priceNanos = fields.nanos('price');
    if (priceNanos === undefined) throw fields.bad('price', 'a price', fields.text('price'));
    return {
      timeNs: fields.time('ts_ns', clock),
      symbol: fields.text('symbol'),
      priceNanos,
      size: fields.whole('size'),
      customer: fields.choice(OPTION_TRUTH_COLUMN, 'BUY', 'SELL') === 'BUY' ? BUY : SELL,
    };
  },
});
