import { ASK, BID, type Side } from '../../core/events.ts';
import type { TradingClock } from '../../core/time.ts';
import type { TruthFields } from './truthFields.ts';
import type { TruthFormat } from './truthFile.ts';

/** What really took a displayed decrease: a trade, or the order's owner. */
export type TruthCause = 'FILL' | 'PULL';

/** One row: contracts that left one price of the displayed book for one cause. */
export interface DecreaseRow {
  /** Session ns of the record whose book first shows the decrease. */
  readonly timeNs: number;
  /** Sequence of that record. */
  readonly sequence: number;
  readonly side: Side;
  /** Futures price in ticks. */
  readonly tick: number;
  readonly size: number;
  readonly cause: TruthCause;
}

type Column = 'ts_ns' | 'sequence' | 'side' | 'price' | 'size_removed' | 'cause';

/**
 * Truth of the futures book: what really took each displayed decrease.
 * @param tickNanos futures tick in price units of 1e-9
 */
export const decreaseTruth = (
  clock: TradingClock,
  tickNanos: number,
): TruthFormat<Column, DecreaseRow> => ({
  columns: ['ts_ns', 'sequence', 'side', 'price', 'size_removed', 'cause'],
  parse: (fields) => ({
    timeNs: fields.time('ts_ns', clock),
    sequence: fields.whole('sequence'),
    side: fields.choice('side', 'B', 'A') === 'B' ? BID : ASK,
    tick: tickOf(fields, tickNanos),
    size: fields.whole('size_removed'),
    cause: fields.choice('cause', 'FILL', 'PULL'),
  }),
});

function tickOf(fields: TruthFields<Column>, tickNanos: number): number {
  const tick = (fields.nanos('price') ?? Number.NaN) / tickNanos;
  if (Number.isInteger(tick)) return tick;
  const expected = `a futures price, a multiple of ${tickNanos / 1e9}`;
  throw fields.bad('price', expected, fields.text('price'));
}
