import type { RecordHead } from './recordHead.ts';

/** Earliest and latest event time, exact to the nanosecond. */
export class TimeSpan {
  /** As halves of a u64; high is −1 while there is none. */
  #firstHigh = -1;
  #firstLow = 0;
  #lastHigh = -1;
  #lastLow = 0;

  add({ timeHigh, timeLow }: RecordHead): void {
    if (timeHigh < 0) return;
    this.#addFirst(timeHigh, timeLow);
    this.#addLast(timeHigh, timeLow);
  }

  merge(other: TimeSpan): void {
    if (other.#firstHigh < 0) return;
    this.#addFirst(other.#firstHigh, other.#firstLow);
    this.#addLast(other.#lastHigh, other.#lastLow);
  }

  /** Unix ns; undefined when no record has a time. */
  get firstNs(): bigint | undefined {
    return joinHalves(this.#firstHigh, this.#firstLow);
  }

  /** Unix ns. */
  get lastNs(): bigint | undefined {
    return joinHalves(this.#lastHigh, this.#lastLow);
  }

  #addFirst(high: number, low: number): void {
    if (this.#firstHigh >= 0 && !isBefore(high, low, this.#firstHigh, this.#firstLow)) return;
    this.#firstHigh = high;
    this.#firstLow = low;
  }

  #addLast(high: number, low: number): void {
    if (!isBefore(this.#lastHigh, this.#lastLow, high, low)) return;
    this.#lastHigh = high;
    this.#lastLow = low;
  }
}

function isBefore(high: number, low: number, otherHigh: number, otherLow: number): boolean {
  return high < otherHigh || (high === otherHigh && low < otherLow);
}

function joinHalves(high: number, low: number): bigint | undefined {
  return high < 0 ? undefined : (BigInt(high) << 32n) | BigInt(low);
}
