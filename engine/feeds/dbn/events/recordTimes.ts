import { FLAG, HEADER, MARKET, RTYPE } from '../layout.ts';
import { isUndefinedTimeAt } from '../records.ts';

/** CMBP, TCBBO and CBBO records have reserved bytes where others carry the sequence. */
export const hasSequence = (rtype: number): boolean =>
  rtype === RTYPE.trade ||
  rtype === RTYPE.mbp1 ||
  rtype === RTYPE.mbp10 ||
  rtype === RTYPE.bbo1s ||
  rtype === RTYPE.bbo1m;

/** Sampled records: their ts_event is the last trade's, so ts_recv is the event's time (SPEC §1). */
const isSampled = (rtype: number): boolean =>
  rtype === RTYPE.bbo1s ||
  rtype === RTYPE.bbo1m ||
  rtype === RTYPE.cbbo1s ||
  rtype === RTYPE.cbbo1m;

/** Upper halves of Unix ns: 1990-01-01 and 2200-01-01. No market data is older or newer. */
const MIN_TIME_HIGH = Number((631_152_000n * 1_000_000_000n) >> 32n);
const MAX_TIME_HIGH = Number((7_258_118_400n * 1_000_000_000n) >> 32n);

/** Whether the upper half of a Unix ns time is that of a time a market can have. */
export const isMarketTime = (high: number): boolean =>
  high >= MIN_TIME_HIGH && high <= MAX_TIME_HIGH;

/** Where in a market record its event's time is (SPEC §1, "Event time"). */
export function eventTimeField(view: DataView, offset: number, rtype: number): number {
  const isSnapshot = (view.getUint8(offset + MARKET.flags) & FLAG.snapshot) !== 0;
  const usesRecv =
    isSnapshot || isSampled(rtype) || isUndefinedTimeAt(view, offset + HEADER.tsEvent);
  return usesRecv ? MARKET.tsRecv : HEADER.tsEvent;
}
