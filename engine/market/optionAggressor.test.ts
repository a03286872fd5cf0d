import { describe, expect, it } from 'vitest';
import { BUY, MID, SELL } from '../core/events.ts';
import { aQuote, nanos } from '../testing/builders.ts';
import { isUsable, optionAggressor } from './optionAggressor.ts';

const judge = (bid: number, ask: number, px: number) =>
  optionAggressor(nanos(px), aQuote(bid, ask));

describe('who crossed the spread of an option', () => {
  it.each([
    [1.0, 1.02, 1.02, BUY],
    [1.0, 1.02, 1.0, SELL],
    [1.0, 1.02, 1.01, MID],
    [1.0, 1.02, 1.05, BUY],
    [1.0, 1.02, 0.97, SELL],
    [1.0, 1.0, 1.0, MID],
    [1.03, 1.02, 1.02, MID],
    [0, 0.01, 0.01, BUY],
    [0, 0.01, 0, SELL],
    [0.29, 0.1 * 3, 0.3, BUY],
  ])('at %d × %d a print at %d is %d', (bid, ask, px, expected) => {
    expect(judge(bid, ask, px)).toBe(expected);
  });

  it('inside the spread is the nearer side by more than a quarter of the spread from mid', () => {
    expect(judge(1.0, 1.04, 1.03)).toBe(MID);
    expect(judge(1.0, 1.04, 1.0301)).toBe(BUY);
    expect(judge(1.0, 1.04, 1.01)).toBe(MID);
    expect(judge(1.0, 1.04, 1.0099)).toBe(SELL);
    expect(judge(1.0, 1.04, 1.02)).toBe(MID);
  });

  it('is exact about the quarter where floats are not', () => {
    // 0.07 + 0.75 × 0.08 = 0.13, which no sum of doubles makes exactly.
    expect(judge(0.07, 0.15, 0.13)).toBe(MID);
    expect(judge(0.07, 0.15, 0.09)).toBe(MID);
    expect(judge(0.07, 0.15, 0.130000001)).toBe(BUY);
    expect(judge(0.07, 0.15, 0.089999999)).toBe(SELL);
  });

  it('is unknown without a quote, or with one that lacks a side', () => {
    expect(optionAggressor(nanos(1), null)).toBe(MID);
    expect(optionAggressor(nanos(1.02), aQuote(1, 1.02, 0, 10))).toBe(MID);
    expect(optionAggressor(nanos(1.02), aQuote(1, 1.02, 10, 0))).toBe(MID);
    expect(optionAggressor(nanos(1.02), { ...aQuote(1, 1), askNanos: Number.NaN })).toBe(MID);
  });
});

describe('a usable quote', () => {
  it('has two sides and a spread, and no negative price', () => {
    expect(isUsable(aQuote(0, 0.01))).toBe(true);
    expect(isUsable(aQuote(1, 1))).toBe(false);
    expect(isUsable(aQuote(1.01, 1))).toBe(false);
    expect(isUsable(aQuote(-0.01, 1))).toBe(false);
    expect(isUsable(aQuote(1, 2, 0, 1))).toBe(false);
  });
});
