import type { EngineConfig } from '../core/config.ts';
import type { Confidence } from '../core/payload.ts';
import { atLeast } from '../core/tolerance.ts';
import type { Metrics, NumericKey, SmoothedMetric } from '../physics/engine.ts';

/** What one engine says of one level at one snap. */
export interface EngineReading<M extends Metrics = Metrics> {
  readonly engine: {
    readonly id: string;
    readonly scoreKey: string;
    readonly weightKey: NumericKey;
    readonly smoothed: readonly SmoothedMetric[];
  };
  readonly metrics: M;
  /** 0…100. */
  readonly score: number;
  readonly clause: string;
}

/** A component score that speaks neither for a break nor for a rejection. */
export const NEUTRAL_SCORE = 50;

/** Weights add up to 1 only to within 1e-9. */
export const clampScore = (sum: number): number => Math.min(100, Math.max(0, sum));

/** The weighted score 0…100, its sum before the clamp, and confidence 0…1 of a level (SPEC §7). */
export function scoreLevel(
  readings: readonly EngineReading[],
  config: EngineConfig,
): { raw: number; sum: number; confidence: number } {
  let sum = 0;
  let confidence = 0;
  for (const { engine, metrics, score } of readings) {
    const weight = config[engine.weightKey];
    sum += weight * score;
    confidence += weight * metrics.confidence;
  }
  return { raw: clampScore(sum), sum, confidence };
}

/** The confidence 0…1 in one word (SPEC §7). */
export function confidenceWord(confidence: number): Confidence {
  if (atLeast(confidence, 0.7)) return 'HIGH';
  return atLeast(confidence, 0.4) ? 'MEDIUM' : 'LOW';
}
