import { exponential, naturalLog, normalCdf } from '../basicMath.ts';

const RATE = 0.04;
export const YEAR_S = 365 * 86_400;

/** A price and its slope; refilled by {@link valueOption}. */
export interface Valuation {
  /** Dollars per share. */
  price: number;
  /** Change of the price per dollar of spot, −1…1. */
  delta: number;
}

/**
 * Black–Scholes value of a European option on one share (reference: options-physics, §2).
 * @param secondsLeft to expiry, taken as at least one
 * @param volatility per year of 365 days, above 0
 */
export function valueOption(
  into: Valuation,
  spot: number,
  strike: number,
  right: 'C' | 'P',
  secondsLeft: number,
  volatility: number,
): Valuation {
  const years = Math.max(1, secondsLeft) / YEAR_S;
  const deviation = volatility * Math.sqrt(years);
  const discounted = strike * exponential(-RATE * years);
  const d1 = (naturalLog(spot / strike) + RATE * years) / deviation + deviation / 2;
  const callDelta = normalCdf(d1);
  const call = spot * callDelta - discounted * normalCdf(d1 - deviation);
  into.price = right === 'C' ? call : call - spot + discounted;
  into.delta = right === 'C' ? callDelta : callDelta - 1;
  return into;
}
