import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ewma, RollingMedian, Smoother } from './smoothing.ts';

const S = 1e9;

describe('an exponential average', () => {
  it('takes the first value as it is', () => {
    expect(new Ewma(2).next(42, 100 * S)).toBe(42);
    expect(new Ewma(2).next(0, 0)).toBe(0);
  });

  it('covers 1 − 1/e of the way in one time constant', () => {
    const average = new Ewma(2);
    average.next(0, 0);
    expect(average.next(100, 2 * S)).toBeCloseTo(100 * (1 - Math.exp(-1)), 12);
  });

  it('comes equally far in one step or many', () => {
    const inOne = new Ewma(2);
    const inMany = new Ewma(2);
    inOne.next(0, 0);
    inMany.next(0, 0);
    const last = Array.from({ length: 8 }, () => inMany.next(100, 0.25 * S)).at(-1) ?? 0;
    expect(inOne.next(100, 2 * S)).toBeCloseTo(last, 9);
  });

  it('does not move without time, and is there after an eternity', () => {
    const average = new Ewma(2);
    average.next(10, 0);
    expect(average.next(99, 0)).toBe(10);
    expect(average.next(99, 86_400 * S)).toBe(99);
  });

  it('stays between the values it was given', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const average = new Ewma(1.5);
        const last = values.map((next) => average.next(next, 0.25 * S)).at(-1) ?? 0;
        expect(last).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(last).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('a rolling median', () => {
  const medians = (length: number, values: readonly number[]): number[] => {
    const median = new RollingMedian(length);
    return values.map((value) => median.next(value));
  };

  it('is the middle of the last values, of fewer at the start', () => {
    expect(medians(3, [5, 1, 9, 9, 2])).toEqual([5, 3, 5, 9, 9]);
  });

  it('is the mean of the middle two of an even count', () => {
    expect(medians(4, [1, 2, 10, 20, 30])).toEqual([1, 1.5, 2, 6, 15]);
  });

  it('of one value is that value', () => {
    expect(medians(1, [3, -7, 0])).toEqual([3, -7, 0]);
  });

  it('orders numbers as numbers', () => {
    expect(medians(3, [10, 9, 100])).toEqual([10, 9.5, 10]);
  });
});

describe('a smoother', () => {
  it('is the average alone where no robust window is set', () => {
    const smoother = new Smoother(2, 0);
    smoother.next(0, 0);
    expect(smoother.next(100, 2 * S)).toBeCloseTo(63.212, 3);
  });

  it('takes the median before the average, so that one outlier leaves no mark', () => {
    const smoother = new Smoother(2, 3);
    smoother.next(10, 0);
    smoother.next(10, 0.25 * S);
    expect(smoother.next(1e9, 0.25 * S)).toBe(10);
    expect(smoother.next(10, 0.25 * S)).toBe(10);
  });
});
