import type { HotzoneEvent } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { TradingClock } from '../core/time.ts';
import type { TimedHotzone } from './sessionHotzones.ts';

/** What happens to a session's hotzones while it plays (SPEC §1, HotzoneEvent), by time. */
export class HotzoneSchedule {
  readonly #timed: readonly TimedHotzone[];
  readonly #clock: TradingClock;
  #at = 0;
  /** Session ns of the next change; infinite after the last. */
  nextNs = Number.POSITIVE_INFINITY;

  constructor(timed: readonly TimedHotzone[], clock: TradingClock) {
    this.#timed = timed;
    this.#clock = clock;
    this.#stand();
  }

  /** The next change, which then counts as made; undefined after the last. */
  take(): HotzoneEvent | undefined {
    const change = this.#timed[this.#at]?.event;
    this.#at++;
    this.#stand();
    return change;
  }

  transfer(state: StateTransfer): void {
    this.#at = state.number(this.#at);
    this.#stand();
  }

  #stand(): void {
    const next = this.#timed[this.#at];
    this.nextNs =
      next === undefined ? Number.POSITIVE_INFINITY : Math.round(this.#clock.fromUnixMs(next.ts));
  }
}
