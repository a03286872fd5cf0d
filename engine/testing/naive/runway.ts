/** SPEC §9. */
import type { BreakDirection, RunwayPayload } from '../../core/payload.ts';
import type { Level } from './levels.ts';
import type { Moment } from './moment.ts';
import { byId, isAbove, isBelow, toMicro } from './words.ts';

export function runwayOf(
  moment: Moment,
  price: number,
  direction: BreakDirection,
  levels: readonly Level[],
): RunwayPayload {
  const { config } = moment;
  const s = direction === 'UP' ? 1 : -1;
  const ahead = ({ price: other }: Level): number => s * (other - price);
  const candidates = levels
    .filter((level) => isAbove(ahead(level), moment.toLevel(config.TICK_SIZE)))
    .sort((a, b) => ahead(a) - ahead(b) || byId(a.id, b.id));
  const obstacle = candidates.find(({ isStrong }) => isStrong);
  const distance = obstacle === undefined ? config.RUNWAY_HORIZON : ahead(obstacle);
  const weaker = candidates.filter(
    (level) => !level.isStrong && (obstacle === undefined || isBelow(ahead(level), distance)),
  );
  const isObstructed = obstacle !== undefined && isBelow(distance, config.RUNWAY_CLEAR_MIN);
  return {
    direction,
    distance: toMicro(distance),
    next_obstacle: obstacle ? { id: obstacle.id, price: toMicro(obstacle.price) } : null,
    quality: isObstructed ? 'OBSTRUCTED' : 'CLEAR',
    intermediate_levels: weaker.slice(0, 5).map(({ id }) => id),
  };
}
