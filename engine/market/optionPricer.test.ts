import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import type { OptionContract, OptionQuote } from '../core/events.ts';
import { dayNumber } from '../core/newYork.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { MS_PER_DAY, TradingClock } from '../core/time.ts';
import { aClock, aConfig, anOption, aQuote, newYorkNs, TEST_DAY } from '../testing/builders.ts';
import { optionGamma, optionGreeks, type OptionTerms } from './greeks.ts';
import { OptionPricer, solveIv } from './optionPricer.ts';

const SPOT = 687.35;
const TEN = newYorkNs('10:00');
const S = 1e9;
const SECONDS_PER_YEAR = 365 * 86_400;

/** Without interest the forward is spot, so that reference values are easy to state. */
const pricer = (overrides: ConfigOverrides = {}): OptionPricer =>
  new OptionPricer(aConfig({ RISK_FREE: 0, ...overrides }, 'spy-0dte'), 'black-scholes', aClock());

/** Gamma at a volatility, six hours before the close unless told otherwise. */
function gammaAt(
  { right, strike }: OptionContract,
  volatility: number,
  { secondsLeft = 6 * 3600, spot = SPOT } = {},
): number {
  const years = secondsLeft / SECONDS_PER_YEAR;
  const terms: OptionTerms = {
    model: 'black-scholes',
    right,
    strike,
    price: spot,
    years,
    rate: 0,
  };
  return optionGamma(terms, volatility);
}

const CALL = anOption('C', 688);
/** Below intrinsic for any option here: no volatility gives it. */
const WORTHLESS_PX = 0;
const NO_IV = [SPOT, null, WORTHLESS_PX] as const;
const DEFAULT_IV = 0.2;

/** A mid of 0.62. */
const LIVELY = aQuote(0.6, 0.64);

describe('the gamma of an option trade', () => {
  it('comes from the middle of the quote, not from the trade', () => {
    const first = pricer().gamma(TEN, CALL, SPOT, LIVELY, 0.6);
    const second = pricer().gamma(TEN, CALL, SPOT, LIVELY, 0.64);
    const fromTrade = pricer().gamma(TEN, CALL, SPOT, null, 0.62);
    expect(first).toBe(second);
    expect(first).toBeCloseTo(fromTrade, 12);
  });

  it.each<[string, OptionQuote]>([
    ['crossed', aQuote(0.9, 0.5)],
    ['locked', aQuote(0.9, 0.9)],
    ['without a bid', aQuote(0.5, 0.9, 0, 10)],
    ['without an ask', aQuote(0.5, 0.9, 10, 0)],
  ])('comes from the trade where the quote is %s', (_, quote) => {
    const gamma = pricer().gamma(TEN, CALL, SPOT, quote, 0.62);
    expect(gamma).toBe(pricer().gamma(TEN, CALL, SPOT, null, 0.62));
  });

  it('reproduces the volatility that made the price', () => {
    // Row C1 of the reference values without interest: 0.62 two hours before the close.
    const at14 = newYorkNs('14:00');
    const gamma = pricer().gamma(at14, CALL, SPOT, LIVELY, 0);
    expect(gamma).toBeCloseTo(gammaAt(CALL, 0.219098903, { secondsLeft: 7200 }), 7);
    expect(gamma).toBeCloseTo(0.16839617, 8);
  });

  it('uses the default volatility where nothing is known', () => {
    expect(pricer().gamma(TEN, CALL, ...NO_IV)).toBe(gammaAt(CALL, DEFAULT_IV));
  });

  it('takes no volatility from a time value under half the spread', () => {
    // Intrinsic 7.35. Mid 7.45: time value 0.10 against half a spread of 0.10, then of 0.11.
    const deep = anOption('C', 680);
    const enough = pricer().gamma(TEN, deep, SPOT, aQuote(7.35, 7.55), 0);
    expect(enough).not.toBe(gammaAt(deep, DEFAULT_IV));
    const tooLittle = pricer().gamma(TEN, deep, SPOT, aQuote(7.34, 7.56), 0);
    expect(tooLittle).toBe(gammaAt(deep, DEFAULT_IV));
  });

  it('has at least a minute to go, at the close and long after it', () => {
    const lastMinute = gammaAt(CALL, DEFAULT_IV, { secondsLeft: 60 });
    for (const time of ['15:59:00', '15:59:30', '16:00:00', '16:14:59']) {
      expect(pricer().gamma(newYorkNs(time), CALL, ...NO_IV)).toBe(lastMinute);
    }
    const before = pricer().gamma(newYorkNs('15:58:59'), CALL, ...NO_IV);
    expect(before).toBe(gammaAt(CALL, DEFAULT_IV, { secondsLeft: 61 }));
  });

  it('counts the days to a later expiry in calendar time', () => {
    const nextDay = anOption('C', 688, TEST_DAY + 1);
    const expected = gammaAt(nextDay, DEFAULT_IV, { secondsLeft: 30 * 3600 });
    expect(pricer().gamma(TEN, nextDay, ...NO_IV)).toBe(expected);
  });
});

