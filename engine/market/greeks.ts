import type { OptionRight } from '../core/events.ts';
import { normalCdf, normalPdf } from './erfc.ts';

/** Whether the option is on a spot price (Black-Scholes, no dividend) or a future (Black-76). */
export type PricingModel = 'black-scholes' | 'black-76';

/** One option to price. Years are of 365 days; the rate is continuously compounded. */
export interface OptionTerms {
  readonly model: PricingModel;
  readonly right: OptionRight;
  readonly strike: number;
  /** Spot for Black-Scholes, futures price for Black-76. */
  readonly price: number;
  readonly years: number;
  readonly rate: number;
}

export interface Greeks {
  readonly price: number;
  /** Per 1.00 of the underlying. */
  readonly delta: number;
  /** Per 1.00 of the underlying, squared. */
  readonly gamma: number;
  /** Per 1.00 of volatility. */
  readonly vega: number;
}

const MIN_IV = 0.01;
const MAX_IV = 5;
const IV_PRECISION = 1e-10;
const MAX_ROUNDS = 100;

/** Forward price of the underlying at expiry. */
export function forwardPrice(terms: OptionTerms): number {
  return terms.model === 'black-scholes'
    ? terms.price * Math.exp(terms.rate * terms.years)
    : terms.price;
}

/** Price and sensitivities at a volatility (formulas: Black & Scholes 1973, Black 1976). */
export function optionGreeks(terms: OptionTerms, volatility: number): Greeks {
  const { model, right, strike, price, years, rate } = terms;
  const total = volatility * Math.sqrt(years);
  const forward = forwardPrice(terms);
  const discount = Math.exp(-rate * years);
  const d1 = Math.log(forward / strike) / total + total / 2;
  const d2 = d1 - total;
  const theta = right === 'C' ? 1 : -1;
  // What one unit of the forward is worth in units of the quoted underlying.
  const carry = model === 'black-scholes' ? 1 : discount;
  const density = normalPdf(d1);
  return {
    price: discount * theta * (forward * normalCdf(theta * d1) - strike * normalCdf(theta * d2)),
    delta: carry * theta * normalCdf(theta * d1),
    gamma: (carry * density) / (price * total),
    vega: carry * price * density * Math.sqrt(years),
  };
}

/** Gamma alone, as the flow sums need it. */
export const optionGamma = (terms: OptionTerms, volatility: number): number =>
  optionGreeks(terms, volatility).gamma;

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
 * is the undiscounted price of the out-of-the-money option of the strike.
 */
export function forwardTimeValue(terms: OptionTerms, optionPrice: number): number {
  const theta = terms.right === 'C' ? 1 : -1;
  const intrinsic = Math.max(0, theta * (forwardPrice(terms) - terms.strike));
  return optionPrice * Math.exp(terms.rate * terms.years) - intrinsic;
}

/**
 * The volatility that gives a time value, by Newton steps kept inside a shrinking bracket.
 *
 * @param timeValue as of {@link forwardTimeValue}, positive
 * @returns a volatility in 0.01…5, exact to 1e-10, or undefined when none there gives the value
 */
export function impliedVolatility(terms: OptionTerms, timeValue: number): number | undefined {
  const forward = forwardPrice(terms);
  const root = Math.sqrt(terms.years);
  const valueAt = (volatility: number): number =>
    otmForwardValue(forward, terms.strike, volatility * root);
  let low = MIN_IV;
  let high = MAX_IV;
  if (!(timeValue >= valueAt(low) && timeValue <= valueAt(high))) return undefined;
  // The inflection point of price in volatility, from which Newton's method converges.
  const inflection = Math.sqrt(2 * Math.abs(Math.log(forward / terms.strike))) / root;
  let volatility = Math.min(Math.max(inflection, 0.05), 1);
  for (let round = 0; round < MAX_ROUNDS && high - low > IV_PRECISION; round++) {
    const error = valueAt(volatility) - timeValue;
    if (error === 0) return volatility;
    if (error > 0) high = volatility;
    else low = volatility;
    const total = volatility * root;
    const d1 = Math.log(forward / terms.strike) / total + total / 2;
    const slope = forward * normalPdf(d1) * root;
    const newton = volatility - error / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - volatility) < IV_PRECISION / 100) return next;
    volatility = next;
  }
  return (low + high) / 2;
}
