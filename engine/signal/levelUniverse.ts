import type { LevelKind } from '../core/payload.ts';
import { idNumber } from '../core/rounding.ts';
import { atMost, TOLERANCE } from '../core/tolerance.ts';
import type { MarketState } from '../market/marketState.ts';
import type { GammaLevels } from '../physics/fuel.ts';

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
  return [
    ...sessionLevels(market),
    ...roundLevels(market, spot),
    ...strikeLevels(market, spot),
    ...gammaLevels(gamma),
    ...hotzoneLevels(market),
  ];
}

function sessionLevels({ stats, converter }: MarketState): Level[] {
  if (!stats.hasTraded) return [];
  return [
    level('VWAP', 'VWAP', converter.toLevel(stats.vwapPx)),
    level('SESSION_HIGH', 'SESSION_HIGH', converter.toLevel(stats.highPx)),
    level('SESSION_LOW', 'SESSION_LOW', converter.toLevel(stats.lowPx)),
  ];
}

function roundLevels({ config }: MarketState, spot: number): Level[] {
  const spacing = config.ROUND_LEVELS_SPACING;
  const range = config.ROUND_LEVELS_RANGE + TOLERANCE;
  const levels: Level[] = [];
  const last = Math.floor((spot + range) / spacing);
  for (let multiple = Math.ceil((spot - range) / spacing); multiple <= last; multiple++) {
    const price = multiple * spacing;
    levels.push(level(`ROUND_${idNumber(price)}`, 'ROUND', price));
  }
  return levels;
}

function strikeLevels(market: MarketState, spot: number): Level[] {
  const { config, options, tradingDay } = market;
  const strikes = new Set<number>();
  for (const { strike } of options.strikesOf(tradingDay)) {
    if (atMost(Math.abs(strike - spot), config.STRIKE_RANGE)) strikes.add(strike);
  }
  return [...strikes].map((strike) => level(`STRIKE_${idNumber(strike)}`, 'STRIKE', strike));
}

function gammaLevels({ callWall, putWall, flip }: GammaLevels): Level[] {
  const levels: Level[] = [];
  if (callWall !== null) levels.push(level('CALL_WALL', 'CALL_WALL', callWall.strike));
  if (putWall !== null) levels.push(level('PUT_WALL', 'PUT_WALL', putWall.strike));
  if (flip !== null) levels.push(level('GAMMA_FLIP', 'GAMMA_FLIP', flip));
  return levels;
}

function hotzoneLevels({ hotzones }: MarketState): Level[] {
  return Array.from(hotzones.values(), ({ id, price, strong }) => ({
    id: `HOTZONE_${id}`,
    kind: 'HOTZONE',
    price,
    isStrong: strong,
  }));
}
