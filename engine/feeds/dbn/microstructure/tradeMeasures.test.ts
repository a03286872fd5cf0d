import { describe, expect, it } from 'vitest';
import { InterArrival } from './interArrival.ts';
import { resultOf, trade } from './testing/bookEvents.ts';
import { TradeSigns } from './tradeSigns.ts';
import { TradeSize } from './tradeSize.ts';

describe('trade sizes', () => {
  it('have quantiles and a share of one-lots, undefined sizes left out', () => {
    const sizes = [1, 1, 1, 2, 5, 0, 0xffff_ffff];
    const result = resultOf(new TradeSize(), [
      { size: 99 },
      ...sizes.map((size, ns) => trade(ns, 'B', size)),
    ]);
    expect(result).toEqual({
      trades: 5,
      volume: 10,
      meanSize: 2,
      p50Size: 1,
      p90Size: 5,
      p99Size: 5,
      maxSize: 5,
      oneLotShare: 0.6,
    });
  });
});

describe('the time between arrivals', () => {
  it('counts records of one time as one arrival', () => {
    const result = resultOf(
      new InterArrival(false),
      [0, 10, 10, 20, 20, 60].map((ns) => ({ ns })),
    );
    expect(result).toMatchObject({ arrivals: 4, meanNs: 20, p50Ns: 10, p90Ns: 40 });
  });

  it('is −1 bursty when regular, and above 0 in bursts', () => {
    const burstiness = (times: readonly number[]) =>
      resultOf(new InterArrival(false), times.map((ns) => ({ ns }))).burstiness; // prettier-ignore
    expect(burstiness([0, 10, 20, 30])).toBe(-1);
    // Intervals 1, 1, 1, 97: mean 25, deviation √1728.
    expect(burstiness([0, 1, 2, 3, 100])).toBeCloseTo(
      (Math.sqrt(1728) - 25) / (Math.sqrt(1728) + 25),
      12,
    );
  });

  it('looks at trades alone when asked to, and not across a closed market', () => {
    const result = resultOf(new InterArrival(true), [
      trade(0, 'B'),
      { ns: 3 },
      trade(8, 'A'),
      { ns: 9 },
      trade(3600e9, 'A'),
      trade(3600e9 + 8, 'A'),
    ]);
    expect(result).toMatchObject({ arrivals: 4, meanNs: 8, burstiness: -1 });
  });

  it('passes over times that go back', () => {
    const result = resultOf(
      new InterArrival(false),
      [0, 50, 20, 60].map((ns) => ({ ns })),
    );
    expect(result).toMatchObject({ arrivals: 3, meanNs: 30 });
  });
});

describe('the signs of market orders', () => {
  it('alternate: −1 at odd lags, 1 at even ones', () => {
    const { orders, buyShare, autocorrelations } = resultOf(
      new TradeSigns(),
      Array.from({ length: 200 }, (_, ns) => trade(ns, ns % 2 === 0 ? 'B' : 'A')),
    );
    expect([orders, buyShare]).toEqual([200, 0.5]);
    expect(autocorrelations.map(({ lag, value }) => [lag, value])).toEqual([
      [1, -1],
      [2, 1],
      [5, -1],
      [10, 1],
      [50, 1],
    ]);
  });

  it('take a sweep for one order, and trades without a side for none', () => {
    const { orders, autocorrelations } = resultOf(new TradeSigns(), [
      trade(0, 'B'),
      trade(0, 'B'),
      trade(0, 'N'),
      trade(1, 'B'),
      trade(2, 'A'),
    ]);
    expect(orders).toBe(3);
    // Signs + + −: mean 1/3, products of neighbours +1 and −1.
    expect(autocorrelations[0]?.value).toBeCloseTo((0 - 1 / 9) / (1 - 1 / 9), 12);
    expect(autocorrelations[2]?.value).toBeNaN();
  });
});
