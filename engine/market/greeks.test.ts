import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  A19,
  A19_YIELD,
  anyOption,
  MINUTES_PER_YEAR,
  optionTerms,
  pairOf,
  REFERENCE,
} from '../testing/optionTables.ts';
import {
  forwardPrice,
  gammaAt,
  optionCharm,
  optionGamma,
  optionGreeks,
  type OptionTerms,
} from './greeks.ts';

/** Relative where the reference is large enough to have one. */
function expectGamma(found: number, expected: number): void {
  if (expected > 1e-12) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);
  else expect(Math.abs(found)).toBeLessThan(1e-12);
}

describe('price and sensitivities', () => {
  it.each(REFERENCE)('agree with reference row $id', ({ option, volatility, expected }) => {
    const greeks = optionGreeks(option, volatility);
    expect(Math.abs(greeks.price - expected.price)).toBeLessThan(1e-10);
    // Cheap options, too, are right to the tenth digit of their price and delta.
    expect(Math.abs(greeks.price / expected.price - 1)).toBeLessThan(1e-10);
    expect(Math.abs(greeks.delta / expected.delta - 1)).toBeLessThan(1e-10);
    expect(Math.abs(greeks.delta - expected.delta)).toBeLessThan(1e-12);
    expectGamma(greeks.gamma, expected.gamma);
    expectGamma(greeks.vega, expected.vega);
    expectGamma(optionGamma(option, volatility), expected.gamma);
  });

  it('agree with reference row A19 when spot is taken net of its dividend yield', () => {
    const [, right, spot, strike, minutes, rate, volatility, price, delta, gamma, vega] = A19;
    const discount = Math.exp((-A19_YIELD * minutes) / MINUTES_PER_YEAR);
    const option = optionTerms('black-scholes', right, spot * discount, strike, minutes, rate);
    const greeks = optionGreeks(option, volatility);
    expect(Math.abs(greeks.price - price)).toBeLessThan(1e-10);
    expect(Math.abs(greeks.delta * discount - delta)).toBeLessThan(1e-12);
    expectGamma(greeks.gamma * discount ** 2, gamma);
    expectGamma(greeks.vega, vega);
  });
});

