import { describe, expect, it } from 'vitest';
import { LogHistogram } from './logHistogram.ts';

function histogramOf(values: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe('a log histogram', () => {
  it('is exact for small whole numbers', () => {
    const histogram = histogramOf([1, 1, 2, 3, 255]);
    expect([0, 0.4, 0.5, 0.8, 1].map((share) => histogram.quantile(share))).toEqual([
      1, 1, 2, 3, 255,
    ]);
    expect([histogram.mean, histogram.max, histogram.shareUpTo(2)]).toEqual([52.4, 255, 0.6]);
  });

  it.each([256, 1000, 65_537, 123_456_789, 2 ** 32, 9_876_543_210, 2 ** 53 - 1])(
    'keeps %i to within a 128th, and its mean and maximum exactly',
    (value) => {
      const histogram = histogramOf([value]);
      expect(histogram.quantile(0.5)).toBeLessThanOrEqual(value);
      expect(histogram.quantile(0.5)).toBeGreaterThan(value * (1 - 1 / 128));
      expect([histogram.mean, histogram.max]).toEqual([value, value]);
    },
  );

  it('weights values', () => {
    const histogram = new LogHistogram();
    histogram.add(1, 90);
    histogram.add(5, 10);
    expect([histogram.quantile(0.9), histogram.quantile(0.91), histogram.mean]).toEqual([
      1, 5, 1.4,
    ]);
  });

  it('knows nothing of nothing', () => {
    const histogram = new LogHistogram();
    expect([histogram.quantile(0.5), histogram.mean, histogram.shareUpTo(1)]).toEqual([
      NaN,
      NaN,
      NaN,
    ]);
  });
});
