import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueArea } from './valueArea.ts';

/** Volumes from tick 100 up. */
const areaOf = (...volumes: number[]) => valueArea(100, Float64Array.from(volumes));

describe('the value area', () => {
  it('grows from the largest volume by the larger of the two next ticks on either side', () => {
    // 40 of 100 at 103; above 15 + 5, below 20 + 10: below first, then 70 is reached.
    expect(areaOf(5, 10, 20, 40, 15, 5, 5)).toEqual({
      controlTick: 103,
      lowTick: 101,
      highTick: 103,
    });
  });

  it('grows on both sides where they are equal', () => {
    expect(areaOf(10, 10, 60, 10, 10)).toEqual({ controlTick: 102, lowTick: 100, highTick: 104 });
  });

  it('is a single tick where that holds seventy percent', () => {
    expect(areaOf(15, 70, 15)).toEqual({ controlTick: 101, lowTick: 101, highTick: 101 });
    expect(areaOf(7)).toEqual({ controlTick: 100, lowTick: 100, highTick: 100 });
  });

  it('reaches over prices at which nothing traded', () => {
    expect(areaOf(50, 0, 0, 0, 0, 50)).toMatchObject({ lowTick: 100, highTick: 105 });
  });

  it('has its point of control nearest the middle of the range, of two as near the lower', () => {
    expect(areaOf(9, 1, 9, 1, 1)).toMatchObject({ controlTick: 102 });
    expect(areaOf(1, 9, 1, 9, 1)).toMatchObject({ controlTick: 101 });
  });

  it('does not exist where nothing traded', () => {
    expect(areaOf()).toBeUndefined();
    expect(areaOf(0, 0)).toBeUndefined();
  });

  it('lies in the range, around its point of control, and holds its share', () => {
    const volumes = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(volumes, (traded) => {
        const area = areaOf(...traded);
        const total = traded.reduce((sum, volume) => sum + volume, 0);
        expect(area === undefined).toBe(total === 0);
        if (area === undefined) return;
        const held = traded
          .slice(area.lowTick - 100, area.highTick - 99)
          .reduce((sum, volume) => sum + volume, 0);
        expect(held).toBeGreaterThanOrEqual(0.7 * total - 1e-9);
        expect(area.lowTick).toBeGreaterThanOrEqual(100);
        expect(area.highTick).toBeLessThan(100 + traded.length);
        expect(traded[area.controlTick - 100]).toBe(Math.max(...traded));
      }),
    );
  });
});
