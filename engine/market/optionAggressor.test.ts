import { describe, expect, it } from 'vitest';
import { BUY, MID, SELL } from '../core/events.ts';
import { aQuote, nanos } from '../testing/builders.ts';
import { isUsable, signByFeed, signByQuote, verdictOf, VERDICTS } from './optionAggressor.ts';

const verdict = (bid: number, ask: number, px: number) => signByQuote(nanos(px), aQuote(bid, ask));
const judge = (bid: number, ask: number, px: number) => verdict(bid, ask, px).side;

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
    const useless = [
      null,
      aQuote(1, 1.02, 0, 10),
      aQuote(1, 1.02, 10, 0),
      { ...aQuote(1, 1), askNanos: Number.NaN },
    ];
    for (const quote of useless) {
      expect(signByQuote(nanos(1.02), quote)).toEqual(VERDICTS.noUsableQuote);
    }
    expect(VERDICTS.noUsableQuote.side).toBe(MID);
  });
});

describe('the rule that signs a trade', () => {
  it.each([
    ['at the ask', 1.04, 'at_quote'],
    ['at the bid', 1.0, 'at_quote'],
    ['above the ask', 1.3, 'at_quote'],
    ['below the bid', 0.9, 'at_quote'],
    ['near the ask, price improved', 1.0301, 'by_tolerance'],
    ['near the bid, price improved', 1.0099, 'by_tolerance'],
    ['at the midpoint', 1.02, 'mid'],
    ['a quarter of the spread from it', 1.03, 'mid'],
  ])('is, %s, its place in the spread', (_where, px, signing) => {
    expect(verdict(1.0, 1.04, px).signing).toBe(signing);
  });

  it.each([
    ['locked', 1.0, 1.0],
    ['crossed', 1.03, 1.02],
    ['negative', -0.01, 0.02],
  ])('is none against a quote that is %s', (_what, bid, ask) => {
    expect(verdict(bid, ask, ask).signing).toBe('no_usable_quote');
  });

  it("is the feed's word where it names a side, and none where it says that there is none", () => {
    expect(signByFeed(BUY)).toMatchObject({ side: BUY, signing: 'feed' });
    expect(signByFeed(SELL)).toMatchObject({ side: SELL, signing: 'feed' });
    expect(signByFeed(MID)).toMatchObject({ side: MID, signing: 'mid' });
  });

  it('has a number of its own per verdict', () => {
    const all = Object.values(VERDICTS);
    expect(all.map(({ code }) => verdictOf(code))).toEqual(all);
    expect([verdictOf(0), verdictOf(all.length + 1), verdictOf(255)]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
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
