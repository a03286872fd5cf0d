import type { EngineConfig } from '../core/config.ts';
import type { BarrierState, LevelDirection, Signal } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { above, atLeast, atMost, below } from '../core/tolerance.ts';
import { nsOfSeconds } from '../core/time.ts';

const CONTESTED_LOW = 30;
const CONTESTED_HIGH = 70;

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

  next(input: TriggerInput): Signal {
    if (input.isMuted || input.direction !== this.#direction) this.#reset();
    this.#direction = input.direction;
    if (input.isMuted) return 'NEUTRAL';
    const { nowNs, raw } = input;
    const breaks = above(raw, this.#config.BREAK_SCORE_THRESHOLD);
    const rejects =
      below(raw, this.#config.REJECT_SCORE_THRESHOLD) &&
      atMost(input.distance, this.#config.TOUCH_BAND);
    this.#breakSinceNs = breaks ? (this.#breakSinceNs ?? nowNs) : undefined;
    this.#rejectSinceNs = rejects ? (this.#rejectSinceNs ?? nowNs) : undefined;
    if (this.#hasHeld(this.#breakSinceNs, nowNs)) return 'BREAK';
    if (this.#hasHeld(this.#rejectSinceNs, nowNs)) return 'REJECT';
    return this.#isContested(input) ? 'CONTESTED' : 'NEUTRAL';
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

  #isContested({ raw, barrierState, activity }: TriggerInput): boolean {
    return (
      atLeast(raw, CONTESTED_LOW) &&
      atMost(raw, CONTESTED_HIGH) &&
      barrierState === 'CONSUMED' &&
      above(activity, this.#config.CONTESTED_MIN_ACTIVITY)
    );
  }
}
