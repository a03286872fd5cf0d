/** SPEC §2, "Greeks": option values on the forward, implied volatility by halving an interval. */
import type { OptionRight } from '../../core/events.ts';
import { isBelow } from './words.ts';

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * The normal distribution function: for small x the series φ(x)·Σ x^(2n+1)/(1·3·5·…·(2n+1)), for
 * large x Laplace's continued fraction (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
export function normal(x: number): number {
  if (x < -3) return upperTail(-x);
  if (x > 3) return 1 - upperTail(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

function upperTail(x: number): number {
  let fraction = x;
  for (let n = 80; n >= 1; n--) fraction = x + n / fraction;
  return density(x) / fraction;
}

export interface Terms {
  readonly right: OptionRight;
  readonly strike: number;
  readonly forward: number;
  readonly years: number;
}

const d1 = ({ forward, strike, years }: Terms, vol: number): number =>
  Math.log(forward / strike) / (vol * Math.sqrt(years)) + (vol * Math.sqrt(years)) / 2;

/** Undiscounted value of the option above its intrinsic value on the forward. */
function timeValueAt(terms: Terms, vol: number): number {
  const { forward, strike, years } = terms;
  // Put and call of one strike have the same time value; the one out of the money is all of it.
  const sign = forward > strike ? -1 : 1;
  const a = d1(terms, vol);
  const b = a - vol * Math.sqrt(years);
  return sign * (forward * normal(sign * a) - strike * normal(sign * b));
}

/**
 * Volatility in 0.01…5 at which the option is worth `price`, or undefined where there is none.
 * @param price today's price; `growth` is e^(rT)
 */
export function impliedVol(
  terms: Terms,
  price: number,
  growth: number,
  spread: number,
): number | undefined {
  const { right, forward, strike } = terms;
  const intrinsic = Math.max(0, right === 'C' ? forward - strike : strike - forward);
  const timeValue = price * growth - intrinsic;
  if (isBelow(timeValue, spread / 2) || timeValue < 1e-9) return undefined;
  let [low, high] = [0.01, 5];
  if (timeValueAt(terms, low) > timeValue || timeValueAt(terms, high) < timeValue) return undefined;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (timeValueAt(terms, middle) < timeValue) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Black-Scholes on spot, Black-76 on the future: `carry` is 1 for the one, e^(−rT) for the other. */
export const gammaAt = (terms: Terms, vol: number, price: number, carry: number): number =>
  (carry * density(d1(terms, vol))) / (price * vol * Math.sqrt(terms.years));
