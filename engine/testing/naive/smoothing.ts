/** SPEC §8: one SmootherSet per level id. */
import type { EngineConfig } from '../../core/config.ts';
import { seconds } from './words.ts';

/** Time constant of each smoothed value. */
const TAUS = {
  break_score: 'tau_score',
  delta_liq: 'tau_delta_liq',
  replenishment_ratio: 'tau_replenish',
  velocity: 'tau_velocity',
  net_dealer_gamma: 'tau_dealer_gamma',
} as const satisfies Record<string, keyof EngineConfig>;

export type Smoothed = Record<keyof typeof TAUS, number>;

/** One active snap of a level: the values as they were, and smoothed. */
interface Step {
  readonly timeNs: number;
  readonly raw: Smoothed;
  readonly smooth: Smoothed;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower = 0, upper = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (lower + upper) / 2;
}

class SmootherSet {
  readonly #steps: Step[] = [];
  inactiveSinceNs: number | undefined;

  next(timeNs: number, raw: Smoothed, config: EngineConfig): Smoothed {
    const last = this.#steps.at(-1);
    const smooth = { ...raw };
    for (const key of Object.keys(TAUS) as (keyof Smoothed)[]) {
      const n = config.robust_window;
      const before = n > 1 ? this.#steps.slice(1 - n) : [];
      const value = median([...before.map((step) => step.raw[key]), raw[key]]);
      if (last === undefined) {
        smooth[key] = value;
        continue;
      }
      const alpha = 1 - Math.exp(-(timeNs - last.timeNs) / (config[TAUS[key]] * 1e9));
      smooth[key] = alpha * value + (1 - alpha) * last.smooth[key];
    }
    this.#steps.push({ timeNs, raw, smooth });
    return smooth;
  }
}

/** The sets of all levels of one session. */
export class Smoothers {
  readonly #sets = new Map<string, SmootherSet>();

  next(id: string, timeNs: number, raw: Smoothed, config: EngineConfig): Smoothed {
    const set = this.#sets.get(id) ?? new SmootherSet();
    this.#sets.set(id, set);
    set.inactiveSinceNs = undefined;
    return set.next(timeNs, raw, config);
  }

  /** Dropped at the first snap at which the level has been inactive for 60 s. */
  dropInactive(activeIds: ReadonlySet<string>, timeNs: number): void {
    for (const [id, set] of this.#sets) {
      if (activeIds.has(id)) continue;
      set.inactiveSinceNs ??= timeNs;
      if (timeNs - set.inactiveSinceNs >= seconds(60)) this.#sets.delete(id);
    }
  }
}
