import { describe, expect, it } from 'vitest';
import { buildLevel, SPY_CONFIG } from '../model/testing.ts';
import { scoreParts, scoreTone, tapeWord } from './scoreParts.ts';

describe('the parts of a score', () => {
  it('add up to the raw score', () => {
    const level = buildLevel({ scores: { liquidity: 100, hedge: 50, tape: 26 } });
    const points = scoreParts(level, SPY_CONFIG).map((part) => part.points);
    expect(points.reduce((sum, each) => sum + each, 0)).toBeCloseTo(67.7, 9);
  });

  it('have a fourth one when the spread engine has a weight', () => {
    const config = { ...SPY_CONFIG, w_L: 0.4, w_S: 0.05 };
    const spread = { state: 'TIGHT' as const, spread_bps: 0.36, percentile: 0.1, confidence: 1 };
    const scores = { liquidity: 50, hedge: 50, tape: 50, spread: 75 };
    const parts = scoreParts(buildLevel({ spread, scores }), config);
    expect(parts.at(-1)).toMatchObject({ key: 'spread', points: 3.75, word: 'tight spread' });
    const unknown = { ...spread, state: null, spread_bps: null, percentile: null };
    expect(scoreParts(buildLevel({ spread: unknown, scores }), config).at(-1)?.word).toBe(
      'no spread',
    );
    expect(scoreParts(buildLevel(), SPY_CONFIG)).toHaveLength(3);
  });

  it('say what the tape does', () => {
    const { tape } = buildLevel();
    expect(tapeWord(buildLevel())).toBe('no prints');
    expect(tapeWord(buildLevel({ tape: { ...tape, sell_vol: 5, imbalance: -1 } }))).toBe('sellers');
    const even = { ...tape, buy_vol: 5, sell_vol: 5 };
    expect(tapeWord(buildLevel({ tape: even }))).toBe('balanced');
    const sweep = { ...tape.sweep, detected: true, direction: 'UP' as const };
    expect(tapeWord(buildLevel({ tape: { ...tape, sweep } }))).toBe('sweep up');
  });

  it('are amber where they help a break and blue where they hold', () => {
    expect([100, 75, 60, 50, 20, 0].map(scoreTone)).toEqual([
      'break',
      'break',
      'leaning',
      'flat',
      'hold',
      'hold',
    ]);
  });
});
