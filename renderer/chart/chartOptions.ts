import {
  ColorType,
  CrosshairMode,
  LineStyle,
  TickMarkType,
  type CandlestickSeriesPartialOptions,
  type DeepPartial,
  type LineSeriesPartialOptions,
  type Time,
  type TimeChartOptions,
} from 'lightweight-charts';
import { formatPrice } from '../format/number.ts';
import { formatClock, formatDay, formatMinute } from '../format/time.ts';
import { FIGURE_FONT, withAlpha, type Tokens } from './tokens.ts';

/** Series times are Unix seconds throughout. */
const toMs = (time: Time): number => Number(time) * 1000;

/** The axis speaks New York time; the library's own calendar is UTC. */
function axisLabel(time: Time, type: TickMarkType): string {
  if (type === TickMarkType.TimeWithSeconds) return formatClock(toMs(time));
  return type === TickMarkType.Time ? formatMinute(toMs(time)) : formatDay(toMs(time)).slice(4, -5);
}

const PRICE_FORMAT = { type: 'custom', minMove: 0.01, formatter: formatPrice } as const;

/** The bare chart: no lines of its own beyond grid, axes and crosshair. */
export function chartOptions(tokens: Tokens): DeepPartial<TimeChartOptions> {
  const grid = { color: withAlpha(tokens['line-2'], 0.34) };
  const crosshair = {
    color: tokens['tx-2'],
    width: 1,
    style: LineStyle.Dashed,
    labelBackgroundColor: tokens['bg-4'],
  } as const;
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: tokens['bg-0'] },
      textColor: tokens['tx-3'],
      fontFamily: FIGURE_FONT,
      fontSize: 11,
      attributionLogo: true,
    },
    grid: { vertLines: grid, horzLines: grid },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshair, horzLine: crosshair },
    rightPriceScale: {
      borderColor: tokens['line-1'],
      minimumWidth: 58,
      scaleMargins: { top: 0.02, bottom: 0.02 },
    },
    timeScale: {
      borderColor: tokens['line-1'],
      timeVisible: true,
      secondsVisible: true,
      barSpacing: 6.6,
      minBarSpacing: 0.5,
      tickMarkFormatter: axisLabel,
      shiftVisibleRangeOnNewBar: true,
    },
    localization: { timeFormatter: (time: Time) => formatClock(toMs(time)) },
    handleScale: { axisDoubleClickReset: true },
  };
}

/** Up hollow, down filled: direction reads without colour. */
export const candleOptions = (tokens: Tokens): CandlestickSeriesPartialOptions => ({
  upColor: tokens['bg-0'],
  downColor: tokens.down,
  borderUpColor: tokens.up,
  borderDownColor: tokens.down,
  wickUpColor: tokens.up,
  wickDownColor: tokens.down,
  lastValueVisible: false,
  priceLineVisible: false,
  priceFormat: PRICE_FORMAT,
});

export const lineOptions = (tokens: Tokens): LineSeriesPartialOptions => ({
  color: tokens['tx-1'],
  lineWidth: 2,
  lastValueVisible: false,
  priceLineVisible: false,
  crosshairMarkerVisible: false,
  priceFormat: PRICE_FORMAT,
});

/** The VWAP path never decides the price scale. */
export const vwapOptions = (tokens: Tokens): LineSeriesPartialOptions => ({
  ...lineOptions(tokens),
  color: tokens.vwap,
  autoscaleInfoProvider: () => null,
});
