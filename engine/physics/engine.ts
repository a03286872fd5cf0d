import type { EngineConfig } from '../core/config.ts';
import type { BreakDirection, LevelDirection } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { MarketState } from '../market/marketState.ts';

/** The level an engine is asked about, as of the snap. Prices are level prices. */
export interface LevelView {
  readonly price: number;
  readonly direction: LevelDirection;
  readonly breakDirection: BreakDirection;
}

/** Keys of the configuration that hold a number. */
export type NumericKey = {
  [K in keyof EngineConfig]: EngineConfig[K] extends number ? K : never;
}[keyof EngineConfig];

/**
 * Figures of one engine for one level, in payload order and in snake_case: they go to the wire,
 * the card and the files under the engine's id just as they are, rounded at the edge.
 */
export interface Metrics {
  /** How much data stands behind the figures, 0…1. */
  confidence: number;
}

/** A metric the signal floor smooths per level, and the key of its time constant (SPEC §8). */
export interface SmoothedMetric {
  readonly metric: string;
  readonly tauKey: NumericKey;
}

/**
 * One dimension of the physics (SPEC §11). An engine is made per run, asked once per active level
 * and snap, and knows nothing of other engines.
 */
export interface PhysicsEngine<M extends Metrics = Metrics> {
  /** Key of the metrics in the payload. */
  readonly id: string;
  /** Key of the component in the payload's `scores`. */
  readonly scoreKey: string;
  readonly weightKey: NumericKey;
  readonly smoothed: readonly SmoothedMetric[];
  /** Called once per snap before any level, active levels or not. */
  startSnap?(market: MarketState): void;
  /** Called at a session boundary. */
  startSession?(): void;
  /** Carries what the engine remembers between snaps; one that remembers nothing needs none. */
  transfer?(state: StateTransfer): void;
  compute(level: LevelView, market: MarketState): M;
  /** Component score 0…100: 100 says that the level breaks. */
  score(metrics: M, breakDirection: BreakDirection): number;
  /** The engine's clause of the note. */
  clause(metrics: M, breakDirection: BreakDirection): string;
}