describe('a cached gamma', () => {
  it('is used for less than a second, whatever the quote does', () => {
    const options = pricer();
    const first = options.gamma(TEN, CALL, SPOT, LIVELY, 0);
    const dearer = aQuote(0.9, 0.94);
    expect(options.gamma(TEN + S - 1, CALL, SPOT, dearer, 0)).toBe(first);
    expect(options.gamma(TEN + S, CALL, SPOT, dearer, 0)).not.toBe(first);
  });

  const atTheMoney = anOption('C', 1000);
  const quote = aQuote(2.6, 2.64);

  it('is void once spot has moved by 0.02% of where it was', () => {
    const options = pricer();
    const first = options.gamma(TEN, atTheMoney, 1000, quote, 0);
    expect(options.gamma(TEN, atTheMoney, 1000.199, quote, 0)).toBe(first);
    expect(options.gamma(TEN, atTheMoney, 999.801, quote, 0)).toBe(first);
    expect(options.gamma(TEN, atTheMoney, 1000.2, quote, 0)).not.toBe(first);
  });

  it('is measured from where it was computed, not from where it was last used', () => {
    const options = pricer();
    const first = options.gamma(TEN, atTheMoney, 1000, quote, 0);
    expect(options.gamma(TEN, atTheMoney, 1000.15, quote, 0)).toBe(first);
    expect(options.gamma(TEN, atTheMoney, 1000.3, quote, 0)).not.toBe(first);
  });

  it('may be one of a fallback volatility', () => {
    const options = pricer();
    const fallback = options.gamma(TEN, CALL, ...NO_IV);
    expect(options.gamma(TEN + S - 1, CALL, SPOT, LIVELY, 0)).toBe(fallback);
  });

  it('belongs to one option', () => {
    const options = pricer();
    const call = options.gamma(TEN, CALL, SPOT, LIVELY, 0);
    expect(options.gamma(TEN, anOption('C', 689), SPOT, LIVELY, 0)).not.toBe(call);
  });
});

describe('where a price gives no volatility', () => {
  const later = TEN + S;
  const laterGamma = (contract: OptionContract, volatility: number): number =>
    gammaAt(contract, volatility, { secondsLeft: 6 * 3600 - 1 });

  /** Lets the pricer see a trade price and says which volatility it must have found, by bisection. */
  function teach(options: OptionPricer, contract: OptionContract, px: number): number {
    const taught = options.gamma(TEN, contract, SPOT, null, px);
    let low = 0.01;
    let high = 5;
    for (let round = 0; round < 200; round++) {
      const middle = (low + high) / 2;
      const otm = optionPrice(contract, middle);
      if (otm < px) low = middle;
      else high = middle;
    }
    expect(gammaAt(contract, low)).toBeCloseTo(taught, 9);
    return low;
  }

  it("the option's own last good one is used", () => {
    const options = pricer();
    const volatility = teach(options, CALL, 0.62);
    teach(options, anOption('P', 688), 1.5);
    expect(options.gamma(later, CALL, ...NO_IV)).toBeCloseTo(laterGamma(CALL, volatility), 8);
  });

  it('else that of the nearest strike of the expiry', () => {
    const options = pricer();
    teach(options, anOption('C', 690), 0.3);
    const near = teach(options, anOption('P', 687), 0.9);
    const asked = anOption('C', 688);
    expect(options.gamma(later, asked, ...NO_IV)).toBeCloseTo(laterGamma(asked, near), 8);
  });

  it('else, of two equally near, that of the lower strike', () => {
    const options = pricer();
    teach(options, anOption('C', 689), 0.35);
    const lower = teach(options, anOption('P', 687), 0.9);
    const asked = anOption('C', 688);
    expect(options.gamma(later, asked, ...NO_IV)).toBeCloseTo(laterGamma(asked, lower), 8);
  });

  it('else, of call and put of one strike, that of the same right', () => {
    const options = pricer();
    teach(options, anOption('P', 687), 0.9);
    const sameRight = teach(options, anOption('C', 687), 1.6);
    const asked = anOption('C', 688);
    expect(options.gamma(later, asked, ...NO_IV)).toBeCloseTo(laterGamma(asked, sameRight), 8);
  });

  it('another expiry gives none', () => {
    const options = pricer();
    options.gamma(TEN, anOption('C', 688, TEST_DAY + 1), SPOT, LIVELY, 0);
    expect(options.gamma(later, CALL, ...NO_IV)).toBeCloseTo(laterGamma(CALL, DEFAULT_IV), 12);
  });

  it('a fallback is no last good one for others', () => {
    const options = pricer();
    const neighbour = anOption('C', 690);
    teach(options, neighbour, 0.3);
    // 688 borrows from 690, which then learns better: 687 must ask 690, not 688.
    options.gamma(TEN, CALL, ...NO_IV);
    options.gamma(TEN + S, neighbour, SPOT, null, 1.5);
    const asked = anOption('C', 687);
    const borrowed = options.gamma(TEN + S, asked, ...NO_IV);
    const fresh = pricer();
    fresh.gamma(TEN + S, neighbour, SPOT, null, 1.5);
    expect(borrowed).toBe(fresh.gamma(TEN + S, asked, ...NO_IV));
  });
});

