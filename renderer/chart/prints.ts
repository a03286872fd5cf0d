/** Large trades: which prints of a run stand out among those of the minutes before them. */
import { firstFrom } from './firstFrom.ts';

const WINDOW_MS = 600_000;
/** A print is large when at most this share of the prints before it were larger. */
const LARGE_SHARE = 0.02;
/** Prints before one can stand out. */
const LEAST_PRINTS = 100;
/** The threshold is found anew after this many prints. */
const REVIEW_PRINTS = 50;

export interface LargePrint {
  /** Unix ms of the snap that closed the time of the print. */
  readonly ts: number;
  /** Level price. */
  readonly price: number;
  /** Contracts: a buyer's positive, a seller's negative. */
  readonly size: number;
}

/**
 * The large prints of one run and epoch. Each is judged once, by the ten minutes before it: what is
 * drawn of the past never changes.
 */
export class PrintTrail {
  readonly #large: LargePrint[] = [];
  /** Times and sizes of the window, oldest first from `#from` on. */
  #ts: number[] = [];
  #sizes: number[] = [];
  #from = 0;
  #unreviewed = 0;
  #threshold = Infinity;

  /** Contracts from which a print is large now; Infinity while too few were seen. */
  get threshold(): number {
    return this.#threshold;
  }

  /** @param size contracts, signed; 0 where there was no print */
  append(ts: number, price: number, size: number): void {
    if (size === 0 || !Number.isFinite(price)) return;
    if (Math.abs(size) >= this.#threshold) this.#large.push({ ts, price, size });
    this.#ts.push(ts);
    this.#sizes.push(Math.abs(size));
    this.#unreviewed += 1;
    if (this.#unreviewed >= REVIEW_PRINTS) this.#review(ts);
  }

  #review(ts: number): void {
    this.#unreviewed = 0;
    while ((this.#ts[this.#from] ?? Infinity) < ts - WINDOW_MS) this.#from += 1;
    if (this.#from > this.#ts.length / 2) {
      this.#ts = this.#ts.slice(this.#from);
      this.#sizes = this.#sizes.slice(this.#from);
      this.#from = 0;
    }
    const sizes = this.#sizes.slice(this.#from).sort((a, b) => b - a);
    const rank = Math.floor(sizes.length * LARGE_SHARE);
    this.#threshold = sizes.length < LEAST_PRINTS ? Infinity : (sizes[rank] ?? Infinity) + 1;
  }

  /** Large prints between two times, both included, oldest first; Unix ms. */
  between(fromTs: number, toTs: number): readonly LargePrint[] {
    const tsAt = (index: number): number => this.#large[index]?.ts ?? Infinity;
    const first = firstFrom(this.#large.length, tsAt, fromTs);
    return this.#large.slice(first, firstFrom(this.#large.length, tsAt, toTs + 1));
  }
}
