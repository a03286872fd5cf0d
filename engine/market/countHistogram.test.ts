import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountHistogram } from './countHistogram.ts';

const of = (counts: readonly number[]): CountHistogram => {
  const histogram = new CountHistogram();
  for (const count of counts) histogram.add(count);
  return histogram;
};

describe('a histogram of counts', () => {
  it('is exact for small ones', () => {
    const histogram = of([0, 1, 1, 5, 31]);
    expect(histogram.median()).toBe(1);
    expect([0, 1, 2, 31, 32].map((count) => histogram.shareBelow(count))).toEqual([
      0, 0.2, 0.6, 0.8, 1,
    ]);
  });

  it('is a sixteenth off at most for large ones', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 60 }), (counts) => {
        const median = [...counts].sort((a, b) => a - b)[Math.ceil(counts.length / 2) - 1] ?? 0;
        const found = of(counts).median();
        expect(found).toBeLessThanOrEqual(median);
        expect(found).toBeGreaterThanOrEqual(median * (15 / 16) - 1);
      }),
    );
  });

  it('keeps what is beyond all bounds in its last place', () => {
    const histogram = of([2 ** 40, 2 ** 50]);
    expect(histogram.shareBelow(2 ** 31)).toBe(0);
    expect(histogram.shareBelow(5)).toBe(0);
    expect(histogram.median()).toBeGreaterThan(2 ** 30);
  });

  it('of nothing has no shares', () => {
    expect(new CountHistogram().shareBelow(3)).toBeNaN();
    expect(new CountHistogram().median()).toBe(0);
  });
});
