/** engine/README.md, "Which book drives": the inventory priced anew at other spots, and its flip. */
import type { Position } from './inventory.ts';
import type { Moment } from './moment.ts';
import { total } from './words.ts';

const REACH = Math.log(1.02);

interface Point {
  readonly spot: number;
  readonly gamma: number;
}

/** The smallest distance between two strikes; 1 where there are no two. */
function smallestStep(positions: readonly Position[]): number {
  const strikes = [...new Set(positions.map(({ strike }) => strike))].sort((a, b) => a - b);
  if (strikes.length < 2) return 1;
  return Math.min(...strikes.slice(1).map((strike, i) => strike - (strikes[i] ?? strike)));
}

/** Points of the zero-gamma curve that have a sign, spots ascending. */
function signedPoints(moment: Moment, positions: readonly Position[]): Point[] {
  const { market, config, nowNs, spot } = moment;
  const steps = Math.ceil((2.04 * spot * REACH) / smallestStep(positions));
  const count = Math.min(400, Math.max(20, steps));
  const points = Array.from({ length: 2 * count + 1 }, (_, i): Point => {
    const there = spot * Math.exp(((i - count) * REACH) / count);
    const gammas = positions.map(
      (position) =>
        position.contracts *
        market.volatility.gamma(position, nowNs, there, position.vol) *
        config.OPTION_MULTIPLIER,
    );
    return { spot: there, gamma: total(gammas) };
  });
  const largest = points.reduce((most, { gamma }) => Math.max(most, Math.abs(gamma)), 0);
  return points.filter(({ gamma }) => Math.abs(gamma) > Math.max(1e-6, 0.001 * largest));
}

/** Where dealers turn from long to short gamma; of several places the one nearest spot. */
export function zeroGamma(moment: Moment, positions: readonly Position[]): number | null {
  const points = signedPoints(
    moment,
    positions.filter(({ isExpired }) => !isExpired),
  );
  const flips = points.slice(1).flatMap((upper, i) => {
    const lower = points[i];
    if (lower === undefined || lower.gamma > 0 === upper.gamma > 0) return [];
    const share = lower.gamma / (lower.gamma - upper.gamma);
    return [lower.spot + share * (upper.spot - lower.spot)];
  });
  flips.sort((a, b) => Math.abs(a - moment.spot) - Math.abs(b - moment.spot) || a - b);
  return flips[0] ?? null;
}
