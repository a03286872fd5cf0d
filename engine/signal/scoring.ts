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

/** The weighted score 0…100 and confidence 0…1 of a level (SPEC §7). */
export function scoreLevel(
  readings: readonly EngineReading[],
  config: EngineConfig,
): { raw: number; confidence: number } {
  let raw = 0;
  let confidence = 0;
  for (const { engine, metrics, score } of readings) {
    const weight = config[engine.weightKey];
    raw += weight * score;
    confidence += weight * metrics.confidence;
  }
  return { raw: Math.min(100, Math.max(0, raw)), confidence };
}

/** The confidence 0…1 in one word (SPEC §7). */
export function confidenceWord(confidence: number): Confidence {
  if (atLeast(confidence, 0.7)) return 'HIGH';
  return atLeast(confidence, 0.4) ? 'MEDIUM' : 'LOW';
}
