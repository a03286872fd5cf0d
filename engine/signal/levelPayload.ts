import type {
  BarrierPayload,
  Confidence,
  FuelPayload,
  LevelPayload,
  RunwayPayload,
  SensitivityPayload,
  Signal,
  TapePayload,
  WallPayload,
} from '../core/payload.ts';
import { round2, round6 } from '../core/rounding.ts';
import type { BarrierMetrics } from '../physics/barrier.ts';
import type { LevelView, NumericKey } from '../physics/engine.ts';
import type { FuelMetrics } from '../physics/fuel.ts';
import type { TapeMetrics } from '../physics/tape.ts';
import type { Level } from './levelUniverse.ts';
import type { EngineReading } from './scoring.ts';

/** Smooths one figure of the level under a key that is unique within the level. */
type Smooth = (key: string, tauKey: NumericKey, value: number) => number;

/** Everything decided about one active level at one snap, in full precision. */
export interface LevelVerdict {
  readonly level: Level;
  readonly view: LevelView;
  /** Spot minus level. */
  readonly distance: number;
  readonly raw: number;
  readonly smoothScore: number;
  readonly signal: Signal;
  readonly confidence: Confidence;
  readonly readings: {
    readonly barrier: EngineReading<BarrierMetrics>;
    readonly fuel: EngineReading<FuelMetrics>;
    readonly tape: EngineReading<TapeMetrics>;
    readonly plugIns: readonly EngineReading[];
  };
  readonly smooth: Smooth;
  readonly runway: RunwayPayload;
  readonly muted: 'RESYNC' | 'STALE' | undefined;
  readonly sensitivity: SensitivityPayload;
}

/** The wire form of a verdict: rounding happens here and nowhere before (SPEC §10). */
export function levelPayload(verdict: LevelVerdict): LevelPayload {
  const { level, view, readings, smooth } = verdict;
  const { barrier, fuel, tape, plugIns } = readings;
  const payload: Omit<LevelPayload, 'sensitivity'> = {
    id: level.id,
    price: round6(level.price),
    kind: level.kind,
    direction: view.direction,
    break_direction: view.breakDirection,
    distance: round6(verdict.distance),
    break_score_raw: round2(verdict.raw),
    break_score_smooth: round2(verdict.smoothScore),
    signal: verdict.signal,
    confidence: verdict.confidence,
    scores: scorePayload(verdict),
    barrier: barrierPayload(barrier.metrics, smooth),
    tape: tapePayload(tape.metrics, smooth),
    fuel: fuelPayload(fuel.metrics, smooth),
    runway: verdict.runway,
    note: [barrier, fuel, tape, ...plugIns].map(({ clause }) => clause).join('; '),
  };
  for (const reading of plugIns) {
    Object.assign(payload, { [reading.engine.id]: plugInPayload(reading, smooth) });
  }
  if (verdict.muted !== undefined) payload.muted = verdict.muted;
  return Object.assign(payload, { sensitivity: verdict.sensitivity });
}

/** Component scores by key, plug-ins after the three. */
export function scorePayload({ readings }: Pick<LevelVerdict, 'readings'>): LevelPayload['scores'] {
  const { barrier, fuel, tape, plugIns } = readings;
  const scores = {
    liquidity: round2(barrier.score),
    hedge: round2(fuel.score),
    tape: round2(tape.score),
  };
  for (const { engine, score } of plugIns) {
    Object.assign(scores, { [engine.scoreKey]: round2(score) });
  }
  return scores;
}

function barrierPayload(metrics: BarrierMetrics, smooth: Smooth): BarrierPayload {
  const { delta_liq, replenishment_ratio, defending_quote: quote } = metrics;
  return {
    state: metrics.state,
    delta_liq,
    delta_liq_smooth: round6(smooth('delta_liq', 'tau_delta_liq', delta_liq)),
    replenishment_ratio: round6(replenishment_ratio),
    replenishment_ratio_smooth: round6(
      smooth('replenishment_ratio', 'tau_replenish', replenishment_ratio),
    ),
    added: metrics.added,
    pulled: metrics.pulled,
    filled: metrics.filled,
    churn: metrics.churn,
    depth_in_zone: metrics.depth_in_zone,
    defending_quote: quote === null ? null : { price: round6(quote.price), size: quote.size },
    visibility: round6(metrics.visibility),
    confidence: round6(metrics.confidence),
  };
}

function tapePayload(metrics: TapeMetrics, smooth: Smooth): TapePayload {
  const { sweep, velocity } = metrics;
  return {
    imbalance: round6(metrics.imbalance),
    buy_vol: metrics.buy_vol,
    sell_vol: metrics.sell_vol,
    velocity: round6(velocity),
    velocity_smooth: round6(smooth('velocity', 'tau_velocity', velocity)),
    activity: round6(metrics.activity),
    sweep: {
      detected: sweep.detected,
      direction: sweep.direction,
      notional: round6(sweep.notional),
      size: sweep.size,
      prints: sweep.prints,
      prices: sweep.prices,
    },
    confidence: round6(metrics.confidence),
  };
}

function fuelPayload(metrics: FuelMetrics, smooth: Smooth): FuelPayload {
  const { net_dealer_gamma, hvl } = metrics;
  return {
    effect: metrics.effect,
    net_dealer_gamma: round6(net_dealer_gamma),
    net_dealer_gamma_smooth: round6(
      smooth('net_dealer_gamma', 'tau_dealer_gamma', net_dealer_gamma),
    ),
    call_wall: wallPayload(metrics.call_wall),
    put_wall: wallPayload(metrics.put_wall),
    hvl: hvl === null ? null : round6(hvl),
    confidence: round6(metrics.confidence),
    flow_gamma: round6(metrics.flow_gamma),
    inventory_gamma: round6(metrics.inventory_gamma),
  };
}

const wallPayload = (wall: WallPayload | null): WallPayload | null =>
  wall === null
    ? null
    : { strike: round6(wall.strike), net_gamma: round6(wall.net_gamma), strong: wall.strong };

/** A plug-in's metrics as they are: numbers rounded, smoothed twins behind their figure. */
function plugInPayload(
  { engine, metrics }: EngineReading,
  smooth: Smooth,
): Record<string, unknown> {
  const payload: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(metrics) as [string, unknown][]) {
    payload[key] = typeof value === 'number' ? round6(value) : value;
    const twin = engine.smoothed.find(({ metric }) => metric === key);
    if (twin !== undefined && typeof value === 'number') {
      payload[`${key}_smooth`] = round6(smooth(`${engine.id}.${key}`, twin.tauKey, value));
    }
  }
  return payload;
}
