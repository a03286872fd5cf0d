import { describe, expect, it } from 'vitest';
import { Comparison } from './compare.ts';

function differencesOf(found: unknown, expected: unknown): readonly string[] {
  const comparison = new Comparison();
  comparison.compare('snap', found, expected);
  return comparison.differences;
}

describe('a comparison of two payloads', () => {
  it.each([
    ['an integer that is one off', { added: 5 }, { added: 6 }],
    ['a word', { state: 'WALL' }, { state: 'WEAK' }],
    ['null in place of 0', { hvl: null }, { hvl: 0 }],
    ['a key too many', { a: 1, muted: 'STALE' }, { a: 1 }],
    ['a key too few', { a: 1 }, { a: 1, muted: 'STALE' }],
    ['another order of the keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a list that is longer', { levels: [1, 2] }, { levels: [1] }],
    ['a float two rounding steps off', { velocity: 0.031 }, { velocity: 0.031002 }],
    ['a score two rounding steps off', { break_score_raw: 81 }, { break_score_raw: 81.02 }],
    ['a time that is one off', { ts: 1_765_895_400_250 }, { ts: 1_765_895_400_251 }],
  ])('notices %s', (_what, found, expected) => {
    expect(differencesOf(found, expected)).not.toEqual([]);
  });

  it.each([
    ['a float one rounding step off', { velocity: 0.031 }, { velocity: 0.031001 }],
    ['a score one rounding step off', { break_score_raw: 81 }, { break_score_raw: 81.01 }],
    [
      'a gamma as exact as its volatility',
      { fuel: { net_dealer_gamma: 48_211.5 } },
      { fuel: { net_dealer_gamma: 48_211.5001 } },
    ],
  ])('allows %s', (_what, found, expected) => {
    expect(differencesOf(found, expected)).toEqual([]);
  });

  it('says where, what was found and what was expected', () => {
    const difference = differencesOf({ levels: [{ pulled: 3 }] }, { levels: [{ pulled: 4 }] });
    expect(difference).toEqual(['snap.levels.0.pulled: 3, twin 4']);
  });
});
