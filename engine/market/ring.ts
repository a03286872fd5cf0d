import { BreakwaterError } from '../core/errors.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** Entries a ring may hold: beyond this a window is refused rather than memory exhausted. */
export const MAX_RING_ENTRIES = 1 << 23;
const INITIAL_CAPACITY = 1 << 10;

/** A column of a ring: grows with it and keeps entry `sequence` at `sequence & mask`. */
type Column = Float64Array | Int32Array | Uint8Array;

/**
 * First-in, first-out storage in parallel typed arrays. Entries have sequence numbers that never
 * repeat; a subclass owns the columns and asks {@link claim} for the next place.
 */
export abstract class Ring {
  /** Sequence of the oldest entry. */
  first = 0;
  /** Sequence the next entry will get. */
  next = 0;
  protected capacity = INITIAL_CAPACITY;
  protected mask = INITIAL_CAPACITY - 1;
  readonly #what: string;

  /** @param what names the window for the message when it overflows */
  protected constructor(what: string) {
    this.#what = what;
  }

  get size(): number {
    return this.next - this.first;
  }

  /** Every column, in a fixed order. */
  protected abstract columns(): readonly Column[];

  /** Replaces every column by a copy of twice the length, through {@link regrow}. */
  protected abstract growColumns(): void;

  /** Reserves the next entry and returns its index into the columns. */
  protected claim(): number {
    if (this.next - this.first === this.capacity) this.#grow();
    return this.next++ & this.mask;
  }

  /** A column of the doubled capacity with every live entry at its new place. */
  protected regrow<C extends Column>(column: C, larger: C): C {
    const oldMask = column.length - 1;
    const newMask = larger.length - 1;
    for (let sequence = this.first; sequence < this.next; sequence++) {
      larger[sequence & newMask] = column[sequence & oldMask] ?? 0;
    }
    return larger;
  }

  /** Carries the live entries of every column. */
  protected transferEntries(state: StateTransfer): void {
    this.first = state.number(this.first);
    this.next = state.number(this.next);
    const capacity = state.number(this.capacity);
    if (capacity !== this.capacity) {
      this.capacity = capacity;
      this.growColumns();
      this.mask = capacity - 1;
    }
    const from = this.first & this.mask;
    const end = from + this.size;
    for (const column of this.columns()) {
      state.column(column, from, Math.min(end, this.capacity));
      if (end > this.capacity) state.column(column, 0, end - this.capacity);
    }
  }

  #grow(): void {
    if (this.capacity >= MAX_RING_ENTRIES) {
      throw new BreakwaterError('bad-input', `The ${this.#what} holds too many entries.`, {
        place: { expected: `at most ${MAX_RING_ENTRIES} entries in the window` },
        remedy: 'Choose a shorter window, or check that the timestamps of the input advance.',
      });
    }
    this.capacity *= 2;
    this.growColumns();
    this.mask = this.capacity - 1;
  }
}
