import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutFuel, nearestRow, rowAtY, yOfPrice } from './fuelLayout.ts';
import { fuelView, type FuelView } from './fuelView.ts';
import { buildProfile, columnsOf } from './testing.ts';

function viewOf(strikeCount: number): FuelView {
  const zeros = Array.from({ length: strikeCount }, () => 1);
  const columns = columnsOf(zeros, zeros);
  return fuelView(
    buildProfile({
      strikes: Float64Array.from(zeros, (_, index) => 600 + index),
      flow: columns,
      inventory: columns,
      contracts: columns,
    }),
    'both',
    'shares',
  );
}

describe('the layout of the fuel figure', () => {
  it('keeps rows, axis and curve apart and inside, whatever the size', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 240, max: 900 }),
      height: fc.integer({ min: 140, max: 900 }),
      strikes: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(sizes, ({ width, height, strikes }) => {
        const layout = layOutFuel(viewOf(strikes), width, height, 610);
        expect(layout.rowPx).toBeGreaterThanOrEqual(12);
        expect(layout.curve?.top ?? height).toBeGreaterThanOrEqual(layout.rowsBottom + 16);
        expect(layout.curve?.bottom ?? 0).toBeLessThan(height);
        const edges = layout.columns.flatMap(({ left, zeroX, right }) => [left, zeroX, right]);
        expect(edges).toEqual([...edges].sort((a, b) => a - b));
        expect(edges.at(-1)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 60 },
    );
  });

  it('shows the strikes around a price where there are more than rows', () => {
    const { rows } = layOutFuel(viewOf(300), 460, 300, 700);
    expect(rows.length).toBeLessThan(30);
    expect(rows[0]?.strike).toBeGreaterThan(700);
    expect(rows.at(-1)?.strike).toBeLessThan(700);
    expect(layOutFuel(viewOf(300), 460, 300, 1).rows.at(-1)?.strike).toBe(600);
  });

  it('places a price between two strikes in proportion, and none outside them', () => {
    const layout = layOutFuel(viewOf(5), 460, 400, 602);
    const [upper, lower] = [yOfPrice(layout, 603), yOfPrice(layout, 602)];
    expect(yOfPrice(layout, 602.5)).toBeCloseTo(((upper ?? 0) + (lower ?? 0)) / 2, 9);
    expect(yOfPrice(layout, 599.9)).toBeUndefined();
    expect(yOfPrice(layout, 604.1)).toBeUndefined();
    expect(rowAtY(layout, upper ?? 0)?.strike).toBe(603);
    expect(rowAtY(layout, 2)).toBeUndefined();
  });

  it('finds the nearest strike, the upper one of two as near', () => {
    const { rows } = viewOf(5);
    expect(rows[nearestRow(rows, 602.4)]?.strike).toBe(602);
    expect(rows[nearestRow(rows, 602.5)]?.strike).toBe(603);
    expect(nearestRow([], 602)).toBe(-1);
  });
});
