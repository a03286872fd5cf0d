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

const MINUTES_PER_YEAR = 365 * 1440;

/**
 * Price of the underlying at expiry.
 * @param price spot for Black-Scholes, futures price for Black-76
 */
export const forwardOf = (
  model: PricingModel,
  price: number,
  years: number,
  rate: number,
): number => (model === 'black-scholes' ? price * Math.exp(rate * years) : price);

/** {@link forwardOf} of an option's terms. */
export const forwardPrice = ({ model, price, years, rate }: OptionTerms): number =>
  forwardOf(model, price, years, rate);

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

/**
 * Gamma alone, per 1.00 of the underlying, squared: call and put have the same. Takes numbers, not
 * an object, for sums over many options at every snap.
 *
 * @param price spot for Black-Scholes, futures price for Black-76
 */
export function gammaAt(
  model: PricingModel,
  price: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
): number {
  const total = volatility * Math.sqrt(years);
  const d1 = Math.log(forwardOf(model, price, years, rate) / strike) / total + total / 2;
  const carry = model === 'black-scholes' ? 1 : Math.exp(-rate * years);
  return (carry * normalPdf(d1)) / (price * total);
}

/** {@link gammaAt} of the same option. */
export const optionGamma = (
  { model, price, strike, years, rate }: OptionTerms,
  volatility: number,
): number => gammaAt(model, price, strike, years, rate, volatility);

/**
 * Charm: how much delta changes per calendar minute that passes while price and volatility stay,
 * per 1.00 of the underlying. Times 1440 it is the change per day. Call and put differ by the rate's
 * part alone, and only for options on futures.
 */
export function optionCharm(terms: OptionTerms, volatility: number): number {
  const { model, right, strike, years, rate } = terms;
  const total = volatility * Math.sqrt(years);
  const d1 = Math.log(forwardPrice(terms) / strike) / total + total / 2;
  const drift = (normalPdf(d1) * (d1 - total)) / (2 * years);
  if (model === 'black-scholes') {
    return (drift - (normalPdf(d1) * rate) / total) / MINUTES_PER_YEAR;
  }
  const theta = right === 'C' ? 1 : -1;
  const perYear = Math.exp(-rate * years) * (drift + rate * theta * normalCdf(theta * d1));
  return perYear / MINUTES_PER_YEAR;
}
