/** SPEC §6: what hedging dealers have to do. */
import { MID, type OptionRight } from '../../core/events.ts';
import type { FuelEffect, WallPayload } from '../../core/payload.ts';
import { lacksOptions } from './health.ts';
import type { Line, Moment } from './moment.ts';
import type { Position } from './inventory.ts';
import type { OptionFlow } from './options.ts';
import { exactTotal, isAbove, isAtLeast, isAtMost, isBelow, total } from './words.ts';
import { zeroGamma } from './zeroGamma.ts';

export interface Fuel {
  readonly effect: FuelEffect;
  readonly net_dealer_gamma: number;
  readonly call_wall: WallPayload | null;
  readonly put_wall: WallPayload | null;
  readonly hvl: number | null;
  readonly confidence: number;
  readonly flow_gamma: number;
  readonly inventory_gamma: number;
}

export const flowGamma = (flows: readonly OptionFlow[]): number =>
  exactTotal(flows.map(({ netGamma }) => netGamma));

export const inventoryGamma = (positions: readonly Position[]): number =>
  total(positions.map(({ gamma }) => gamma));

/** Share of the contracts traded that have no side; undefined where none traded. */
export function unsignedShare(flows: readonly OptionFlow[]): number | undefined {
  const volume = (some: readonly OptionFlow[]): number =>
    total(some.map(({ trade }) => trade.size));
  const unsigned = flows.filter(({ side }) => side === MID);
  return volume(flows) === 0 ? undefined : volume(unsigned) / volume(flows);
}

const RIGHTS = ['C', 'P'] as const;

const ascending = (strikes: Iterable<number>): number[] =>
  [...new Set(strikes)].sort((a, b) => a - b);

export const strikesOf = (flows: readonly OptionFlow[]): number[] =>
  ascending(flows.map(({ contract }) => contract.strike));

/** Gamma of one right and strike. */
interface Stock {
  readonly right: OptionRight;
  readonly strike: number;
  readonly gamma: number;
}

/** The strike on its side of spot with the most negative gamma of one right. */
function wall(
  { spot, config }: Moment,
  stocks: readonly Stock[],
  right: OptionRight,
): WallPayload | null {
  const isBeyond = (strike: number): boolean =>
    right === 'C' ? isAtLeast(strike, spot) : isAtMost(strike, spot);
  const candidates = stocks
    .filter((stock) => stock.right === right && isBeyond(stock.strike) && isBelow(stock.gamma, 0))
    .map(({ strike, gamma }) => {
      const strong = isAtMost(gamma, -config.wall_strength_threshold);
      return { strike, net_gamma: gamma, strong };
    });
  const distance = ({ strike }: WallPayload): number => Math.abs(strike - spot);
  candidates.sort(
    (a, b) => a.net_gamma - b.net_gamma || distance(a) - distance(b) || a.strike - b.strike,
  );
  return candidates[0] ?? null;
}

/** The flow of window W_wall by right and strike. */
function flowStocks({ wallFlows }: Moment): Stock[] {
  return RIGHTS.flatMap((right) => {
    const ofRight = wallFlows.filter(({ contract }) => contract.right === right);
    return strikesOf(ofRight).map((strike) => {
      const gamma = flowGamma(ofRight.filter(({ contract }) => contract.strike === strike));
      return { right, strike, gamma };
    });
  });
}

/** The inventory by right and strike. */
function inventoryStocks(positions: readonly Position[]): Stock[] {
  return RIGHTS.flatMap((right) => {
    const ofRight = positions.filter((position) => position.right === right);
    return ascending(ofRight.map(({ strike }) => strike)).map((strike) => {
      const gamma = inventoryGamma(ofRight.filter((position) => position.strike === strike));
      return { right, strike, gamma };
    });
  });
}

/** Where the running sum over strikes changes sign; of several places the one nearest spot. */
function gammaFlip(moment: Moment): number | null {
  const strikes = strikesOf(moment.options);
  const sums = strikes.map((strike) =>
    flowGamma(moment.options.filter(({ contract }) => contract.strike <= strike)),
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

export function gammaOf(moment: Moment, positions: readonly Position[]): Gamma {
  const isFlow = moment.config.fuel_book === 'flow';
  const stocks = isFlow ? flowStocks(moment) : inventoryStocks(positions);
  return {
    call_wall: wall(moment, stocks, 'C'),
    put_wall: wall(moment, stocks, 'P'),
    hvl: isFlow ? gammaFlip(moment) : zeroGamma(moment, positions),
  };
}

export function fuelOf(
  moment: Moment,
  line: Line,
  gamma: Gamma,
  positions: readonly Position[],
): Fuel {
  const { config, market, nowNs } = moment;
  const isNear = (strike: number): boolean =>
    isAtMost(Math.abs(strike - line.price), config.FUEL_STRIKE_RANGE);
  const near = moment.gammaFlows.filter(({ contract }) => isNear(contract.strike));
  const flow = flowGamma(near);
  const inventory = inventoryGamma(positions.filter(({ strike }) => isNear(strike)));
  const driving = config.fuel_book === 'flow' ? flow : inventory;
  return {
    effect: effectOf(driving, config.gamma_threshold),
    net_dealer_gamma: driving,
    ...gamma,
    // §11b: with no recent option event fuel has no confidence.
    confidence: lacksOptions(market, nowNs, config)
      ? 0
      : Math.min(1, near.length / 50) *
        (config.signed_confidence ? 1 - (unsignedShare(moment.options) ?? 0) : 1),
    flow_gamma: flow,
    inventory_gamma: inventory,
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
