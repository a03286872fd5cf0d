import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../../core/time.ts';
import { valueOption, type Valuation } from './pricing.ts';
import { smileVolatility, VolatilityLevel } from './smile.ts';

const HOUR_S = 3600;

function value(
  spot: number,
  strike: number,
  right: 'C' | 'P',
  seconds: number,
  volatility = 0.12,
): Valuation {
  return valueOption({ price: 0, delta: 0 }, spot, strike, right, seconds, volatility);
}

describe('option values', () => {
  it('agree with published ones', () => {
    const call = value(687.35, 688, 'C', 120 * 60, 0.11);
    expect(call.price).toBeCloseTo(0.204_585_93, 4);
    expect(call.delta).toBeCloseTo(0.286_934_35, 6);
    const put = value(687, 680, 'P', 390 * 60, 0.15);
    expect(put.price).toBeCloseTo(0.005_362_84, 4);
    expect(put.delta).toBeCloseTo(-0.005_938_04, 6);
  });

  it('keep put-call parity', () => {
    const years = (6 * HOUR_S) / (365 * 86_400);
    const call = value(687.2, 688, 'C', 6 * HOUR_S);
    const put = value(687.2, 688, 'P', 6 * HOUR_S);
    expect(call.price - put.price).toBeCloseTo(687.2 - 688 * Math.exp(-0.04 * years), 9);
    expect(call.delta - put.delta).toBeCloseTo(1, 12);
  });

  it('are near intrinsic value a second before expiry and after it, and worth more before', () => {
    for (const seconds of [1, 0, -30]) {
      expect(value(687.2, 685, 'C', seconds).price).toBeCloseTo(2.2, 2);
      expect(value(687.2, 690, 'C', seconds).price).toBeCloseTo(0, 2);
    }
    expect(value(687.2, 690, 'C', 6 * HOUR_S).price).toBeGreaterThan(0.05);
  });
});

describe('the smile', () => {
  const at = (percent: number): number => smileVolatility(0.15, percent / 100);

  it('is the level at the money', () => {
    expect(at(0)).toBe(0.15);
  });

  it('is skewed: dearer below the money than as far above it', () => {
    for (const percent of [0.2, 0.5, 1]) expect(at(-percent)).toBeGreaterThan(at(percent));
  });

  it('is curved: both wings rise, within bounds', () => {
    expect(at(1.5)).toBeGreaterThan(at(0.5));
    expect(at(-1.5)).toBeGreaterThan(at(-0.5));
    expect(at(-50)).toBe(0.15 * 4);
  });
});

describe('the level of volatility', () => {
  /** Level after ten minutes of steps of so many dollars, one each five seconds, up and down. */
  const levelAfter = (stepDollars: number): number => {
    const level = new VolatilityLevel();
    for (let step = 0; step < 120; step++) {
      level.observe(step * 5 * NS_PER_S, 687 + (step % 2) * stepDollars);
    }
    return level.level;
  };

  it('rises with what spot does and falls when it does nothing', () => {
    const calm = new VolatilityLevel().level;
    expect(levelAfter(0)).toBeLessThan(calm);
    expect(levelAfter(0.1)).toBeGreaterThan(calm);
    expect(levelAfter(0.2)).toBeGreaterThan(levelAfter(0.1));
  });

  it('stays within bounds when spot jumps', () => {
    expect(levelAfter(30)).toBeLessThan(0.5);
  });

  it('does not depend on how often it is looked at between its samples', () => {
    const often = new VolatilityLevel();
    for (let step = 0; step < 600; step++) {
      const spot = 687 + (Math.floor(step / 5) % 2) * 0.1;
      often.observe(step * NS_PER_S, spot);
    }
    expect(often.level).toBe(levelAfter(0.1));
  });
});