describe('any option', () => {
  it('obeys put–call parity, and call and put have one gamma and vega', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, put, volatility } = pairOf(option);
        const c = optionGreeks(call, volatility);
        const p = optionGreeks(put, volatility);
        const discount = Math.exp(-call.rate * call.years);
        const parity = discount * (forwardPrice(call) - call.strike);
        expect(Math.abs(c.price - p.price - parity)).toBeLessThan(1e-9);
        expect(p.gamma).toBe(c.gamma);
        expect(p.vega).toBe(c.vega);
      }),
    );
  });

  it('is the cheaper a call the higher its strike, and a put the lower', () => {
    fc.assert(
      fc.property(anyOption, fc.double({ min: 0.01, max: 5, noNaN: true }), (option, step) => {
        const { call, put, volatility } = pairOf(option);
        const higher = call.strike + step;
        const slack = 1e-11;
        const callPx = optionGreeks(call, volatility).price;
        const putPx = optionGreeks(put, volatility).price;
        expect(optionGreeks({ ...call, strike: higher }, volatility).price).toBeLessThan(
          callPx + slack,
        );
        expect(optionGreeks({ ...put, strike: higher }, volatility).price).toBeGreaterThan(
          putPx - slack,
        );
      }),
    );
  });

  it('is the dearer the more volatile and, without interest, the longer it lives', () => {
    fc.assert(
      fc.property(anyOption, fc.double({ min: 1.01, max: 2, noNaN: true }), (option, factor) => {
        const { call, volatility } = pairOf({ ...option, rate: 0 });
        const { price } = optionGreeks(call, volatility);
        expect(optionGreeks(call, volatility * factor).price).toBeGreaterThan(price);
        const longer = { ...call, years: call.years * factor };
        expect(optionGreeks(longer, volatility).price).toBeGreaterThan(price);
      }),
    );
  });

  it('on a future is one of spot and future exchanged: a call is a put at the mirrored strike', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, volatility } = pairOf({ ...option, model: 'black-76' });
        const mirrored: OptionTerms = {
          ...call,
          right: 'P',
          price: call.strike,
          strike: call.price,
        };
        const [one, other] = [call, mirrored].map((terms) => optionGreeks(terms, volatility).price);
        expect(Math.abs((one ?? 0) - (other ?? 1))).toBeLessThan(1e-9);
      }),
    );
  });

  it('has the delta and gamma that its price shows', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, total, volatility } = pairOf(option);
        const h = 1e-2 * call.price * total;
        const at = (price: number) => optionGreeks({ ...call, price }, volatility).price;
        const { delta, gamma } = optionGreeks(call, volatility);
        const [low, middle, high] = [at(call.price - h), at(call.price), at(call.price + h)];
        const peak = 0.4 / (call.price * total);
        expect(Math.abs((high - low) / (2 * h) - delta)).toBeLessThan(1e-3);
        expect(Math.abs((high - 2 * middle + low) / (h * h) - gamma)).toBeLessThan(2e-3 * peak);
      }),
    );
  });

  it('has the vega that its price shows', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { put, volatility } = pairOf(option);
        const h = 1e-4 * volatility;
        const at = (iv: number) => optionGreeks(put, iv).price;
        const slope = (at(volatility + h) - at(volatility - h)) / (2 * h);
        const peak = 0.4 * put.price * Math.sqrt(put.years);
        expect(Math.abs(slope - optionGreeks(put, volatility).vega)).toBeLessThan(1e-5 * peak);
      }),
    );
  });

  it('has one gamma, whether asked for alone, by its numbers, or with all greeks', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { put, volatility } = pairOf(option);
        const { model, price, strike, years, rate } = put;
        const { gamma } = optionGreeks(put, volatility);
        expect(optionGamma(put, volatility)).toBe(gamma);
        expect(gammaAt(model, price, strike, years, rate, volatility)).toBe(gamma);
      }),
    );
  });
});

describe('charm', () => {
  it('is what delta loses or wins in a minute, call and put, on spot and on a future', () => {
    fc.assert(
      fc.property(anyOption, fc.constantFrom('call', 'put'), (option, side) => {
        const { [side]: terms, volatility } = pairOf(option);
        const h = 1e-4 * terms.years;
        const delta = (years: number) => optionGreeks({ ...terms, years }, volatility).delta;
        const perMinute = (delta(terms.years - h) - delta(terms.years + h)) / (2 * h) / 525_600;
        const scale = 1 / (terms.years * 525_600);
        expect(Math.abs(optionCharm(terms, volatility) - perMinute)).toBeLessThan(1e-6 * scale);
      }),
    );
  });

  it('takes an out-of-the-money call to 0 and an in-the-money one to 1', () => {
    const at = (strike: number) =>
      optionCharm(optionTerms('black-scholes', 'C', 687, strike, 30, 0), 0.12);
    expect(at(688)).toBeLessThan(-0.001);
    expect(at(686)).toBeGreaterThan(0.001);
  });
});

describe('the last minute', () => {
  it('is reached without a jump: every greek a millisecond before is nearly the same', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, put, volatility } = pairOf({ ...option, minutes: 1 });
        for (const terms of [call, put]) {
          const before = { ...terms, years: terms.years * (1 + 1 / 60_000) };
          const [now, then] = [optionGreeks(terms, volatility), optionGreeks(before, volatility)];
          expect(Math.abs(now.price - then.price)).toBeLessThan(1e-4);
          expect(Math.abs(now.delta - then.delta)).toBeLessThan(1e-4);
          expect(Math.abs(now.gamma - then.gamma)).toBeLessThan(1e-4 * now.gamma + 1e-9);
        }
      }),
    );
  });
});
