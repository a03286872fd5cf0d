import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_MS, NS_PER_S, type TradingClock } from '../core/time.ts';

/** In a longer silence snapping pauses (SPEC §1). */
const MAX_SILENCE_NS = 60 * NS_PER_S;

/**
 * When snaps are due: at absolute multiples of the interval, after every event up to that time,
 * and only while the last event is less than 60 s old. Times are session ns.
 */
export class SnapClock {
  readonly #intervalNs: number;
  /** Session time of Unix time 0: multiples are of Unix time. */
  readonly #unixZeroRemainderNs: number;
  #dueNs: number | undefined;
  #lastEventNs = Number.NEGATIVE_INFINITY;

  constructor(intervalMs: number, clock: TradingClock) {
    this.#intervalNs = intervalMs * NS_PER_MS;
    this.#unixZeroRemainderNs = (clock.epochMs % intervalMs) * NS_PER_MS;
  }

  /** Time of the last event noted. */
  get lastEventNs(): number {
    return this.#lastEventNs;
  }

  noteEvent(timeNs: number): void {
    this.#dueNs ??= this.#gridAtOrAfter(timeNs);
    this.#lastEventNs = timeNs;
  }

  /**
   * The next snap that comes before an event at `nextEventNs` (exclusive), or, at the end of the
   * stream (`nextEventNs` undefined), up to the first grid time at or after the last event.
   */
  dueBefore(nextEventNs: number | undefined): number | undefined {
    if (this.#dueNs === undefined) return undefined;
    if (nextEventNs === undefined) {
      return this.#dueNs <= this.#gridAtOrAfter(this.#lastEventNs) ? this.#dueNs : undefined;
    }
    if (this.#dueNs >= nextEventNs) return undefined;
    if (this.#dueNs - this.#lastEventNs >= MAX_SILENCE_NS) {
      this.#dueNs = this.#gridAtOrAfter(nextEventNs);
      return undefined;
    }
    return this.#dueNs;
  }

  transfer(state: StateTransfer): void {
    this.#dueNs = state.optionalNumber(this.#dueNs);
    this.#lastEventNs = state.number(this.#lastEventNs);
  }

  /** The snap at `dueBefore` was computed. */
  advance(): void {
    if (this.#dueNs !== undefined) this.#dueNs += this.#intervalNs;
  }

  #gridAtOrAfter(timeNs: number): number {
    const steps = Math.ceil((timeNs + this.#unixZeroRemainderNs) / this.#intervalNs);
    return steps * this.#intervalNs - this.#unixZeroRemainderNs;
  }
}
