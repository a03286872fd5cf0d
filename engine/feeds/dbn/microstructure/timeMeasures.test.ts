import { describe, expect, it } from 'vitest';
import { OrderFlowImbalance } from './orderFlowImbalance.ts';
import { resultOf } from './testing/bookEvents.ts';
import { UpdateRate } from './updateRate.ts';
import { VolatilitySignature } from './volatilitySignature.ts';

const S = 1e9;
const book = (ns: number, bid: number, bidSize = 10) => ({
  ns,
  bids: [[bid, bidSize]] as const,
  asks: [[bid + 1, 10]] as const,
});

describe('order-flow imbalance', () => {
  it('adds up what the best prices gain and lose, by the second', () => {
    const result = resultOf(new OrderFlowImbalance(), [
      book(0, 100, 10),
      book(0.5 * S, 100, 14),
      // Second 0: +4. Second 1: the bid loses its 14, the ask comes down with 10.
      book(1.5 * S, 99, 20),
      // Second 2: both move up: +30 of the new bid, +10 of the ask that went.
      book(2.5 * S, 100, 30),
      book(3.5 * S, 100, 30),
    ]);
    const [mean, squares] = [(4 - 24 + 40) / 3, (4 ** 2 + 24 ** 2 + 40 ** 2) / 3];
    expect(result.seconds).toBe(3);
    expect(result.deviation).toBeCloseTo(Math.sqrt(squares - mean ** 2), 9);
    // Mid changes 0, −1, +1 against 4, −24, 40.
    expect(result.midChangeCorrelation).toBeCloseTo(
      (24 + 40) / Math.sqrt(3 * (squares - mean ** 2) * 2),
      9,
    );
    expect(result.lag1Autocorrelation).toBeCloseTo(-1, 12);
  });

  it('starts anew after a closed market', () => {
    const result = resultOf(new OrderFlowImbalance(), [
      book(0, 100),
      book(1 * S, 100),
      book(3600 * S, 200),
      book(3601 * S, 200),
    ]);
    expect(result).toMatchObject({ seconds: 2, deviation: 0 });
  });
});

describe('the volatility signature', () => {
  const variances = (events: Parameters<typeof resultOf>[1]) =>
    new Map(
      resultOf(new VolatilitySignature(), events).samplings.map(
        ({ intervalSeconds, variancePerSecond }) => [intervalSeconds, variancePerSecond],
      ),
    );

  it('falls with the interval where the price bounces', () => {
    // Up in the middle of every even second, down in the middle of every odd one.
    const events = Array.from({ length: 61 }, (_, second) =>
      book(second === 0 ? 0 : (second - 0.5) * S, 100 + (second % 2)),
    );
    const signature = variances(events);
    expect(signature.get(1)).toBe(1);
    expect(signature.get(10)).toBe(0);
    expect(signature.get(0.1)).toBeCloseTo(1, 1);
  });

  it('rises with the interval where the price trends', () => {
    const events = Array.from({ length: 62 }, (_, second) => book(second * S, 100 + second));
    const signature = variances(events);
    expect([signature.get(1), signature.get(5), signature.get(30)]).toEqual([1, 5, 30]);
  });

  it('keeps the last price while the book is crossed', () => {
    const crossed = { ns: 1.5 * S, bids: [[150, 1]] as const, asks: [[101, 1]] as const };
    const signature = variances([book(0, 100), crossed, book(2.5 * S, 102), book(4.5 * S, 102)]);
    // Samples at 1, 2, 3 and 4 s: 100.5 twice, then 102.5 twice.
    expect(signature.get(1)).toBe(4 / 3);
  });
});

describe('the update rate', () => {
  it('counts the records of each second, the empty ones, too', () => {
    const times = [0, 0.1, 0.2, 3.5, 3.6, 3.7, 3.8, 3.9];
    const rate = resultOf(new UpdateRate(), times.map((s) => ({ ns: s * S }))); // prettier-ignore
    expect(rate).toEqual({
      seconds: 4,
      meanPerSecond: 2,
      p50PerSecond: 0,
      p99PerSecond: 5,
      peakPerSecond: 5,
      peakAtSeconds: 3,
    });
  });

  it('does not count a closed market', () => {
    const rate = resultOf(new UpdateRate(), [{ ns: 0 }, { ns: 3600 * S }]);
    expect(rate).toMatchObject({ seconds: 2, meanPerSecond: 1 });
  });
});
