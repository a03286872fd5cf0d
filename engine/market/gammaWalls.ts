import type { OptionRight } from '../core/events.ts';
import { TOLERANCE } from '../core/tolerance.ts';

/** A strike and the net gamma of one right there. */
export interface GammaAtStrike {
  readonly strike: number;
  readonly netGamma: number;
}

/**
 * One step of the search for a wall (SPEC §6): the most negative gamma, calls at or above spot, puts
 * at or below it; ties go to the strike nearer spot, then the lower.
 * @returns the better of `best` and the strike; undefined while neither can be a wall
 */
export function strongerWall(
  best: GammaAtStrike | undefined,
  right: OptionRight,
  spot: number,
  strike: number,
  netGamma: number,
): GammaAtStrike | undefined {
  const isBeyond = right === 'C' ? strike >= spot - TOLERANCE : strike <= spot + TOLERANCE;
  if (!isBeyond || netGamma >= -TOLERANCE) return best;
  const candidate = { strike, netGamma };
  return best === undefined || isStronger(candidate, best, spot) ? candidate : best;
}

function isStronger(candidate: GammaAtStrike, best: GammaAtStrike, spot: number): boolean {
  if (Math.abs(candidate.netGamma - best.netGamma) > TOLERANCE) {
    return candidate.netGamma < best.netGamma;
  }
  const nearer = Math.abs(candidate.strike - spot) - Math.abs(best.strike - spot);
  if (Math.abs(nearer) > TOLERANCE) return nearer < 0;
  return candidate.strike < best.strike;
}
