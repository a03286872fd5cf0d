import type { StateTransfer } from '../core/stateTransfer.ts';

/** Counts up to here have a bucket each; above, every octave has sixteen. */
const EXACT = 32;
const STEPS = 16;
const LARGEST = 2 ** 31 - 1;

/** Bucket of a whole count; those beyond {@link LARGEST} share the last. */
function bucketOf(count: number): number {
  const value = Math.min(count, LARGEST);
  if (value < EXACT) return value;
  const octave = 31 - Math.clz32(value);
  return EXACT + (octave - 5) * STEPS + ((value >>> (octave - 4)) & (STEPS - 1));
}

/** The smallest count of a bucket. */
function countOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const octave = 5 + Math.floor((bucket - EXACT) / STEPS);
  return (STEPS + ((bucket - EXACT) % STEPS)) * 2 ** (octave - 4);
}

/** How often each count was seen, to a sixteenth of it, in a fixed amount of memory. */
export class CountHistogram {
  readonly #seen = new Uint32Array(bucketOf(LARGEST) + 1);
  #total = 0;

  /** @param count a whole number from 0 */
  add(count: number): void {
    const bucket = bucketOf(count);
    this.#seen[bucket] = (this.#seen[bucket] ?? 0) + 1;
    this.#total++;
  }

  /** Share 0…1 of what was seen that was smaller, by more than a sixteenth where it is large; NaN of none. */
  shareBelow(count: number): number {
    let below = 0;
    for (let bucket = bucketOf(count) - 1; bucket >= 0; bucket--) below += this.#seen[bucket] ?? 0;
    return below / this.#total;
  }

  /** The count that half of what was seen does not exceed; 0 of none. */
  median(): number {
    let sum = 0;
    for (let bucket = 0; bucket < this.#seen.length; bucket++) {
      sum += this.#seen[bucket] ?? 0;
      if (sum * 2 >= this.#total) return countOf(bucket);
    }
    return 0;
  }

  clear(): void {
    this.#seen.fill(0);
    this.#total = 0;
  }

  transfer(state: StateTransfer): void {
    state.column(this.#seen, 0, this.#seen.length);
    this.#total = state.number(this.#total);
  }
}
