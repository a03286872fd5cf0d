import { describe, expect, it } from 'vitest';
import { NOON_TS } from '../model/testing.ts';
import { pathColumns, priceRange } from './columns.ts';

const axis = { fromTs: NOON_TS, toTs: NOON_TS + 100_000, leftPx: 0, rightPx: 10 };
const path = (rows: readonly (readonly [second: number, spot: number])[]) => ({
  ts: Float64Array.from(rows, ([second]) => NOON_TS + second * 1000),
  spot: Float64Array.from(rows, ([, spot]) => spot),
  vwap: Float64Array.from(rows, () => Number.NaN),
});

describe('the path in pixels', () => {
  it('keeps the full swing of every pixel', () => {
    const columns = pathColumns(
      path([
        [0, 687],
        [3, 690],
        [6, 685],
        [9, 688],
        [12, 689],
      ]),
      axis,
    );
    expect(columns).toHaveLength(2);
    expect(columns[0]).toMatchObject({ x: 0, first: 687, low: 685, high: 690, last: 688 });
    expect(priceRange(columns)).toEqual({ low: 685, high: 690 });
  });

  it('is cut where nothing was recorded for more than a minute', () => {
    const columns = pathColumns(
      path([
        [0, 687],
        [20, 687],
        [95, 688],
      ]),
      axis,
    );
    expect(columns.map((column) => column.isStart)).toEqual([true, false, true]);
  });

  it('leaves out what is no price', () => {
    const columns = pathColumns(path([[0, Number.NaN]]), axis);
    expect(columns).toEqual([]);
    expect(priceRange(columns)).toBeUndefined();
  });
});
