/** The path thinned to what can be seen: first, lowest, highest and last price of every pixel. */
import { xOf, type Axis } from './axis.ts';
import type { TimelinePath } from './timeline.ts';

export interface PathColumn {
  /** Pixel column, CSS pixels. */
  readonly x: number;
  readonly first: number;
  low: number;
  high: number;
  last: number;
  /** VWAP at the end; NaN before the first trade. */
  vwap: number;
  /** Nothing was surveyed for a while before: no line leads here. */
  readonly isStart: boolean;
}

/** Rows come about once a second; a longer pause than this is not bridged by a line. */
const PAUSE_MS = 60_000;

export function pathColumns(path: TimelinePath, axis: Axis): PathColumn[] {
  const columns: PathColumn[] = [];
  let before = Number.NEGATIVE_INFINITY;
  path.ts.forEach((ts, row) => {
    const spot = path.spot[row] ?? Number.NaN;
    if (!Number.isFinite(spot)) return;
    const x = Math.floor(xOf(axis, ts));
    const vwap = path.vwap[row] ?? Number.NaN;
    const column = columns.at(-1);
    if (column?.x === x) {
      column.low = Math.min(column.low, spot);
      column.high = Math.max(column.high, spot);
      column.last = spot;
      column.vwap = vwap;
    } else {
      const isStart = ts - before > PAUSE_MS;
      columns.push({ x, first: spot, low: spot, high: spot, last: spot, vwap, isStart });
    }
    before = ts;
  });
  return columns;
}

/** Lowest and highest price and VWAP; undefined where there is no price. */
export function priceRange(
  columns: readonly PathColumn[],
): { readonly low: number; readonly high: number } | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const column of columns) {
    low = Math.min(low, column.low);
    high = Math.max(high, column.high);
  }
  return low <= high ? { low, high } : undefined;
}
