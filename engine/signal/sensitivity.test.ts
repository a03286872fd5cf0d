import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BID } from '../core/events.ts';
import type { LevelPayload } from '../core/payload.ts';
import { anOption, type BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const BOOK: BookSides = { bids: [[6869.75, 300]], asks: [[6870.25, 300]] };
const ID = 'HOTZONE_1';
const CALL = anOption('C', 687);

/** A support right below spot whose book has vanished: 45 points of the book, 35 of chasing dealers. */
function vanishing(overrides: ConfigOverrides = {}): MarketScript {
  const script = aMarket(
    { ratio_mode: 'fixed', BREAK_SCORE_THRESHOLD: 70, W_b: 600, W_g: 600, ...overrides },
    'spy-0dte',
  );
  script.book(BOOK).buys(6870).hotzone('1', 686.99);
  script.market.flows.append(script.nowNs, BID, 27_480, 0, 500, 0);
  return script;
}

/** The level after three more seconds, with the book alive: as long as a trigger holds. */
function held(script: MarketScript): LevelPayload {
  script.snap();
  return script.later(3000).book(BOOK).level(ID);
}

describe('the sensitivity of a signal to fuel', () => {
  it('says where it stands on the book alone', () => {
    expect(held(vanishing({ BREAK_SCORE_THRESHOLD: 40 }).flow(CALL, -20_000))).toMatchObject({
      signal: 'BREAK',
      sensitivity: { fuel_neutral: 'BREAK', fuel_reversed: 'BREAK' },
    });
  });

  it('says where it needs the sign of fuel, or fuel itself', () => {
    // 80 points; 62.5 with neutral fuel, 45 with the other sign.
    const signalAt = (threshold: number) =>
      held(vanishing({ BREAK_SCORE_THRESHOLD: threshold }).flow(CALL, -20_000));
    expect(signalAt(60)).toMatchObject({
      signal: 'BREAK',
      sensitivity: { fuel_neutral: 'BREAK', fuel_reversed: 'NEUTRAL' },
    });
    expect(signalAt(70)).toMatchObject({
      signal: 'BREAK',
      sensitivity: { fuel_neutral: 'NEUTRAL', fuel_reversed: 'NEUTRAL' },
    });
  });

  it('says where the other sign would have made a signal of none', () => {
    expect(held(vanishing().flow(CALL, 20_000))).toMatchObject({
      signal: 'NEUTRAL',
      sensitivity: { fuel_neutral: 'NEUTRAL', fuel_reversed: 'BREAK' },
    });
  });

  it('is the signal itself while fuel is neutral, and where fuel has no weight', () => {
    for (const script of [
      vanishing({ BREAK_SCORE_THRESHOLD: 60 }),
      vanishing({ w_L: 1, w_H: 0, w_T: 0 }).flow(CALL, -20_000),
    ]) {
      expect(held(script)).toMatchObject({
        signal: 'BREAK',
        sensitivity: { fuel_neutral: 'BREAK', fuel_reversed: 'BREAK' },
      });
    }
  });

  it('has timers of its own, which fuel that turns does not start anew', () => {
    const script = vanishing({ BREAK_SCORE_THRESHOLD: 60 }).flow(CALL, -20_000);
    script.snap();
    // Dealers come to fade: 45 points end the signal, but 62.5 would have gone on.
    script.later(1500).book(BOOK).flow(CALL, 40_000).snap();
    const level = script.later(1500).book(BOOK).level(ID);
    expect(level).toMatchObject({
      signal: 'NEUTRAL',
      sensitivity: { fuel_neutral: 'BREAK', fuel_reversed: 'NEUTRAL' },
    });
    expect(script.later(1500).book(BOOK).level(ID).sensitivity.fuel_reversed).toBe('BREAK');
  });

  it('is muted with the signal, and starts anew with its timers', () => {
    const script = vanishing({ BREAK_SCORE_THRESHOLD: 40 }).flow(CALL, -20_000);
    held(script);
    const muted = script.gap('options').later(250).level(ID);
    expect(muted.muted).toBe('RESYNC');
    expect(muted.sensitivity).toEqual({ fuel_neutral: 'NEUTRAL', fuel_reversed: 'NEUTRAL' });
    script.book(BOOK).later(3000).book(BOOK).snap();
    expect(script.later(2999).book(BOOK).level(ID).sensitivity.fuel_neutral).toBe('NEUTRAL');
    expect(script.later(1).book(BOOK).level(ID).sensitivity.fuel_neutral).toBe('BREAK');
  });

  it('starts anew where the level was not active in between', () => {
    const script = vanishing({ BREAK_SCORE_THRESHOLD: 40 }).flow(CALL, -20_000);
    held(script);
    script.buys(6890).later(250).snap();
    const back = script.book(BOOK).buys(6870).later(250).level(ID);
    expect(back.sensitivity).toEqual({ fuel_neutral: 'NEUTRAL', fuel_reversed: 'NEUTRAL' });
    expect(script.later(3000).book(BOOK).level(ID).sensitivity.fuel_reversed).toBe('BREAK');
  });

  it('has no score above 100 where the weights miss a sum of 1 by a billionth', () => {
    const weights = { w_L: 0.6, w_H: 0.4 + 9e-10, w_T: 0 };
    const script = vanishing({ ...weights, BREAK_SCORE_THRESHOLD: 100 }).flow(CALL, 20_000);
    expect(held(script).sensitivity.fuel_reversed).toBe('NEUTRAL');
  });
});
