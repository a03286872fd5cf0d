import type { StateTransfer } from '../core/stateTransfer.ts';

/** Trades and changes further apart than this are never one. */
export const MAX_REACH_NS = 51_200_000;
/** Ranges of offsets: each twice as wide as the one before, the last ends at the largest reach. */
const RANGES = 11;
/** Pairs to learn from. */
const LESSONS = 200;
/** A range belongs to the habit while it is this dense against the inner half of all pairs. */
const LEAST_DENSITY = 0.1;
/** What was seen need not be the extreme: the window is this much wider. */
const MARGIN = 2;

/** Upper end of a range of offsets, ns. */
const rangeEndNs = (range: number): number => MAX_REACH_NS / 2 ** (RANGES - 1 - range);

const rangeWidthNs = (range: number): number =>
  range === 0 ? rangeEndNs(0) : rangeEndNs(range) - rangeEndNs(range - 1);

/**
 * How far a trade's time may lie from its change's: the largest reach at first, and what the feed's
 * own habit needs once enough pairs of equal size have shown it. Offsets are trade minus change, so
 * a feed whose trades always come late gets a one-sided window.
 */
export class OffsetWindow {
  /** Session ns, trade minus change, both ends included. */
  lowNs = -MAX_REACH_NS;
  highNs = MAX_REACH_NS;
  isLearned = false;
  readonly #early = new Float64Array(RANGES);
  readonly #late = new Float64Array(RANGES);
  #lessons = 0;

  /** Whether a trade may belong to a change this much before it. */
  includes(offsetNs: number): boolean {
    return offsetNs >= this.lowNs && offsetNs <= this.highNs;
  }

  /** Distance in time as a share of the window, 0…1. */
  distance(offsetNs: number): number {
    return Math.abs(offsetNs) / Math.max(-this.lowNs, this.highNs, 1);
  }

  /** Notes the offset of a pair of equal size. */
  learn(offsetNs: number): void {
    if (this.isLearned) return;
    let range = 0;
    while (range < RANGES - 1 && Math.abs(offsetNs) > rangeEndNs(range)) range++;
    const counts = offsetNs < 0 ? this.#early : this.#late;
    counts[range] = (counts[range] ?? 0) + 1;
    this.#lessons++;
  }

  transfer(state: StateTransfer): void {
    this.lowNs = state.number(this.lowNs);
    this.highNs = state.number(this.highNs);
    this.isLearned = state.flag(this.isLearned);
    state.column(this.#early, 0, RANGES);
    state.column(this.#late, 0, RANGES);
    this.#lessons = state.number(this.#lessons);
  }

  /** Narrows the window when enough was learned: between snaps only. */
  settle(): void {
    if (this.isLearned || this.#lessons < LESSONS) return;
    this.isLearned = true;
    const least = LEAST_DENSITY * this.#innerDensity();
    this.lowNs = -Math.min(MAX_REACH_NS, MARGIN * outermost(this.#early, least));
    this.highNs = Math.min(MAX_REACH_NS, MARGIN * outermost(this.#late, least));
    if (this.lowNs === 0) this.lowNs = 0;
  }

  /** Pairs per ns in the ranges that hold the nearer half of all pairs. */
  #innerDensity(): number {
    let pairs = 0;
    for (let range = 0; range < RANGES; range++) {
      pairs += (this.#early[range] ?? 0) + (this.#late[range] ?? 0);
      if (pairs >= this.#lessons / 2) return pairs / rangeEndNs(range);
    }
    return 0;
  }
}

/** Upper end of the outermost range that is dense enough and no single chance; 0 for none. */
function outermost(counts: Float64Array, leastPerNs: number): number {
  for (let range = RANGES - 1; range >= 0; range--) {
    const pairs = counts[range] ?? 0;
    if (pairs >= 2 && pairs / rangeWidthNs(range) >= leastPerNs) return rangeEndNs(range);
  }
  return 0;
}
