/** SPEC §4: what happened in the book around a level. */
import { ASK, BID, type Side } from '../../core/events.ts';
import type { BarrierState } from '../../core/payload.ts';
import { knows, shown, sizeAt } from './book.ts';
import type { Line, Moment } from './moment.ts';
import { isAbove, isAtMost, isBelow, total } from './words.ts';

export interface Barrier {
  readonly state: BarrierState;
  readonly delta_liq: number;
  readonly replenishment_ratio: number;
  readonly added: number;
  readonly pulled: number;
  readonly filled: number;
  readonly churn: number;
  readonly depth_in_zone: number;
  readonly defending_quote: { readonly price: number; readonly size: number } | null;
  readonly visibility: number;
  readonly confidence: number;
}

/** All ticks p with |p·TICK_SIZE − futures(L)| ≤ BARRIER_ZONE_TICKS·TICK_SIZE. */
function zoneTicks(moment: Moment, line: Line): number[] {
  const { TICK_SIZE, BARRIER_ZONE_TICKS } = moment.config;
  const futuresPx = line.price * moment.market.ratio.value;
  const middle = Math.round(futuresPx / TICK_SIZE);
  const reach = BARRIER_ZONE_TICKS + 1;
  return Array.from({ length: 2 * reach + 1 }, (_, i) => middle - reach + i).filter((tick) =>
    isAtMost(Math.abs(tick * TICK_SIZE - futuresPx), BARRIER_ZONE_TICKS * TICK_SIZE),
  );
}

function stateOf(barrier: Omit<Barrier, 'state'>, moment: Moment): BarrierState {
  const { R_vac, R_wall, F_thresh, WEAK_DEPTH } = moment.config;
  const { visibility, replenishment_ratio: ratio, delta_liq, filled, pulled } = barrier;
  if (visibility === 0) return 'NEUTRAL';
  if (isBelow(ratio, R_vac) && isBelow(delta_liq, -F_thresh)) return 'VACUUM';
  if (isAbove(ratio, R_wall) && isAbove(delta_liq, F_thresh)) return 'WALL';
  if (isBelow(delta_liq, -F_thresh) && filled > pulled) return 'CONSUMED';
  if (delta_liq > 0 && isAbove(ratio, 1)) return 'ABSORPTION';
  if (visibility === 1 && isBelow(barrier.depth_in_zone, WEAK_DEPTH)) return 'WEAK';
  return 'NEUTRAL';
}

function bestShown(moment: Moment, side: Side, zone: readonly number[]) {
  const { view } = moment.market;
  const best = view && shown(view, side).find(([tick]) => zone.includes(tick));
  return best === undefined ? null : { price: moment.levelOfTick(best[0]), size: best[1] };
}

export function barrierOf(moment: Moment, line: Line): Barrier {
  const side = line.direction === 'SUPPORT' ? BID : ASK;
  const zone = zoneTicks(moment, line);
  const { view } = moment.market;
  const known = view === undefined ? [] : zone.filter((tick) => knows(view, side, tick));
  const flows = moment.flows.filter((flow) => flow.side === side && zone.includes(flow.tick));
  const added = total(flows.map((flow) => flow.added));
  const pulled = total(flows.map((flow) => flow.pulled));
  const filled = total(flows.map((flow) => flow.filled));
  const visibility = zone.length === 0 ? 0 : known.length / zone.length;
  const depths = known.map((tick) => (view === undefined ? 0 : sizeAt(view, side, tick)));
  const barrier = {
    delta_liq: added - pulled - filled,
    replenishment_ratio: added / (pulled + filled + 1),
    added,
    pulled,
    filled,
    churn: added + pulled + filled,
    depth_in_zone: total(depths),
    defending_quote: bestShown(moment, side, zone),
    visibility,
    confidence: Math.min(1, flows.length / 50) * visibility,
  };
  return { state: stateOf(barrier, moment), ...barrier };
}

/** SPEC §7, S_L. */
export function liquidityScore({ state }: Barrier): number {
  // CONSUMED is only ever the state while delta_liq < −F_thresh.
  return { VACUUM: 100, WEAK: 75, CONSUMED: 60, NEUTRAL: 50, WALL: 0, ABSORPTION: 0 }[state];
}

/** SPEC §10, the first clause of a note. */
export function barrierClause({ state, visibility }: Barrier): string {
  if (visibility === 0) return 'Book out of sight';
  return {
    VACUUM: 'Vacuum',
    WALL: 'Wall',
    ABSORPTION: 'Absorbing',
    CONSUMED: 'Being consumed',
    WEAK: 'Thin',
    NEUTRAL: 'Book neutral',
  }[state];
}
