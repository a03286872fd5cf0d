import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idNumber, round2, round6 } from './rounding.ts';
import { TradingClock, unixTimeFromHalves } from './time.ts';
import { above, atLeast, atMost, below } from './tolerance.ts';

describe('rounding at the edge', () => {
  it('rounds half up, also below zero', () => {
    expect(round2(0.125)).toBe(0.13);
    expect(round2(-0.125)).toBe(-0.12);
    expect(round2(50.005)).toBe(50.01);
    expect(round6(0.0000005)).toBe(0.000001);
    expect(round6(-2.5 / 1e6)).toBe(-0.000002);
  });

  it('knows no negative zero', () => {
    for (const value of [-0, -1e-9, -0.0000005]) {
      expect(Object.is(round6(value), 0)).toBe(true);
      expect(Object.is(round2(value), 0)).toBe(true);
    }
  });

  it('leaves whole contracts and large notionals alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => {
        expect(round6(value)).toBe(value + 0);
        expect(round2(value)).toBe(value + 0);
      }),
    );
  });

  it('writes numbers in ids without trailing zeros', () => {
    expect(idNumber(687)).toBe('687');
    expect(idNumber(687.5)).toBe('687.5');
    expect(idNumber(0.1 * 6870)).toBe('687');
    expect(idNumber(0.1 + 0.2)).toBe('0.3');
    expect(idNumber(-0)).toBe('0');
  });
});

describe('comparison with a limit', () => {
  it('lets ≤ and ≥ hold a billionth beyond the limit, and < and > not', () => {
    const justOver = 80 + 5e-10;
    const justUnder = 80 - 5e-10;
    expect(atMost(justOver, 80)).toBe(true);
    expect(atLeast(justUnder, 80)).toBe(true);
    expect(above(justOver, 80)).toBe(false);
    expect(below(justUnder, 80)).toBe(false);
  });

  it('sees what lies clearly beyond', () => {
    expect(above(80 + 2e-9, 80)).toBe(true);
    expect(below(80 - 2e-9, 80)).toBe(true);
    expect(atMost(80 + 2e-9, 80)).toBe(false);
    expect(atLeast(80 - 2e-9, 80)).toBe(false);
  });
});

describe('the session clock', () => {
  const halves = (unixNs: bigint): [number, number] => [
    Number(unixNs >> 32n),
    Number(unixNs & 0xffff_ffffn),
  ];
  const midnightMs = Date.UTC(2025, 11, 16);

  it('counts from midnight UTC of the first event, even of one at the last millisecond', () => {
    expect(new TradingClock(midnightMs).epochMs).toBe(midnightMs);
    expect(new TradingClock(midnightMs + 86_399_999).epochMs).toBe(midnightMs);
  });

  it('is exact to the nanosecond for 104 days either way', () => {
    const clock = new TradingClock(midnightMs);
    const epochNs = BigInt(midnightMs) * 1_000_000n;
    const limit = BigInt(Number.MAX_SAFE_INTEGER);
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (sessionNs) => {
        expect(clock.fromHalves(...halves(epochNs + sessionNs))).toBe(Number(sessionNs));
      }),
    );
  });

  it('reads times beyond as beyond, so that they can be refused', () => {
    const clock = new TradingClock(midnightMs);
    const tooLate = clock.fromHalves(0xffff_ffff, 0xffff_ffff);
    const tooEarly = clock.fromHalves(0, 0);
    expect(Math.abs(tooLate)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(Math.abs(tooEarly)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  });

  it('gives Unix milliseconds rounded down, before the epoch too', () => {
    const clock = new TradingClock(midnightMs);
    expect(clock.toUnixMs(1_999_999)).toBe(midnightMs + 1);
    expect(clock.toUnixMs(-1)).toBe(midnightMs - 1);
    expect(clock.fromUnixMs(midnightMs + 250)).toBe(250_000_000);
  });

  it('splits a Unix time into milliseconds and the rest without loss', () => {
    const time = 1_703_545_083_575_044_143n;
    expect(unixTimeFromHalves(...halves(time))).toEqual({ ms: 1_703_545_083_575, ns: 44_143 });
    expect(unixTimeFromHalves(0, 0)).toEqual({ ms: 0, ns: 0 });
  });
});
