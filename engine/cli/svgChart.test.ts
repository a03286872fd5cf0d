import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOf, escaped, linearAxis, roundTicks, unitOf } from './svgChart.ts';

describe('an axis', () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [-140_000, 30_000, 6, [-100_000, -50_000, 0]],
    [673.8, 701, 16, [674, 676, 678, 680, 682, 684, 686, 688, 690, 692, 694, 696, 698, 700]],
    [5, 5, 4, [5]],
  ])('from %d to %d has round ticks', (low, high, most, ticks) => {
    expect(roundTicks(low, high, most)).toEqual(ticks);
  });

  it('has ticks within its domain, no more than wanted but for the ends', () => {
    const bound = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(bound, bound, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high - low > 1e-3);
        const ticks = roundTicks(low, high, 6);
        expect(ticks.length).toBeLessThanOrEqual(7);
        const room = (high - low) * 1e-6;
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - room);
          expect(tick).toBeLessThanOrEqual(high + room);
        }
      }),
    );
  });

  it('turns values into pixels, also downwards', () => {
    const axis = linearAxis([0, 10], [300, 100], 5);
    expect([axis.at(0), axis.at(5), axis.at(10)]).toEqual([300, 200, 100]);
  });

  it.each([
    [[-150_000, 30_000], 'thousand ', 1000],
    [[0, 45_000_000], 'million ', 1e6],
    [[-900, 12], '', 1],
  ] as const)('over %j counts in %j', (domain, prefix, factor) => {
    expect(unitOf(domain)).toEqual({ prefix, factor });
  });

  it('has 0 in its domain, and is never empty', () => {
    expect(domainOf([])).toEqual([-1, 1]);
    expect(domainOf([0, 0])).toEqual([-1, 1]);
    expect(domainOf([100])[0]).toBe(0);
    expect(domainOf([-100])[1]).toBeCloseTo(8, 9);
  });
});

it('a name stands in the picture as it is meant', () => {
  expect(escaped('a<b> & "c"')).toBe('a&#60;b&#62; &#38; &#34;c&#34;');
});
