import type { EngineConfig } from '../core/config.ts';
import { newYorkDay, newYorkToUnixMs, timeOfDayMs } from '../core/newYork.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { TradingClock } from '../core/time.ts';

/** The daily instant at which a new session begins (SPEC §2, SESSION_OPEN), as session ns. */
export class SessionBoundary {
  readonly #openMs: number | undefined;
  readonly #clock: TradingClock;
  #nextNs: number | undefined;

  constructor(config: EngineConfig, clock: TradingClock) {
    this.#openMs = config.SESSION_OPEN === null ? undefined : timeOfDayMs(config.SESSION_OPEN);
    this.#clock = clock;
  }

  /** Whether a boundary lies between the previous call's time (exclusive) and `nowNs` (inclusive). */
  crossed(nowNs: number): boolean {
    if (this.#openMs === undefined) return false;
    if (this.#nextNs === undefined) {
      this.#nextNs = this.#after(nowNs);
      return false;
    }
    if (nowNs < this.#nextNs) return false;
    this.#nextNs = this.#after(nowNs);
    return true;
  }

  transfer(state: StateTransfer): void {
    this.#nextNs = state.optionalNumber(this.#nextNs);
  }

  /** The first boundary later than `nowNs`. */
  #after(nowNs: number): number {
    const openMs = this.#openMs ?? 0;
    const day = newYorkDay(this.#clock.toUnixMs(nowNs));
    for (let ahead = 0; ; ahead++) {
      const boundaryNs = this.#clock.fromUnixMs(newYorkToUnixMs(day + ahead, openMs));
      if (boundaryNs > nowNs) return boundaryNs;
    }
  }
}
