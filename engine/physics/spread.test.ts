import { describe, expect, it } from 'vitest';
import type { BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { makePlugIns } from './registry.ts';
import { SpreadEngine, type SpreadMetrics } from './spread.ts';

const SNAP_MS = 250;
/** A book with the best ask so many ticks above a bid at 6870. */
const spreadOf = (ticks: number): BookSides => ({
  bids: [[6870, 10]],
  asks: [[6870 + ticks * 0.25, 10]],
});

/** Plays one snap per spread, in ticks, and says what the engine makes of the last. */
function readings(spreads: readonly number[], script: MarketScript = aMarket()) {
  const engine = new SpreadEngine();
  for (const ticks of spreads) {
    script.later(SNAP_MS).book(spreadOf(ticks));
    engine.startSnap(script.looked());
  }
  return { engine, script, metrics: engine.compute() };
}

const last = (...spreads: number[]): SpreadMetrics => readings(spreads).metrics;

describe('the spread engine', () => {
  it('gives the spread in basis points of the mid', () => {
    expect(last(1).spread_bps).toBeCloseTo((0.25 / 6870.125) * 1e4, 9);
  });

  it('ranks a spread by the share below it and half of those equal, itself included', () => {
    expect(last(1).percentile).toBe(0.5);
    expect(last(1, 1, 1).percentile).toBe(0.5);
    expect(last(1, 1, 1, 2).percentile).toBe(3.5 / 4);
    expect(last(2, 2, 2, 1).percentile).toBe(0.5 / 4);
    expect(last(1, 2, 2, 3, 2).percentile).toBe((1 + 1.5) / 5);
  });

  it.each<[string, number, string, readonly number[]]>([
    ['TIGHT', 75, 'tight book', [2, 1]],
    ['NORMAL', 50, 'normal spread', [1]],
    ['WIDE', 25, 'wide book', [1, 2]],
  ])(
    'is %s (score %d, "%s") after spreads of %j, at the quartile exactly',
    (state, score, clause, spreads) => {
      const { engine, metrics } = readings(spreads);
      expect(metrics.state).toBe(state);
      expect(engine.score(metrics)).toBe(score);
      expect(engine.clause(metrics)).toBe(clause);
    },
  );

  it('is normal just inside the quartiles', () => {
    expect(last(2, 2, 1, 1)).toMatchObject({ percentile: 0.25, state: 'TIGHT' });
    expect(last(2, 2, 2, 1, 1, 1)).toMatchObject({ percentile: 0.25, state: 'TIGHT' });
    expect(last(2, 2, 1, 1, 1)).toMatchObject({ percentile: 0.3, state: 'NORMAL' });
    expect(last(1, 1, 2, 2, 2)).toMatchObject({ percentile: 0.7, state: 'NORMAL' });
  });

  it('looks back five minutes, half open', () => {
    const engine = new SpreadEngine();
    const script = aMarket().book(spreadOf(1));
    engine.startSnap(script.looked());
    script.later(299_999).book(spreadOf(2));
    engine.startSnap(script.looked());
    expect(engine.compute()).toMatchObject({ percentile: 0.75, confidence: 0.02 });
    script.later(1);
    engine.startSnap(script.looked());
    expect(engine.compute()).toMatchObject({ percentile: 0.5, confidence: 0.02 });
  });

  it('is trusted in full from a hundred snaps on', () => {
    expect(last(...Array<number>(50).fill(1)).confidence).toBe(0.5);
    expect(last(...Array<number>(101).fill(1)).confidence).toBe(1);
  });

  it.each<[string, (script: MarketScript) => MarketScript]>([
    ['crossed', (script) => script.book({ bids: [[6871, 1]], asks: [[6870, 1]] })],
    ['locked', (script) => script.book({ bids: [[6870, 1]], asks: [[6870, 1]] })],
    ['one-sided', (script) => script.book({ bids: [[6870, 1]] })],
    ['cleared', (script) => script.clearBook()],
  ])('knows nothing and samples nothing while the book is %s', (_, spoil) => {
    const { engine, script } = readings([1, 2]);
    spoil(script.later(SNAP_MS));
    engine.startSnap(script.looked());
    const metrics = engine.compute();
    expect(metrics).toEqual({
      state: null,
      spread_bps: null,
      percentile: null,
      confidence: 0.02,
    });
    expect(engine.score(metrics)).toBe(50);
    expect(engine.clause(metrics)).toBe('normal spread');
    script.later(SNAP_MS).book(spreadOf(2));
    engine.startSnap(script.looked());
    expect(engine.compute()).toMatchObject({ percentile: 2 / 3, confidence: 0.03 });
  });

  it('starts anew with a session', () => {
    const { engine, script } = readings([1, 1, 1, 2]);
    engine.startSession();
    engine.startSnap(script.later(SNAP_MS).looked());
    expect(engine.compute()).toMatchObject({ percentile: 0.5, confidence: 0.01 });
  });
});

describe('the registry', () => {
  const weights = { w_L: 0.43, w_H: 0.33, w_T: 0.19, w_S: 0.05 };

  it('switches the spread engine on by its weight', () => {
    expect(makePlugIns(aMarket().market.config)).toEqual([]);
    expect(makePlugIns(aMarket(weights).market.config).map(({ id }) => id)).toEqual(['spread']);
  });

  it('puts its score, figures and clause into the payload, behind the listed keys', () => {
    const script = aMarket(weights).book(spreadOf(1)).buys(6870).hotzone('1', 6870);
    const level = script.level('HOTZONE_1');
    expect(Object.keys(level).slice(-3)).toEqual(['note', 'spread', 'sensitivity']);
    expect(Object.keys(level.scores)).toEqual(['liquidity', 'hedge', 'tape', 'spread']);
    expect(level.spread).toEqual({
      state: 'NORMAL',
      spread_bps: 0.363894,
      percentile: 0.5,
      confidence: 0.01,
    });
    expect(level.note.endsWith('; normal spread')).toBe(true);
    const { liquidity, hedge, tape } = level.scores;
    const raw = 0.43 * liquidity + 0.33 * hedge + 0.19 * tape + 0.05 * 50;
    expect(level.break_score_raw).toBeCloseTo(raw, 2);
  });

  it('leaves no trace in the payload where it is off', () => {
    const level = aMarket().book(spreadOf(1)).buys(6870).hotzone('1', 6870).level('HOTZONE_1');
    expect(level).not.toHaveProperty('spread');
    expect(level.scores).not.toHaveProperty('spread');
  });
});
