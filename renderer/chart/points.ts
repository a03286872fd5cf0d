/** Bars as the chart library's series take them. */
import type { UTCTimestamp } from 'lightweight-charts';
import type { Bar } from './candles.ts';

const timeOf = ({ time }: Bar): UTCTimestamp => time as UTCTimestamp;

export const candlePoint = (bar: Bar) => ({
  time: timeOf(bar),
  open: bar.open,
  high: bar.high,
  low: bar.low,
  close: bar.close,
});

export const closePoint = (bar: Bar) => ({ time: timeOf(bar), value: bar.close });

/** Before the first trade there is no VWAP: the path has a hole there. */
export const vwapPoint = (bar: Bar) =>
  Number.isFinite(bar.vwap) ? { time: timeOf(bar), value: bar.vwap } : { time: timeOf(bar) };
