import type { FuelCurve } from './fuelView.ts';

/** The curve's gamma at a price, between two points in proportion; undefined beyond its ends. */
export function gammaAt({ points }: FuelCurve, price: number): number | undefined {
  for (let index = 1; index < points.length; index += 1) {
    const before = points[index - 1];
    const after = points[index];
    if (before === undefined || after === undefined) continue;
    if (price < before.price || price > after.price) continue;
    const share = (price - before.price) / (after.price - before.price);
    return before.gamma + share * (after.gamma - before.gamma);
  }
  return undefined;
}
