import { describe, expect, it } from 'vitest';
import { PriceGrid } from './priceGrid.ts';
import { RecordHead } from './recordHead.ts';

/** The grid of prices in dollars, each in a record of its own. */
function gridOf(prices: readonly number[], tickNanos?: number): PriceGrid {
  const grid = new PriceGrid();
  if (tickNanos !== undefined) grid.define(tickNanos);
  for (const [index, price] of prices.entries()) {
    const head = new RecordHead();
    head.view = new DataView(new ArrayBuffer(8));
    head.view.setBigInt64(0, BigInt(Math.round(price * 1e9)), true);
    head.recordIndex = index;
    grid.add(head, 0);
  }
  return grid;
}

describe('the grid of prices', () => {
  it.each([
    ['0.25 of ES', [4800.25, 4801, 4802.5, -58.75], 0.25e9],
    ['0.05 of options', [12.05, 1.3, 7], 0.05e9],
    ['0.01 of SPY', [687.01, 687.5, 688.13], 0.01e9],
  ])('finds the tick %s', (_, prices, tickNanos) => {
    expect(gridOf(prices)).toMatchObject({ tickNanos, offTick: 0, firstOffTick: undefined });
  });

  it('takes few misses for errors and many for another tick', () => {
    const misses = (count: number) =>
      gridOf(Array.from({ length: 20 }, (_, index) => (index < count ? 5.05 : 5 + index)));
    expect(misses(2)).toMatchObject({ tickNanos: 0.25e9, offTick: 2 });
    expect(misses(3)).toMatchObject({ tickNanos: 0.05e9, offTick: 0 });
  });

  it('has no tick for prices that keep none, but knows what divides them all', () => {
    const grid = gridOf([1.000012, 1.000018, 2.000004]);
    expect([grid.tickNanos, grid.incrementNanos]).toEqual([undefined, 2000]);
  });

  it('checks against the tick of a definition alone', () => {
    expect(gridOf([5, 5.25, 5.5], 0.5e9)).toMatchObject({
      tickNanos: 0.5e9,
      offTick: 1,
      firstOffTick: { priceNanos: 5.25e9, recordIndex: 1 },
    });
  });

  it('knows no tick without prices', () => {
    expect(gridOf([])).toMatchObject({ tickNanos: undefined, prices: 0, incrementNanos: 0 });
  });
});
