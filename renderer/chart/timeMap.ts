import type { IChartApi, Time, UTCTimestamp } from 'lightweight-charts';
import { barStart, type IntervalS } from './candles.ts';

/** Where a moment stands on the chart; between bars' centres, too. CSS pixels. */
export interface TimeMap {
  /** Centre of the bar that a snap belongs to; undefined where there is no such bar. */
  readonly xOf: (tsMs: number) => number | undefined;
  /** The moment itself, inside its bar; of a moment without a bar, the nearest bar's centre. */
  readonly xAt: (tsMs: number) => number | undefined;
  /** Width of a millisecond. */
  readonly pxPerMs: number;
}

export function createTimeMap(chart: IChartApi, intervalS: IntervalS): TimeMap {
  const scale = chart.timeScale();
  const intervalMs = intervalS * 1000;
  const { barSpacing } = scale.options();
  const xOf = (tsMs: number): number | undefined =>
    scale.timeToCoordinate(barStart(tsMs, intervalS) as UTCTimestamp) ?? undefined;
  const nearest = (tsMs: number): number | undefined => {
    const time: Time = barStart(tsMs, intervalS) as UTCTimestamp;
    const index = scale.timeToIndex(time, true);
    // An index of a time point is a place on the logical scale.
    return index === null
      ? undefined
      : (scale.logicalToCoordinate(
          Number(index) as Parameters<typeof scale.logicalToCoordinate>[0],
        ) ?? undefined);
  };
  return {
    xOf,
    xAt: (tsMs) => {
      const centre = xOf(tsMs);
      if (centre === undefined) return nearest(tsMs);
      const share = (tsMs - barStart(tsMs, intervalS) * 1000) / intervalMs;
      return centre + (share - 0.5) * barSpacing;
    },
    pxPerMs: barSpacing / intervalMs,
  };
}
