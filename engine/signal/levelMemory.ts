import type { EngineConfig } from '../core/config.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S } from '../core/time.ts';
import { SensitivityTriggers } from './sensitivity.ts';
import { Smoother } from './smoothing.ts';
import { Trigger } from './trigger.ts';

/** Smoothers outlive inactivity up to this long (SPEC §8). */
const SMOOTHER_LIFE_NS = 60 * NS_PER_S;

interface KnownSmoother {
  /** Time constant, s. */
  readonly tauS: number;
  readonly smoother: Smoother;
}

/** What is remembered of one level from snap to snap: its triggers and its smoothers. */
export class LevelMemory {
  readonly #config: EngineConfig;
  #trigger: Trigger;
  #sensitivity: SensitivityTriggers;
  readonly #smoothers = new Map<string, KnownSmoother>();
  #activeNs: number | undefined;
  #inactiveSinceNs: number | undefined;
  #elapsedNs = 0;

  constructor(config: EngineConfig) {
    this.#config = config;
    this.#trigger = new Trigger(config);
    this.#sensitivity = new SensitivityTriggers(config);
  }

  get trigger(): Trigger {
    return this.#trigger;
  }

  get sensitivity(): SensitivityTriggers {
    return this.#sensitivity;
  }

  /** The level is active at this snap: timers go on only if it was at the previous one, too. */
  beginActiveSnap(nowNs: number): void {
    if (this.#inactiveSinceNs !== undefined) {
      this.#trigger = new Trigger(this.#config);
      this.#sensitivity = new SensitivityTriggers(this.#config);
    }
    this.#inactiveSinceNs = undefined;
    this.#elapsedNs = this.#activeNs === undefined ? 0 : nowNs - this.#activeNs;
    this.#activeNs = nowNs;
  }

  /** Smooths one figure of the level; `beginActiveSnap` has been called for this snap. */
  smooth(key: string, tauS: number, value: number): number {
    let known = this.#smoothers.get(key);
    if (known === undefined) {
      known = { tauS, smoother: new Smoother(tauS, this.#config.robust_window) };
      this.#smoothers.set(key, known);
    }
    return known.smoother.next(value, this.#elapsedNs);
  }

  transfer(state: StateTransfer): void {
    this.#trigger.transfer(state);
    this.#sensitivity.transfer(state);
    state.map(this.#smoothers, (key, known) => {
      const savedKey = state.text(key ?? '');
      const tauS = state.number(known?.tauS ?? 0);
      const smoother = known?.smoother ?? new Smoother(tauS, this.#config.robust_window);
      smoother.transfer(state);
      return [savedKey, { tauS, smoother }];
    });
    this.#activeNs = state.optionalNumber(this.#activeNs);
    this.#inactiveSinceNs = state.optionalNumber(this.#inactiveSinceNs);
  }

  /**
   * The level is not active at this snap.
   * @returns true once it has been inactive long enough to be forgotten
   */
  noteInactive(nowNs: number): boolean {
    this.#inactiveSinceNs ??= nowNs;
    return nowNs - this.#inactiveSinceNs >= SMOOTHER_LIFE_NS;
  }
}
