import { describe, expect, it } from 'vitest';
import { Correlation, Moments } from './moments.ts';

describe('running moments', () => {
  it('give mean and population deviation', () => {
    const moments = new Moments();
    for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) moments.add(value);
    expect([moments.count, moments.mean, moments.deviation]).toEqual([8, 5, 2]);
  });

  it('stay exact far from zero', () => {
    const moments = new Moments();
    for (const value of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) moments.add(value);
    expect(moments.deviation ** 2).toBeCloseTo(22.5, 9);
  });
});

describe('a running correlation', () => {
  const correlate = (pairs: readonly (readonly [number, number])[]): number => {
    const correlation = new Correlation();
    for (const [x, y] of pairs) correlation.add(x, y);
    return correlation.value;
  };

  it('is 1 for a rising line, −1 for a falling one, 0 for a cross', () => {
    expect(correlate([[1, 3], [2, 5], [3, 7]])).toBeCloseTo(1, 12); // prettier-ignore
    expect(correlate([[1, 3], [2, 1], [3, -1]])).toBeCloseTo(-1, 12); // prettier-ignore
    expect(correlate([[-1, 0], [1, 0], [0, -1], [0, 1]])).toBeCloseTo(0, 12); // prettier-ignore
  });

  it('is unknown where a side does not vary', () => {
    expect(correlate([[1, 3], [2, 3]])).toBeNaN(); // prettier-ignore
  });
});
