import { describe, expect, it } from 'vitest';
import { holdRange, rangeOf } from './stableRange.ts';

describe('the shown price range', () => {
  const first = holdRange(undefined, { min: 686, max: 688 }, 1);

  it('leaves room above and below', () => {
    expect(first.min).toBeLessThan(686);
    expect(first.max).toBeGreaterThan(688);
  });

  it('holds still while everything fits', () => {
    expect(holdRange(first, { min: 686.1, max: 688.1 }, 1)).toBe(first);
  });

  it('moves when a price leaves it', () => {
    const moved = holdRange(first, { min: 686, max: 689 }, 1);
    expect(moved.max).toBeGreaterThan(689);
  });

  it('comes closer when little of it is needed', () => {
    const closer = holdRange(first, { min: 687, max: 687.5 }, 0.2);
    expect(closer.max - closer.min).toBeLessThan(1);
  });

  it('has a height even when price stands still', () => {
    const flat = holdRange(undefined, { min: 687, max: 687 }, 1);
    expect(flat.max - flat.min).toBeGreaterThanOrEqual(1);
  });

  it('ignores prices that are not numbers', () => {
    expect(rangeOf([Number.NaN, 687, 688])).toEqual({ min: 687, max: 688 });
    expect(rangeOf([Number.NaN])).toBeUndefined();
  });
});
