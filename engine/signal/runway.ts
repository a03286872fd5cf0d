import type { EngineConfig } from '../core/config.ts';
import type { BreakDirection, RunwayPayload } from '../core/payload.ts';
import { round6 } from '../core/rounding.ts';
import { above, below } from '../core/tolerance.ts';
import type { Level } from './levelUniverse.ts';

const MAX_INTERMEDIATE = 5;

interface Ahead {
  readonly level: Level;
  readonly distance: number;
}

/** Levels more than one futures tick beyond `price`, nearest first, then by id. */
function levelsAhead(
  price: number,
  direction: BreakDirection,
  universe: readonly Level[],
  tickLevelPx: number,
): Ahead[] {
  const sign = direction === 'UP' ? 1 : -1;
  return universe
    .map((level) => ({ level, distance: sign * (level.price - price) }))
    .filter(({ distance }) => above(distance, tickLevelPx))
    .sort((a, b) => a.distance - b.distance || compareIds(a.level.id, b.level.id));
}

/** Ids compare by character code (SPEC §3), never by locale. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * How far price can run from a level before something strong stands in its way (SPEC §9).
 *
 * @param tickLevelPx one futures tick in level price
 */
export function runway(
  price: number,
  direction: BreakDirection,
  universe: readonly Level[],
  tickLevelPx: number,
  config: EngineConfig,
): RunwayPayload {
  const ahead = levelsAhead(price, direction, universe, tickLevelPx);
  const obstacle = ahead.find(({ level }) => level.isStrong);
  const between = ahead.filter(
    ({ level, distance }) =>
      !level.isStrong && (obstacle === undefined || distance < obstacle.distance),
  );
  const distance = obstacle?.distance ?? config.RUNWAY_HORIZON;
  const isObstructed = obstacle !== undefined && below(distance, config.RUNWAY_CLEAR_MIN);
  return {
    direction,
    distance: round6(distance),
    next_obstacle:
      obstacle === undefined
        ? null
        : { id: obstacle.level.id, price: round6(obstacle.level.price) },
    quality: isObstructed ? 'OBSTRUCTED' : 'CLEAR',
    intermediate_levels: between.slice(0, MAX_INTERMEDIATE).map(({ level }) => level.id),
  };
}
