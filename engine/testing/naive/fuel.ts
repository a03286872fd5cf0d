/** SPEC §6: what hedging dealers have to do. */
import type { OptionRight } from '../../core/events.ts';
import type { FuelEffect, WallPayload } from '../../core/payload.ts';
import { lacksOptions } from './health.ts';
import type { Line, Moment } from './moment.ts';
import type { OptionFlow } from './options.ts';
import { exactTotal, isAbove, isAtLeast, isAtMost, isBelow } from './words.ts';

export interface Fuel {
  readonly effect: FuelEffect;
  readonly net_dealer_gamma: number;
  readonly call_wall: WallPayload | null;
  readonly put_wall: WallPayload | null;
  readonly hvl: number | null;
  readonly confidence: number;
}

const net = (flows: readonly OptionFlow[]): number =>
  exactTotal(flows.map(({ netGamma }) => netGamma));

const ascending = (strikes: Iterable<number>): number[] =>
  [...new Set(strikes)].sort((a, b) => a - b);

export const strikesOf = (flows: readonly OptionFlow[]): number[] =>
  ascending(flows.map(({ contract }) => contract.strike));

/** The strike on its side of spot with the most negative flow of one right in window W_wall. */
function wall(moment: Moment, right: OptionRight): WallPayload | null {
  const { spot, config } = moment;
  const isBeyond = (strike: number): boolean =>
    right === 'C' ? isAtLeast(strike, spot) : isAtMost(strike, spot);
  const flows = moment.wallFlows.filter(
    ({ contract }) => contract.right === right && isBeyond(contract.strike),
  );
  const candidates = strikesOf(flows)
    .map((strike) => {
      const netGamma = net(flows.filter(({ contract }) => contract.strike === strike));
      const strong = isAtMost(netGamma, -config.wall_strength_threshold);
      return { strike, net_gamma: netGamma, strong };
    })
    .filter((candidate) => isBelow(candidate.net_gamma, 0));
  const distance = ({ strike }: WallPayload): number => Math.abs(strike - spot);
  candidates.sort(
    (a, b) => a.net_gamma - b.net_gamma || distance(a) - distance(b) || a.strike - b.strike,
  );
  return candidates[0] ?? null;
}

/** Where the running sum over strikes changes sign; of several places the one nearest spot. */
function gammaFlip(moment: Moment): number | null {
  const strikes = strikesOf(moment.options);
  const sums = strikes.map((strike) =>
    net(moment.options.filter(({ contract }) => contract.strike <= strike)),
  );
  const flips = strikes.slice(1).flatMap((upper, i) => {
    const [lower = 0, before = 0, after = 0] = [strikes[i], sums[i], sums[i + 1]];
    if (!isBelow(before * after, 0)) return [];
    return [lower + ((upper - lower) * before) / (before - after)];
  });
  flips.sort((a, b) => Math.abs(a - moment.spot) - Math.abs(b - moment.spot));
  return flips[0] ?? null;
}

function effectOf(netGamma: number, threshold: number): FuelEffect {
  if (isBelow(netGamma, -threshold)) return 'AMPLIFY';
  return isAbove(netGamma, threshold) ? 'DAMPEN' : 'NEUTRAL';
}

/** What §6 says of the whole market, not of one level. */
export type Gamma = Pick<Fuel, 'call_wall' | 'put_wall' | 'hvl'>;

export const gammaOf = (moment: Moment): Gamma => ({
  call_wall: wall(moment, 'C'),
  put_wall: wall(moment, 'P'),
  hvl: gammaFlip(moment),
});

export function fuelOf(moment: Moment, line: Line, gamma: Gamma): Fuel {
  const { config, market, nowNs } = moment;
  const near = moment.gammaFlows.filter(({ contract }) =>
    isAtMost(Math.abs(contract.strike - line.price), config.FUEL_STRIKE_RANGE),
  );
  const netGamma = net(near);
  return {
    effect: effectOf(netGamma, config.gamma_threshold),
    net_dealer_gamma: netGamma,
    ...gamma,
    // §11b: with no recent option event fuel has no confidence.
    confidence: lacksOptions(market, nowNs, config) ? 0 : Math.min(1, near.length / 50),
  };
}

/** SPEC §7, S_H. */
export const hedgeScore = ({ effect }: Fuel): number =>
  ({ AMPLIFY: 100, NEUTRAL: 50, DAMPEN: 0 })[effect];

/** SPEC §10, the second clause of a note. */
export function fuelClause({ effect, confidence }: Fuel): string {
  if (confidence === 0) return 'no option flow';
  return { AMPLIFY: 'dealers chase', DAMPEN: 'dealers fade', NEUTRAL: 'dealers flat' }[effect];
}
