import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import type { BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { fillHabitWarnings } from './runWarnings.ts';

const bids = (size: number): BookSides => ({ bids: [[6870, size]], asks: [[6870.25, 50]] });

/** A hundred trades of 20 contracts, each with its change `laterMs` after it, before it if negative. */
function traded(laterMs: number, overrides: ConfigOverrides = {}, trades = 100): MarketScript {
  const script = aMarket(overrides).book(bids(100));
  for (let trade = 0; trade < trades; trade++) {
    script.later(100);
    if (laterMs < 0) script.book(bids(80)).later(-laterMs).sells(6870, 20);
    else script.sells(6870, 20).later(laterMs).book(bids(80));
    script.later(100).book(bids(100));
  }
  return script;
}

const warnings = (script: MarketScript) => fillHabitWarnings(script.market);

describe('a feed whose trades come at another time than their change', () => {
  it('is warned of, with what to do', () => {
    for (const laterMs of [-0.3, 0.3]) {
      expect(warnings(traded(laterMs))).toMatchObject([
        {
          kind: 'fill_habit',
          count: 2000,
          text: expect.stringContaining('fill_habit=auto') as string,
        },
      ]);
    }
    expect(warnings(traded(-0.3))[0]?.text).toBe(
      'Only 0 % of 2,000 traded contracts met a decrease of the book at their time, ' +
        'the others count as pulled: try fill_habit=auto.',
    );
  });

  it('is not, where another rule is in force, or too little was traded to tell', () => {
    expect(warnings(traded(-0.3, { fill_habit: 'auto' }))).toEqual([]);
    expect(warnings(traded(-0.3, { FILL_REMATCH_MS: 1 }))).toEqual([]);
    expect(warnings(traded(-0.3, {}, 49))).toEqual([]);
  });

  it('is not where trades come with their change', () => {
    expect(warnings(traded(0))).toEqual([]);
    expect(warnings(traded(0.3, { FILL_MATCH_MS: 1 }))).toEqual([]);
  });
});
