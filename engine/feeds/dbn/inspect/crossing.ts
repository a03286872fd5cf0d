import { LEVEL, MARKET, RTYPE } from '../layout.ts';
import { priceNanosAt } from '../records.ts';
import type { RecordHead } from './recordHead.ts';

/** Types that show the best bid and ask as they stand after the record. */
const books: ReadonlySet<number> = new Set([
  RTYPE.mbp1,
  RTYPE.mbp10,
  RTYPE.cmbp1,
  RTYPE.bbo1s,
  RTYPE.bbo1m,
  RTYPE.cbbo1s,
  RTYPE.cbbo1m,
]);

/** Whether a record of this type shows a book. */
export const showsBook = (rtype: number): boolean => books.has(rtype);

/** For how long the best bid was above the best ask (crossed), or equal to it (locked). */
export class CrossingTally {
  /** From the first to the last book record, times that go back left out. */
  bookNs = 0;
  crossedNs = 0;
  lockedNs = 0;
  #lastNs = Number.NaN;
  /** Best ask less best bid of the last record; NaN with a side missing. */
  #spread = Number.NaN;

  /** Adds a record of a type that shows a book. */
  add({ view, offset, timeNs }: RecordHead): void {
    const heldNs = timeNs - this.#lastNs;
    if (heldNs > 0) {
      this.bookNs += heldNs;
      if (this.#spread < 0) this.crossedNs += heldNs;
      else if (this.#spread === 0) this.lockedNs += heldNs;
    }
    if (!Number.isNaN(timeNs)) this.#lastNs = timeNs;
    const level = offset + MARKET.levels;
    this.#spread =
      priceNanosAt(view, level + LEVEL.askPx) - priceNanosAt(view, level + LEVEL.bidPx);
  }

  merge(other: CrossingTally): void {
    this.bookNs += other.bookNs;
    this.crossedNs += other.crossedNs;
    this.lockedNs += other.lockedNs;
  }
}