describe('a quote', () => {
  const terms = (right: 'C' | 'P', strike: number, time = '15:55') =>
    pricer().terms(newYorkNs(time), anOption(right, strike), 687.2);
  const problemOf = (...args: Parameters<typeof solveIv>) => solveIv(...args).problem;

  it('deep in the money says nothing where it is wider than its time value', () => {
    expect(problemOf(terms('C', 680), aQuote(7.1, 7.34), 7.2)).toBe('wide_quote');
    expect(problemOf(terms('C', 680), aQuote(7.19, 7.21), 7.2)).toBe('no_time_value');
    expect(problemOf(terms('C', 680), aQuote(7.0, 7.1), 7.2)).toBe('below_intrinsic');
    expect(solveIv(terms('C', 680), aQuote(7.2, 7.22), 7.2).iv).toBeCloseTo(1.4590971812669, 9);
  });

  it('far out of the money and without a bid counts while half of it is not more than its mid', () => {
    expect(solveIv(terms('C', 690), aQuote(0, 0.02), 0.02).iv).toBeCloseTo(0.64181841027886, 9);
    // Nobody bids: the trade's price is all there is.
    const noBid = aQuote(0, 0.02, 0, 10);
    expect(solveIv(terms('C', 690), noBid, 0.01).iv).toBeCloseTo(0.64181841027886, 9);
    expect(problemOf(terms('C', 690), noBid, Number.NaN)).toBe('bad_input');
  });

  it('that is crossed or locked leaves the price of the trade', () => {
    const byTrade = solveIv(terms('C', 688), null, 0.03).iv;
    expect(byTrade).toBeCloseTo(0.29554302784823, 9);
    expect(solveIv(terms('C', 688), aQuote(0.05, 0.01), 0.03).iv).toBe(byTrade);
    expect(solveIv(terms('C', 688), aQuote(0.05, 0.05), 0.03).iv).toBe(byTrade);
  });

  it('after the close is judged with a minute to go', () => {
    const after = terms('C', 688, '16:10');
    expect(after.years).toBe(60 / SECONDS_PER_YEAR);
    expect(problemOf(after, aQuote(0.01, 0.03), 0.02)).toBeNull();
    expect(problemOf({ ...after, price: 700 }, aQuote(11.9, 12), 12)).toBe('below_intrinsic');
  });
});

describe('with expiry_clock: calendar', () => {
  const calendar = { expiry_clock: 'calendar' };

  it('an option has no gamma from its expiration on', () => {
    const options = pricer(calendar);
    expect(options.gamma(newYorkNs('15:59:59.999'), CALL, ...NO_IV)).toBeGreaterThan(0);
    expect(options.gamma(newYorkNs('16:00'), CALL, SPOT, LIVELY, 0.62)).toBe(0);
    expect(pricer().gamma(newYorkNs('16:00'), CALL, SPOT, LIVELY, 0.62)).toBeGreaterThan(0);
  });

  it('half days are over at 13:00', () => {
    const day = dayNumber(2025, 11, 28);
    const config = aConfig({ RISK_FREE: 0, ...calendar }, 'spy-0dte');
    const options = new OptionPricer(config, 'black-scholes', new TradingClock(day * MS_PER_DAY));
    const option = anOption('C', 688, day);
    const gamma = options.gamma(newYorkNs('12:00'), option, ...NO_IV);
    expect(gamma).toBe(gammaAt(option, DEFAULT_IV, { secondsLeft: 3600 }));
    expect(options.gamma(newYorkNs('13:00'), option, ...NO_IV)).toBe(0);
  });
});

