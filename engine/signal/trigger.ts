import type { EngineConfig } from '../core/config.ts';
import type { BarrierState, LevelDirection, Signal } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { above, atLeast, atMost, below } from '../core/tolerance.ts';
import { nsOfSeconds } from '../core/time.ts';

/** Raw scores between which a level can be contested, both included. */
export const CONTESTED_LOW = 30;
export const CONTESTED_HIGH = 70;

/** What a level's trigger looks at in one snap. */
export interface TriggerInput {
  readonly nowNs: number;
  readonly raw: number;
  /** |spot − L| in level price. */
  readonly distance: number;
  readonly direction: LevelDirection;
  readonly barrierState: BarrierState;
  readonly activity: number;
  /** RESYNC and STALE void every verdict and hold the timers at zero (SPEC §11b). */
  readonly isMuted: boolean;
}

/** Session ns since which a condition has held on every snap; undefined while it does not hold. */
export interface TriggerTimers {
  readonly breakSinceNs: number | undefined;
  readonly rejectSinceNs: number | undefined;
}

/** Whether the score is that of a level that breaks (SPEC §7), for however long. */
export const isBreaking = (raw: number, config: EngineConfig): boolean =>
  above(raw, config.BREAK_SCORE_THRESHOLD);

/** Whether score and touch are those of a level that rejects, for however long. */
export const isRejecting = (raw: number, distance: number, config: EngineConfig): boolean =>
  below(raw, config.REJECT_SCORE_THRESHOLD) && atMost(distance, config.TOUCH_BAND);

export const isContested = (
  raw: number,
  { barrierState, activity }: Pick<TriggerInput, 'barrierState' | 'activity'>,
  config: EngineConfig,
): boolean =>
  atLeast(raw, CONTESTED_LOW) &&
  atMost(raw, CONTESTED_HIGH) &&
  barrierState === 'CONSUMED' &&
  above(activity, config.CONTESTED_MIN_ACTIVITY);

/**
 * The trigger of one level (SPEC §7). Its timers live only as long as the level is active without
 * interruption; the owner makes a new one when the level comes back.
 */
export class Trigger {
  readonly #config: EngineConfig;
  readonly #holdNs: number;
  #direction: LevelDirection | undefined;
  #breakSinceNs: number | undefined;
  #rejectSinceNs: number | undefined;

  constructor(config: EngineConfig) {
    this.#config = config;
    this.#holdNs = nsOfSeconds(config.TRIGGER_HOLD_TIME);
  }

  /** @param raw a score in place of the input's own, for whoever asks what would have been */
  next(input: TriggerInput, raw = input.raw): Signal {
    if (input.isMuted || input.direction !== this.#direction) this.#reset();
    this.#direction = input.direction;
    if (input.isMuted) return 'NEUTRAL';
    const { nowNs } = input;
    const breaks = isBreaking(raw, this.#config);
    const rejects = isRejecting(raw, input.distance, this.#config);
    this.#breakSinceNs = breaks ? (this.#breakSinceNs ?? nowNs) : undefined;
    this.#rejectSinceNs = rejects ? (this.#rejectSinceNs ?? nowNs) : undefined;
    if (this.#hasHeld(this.#breakSinceNs, nowNs)) return 'BREAK';
    if (this.#hasHeld(this.#rejectSinceNs, nowNs)) return 'REJECT';
    return isContested(raw, input, this.#config) ? 'CONTESTED' : 'NEUTRAL';
  }

  /** Since when the conditions have held, as of the last snap. */
  get timers(): TriggerTimers {
    return { breakSinceNs: this.#breakSinceNs, rejectSinceNs: this.#rejectSinceNs };
  }

  transfer(state: StateTransfer): void {
    this.#direction = state.json(this.#direction ?? null) ?? undefined;
    this.#breakSinceNs = state.optionalNumber(this.#breakSinceNs);
    this.#rejectSinceNs = state.optionalNumber(this.#rejectSinceNs);
  }

  #reset(): void {
    this.#breakSinceNs = undefined;
    this.#rejectSinceNs = undefined;
  }

  #hasHeld(sinceNs: number | undefined, nowNs: number): boolean {
    return sinceNs !== undefined && nowNs - sinceNs >= this.#holdNs;
  }
}
