import type { SnapPayload } from '../../core/payload.ts';
import type { SnapCounts } from '../../core/comparison.ts';

/** Brings together the snaps of two runs that have the same time; each run's come in order. */
export class SnapPairs {
  readonly #waiting: { readonly a: SnapPayload[]; readonly b: SnapPayload[] } = { a: [], b: [] };
  readonly #onPair: (a: SnapPayload, b: SnapPayload) => void;
  #compared = 0;
  #onlyA = 0;
  #onlyB = 0;

  constructor(onPair: (a: SnapPayload, b: SnapPayload) => void) {
    this.#onPair = onPair;
  }

  add(side: 'a' | 'b', payload: SnapPayload): void {
    const { a, b } = this.#waiting;
    this.#waiting[side].push(payload);
    for (;;) {
      const [first, second] = [a[0], b[0]];
      if (first === undefined || second === undefined) return;
      if (first.ts <= second.ts) a.shift();
      if (second.ts <= first.ts) b.shift();
      if (first.ts < second.ts) this.#onlyA++;
      else if (second.ts < first.ts) this.#onlyB++;
      else {
        this.#compared++;
        this.#onPair(first, second);
      }
    }
  }

  /** Counts after both runs have ended. */
  get counts(): SnapCounts {
    const { a, b } = this.#waiting;
    return {
      compared: this.#compared,
      only_a: this.#onlyA + a.length,
      only_b: this.#onlyB + b.length,
    };
  }
}