describe('the volatility of an option that does not trade', () => {
  const LATER = TEN + 30 * S;
  const nearby = anOption('C', 690);
  /** Seven options out of the money that trade at ten, all at 15%. */
  const smiling = (overrides: ConfigOverrides = {}): OptionPricer => {
    const options = pricer(overrides);
    for (const strike of [682, 683, 684, 685, 689, 690, 691]) {
      const option = anOption(strike < SPOT ? 'P' : 'C', strike);
      options.gamma(TEN, option, SPOT, null, optionPrice(option, 0.15));
    }
    return options;
  };
  const read = (options: OptionPricer, option: OptionContract, timeNs = LATER) => ({
    ...options.volatility(timeNs, option, SPOT),
  });

  it('is its last good one, that of the nearest strike, or the default', () => {
    const options = smiling();
    options.gamma(TEN + S, nearby, SPOT, null, optionPrice(nearby, 0.25));
    expect(read(options, nearby).source).toBe('last_good');
    expect(read(options, nearby).iv).toBeCloseTo(0.25, 3);
    expect(read(options, nearby, TEN + 3600 * S).source).toBe('last_good');
    expect(read(options, anOption('P', 690.5)).source).toBe('nearest');
    expect(read(options, anOption('P', 690.5)).iv).toBe(read(options, nearby).iv);
    expect(read(pricer(), nearby)).toEqual({ iv: DEFAULT_IV, source: 'default' });
  });

  it('with iv_fallback: smile is the smile where its own is a minute old', () => {
    const options = smiling({ iv_fallback: 'smile' });
    expect(read(options, nearby, TEN + 60 * S - 1).source).toBe('last_good');
    expect(read(options, nearby, TEN + 60 * S).source).toBe('smile');
    expect(read(options, CALL).source).toBe('smile');
    expect(read(options, CALL).iv).toBeCloseTo(0.15, 6);
  });

  it('with iv_fallback: smile is the last good, nearest or default one where there is no smile', () => {
    const options = smiling({ iv_fallback: 'smile' });
    const tooLate = TEN + 301 * S;
    expect(read(options, nearby, tooLate).source).toBe('last_good');
    expect(read(options, CALL, tooLate).source).toBe('nearest');
    const tomorrow = anOption('C', 688, TEST_DAY + 1);
    expect(read(options, tomorrow)).toEqual({ iv: DEFAULT_IV, source: 'default' });
  });

  it('prices a trade that has none of its own: by the nearest strike, or by the smile', () => {
    const odd = anOption('C', 689);
    const [nearest, smile] = [{}, { iv_fallback: 'smile' }].map((overrides) => {
      const options = smiling(overrides);
      options.gamma(TEN + S, odd, SPOT, null, optionPrice(odd, 0.6));
      return options.gamma(LATER, CALL, ...NO_IV);
    });
    const secondsLeft = 6 * 3600 - 30;
    expect(nearest).toBeCloseTo(gammaAt(CALL, 0.6, { secondsLeft }), 3);
    expect(smile).toBeCloseTo(gammaAt(CALL, 0.15, { secondsLeft }), 3);
  });

  it('is the same after a restart from saved state, and asking for it leaves the state alone', () => {
    const options = smiling({ iv_fallback: 'smile' });
    const saved = (from: OptionPricer): Uint8Array => {
      const writer = new StateWriter();
      from.transfer(writer);
      return writer.bytes();
    };
    const bytes = saved(options);
    const asked = read(options, CALL);
    expect(saved(options)).toEqual(bytes);
    const restored = pricer({ iv_fallback: 'smile' });
    read(restored, CALL);
    restored.transfer(new StateReader(bytes));
    expect(read(restored, CALL)).toEqual(asked);
    expect(restored.gamma(LATER, CALL, ...NO_IV)).toBe(options.gamma(LATER, CALL, ...NO_IV));
  });
});

function optionPrice({ right, strike }: OptionContract, volatility: number): number {
  const years = (6 * 3600) / SECONDS_PER_YEAR;
  return optionGreeks(
    { model: 'black-scholes', right, strike, price: SPOT, years, rate: 0 },
    volatility,
  ).price;
}
