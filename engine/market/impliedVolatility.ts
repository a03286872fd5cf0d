import { below } from '../core/tolerance.ts';
import { normalCdf, normalPdf } from './erfc.ts';
import { forwardPrice, type OptionTerms } from './greeks.ts';

/** Why a price has no implied volatility. */
export type IvProblem =
  /** A price, strike, time or rate that is no number, or not above zero. */
  | 'bad_input'
  /** Cheaper than exercising it: only an arbitrage, or a late price, is there. */
  | 'below_intrinsic'
  /** Nothing, or less than can be told from rounding, is paid for the time left. */
  | 'no_time_value'
  /** Less is paid for the time left than half of the quote's spread: the mid says nothing. */
  | 'wide_quote'
  /** Dearer than any volatility could make it: the underlying itself, or the strike. */
  | 'above_bound'
  /** A volatility below 1% or above 500%. */
  | 'out_of_range';

/** A volatility, or the reason why there is none: never a number that is wrong. */
export type IvResult =
  | { readonly iv: number; readonly problem: null }
  | { readonly iv: null; readonly problem: IvProblem };

const MIN_IV = 0.01;
const MAX_IV = 5;
const IV_PRECISION = 1e-10;
const MIN_TIME_VALUE = 1e-9;
const MAX_ROUNDS = 100;

const none = (problem: IvProblem): IvResult => ({ iv: null, problem });

/** Undiscounted value of the out-of-the-money option of the same strike; grows with `total`. */
function otmForwardValue(forward: number, strike: number, total: number): number {
  const d1 = Math.log(forward / strike) / total + total / 2;
  const d2 = d1 - total;
  return strike >= forward
    ? forward * normalCdf(d1) - strike * normalCdf(d2)
    : strike * normalCdf(-d2) - forward * normalCdf(-d1);
}

/**
 * Time value on the forward: price·e^(rT) less the intrinsic value (SPEC §2). By put–call parity it
 * is the undiscounted price of the out-of-the-money option of the strike. Below zero where the
 * option costs less than its intrinsic value.
 */
export function forwardTimeValue(terms: OptionTerms, optionPx: number): number {
  const theta = terms.right === 'C' ? 1 : -1;
  const intrinsic = Math.max(0, theta * (forwardPrice(terms) - terms.strike));
  return optionPx * Math.exp(terms.rate * terms.years) - intrinsic;
}

/**
 * The volatility at which an option is worth its price (SPEC §2): in 0.01…5, exact to 1e-10.
 *
 * @param optionPx what the option costs today
 * @param minTimeValue what has to be paid for the time left, undiscounted, for the price to say
 *   anything: half the spread of the quote whose mid it is
 */
export function impliedVolatility(
  terms: OptionTerms,
  optionPx: number,
  minTimeValue = 0,
): IvResult {
  const { price, strike, years, rate } = terms;
  const isPositive = price > 0 && strike > 0 && years > 0;
  if (!isPositive || !Number.isFinite(price + strike + years + rate + optionPx)) {
    return none('bad_input');
  }
  const timeValue = forwardTimeValue(terms, optionPx);
  if (timeValue <= -MIN_TIME_VALUE) return none('below_intrinsic');
  if (timeValue < MIN_TIME_VALUE) return none('no_time_value');
  if (below(timeValue, minTimeValue)) return none('wide_quote');
  const forward = forwardPrice(terms);
  if (timeValue >= Math.min(forward, strike)) return none('above_bound');
  return solve(forward, strike, Math.sqrt(years), timeValue);
}

/**
 * Newton's method kept inside a shrinking bracket. It starts at the inflection point of price in
 * volatility, from where it converges; below that, where price falls like exp(−1/σ²), the step is
 * made for the logarithm of price in 1/σ², which is nearly a line.
 */
function solve(forward: number, strike: number, root: number, timeValue: number): IvResult {
  const valueAt = (volatility: number): number =>
    otmForwardValue(forward, strike, volatility * root);
  let low = MIN_IV;
  let high = MAX_IV;
  if (!(timeValue >= valueAt(low) && timeValue <= valueAt(high))) return none('out_of_range');
  const logMoneyness = Math.log(forward / strike);
  const inflection = Math.sqrt(2 * Math.abs(logMoneyness)) / root;
  let volatility = Math.min(Math.max(inflection, low), high);
  const isTail = timeValue < valueAt(volatility);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const value = valueAt(volatility);
    if (value > timeValue) high = volatility;
    else low = volatility;
    const total = volatility * root;
    const slope = forward * normalPdf(logMoneyness / total + total / 2) * root;
    const newton = isTail
      ? tailStep(volatility, value, timeValue, slope)
      : volatility - (value - timeValue) / slope;
    // The error left by a Newton step goes with the square of its length.
    if (Math.abs(newton - volatility) < IV_PRECISION) {
      return { iv: Math.min(Math.max(newton, MIN_IV), MAX_IV), problem: null };
    }
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === volatility) break;
    volatility = next;
  }
  return { iv: volatility, problem: null };
}

/** Newton's step for ln(value) in 1/σ²; NaN where it would leave the positive numbers. */
function tailStep(volatility: number, value: number, target: number, slope: number): number {
  const inverseSquare = 1 / (volatility * volatility);
  const logSlope = (-slope * volatility ** 3) / (2 * value);
  return 1 / Math.sqrt(inverseSquare - Math.log(value / target) / logSlope);
}
