import { priceNanosAt } from '../records.ts';
import type { RecordHead } from './recordHead.ts';

/** Ticks that prices without a definition may turn out to keep, coarsest first, in units of 1e-9. */
const USUAL_TICKS = [0.25e9, 0.05e9, 0.01e9, 0.0001e9] as const;
/** Share of the prices that may miss a usual tick; with more, the market keeps another one. */
const MOST_MISSES = 0.1;

/** Where a price stands in the file. */
export interface PricePlace {
  readonly priceNanos: number;
  readonly recordIndex: number;
  readonly byteOffset: number;
}

/** Which grid prices keep, and which of them miss it. Prices in units of 1e-9. */
export class PriceGrid {
  /** Prices looked at; those that are undefined or too large to be exact are left out. */
  prices = 0;
  /** The greatest number that all prices are multiples of; 0 while there is none. */
  incrementNanos = 0;
  #ticks: readonly number[] = USUAL_TICKS;
  #isDefined = false;
  /** Prices off each of the ticks, and the first of them. */
  readonly #off: number[] = USUAL_TICKS.map(() => 0);
  readonly #firstOff: (PricePlace | undefined)[] = [];

  /** Checks against the tick of a definition from now on, and forgets what was checked before. */
  define(tickNanos: number): void {
    if (!(tickNanos > 0) || (this.#isDefined && this.#ticks[0] === tickNanos)) return;
    this.#isDefined = true;
    this.#ticks = [tickNanos];
    this.#off.fill(0);
    this.#firstOff.length = 0;
    this.prices = 0;
    this.incrementNanos = 0;
  }

  /**
   * Counts a price of a record.
   *
   * @param at where in the record's view the price is: handed over as such, it is never boxed
   */
  add(head: RecordHead, at: number): void {
    const priceNanos = priceNanosAt(head.view, at);
    if (!Number.isFinite(priceNanos)) return;
    this.prices += 1;
    if (!isMultiple(priceNanos, this.incrementNanos)) {
      this.incrementNanos = greatestCommonDivisor(Math.abs(priceNanos), this.incrementNanos);
    }
    // On a coarse tick is on every finer one, too: mostly the first comparison is the last.
    for (let index = 0; index < this.#ticks.length; index++) {
      if (isMultiple(priceNanos, this.#ticks[index] ?? 0)) return;
      this.#off[index] = (this.#off[index] ?? 0) + 1;
      const { recordIndex, byteOffset } = head;
      this.#firstOff[index] ??= { priceNanos, recordIndex, byteOffset };
    }
  }

  /**
   * The tick that prices were checked against: the definition's, else the coarsest usual one that
   * nine prices of ten keep; undefined where there is none.
   */
  get tickNanos(): number | undefined {
    return this.#index < 0 ? undefined : this.#ticks[this.#index];
  }

  /** Prices that miss the tick. */
  get offTick(): number {
    return this.#off[this.#index] ?? 0;
  }

  /** Where the first price off the tick stands. */
  get firstOffTick(): PricePlace | undefined {
    return this.#firstOff[this.#index];
  }

  get #index(): number {
    if (this.#isDefined) return 0;
    if (this.prices === 0) return -1;
    const most = this.prices * MOST_MISSES;
    return this.#ticks.findIndex((_, index) => (this.#off[index] ?? 0) <= most);
  }
}

/** Exact, as quotients of multiples are; several times faster than a remainder. */
function isMultiple(value: number, of: number): boolean {
  return Math.round(value / of) * of === value;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
