import type { EngineConfig } from '../core/config.ts';
import type { SensitivityPayload } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { clampScore, NEUTRAL_SCORE } from './scoring.ts';
import { Trigger, type TriggerInput } from './trigger.ts';

/** What fuel adds to a level's score at one snap. */
export interface FuelShare {
  /** The weighted sum of all engines, not clamped. */
  readonly sum: number;
  /** Fuel's component score, 0…100. */
  readonly score: number;
}

/**
 * Two more triggers of one level: what it would show had fuel been neutral, or its sign the other
 * one, at every snap so far. Dealers' gamma rests on who is taken for the customer; a signal that
 * stands either way does not.
 */
export class SensitivityTriggers {
  readonly #weight: number;
  readonly #neutral: Trigger;
  readonly #reversed: Trigger;

  constructor(config: EngineConfig) {
    this.#weight = config.w_H;
    this.#neutral = new Trigger(config);
    this.#reversed = new Trigger(config);
  }

  /** @param input as the level's own trigger is given it */
  next(input: TriggerInput, { sum, score }: FuelShare): SensitivityPayload {
    const shift = this.#weight * (NEUTRAL_SCORE - score);
    return {
      fuel_neutral: this.#neutral.next(input, clampScore(sum + shift)),
      fuel_reversed: this.#reversed.next(input, clampScore(sum + 2 * shift)),
    };
  }

  transfer(state: StateTransfer): void {
    this.#neutral.transfer(state);
    this.#reversed.transfer(state);
  }
}
