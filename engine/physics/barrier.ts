import type { EngineConfig } from '../core/config.ts';
import { ASK, BID, isBookTick, type Side } from '../core/events.ts';
import type { BarrierPayload, BarrierState } from '../core/payload.ts';
import { above, below, TOLERANCE } from '../core/tolerance.ts';
import type { FlowTotals } from '../market/bookFlows.ts';
import type { MarketState } from '../market/marketState.ts';
import type { LevelView, PhysicsEngine } from './engine.ts';

const FULL_CONFIDENCE_RECORDS = 50;

/** The payload's figures without their smoothed twins, which are not this engine's. */
export type BarrierMetrics = Omit<
  BarrierPayload,
  'delta_liq_smooth' | 'replenishment_ratio_smooth'
>;

const STATE_SCORES: Readonly<Record<BarrierState, number>> = {
  VACUUM: 100,
  WEAK: 75,
  CONSUMED: 50,
  NEUTRAL: 50,
  WALL: 0,
  ABSORPTION: 0,
};
const CONSUMED_FAST_SCORE = 60;

const CLAUSES: Readonly<Record<BarrierState, string>> = {
  VACUUM: 'Vacuum',
  WALL: 'Wall',
  ABSORPTION: 'Absorbing',
  CONSUMED: 'Being consumed',
  WEAK: 'Thin',
  NEUTRAL: 'Book neutral',
};

/** The displayed book around a level, on the side that defends it (SPEC §4). */
interface Zone {
  readonly flows: FlowTotals;
  readonly depth: number;
  readonly knownTicks: number;
  readonly ticks: number;
  readonly defendingTick: number | undefined;
  readonly defendingSize: number;
}

/** The figures that the state of the book is read from. */
export type BarrierFigures = Pick<
  BarrierMetrics,
  'delta_liq' | 'replenishment_ratio' | 'pulled' | 'filled' | 'depth_in_zone' | 'visibility'
>;

/** The first rule of SPEC §4's table that holds. */
export function barrierState(metrics: BarrierFigures, config: EngineConfig): BarrierState {
  const { F_thresh, R_vac, R_wall, WEAK_DEPTH } = config;
  const { delta_liq: change, replenishment_ratio: ratio } = metrics;
  if (metrics.visibility === 0) return 'NEUTRAL';
  if (below(ratio, R_vac) && below(change, -F_thresh)) return 'VACUUM';
  if (above(ratio, R_wall) && above(change, F_thresh)) return 'WALL';
  if (below(change, -F_thresh) && metrics.filled > metrics.pulled) return 'CONSUMED';
  if (change > 0 && above(ratio, 1)) return 'ABSORPTION';
  if (metrics.visibility === 1 && below(metrics.depth_in_zone, WEAK_DEPTH)) return 'WEAK';
  return 'NEUTRAL';
}

/** The side whose depth stands in the way of a break. */
export const defendingSide = ({ direction }: LevelView): Side =>
  direction === 'SUPPORT' ? BID : ASK;

/** First and last futures tick of a level's zone; none where the last lies below the first. */
export function zoneTicks(
  centrePx: number,
  { TICK_SIZE: tickSize, BARRIER_ZONE_TICKS: halfTicks }: EngineConfig,
): { lowTick: number; highTick: number } {
  const halfWidth = halfTicks * tickSize + TOLERANCE;
  return {
    lowTick: Math.ceil((centrePx - halfWidth) / tickSize),
    highTick: Math.floor((centrePx + halfWidth) / tickSize),
  };
}

/** Barrier engine (SPEC §4): is the depth that defends the level pulled, eaten or replenished? */
export class BarrierEngine implements PhysicsEngine<BarrierMetrics> {
  readonly id = 'barrier';
  readonly scoreKey = 'liquidity';
  readonly weightKey = 'w_L';
  readonly smoothed = [
    { metric: 'delta_liq', tauKey: 'tau_delta_liq' },
    { metric: 'replenishment_ratio', tauKey: 'tau_replenish' },
  ] as const;
  readonly #config: EngineConfig;

  constructor(config: EngineConfig) {
    this.#config = config;
  }

  compute(level: LevelView, market: MarketState): BarrierMetrics {
    const zone = this.#readZone(level, market);
    const { added, pulled, filled, records } = zone.flows;
    const visibility = zone.ticks === 0 ? 0 : zone.knownTicks / zone.ticks;
    const metrics: BarrierMetrics = {
      state: 'NEUTRAL',
      delta_liq: added - pulled - filled,
      replenishment_ratio: added / (pulled + filled + 1),
      added,
      pulled,
      filled,
      churn: added + pulled + filled,
      depth_in_zone: zone.depth,
      defending_quote:
        zone.defendingTick === undefined
          ? null
          : { price: market.levelOfTick(zone.defendingTick), size: zone.defendingSize },
      visibility,
      confidence: Math.min(1, records / FULL_CONFIDENCE_RECORDS) * visibility,
    };
    metrics.state = barrierState(metrics, this.#config);
    return metrics;
  }

  #readZone(level: LevelView, market: MarketState): Zone {
    const side = defendingSide(level);
    const { lowTick, highTick } = zoneTicks(market.converter.toFutures(level.price), this.#config);
    const flows: FlowTotals = { added: 0, pulled: 0, filled: 0, records: 0 };
    let depth = 0;
    let knownTicks = 0;
    let defendingTick: number | undefined;
    let defendingSize = 0;
    const ticks = Math.max(0, highTick - lowTick + 1);
    for (let i = 0; i < ticks; i++) {
      const tick = lowTick + i;
      if (isBookTick(tick)) market.flows.addTotals(side, tick, flows);
      if (!market.book.knows(side, tick)) continue;
      knownTicks++;
      const size = market.book.sizeAt(side, tick);
      depth += size;
      // Ticks ascend: the best bid is the last one shown, the best ask the first.
      if (size > 0 && (side === BID || defendingTick === undefined)) {
        defendingTick = tick;
        defendingSize = size;
      }
    }
    return { flows, depth, knownTicks, ticks, defendingTick, defendingSize };
  }

  score(metrics: BarrierMetrics): number {
    const isFast = below(metrics.delta_liq, -this.#config.F_thresh);
    return metrics.state === 'CONSUMED' && isFast
      ? CONSUMED_FAST_SCORE
      : STATE_SCORES[metrics.state];
  }

  clause(metrics: BarrierMetrics): string {
    return metrics.visibility === 0 ? 'Book out of sight' : CLAUSES[metrics.state];
  }
}
