const MAX_KEPT = 5;

/** A silence between two records. Times in ns since the file's first time. */
export interface Gap {
  readonly startNs: number;
  readonly lengthNs: number;
}

/** Silences longer than a threshold. */
export class GapTally {
  readonly #thresholdNs: number;
  readonly #longest: Gap[] = [];
  count = 0;
  #lastNs = Number.NaN;

  /** @param thresholdNs from which length on a silence is a gap */
  constructor(thresholdNs: number) {
    this.#thresholdNs = thresholdNs;
  }

  /** The longest gaps, five at most, the longest first. */
  get longest(): readonly Gap[] {
    return this.#longest;
  }

  /** @param timeNs event time of a record; NaN where it has none */
  add(timeNs: number): void {
    if (Number.isNaN(timeNs)) return;
    const lengthNs = timeNs - this.#lastNs;
    if (lengthNs >= this.#thresholdNs) this.#addGap({ startNs: this.#lastNs, lengthNs });
    this.#lastNs = timeNs;
  }

  #addGap(gap: Gap): void {
    this.count += 1;
    const at = this.#longest.findIndex(({ lengthNs }) => lengthNs < gap.lengthNs);
    this.#longest.splice(at < 0 ? this.#longest.length : at, 0, gap);
    if (this.#longest.length > MAX_KEPT) this.#longest.pop();
  }
}
