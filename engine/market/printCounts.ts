import type { Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { TAPE_MIN_SIZE, TAPE_NOTIONALS, tapeCountIndex } from '../core/tape.ts';

/** Prints of a session by side, and how many would pass each filter of the tape. */
export class PrintCounts {
  readonly #counts = new Float64Array((TAPE_NOTIONALS.length + 1) * 3);
  /** Contracts of the largest; 0 before the first. */
  largestSize = 0;

  /** @param notional futures price × contracts */
  add(notional: number, size: number, aggressor: Aggressor): void {
    this.#count(-1, aggressor);
    if (size > this.largestSize) this.largestSize = size;
    if (size < TAPE_MIN_SIZE) return;
    for (let filter = 0; filter < TAPE_NOTIONALS.length; filter++) {
      if (notional < (TAPE_NOTIONALS[filter] ?? 0)) return;
      this.#count(filter, aggressor);
    }
  }

  #count(filter: number, aggressor: Aggressor): void {
    const index = tapeCountIndex(filter, aggressor);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /** As `TapeStats.counts` has them, a fresh array. */
  read(): Float64Array {
    return this.#counts.slice();
  }

  clear(): void {
    this.#counts.fill(0);
    this.largestSize = 0;
  }

  transfer(state: StateTransfer): void {
    state.column(this.#counts, 0, this.#counts.length);
    this.largestSize = state.number(this.largestSize);
  }
}
