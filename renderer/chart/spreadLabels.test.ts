import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from './spreadLabels.ts';

describe('labels', () => {
  it('stay where they are when there is room', () => {
    expect(spreadLabels([20, 60, 200], 20, 0, 300)).toEqual([20, 60, 200]);
  });

  it('are pushed apart evenly around their common place', () => {
    expect(spreadLabels([100, 100], 20, 0, 300)).toEqual([90, 110]);
    expect(spreadLabels([100, 100, 100], 20, 0, 300)).toEqual([80, 100, 120]);
  });

  it('do not leave the chart', () => {
    expect(spreadLabels([2, 4], 20, 10, 300)).toEqual([10, 30]);
    expect(spreadLabels([296, 299], 20, 10, 300)).toEqual([280, 300]);
  });

  it('move closer together when they cannot all fit, and none is lost', () => {
    const placed = spreadLabels([0, 0, 0, 0, 0], 20, 0, 40);
    expect(placed).toEqual([0, 10, 20, 30, 40]);
  });

  it('can be none or one', () => {
    expect(spreadLabels([], 20, 0, 100)).toEqual([]);
    expect(spreadLabels([500], 20, 0, 100)).toEqual([100]);
  });

  it('keep order, gap and bounds whatever they are', () => {
    const positions = fc.array(fc.double({ min: -500, max: 1500, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(positions, (raw) => {
        const wanted = [...raw].sort((a, b) => a - b);
        const placed = spreadLabels(wanted, 20, 10, 990);
        expect(placed).toHaveLength(wanted.length);
        const needed = Math.min(20, 980 / Math.max(1, wanted.length - 1)) - 1e-6;
        placed.forEach((centre, index) => {
          expect(centre).toBeGreaterThanOrEqual(10 - 1e-6);
          expect(centre).toBeLessThanOrEqual(990 + 1e-6);
          const before = placed[index - 1];
          if (before !== undefined) expect(centre - before).toBeGreaterThanOrEqual(needed);
        });
      }),
    );
  });
});
