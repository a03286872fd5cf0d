import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyOption, IMPLIED, optionTerms, pairOf, REFERENCE } from '../testing/optionTables.ts';
import { forwardPrice, optionGreeks, type OptionTerms } from './greeks.ts';
import { forwardTimeValue, impliedVolatility, type IvProblem } from './impliedVolatility.ts';

/** The volatility, or the reason why there is none. */
function ivOf(option: OptionTerms, px: number, minTimeValue?: number): number | IvProblem {
  const { iv, problem } = impliedVolatility(option, px, minTimeValue);
  return problem ?? iv;
}

/** Seven points in the money, five minutes before the close: bounds are 7.20 and 687.20. */
const DEEP = optionTerms('black-scholes', 'C', 687.2, 680, 5, 0);
const AT_THE_MONEY = optionTerms('black-scholes', 'C', 687, 687, 390, 0.04);

describe('implied volatility', () => {
  it.each(IMPLIED)(
    'of reference row %s, and delta and gamma with it',
    (_, right, spot, strike, px, minutes, rate, volatility, delta, gamma) => {
      const option = optionTerms('black-scholes', right, spot, strike, minutes, rate);
      const found = impliedVolatility(option, px).iv ?? Number.NaN;
      expect(Math.abs(found - volatility)).toBeLessThan(1e-10);
      const greeks = optionGreeks(option, found);
      expect(Math.abs(greeks.delta - delta)).toBeLessThan(1e-9);
      expect(Math.abs(greeks.gamma / gamma - 1)).toBeLessThan(1e-9);
    },
  );

  it.each(REFERENCE.filter(({ id }) => id !== 'A13'))(
    'of the price of reference row $id',
    ({ option, volatility, expected }) => {
      // How far a rounding step of the price moves the volatility.
      const slack = 1e-10 + (option.price * 4e-16) / expected.vega;
      const found = impliedVolatility(option, expected.price).iv ?? 0;
      expect(Math.abs(found - volatility)).toBeLessThan(slack);
    },
  );

  it.each<[string, OptionTerms, number, IvProblem]>([
    ['at the lower bound (rows A13, C9)', DEEP, 7.2, 'no_time_value'],
    ['below the lower bound (row C14)', DEEP, 7, 'below_intrinsic'],
    ['above the upper bound (row C15)', DEEP, 700, 'above_bound'],
    ['at the upper bound', DEEP, 687.2, 'above_bound'],
    ['a hair above the lower bound', DEEP, 7.2 + 5e-10, 'no_time_value'],
    ['of nothing', AT_THE_MONEY, 0, 'below_intrinsic'],
    ['of nothing, out of the money', { ...DEEP, right: 'P' }, 0, 'no_time_value'],
    ['below zero', { ...DEEP, right: 'P' }, -1, 'below_intrinsic'],
    ['of no number', DEEP, Number.NaN, 'bad_input'],
    ['without end', DEEP, Number.POSITIVE_INFINITY, 'bad_input'],
    ['on a spot of nothing', { ...DEEP, price: 0 }, 7.3, 'bad_input'],
    ['on a negative future', { ...DEEP, model: 'black-76', price: -37 }, 7.3, 'bad_input'],
    ['at a strike of nothing', { ...DEEP, strike: 0 }, 7.3, 'bad_input'],
    ['without time left', { ...DEEP, years: 0 }, 7.3, 'bad_input'],
    ['of a time that is no number', { ...DEEP, years: Number.NaN }, 7.3, 'bad_input'],
    ['at a rate without end', { ...DEEP, rate: Number.NEGATIVE_INFINITY }, 7.3, 'bad_input'],
  ])('does not exist for a price %s', (_name, option, px, problem) => {
    expect(ivOf(option, px)).toBe(problem);
  });

  it('does not exist below 1% or above 500%, and does at both ends', () => {
    const at = (volatility: number) =>
      ivOf(AT_THE_MONEY, optionGreeks(AT_THE_MONEY, volatility).price);
    expect(at(0.010001)).toBeCloseTo(0.010001, 10);
    expect(at(4.9999)).toBeCloseTo(4.9999, 9);
    expect(at(0.009999)).toBe('out_of_range');
    expect(at(5.0001)).toBe('out_of_range');
  });

  it('is not read from a quote so wide that half of it is more than the time value', () => {
    expect(ivOf(DEEP, 7.3, 0.1)).toBeTypeOf('number');
    expect(ivOf(DEEP, 7.3, 0.11)).toBe('wide_quote');
    expect(ivOf(DEEP, 7.1, 0.5)).toBe('below_intrinsic');
  });

  it('is one for call and put of a strike whose prices are in parity', () => {
    const call = optionTerms('black-scholes', 'C', 687.35, 680, 120, 0.04);
    const put: OptionTerms = { ...call, right: 'P' };
    const parity = Math.exp(-call.rate * call.years) * (forwardPrice(call) - call.strike);
    const [ofCall, ofPut] = [ivOf(call, parity + 0.05), ivOf(put, 0.05)];
    expect(Number(ofCall)).toBeCloseTo(Number(ofPut), 8);
  });
});

/** Far out on both sides, where a price is all tail or all intrinsic value. */
const farOption = fc.record({
  option: anyOption,
  moneyness: fc.double({ min: -9, max: 9, noNaN: true }),
  side: fc.constantFrom('call' as const, 'put' as const),
});

describe('any price', () => {
  it('of an option has a volatility that gives the price again, or so little time value that it says nothing', () => {
    fc.assert(
      fc.property(farOption, ({ option, moneyness, side }) => {
        const pair = pairOf({ ...option, moneyness });
        const px = optionGreeks(pair[side], pair.volatility).price;
        const found = ivOf(pair[side], px);
        if (typeof found === 'string') {
          expect(Math.abs(forwardTimeValue(pair[side], px))).toBeLessThan(1.1e-9);
          return;
        }
        expect(Math.abs(optionGreeks(pair[side], found).price - px)).toBeLessThan(1e-10);
      }),
      { numRuns: 500 },
    );
  });

  it('whatever it is gives a volatility in range that reprices it, or a reason', () => {
    fc.assert(
      fc.property(farOption, fc.double(), ({ option, moneyness, side }, px) => {
        const { [side]: terms } = pairOf({ ...option, moneyness });
        const { iv, problem } = impliedVolatility(terms, px);
        if (problem !== null) {
          expect(iv).toBeNull();
          return;
        }
        expect(iv).toBeGreaterThanOrEqual(0.01);
        expect(iv).toBeLessThanOrEqual(5);
        expect(Math.abs(optionGreeks(terms, iv).price - px)).toBeLessThan(1e-7);
      }),
    );
  });

  it('that is higher has a higher volatility', () => {
    fc.assert(
      fc.property(
        farOption,
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0.001, max: 5, noNaN: true }),
        ({ option, moneyness, side }, timeValue, more) => {
          const { [side]: terms } = pairOf({ ...option, moneyness });
          const intrinsic = -forwardTimeValue(terms, 0) * Math.exp(-terms.rate * terms.years);
          const lower = impliedVolatility(terms, intrinsic + timeValue).iv;
          const higher = impliedVolatility(terms, intrinsic + timeValue + more).iv;
          if (lower !== null && higher !== null) expect(higher).toBeGreaterThan(lower);
        },
      ),
    );
  });
});
