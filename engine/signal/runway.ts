import type { EngineConfig } from '../core/config.ts';
import type { BreakDirection, RunwayPayload } from '../core/payload.ts';
import { round6 } from '../core/rounding.ts';
import { above, below } from '../core/tolerance.ts';
import type { Level } from './levelUniverse.ts';

const MAX_INTERMEDIATE = 5;

/** Ids compare by character code (SPEC §3), never by locale. */
export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Ahead {
  readonly level: Level;
  readonly distance: number;
}

const isNearer = (level: Level, distance: number, than: Ahead | undefined): boolean =>
  than === undefined ||
  distance < than.distance ||
  (distance === than.distance && compareIds(level.id, than.level.id) < 0);

/** Nearest strong level more than one futures tick beyond `price`. */
function nearestObstacle(
  price: number,
  sign: 1 | -1,
  universe: readonly Level[],
  tickLevelPx: number,
): Ahead | undefined {
  let nearest: Ahead | undefined;
  for (const level of universe) {
    const distance = sign * (level.price - price);
    if (!level.isStrong || !above(distance, tickLevelPx)) continue;
    if (isNearer(level, distance, nearest)) nearest = { level, distance };
  }
  return nearest;
}

/** Weaker levels more than one futures tick beyond `price` and nearer than `limit`, in order. */
function weakerWithin(
  price: number,
  sign: 1 | -1,
  universe: readonly Level[],
  tickLevelPx: number,
  limit: number,
): Ahead[] {
  const found: Ahead[] = [];
  for (const level of universe) {
    const distance = sign * (level.price - price);
    if (level.isStrong || !above(distance, tickLevelPx) || !below(distance, limit)) continue;
    found.push({ level, distance });
  }
  return found.sort((a, b) => a.distance - b.distance || compareIds(a.level.id, b.level.id));
}

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
  const sign = direction === 'UP' ? 1 : -1;
  const obstacle = nearestObstacle(price, sign, universe, tickLevelPx);
  const limit = obstacle?.distance ?? Number.POSITIVE_INFINITY;
  const between = weakerWithin(price, sign, universe, tickLevelPx, limit);
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
