import type { ConfigOverrides } from '../../../core/config.ts';
import type { BreakDirection } from '../../../core/payload.ts';
import { NS_PER_S } from '../../../core/time.ts';
import { aConfig } from '../../../testing/builders.ts';
import { barrierState } from '../../../physics/barrier.ts';
import { fuelEffect } from '../../../physics/fuel.ts';
import type { TapeMetrics } from '../../../physics/tape.ts';
import type { TriggerTimers } from '../../trigger.ts';
import type { LevelSituation } from '../judge.ts';

/** What a test says of a level; everything else is unremarkable. */
export interface SituationFigures {
  readonly added?: number;
  readonly pulled?: number;
  readonly filled?: number;
  readonly depth?: number;
  readonly knownTicks?: number;
  readonly gamma?: number;
  readonly buyVol?: number;
  readonly sellVol?: number;
  readonly velocity?: number;
  readonly activity?: number;
  /** A sweep in the break direction, or against it. */
  readonly sweep?: 'none' | 'ahead' | 'against';
  readonly distance?: number;
  readonly breakDirection?: BreakDirection;
  readonly isMuted?: boolean;
  readonly nowNs?: number;
  readonly timers?: TriggerTimers;
  readonly overrides?: ConfigOverrides;
}

const ZONE_TICKS = 5;
const DEFAULTS = {
  added: 0,
  pulled: 0,
  filled: 0,
  depth: 200,
  knownTicks: ZONE_TICKS,
  gamma: 0,
  buyVol: 0,
  sellVol: 0,
  velocity: 0,
  activity: 0,
  sweep: 'none',
  distance: 0.02,
  breakDirection: 'DOWN',
  isMuted: false,
  nowNs: 100 * NS_PER_S,
  timers: { breakSinceNs: undefined, rejectSinceNs: undefined },
  overrides: {},
} as const satisfies Required<SituationFigures>;

const opposite = (direction: BreakDirection): BreakDirection =>
  direction === 'UP' ? 'DOWN' : 'UP';

/** A level of the SPY profile at one snap. */
export function aSituation(given: SituationFigures = {}): LevelSituation {
  const figures: Required<SituationFigures> = { ...DEFAULTS, ...given };
  const { knownTicks, breakDirection, gamma, nowNs, distance, isMuted, timers } = figures;
  const config = aConfig(figures.overrides, 'spy-0dte');
  const direction = breakDirection === 'DOWN' ? 'SUPPORT' : 'RESISTANCE';
  const book = bookFigures(figures);
  return {
    config,
    view: { price: 687, direction, breakDirection },
    nowNs,
    distance,
    isMuted,
    timers,
    barrier: { ...book, state: barrierState(book, config) },
    zoneTicks: ZONE_TICKS,
    knownTicks,
    fuel: {
      effect: fuelEffect(gamma, config),
      net_dealer_gamma: gamma,
      call_wall: null,
      put_wall: null,
      hvl: null,
      confidence: 1,
      flow_gamma: gamma,
      inventory_gamma: 0,
    },
    tape: tapeFigures(figures),
    plugIns: [],
  };
}

function bookFigures({ added, pulled, filled, depth, knownTicks }: Required<SituationFigures>) {
  return {
    delta_liq: added - pulled - filled,
    replenishment_ratio: added / (pulled + filled + 1),
    added,
    pulled,
    filled,
    churn: added + pulled + filled,
    depth_in_zone: depth,
    defending_quote: null,
    visibility: knownTicks / ZONE_TICKS,
    confidence: 1,
  };
}

function tapeFigures(figures: Required<SituationFigures>): TapeMetrics {
  const { buyVol, sellVol, velocity, activity, sweep, breakDirection } = figures;
  const signed = buyVol + sellVol;
  const swept = sweep === 'ahead' ? breakDirection : opposite(breakDirection);
  return {
    imbalance: signed === 0 ? 0 : (buyVol - sellVol) / signed,
    buy_vol: buyVol,
    sell_vol: sellVol,
    velocity,
    activity,
    sweep:
      sweep === 'none'
        ? { detected: false, direction: null, notional: 0, size: 0, prints: 0, prices: 0 }
        : { detected: true, direction: swept, notional: 8e5, size: 120, prints: 8, prices: 2 },
    confidence: 1,
  };
}
