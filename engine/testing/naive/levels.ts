/** SPEC §3: the levels there are at a snap. */
import type { LevelKind } from '../../core/payload.ts';
import { strikesOf, type Gamma } from './fuel.ts';
import type { Line, Moment } from './moment.ts';
import { byId, exactTotal, inId, isAbove, isAtMost, total } from './words.ts';

export interface Level {
  readonly id: string;
  readonly kind: LevelKind;
  readonly price: number;
  /** Whether it stops a runway (§9). */
  readonly isStrong: boolean;
}

const STRONG: readonly LevelKind[] = [
  'CALL_WALL',
  'PUT_WALL',
  'SESSION_HIGH',
  'SESSION_LOW',
  'VWAP',
  'GAMMA_FLIP',
];

/** A level whose id is its kind; none where it has no price. */
function named(kind: LevelKind, price: number | null | undefined): Level[] {
  if (price === null || price === undefined) return [];
  return [{ id: kind, kind, price, isStrong: STRONG.includes(kind) }];
}

function ofTrades(moment: Moment): Level[] {
  const { prints } = moment;
  if (prints.length === 0) return [];
  const prices = prints.map(({ px }) => px);
  const notional = exactTotal(prints.map(({ px, size }) => px * size));
  const vwap = notional / total(prints.map(({ size }) => size));
  return [
    ...named('VWAP', moment.toLevel(vwap)),
    ...named('SESSION_HIGH', moment.toLevel(prices.reduce((a, b) => Math.max(a, b)))),
    ...named('SESSION_LOW', moment.toLevel(prices.reduce((a, b) => Math.min(a, b)))),
  ];
}

function roundLevels({ spot, config }: Moment): Level[] {
  const { ROUND_LEVELS_SPACING: spacing, ROUND_LEVELS_RANGE: range } = config;
  const levels: Level[] = [];
  const last = Math.ceil((spot + range) / spacing) + 1;
  for (let n = Math.floor((spot - range) / spacing) - 1; n <= last; n++) {
    const price = n * spacing;
    if (!isAtMost(Math.abs(spot - price), range)) continue;
    levels.push({ id: `ROUND_${inId(price)}`, kind: 'ROUND', price, isStrong: false });
  }
  return levels;
}

function strikeLevels(moment: Moment): Level[] {
  return strikesOf(moment.options)
    .filter((strike) => isAtMost(Math.abs(strike - moment.spot), moment.config.STRIKE_RANGE))
    .map((price) => ({ id: `STRIKE_${inId(price)}`, kind: 'STRIKE', price, isStrong: false }));
}

/** Sorted by distance from spot, then id (§10). */
export function levelsAt(moment: Moment, gamma: Gamma): Level[] {
  const zones = [...moment.market.zones.values()].map(({ id, price, strong }): Level => ({
    id: `HOTZONE_${id}`,
    kind: 'HOTZONE',
    price,
    isStrong: strong,
  }));
  const levels = [
    ...ofTrades(moment),
    ...roundLevels(moment),
    ...strikeLevels(moment),
    ...named('CALL_WALL', gamma.call_wall?.strike),
    ...named('PUT_WALL', gamma.put_wall?.strike),
    ...named('GAMMA_FLIP', gamma.hvl),
    ...zones,
  ];
  const distance = ({ price }: Level): number => Math.abs(moment.spot - price);
  return levels.sort((a, b) => distance(a) - distance(b) || byId(a.id, b.id));
}

/** Spot above the level: it is support, and breaks downwards. */
export function lineOf({ spot }: Moment, { price }: Level): Line {
  return isAbove(spot, price)
    ? { price, direction: 'SUPPORT', breakDirection: 'DOWN' }
    : { price, direction: 'RESISTANCE', breakDirection: 'UP' };
}
