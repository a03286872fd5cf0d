import { exponential, naturalLog, normalCdf } from './basicMath.ts';

const RATE = 0.04;
const YEAR_S = 365 * 86_400;

/**
 * Black–Scholes price in dollars of an option that expires in `secondsLeft` (at least one), under
 * a smile: volatility lowest slightly above the money, higher below it.
 */
export function optionPrice(
  spot: number,
  strike: number,
  right: 'C' | 'P',
  secondsLeft: number,
): number {
  const years = Math.max(1, secondsLeft) / YEAR_S;
  const deviation = smile(spot, strike) * Math.sqrt(years);
  const discount = exponential(-RATE * years);
  const d1 = (naturalLog(spot / strike) + RATE * years) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const call = spot * normalCdf(d1) - strike * discount * normalCdf(d2);
  return right === 'C' ? call : call - spot + strike * discount;
}

/** Volatility per year by how many percent the strike lies above spot. */
function smile(spot: number, strike: number): number {
  const percent = (strike / spot - 1) * 100;
  return Math.min(0.6, 0.118 - 0.022 * percent + 0.034 * percent * percent);
}
