import { NS_PER_S } from '../../../core/time.ts';
import { naturalLog } from '../basicMath.ts';
import { YEAR_S } from './pricing.ts';

/** What at-the-money options cost when nothing happens, per year of 365 days. */
const CALM_LEVEL = 0.13;
const LOWEST_LEVEL = 0.09;
const HIGHEST_LEVEL = 0.45;
/** Share of variance that follows what the market did; the rest is the calm level's. */
const FOLLOWING = 0.25;
const SAMPLE_NS = 5 * NS_PER_S;
/** The realised variance forgets with this time constant. */
const MEMORY_NS = 600 * NS_PER_S;
/** Fall of volatility per percent of log-moneyness, relative to the level: the skew. */
const SKEW = 0.17;
/** Its curvature, per percent squared. */
const CURVATURE = 0.24;
const LOWEST_RATIO = 0.7;
const HIGHEST_RATIO = 4;

/**
 * The smile: volatility at a strike, by its log-moneyness ln(strike / spot). Lowest slightly above
 * the money, higher below it, rising in both wings.
 */
export function smileVolatility(level: number, logMoneyness: number): number {
  const percent = logMoneyness * 100;
  const ratio = 1 - SKEW * percent + CURVATURE * percent * percent;
  return level * Math.min(HIGHEST_RATIO, Math.max(LOWEST_RATIO, ratio));
}

/** The smile's level, which moves with the volatility that spot realises. */
export class VolatilityLevel {
  /** At-the-money volatility now, per year of 365 days. */
  level = CALM_LEVEL;
  /** Realised variance per second. */
  #variance = (CALM_LEVEL * CALM_LEVEL) / YEAR_S;
  #sampledNs = -1;
  #sampledSpot = 0;

  /** Looks at spot; times never go back. Only one look in five seconds counts. */
  observe(timeNs: number, spot: number): void {
    const elapsedNs = timeNs - this.#sampledNs;
    if (this.#sampledNs >= 0 && elapsedNs < SAMPLE_NS) return;
    if (this.#sampledNs >= 0) this.#learn(elapsedNs, naturalLog(spot / this.#sampledSpot));
    this.#sampledNs = timeNs;
    this.#sampledSpot = spot;
  }

  #learn(elapsedNs: number, logReturn: number): void {
    const perSecond = (logReturn * logReturn * NS_PER_S) / elapsedNs;
    const weight = Math.min(1, elapsedNs / MEMORY_NS);
    this.#variance += (perSecond - this.#variance) * weight;
    const realised = this.#variance * YEAR_S;
    const blended = FOLLOWING * realised + (1 - FOLLOWING) * CALM_LEVEL * CALM_LEVEL;
    this.level = Math.min(HIGHEST_LEVEL, Math.max(LOWEST_LEVEL, Math.sqrt(blended)));
  }
}
