import type { LevelKind } from '../core/payload.ts';
import { idNumber } from '../core/rounding.ts';
import { atMost, TOLERANCE } from '../core/tolerance.ts';
import type { MarketState } from '../market/marketState.ts';
import type { GammaLevels } from '../physics/fuel.ts';
import { optionalLevels } from './optionalLevels.ts';

/** One critical price of a snap (SPEC §3). The price is a level price. */
export interface Level {
  readonly id: string;
  readonly kind: LevelKind;
  readonly price: number;
  /** Whether a runway ends here (SPEC §9). */
  readonly isStrong: boolean;
}

const STRONG_KINDS: ReadonlySet<LevelKind> = new Set([
  'CALL_WALL',
  'PUT_WALL',
  'SESSION_HIGH',
  'SESSION_LOW',
  'VWAP',
  'GAMMA_FLIP',
]);

const level = (id: string, kind: LevelKind, price: number): Level => ({
  id,
  kind,
  price,
  isStrong: STRONG_KINDS.has(kind),
});

/** Every level of a snap, in no particular order; levels at one price stay separate. */
export function levelUniverse(market: MarketState, spot: number, gamma: GammaLevels): Level[] {
  const levels: Level[] = [];
  addSessionLevels(levels, market);
  addRoundLevels(levels, market, spot);
  addStrikeLevels(levels, market, spot);
  addGammaLevels(levels, gamma);
  addHotzones(levels, market);
  for (const { id, kind, price } of optionalLevels(market)) levels.push(level(id, kind, price));
  return levels;
}

function addSessionLevels(levels: Level[], { stats, converter }: MarketState): void {
  if (!stats.hasTraded) return;
  levels.push(
    level('VWAP', 'VWAP', converter.toLevel(stats.vwapPx)),
    level('SESSION_HIGH', 'SESSION_HIGH', converter.toLevel(stats.highPx)),
    level('SESSION_LOW', 'SESSION_LOW', converter.toLevel(stats.lowPx)),
  );
}

function addRoundLevels(levels: Level[], { config }: MarketState, spot: number): void {
  const spacing = config.ROUND_LEVELS_SPACING;
  const range = config.ROUND_LEVELS_RANGE + TOLERANCE;
  const first = Math.ceil((spot - range) / spacing);
  const count = Math.floor((spot + range) / spacing) - first + 1;
  let previous = Number.NaN;
  // Beyond 2^53 multiples a step of one is none: counted, the loop ends there, too.
  for (let i = 0; i < count; i++) {
    const price = (first + i) * spacing;
    if (price === previous) continue;
    previous = price;
    levels.push(level(`ROUND_${idNumber(price)}`, 'ROUND', price));
  }
}

/** Calls and puts of one strike are one level. */
function addStrikeLevels(levels: Level[], market: MarketState, spot: number): void {
  const { config, options, tradingDay } = market;
  const strikes = new Set<number>();
  for (const { strike } of options.flows.strikesOf(tradingDay)) {
    if (atMost(Math.abs(strike - spot), config.STRIKE_RANGE)) strikes.add(strike);
  }
  for (const strike of strikes) {
    levels.push(level(`STRIKE_${idNumber(strike)}`, 'STRIKE', strike));
  }
}

function addGammaLevels(levels: Level[], { callWall, putWall, flip }: GammaLevels): void {
  if (callWall !== null) levels.push(level('CALL_WALL', 'CALL_WALL', callWall.strike));
  if (putWall !== null) levels.push(level('PUT_WALL', 'PUT_WALL', putWall.strike));
  if (flip !== null) levels.push(level('GAMMA_FLIP', 'GAMMA_FLIP', flip));
}

function addHotzones(levels: Level[], { hotzones }: MarketState): void {
  for (const { id, price, strong } of hotzones.values()) {
    levels.push({ id: `HOTZONE_${id}`, kind: 'HOTZONE', price, isStrong: strong });
  }
}
