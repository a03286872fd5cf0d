import type { EngineConfig } from '../core/config.ts';
import type { BreakDirection, SweepPayload, TapePayload } from '../core/payload.ts';
import { atLeast, below, TOLERANCE } from '../core/tolerance.ts';
import type { MarketState } from '../market/marketState.ts';
import type { Sweep } from '../market/sweepClusters.ts';
import type { LevelView, PhysicsEngine } from './engine.ts';

const FULL_CONFIDENCE_TRADES = 20;
const PART_SCORE = 25;

/** The payload's figures without their smoothed twin, which is not this engine's. */
export type TapeMetrics = Omit<TapePayload, 'velocity_smooth'>;

const NO_SWEEP: Readonly<SweepPayload> = {
  detected: false,
  direction: null,
  notional: 0,
  size: 0,
  prints: 0,
  prices: 0,
};

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
const signOf = (direction: BreakDirection): 1 | -1 => (direction === 'UP' ? 1 : -1);

/** Tape engine (SPEC §5): do aggressive trades around the level confirm a move through it? */
export class TapeEngine implements PhysicsEngine<TapeMetrics> {
  readonly id = 'tape';
  readonly scoreKey = 'tape';
  readonly weightKey = 'w_T';
  readonly smoothed = [{ metric: 'velocity', tauKey: 'tau_velocity' }] as const;
  readonly #config: EngineConfig;
  /** Level price per second; one figure for all levels of a snap. */
  #velocity = 0;
  #sweeps: readonly Sweep[] = [];

  constructor(config: EngineConfig) {
    this.#config = config;
  }

  startSnap(market: MarketState): void {
    this.#velocity = market.converter.toLevel(market.tape.velocityPxPerS());
    this.#sweeps = market.tape.sweeps(this.#config.SWEEP_MIN_NOTIONAL);
  }

  compute(level: LevelView, market: MarketState): TapeMetrics {
    const reach = this.#config.TAPE_BAND + TOLERANCE;
    const { ratio } = market.converter;
    const band = market.tape.band((level.price - reach) * ratio, (level.price + reach) * ratio);
    const signed = band.buyVolume + band.sellVolume;
    return {
      imbalance: signed === 0 ? 0 : (band.buyVolume - band.sellVolume) / signed,
      buy_vol: band.buyVolume,
      sell_vol: band.sellVolume,
      velocity: this.#velocity,
      activity: band.activity,
      sweep: this.#sweepNear(level.price, ratio),
      confidence: Math.min(1, band.trades / FULL_CONFIDENCE_TRADES),
    };
  }

  /** The largest sweep whose prices come within the band of the level, the latest on a tie. */
  #sweepNear(price: number, ratio: number): SweepPayload {
    const reach = this.#config.TAPE_BAND + TOLERANCE;
    let largest: Sweep | undefined;
    for (const sweep of this.#sweeps) {
      const isNear = sweep.lowPx / ratio <= price + reach && sweep.highPx / ratio >= price - reach;
      if (isNear && (largest === undefined || atLeast(sweep.notional, largest.notional))) {
        largest = sweep;
      }
    }
    if (largest === undefined) return { ...NO_SWEEP };
    const { direction, notional, size, prints, prices } = largest;
    return { detected: true, direction, notional, size, prints, prices };
  }

  score(metrics: TapeMetrics, breakDirection: BreakDirection): number {
    if (metrics.sweep.direction === breakDirection) return 100;
    const sign = signOf(breakDirection);
    return (
      PART_SCORE * clamp01((sign * metrics.velocity) / this.#config.VELOCITY_REF) +
      PART_SCORE * clamp01(sign * metrics.imbalance)
    );
  }

  clause(metrics: TapeMetrics, breakDirection: BreakDirection): string {
    if (metrics.sweep.direction === breakDirection) return 'sweep confirms';
    if (metrics.sweep.detected) return 'sweep against';
    if (atLeast(this.score(metrics, breakDirection), PART_SCORE)) return 'tape confirms';
    return below(signOf(breakDirection) * metrics.imbalance, -0.3) ? 'tape against' : 'tape quiet';
  }
}
