import { below } from '../core/tolerance.ts';
import { ExactSum } from './exactSum.ts';
import type { StrikeFlow } from './optionFlows.ts';

/** Session totals of calls and puts together per strike, strikes ascending. */
function totalsByStrike(flows: readonly StrikeFlow[]): [strike: number, total: ExactSum][] {
  const totals = new Map<number, ExactSum>();
  for (const { strike, sessionTotal } of flows) {
    const total = totals.get(strike) ?? new ExactSum();
    total.include(sessionTotal);
    totals.set(strike, total);
  }
  return [...totals].sort((a, b) => a[0] - b[0]);
}

/**
 * The gamma flip, HVL (SPEC §6): where the running sum of the session's net gamma flow by strike
 * changes sign between two neighbouring strikes, interpolated; of several the one nearest spot.
 * A running sum of 0 has no sign; neither has the dust of a far strike minutes before the close, for
 * the product is compared with the tolerance of all limits (SPEC §3).
 *
 * @param flows the strikes of one expiry
 */
export function gammaFlip(flows: readonly StrikeFlow[], spot: number): number | undefined {
  let flip: number | undefined;
  let previous: { strike: number; sum: number } | undefined;
  const running = new ExactSum();
  for (const [strike, total] of totalsByStrike(flows)) {
    running.include(total);
    const sum = running.value;
    if (previous !== undefined && below(previous.sum * sum, 0)) {
      const share = previous.sum / (previous.sum - sum);
      const crossing = previous.strike + share * (strike - previous.strike);
      if (flip === undefined || Math.abs(crossing - spot) < Math.abs(flip - spot)) flip = crossing;
    }
    previous = { strike, sum };
  }
  return flip;
}
