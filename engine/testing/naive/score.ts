/** SPEC §7, the scores, and §10, the note: what the engines say of one level, put together. */
import type { EngineConfig } from '../../core/config.ts';
import type { BreakDirection, Confidence } from '../../core/payload.ts';
import { barrierClause, liquidityScore, type Barrier } from './barrier.ts';
import { fuelClause, hedgeScore, type Fuel } from './fuel.ts';
import { spreadClause, spreadScore, type Spread } from './spread.ts';
import { tapeClause, tapeScore, type Tape } from './tape.ts';
import { isAtLeast } from './words.ts';

export interface Readings {
  readonly barrier: Barrier;
  readonly fuel: Fuel;
  readonly tape: Tape;
  readonly spread: Spread;
}

export interface Scores {
  readonly liquidity: number;
  readonly hedge: number;
  readonly tape: number;
  readonly spread: number;
}

export const scoresOf = (
  { barrier, fuel, tape, spread }: Readings,
  direction: BreakDirection,
  { VELOCITY_REF }: EngineConfig,
): Scores => ({
  liquidity: liquidityScore(barrier),
  hedge: hedgeScore(fuel),
  tape: tapeScore(tape, direction, VELOCITY_REF),
  spread: spreadScore(spread),
});

export function rawScore(scores: Scores, { w_L, w_H, w_T, w_S }: EngineConfig): number {
  const sum = w_L * scores.liquidity + w_H * scores.hedge + w_T * scores.tape + w_S * scores.spread;
  return Math.min(100, Math.max(0, sum));
}

export function confidenceOf(readings: Readings, config: EngineConfig): Confidence {
  const { barrier, fuel, tape, spread } = readings;
  const c =
    config.w_L * barrier.confidence +
    config.w_H * fuel.confidence +
    config.w_T * tape.confidence +
    config.w_S * spread.confidence;
  if (isAtLeast(c, 0.7)) return 'HIGH';
  return isAtLeast(c, 0.4) ? 'MEDIUM' : 'LOW';
}

/** §11: an engine whose weight is 0 is off, and says nothing. */
export const hasSpread = ({ w_S }: EngineConfig): boolean => w_S > 0;

export function noteOf(
  { barrier, fuel, tape, spread }: Readings,
  direction: BreakDirection,
  config: EngineConfig,
): string {
  const clauses = [
    barrierClause(barrier),
    fuelClause(fuel),
    tapeClause(tape, direction, config.VELOCITY_REF),
  ];
  return [...clauses, ...(hasSpread(config) ? [spreadClause(spread)] : [])].join('; ');
}
