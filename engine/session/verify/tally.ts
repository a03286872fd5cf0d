import { BID } from '../../core/events.ts';
import type { TruthCause } from './decreaseTruth.ts';
import type { Verdict } from './truthJoin.ts';

/** Where the truth's contracts of one cause and side went. */
export interface CauseTally {
  volume: number;
  /** Seen with the cause the truth names. */
  right: number;
  /** Seen with the other cause. */
  wrong: number;
  /** Not seen as a decrease at all: what left while no view was good, or out of sight. */
  notSeen: number;
}

export type BookSideName = 'bid' | 'ask';

/** The whole comparison in contracts. */
export interface TruthTally {
  readonly causes: Readonly<Record<TruthCause, Readonly<Record<BookSideName, CauseTally>>>>;
  /** What the engine saw leave and the truth does not know, by the engine's cause. */
  readonly untold: { filled: number; pulled: number };
  /** Places of records that were compared. */
  places: number;
}

const emptySides = (): Record<BookSideName, CauseTally> => ({
  bid: { volume: 0, right: 0, wrong: 0, notSeen: 0 },
  ask: { volume: 0, right: 0, wrong: 0, notSeen: 0 },
});

export const emptyTally = (): TruthTally => ({
  causes: { FILL: emptySides(), PULL: emptySides() },
  untold: { filled: 0, pulled: 0 },
  places: 0,
});

/** Contracts of a place whose cause the engine did not say as the truth does. */
export function wrongVolume({ fill, pull, filled, pulled }: Verdict): number {
  return Math.max(0, fill - filled) + Math.max(0, pull - pulled);
}

/**
 * Counts one place: contracts are alike, so what both call a fill is right, and of the rest what
 * the truth calls a fill and the engine a pull is wrong.
 */
export function addVerdict(tally: TruthTally, verdict: Verdict): void {
  const { fill, pull, filled, pulled } = verdict;
  const side: BookSideName = verdict.side === BID ? 'bid' : 'ask';
  const rightFill = Math.min(fill, filled);
  const rightPull = Math.min(pull, pulled);
  const fillAsPulled = Math.min(fill - rightFill, pulled - rightPull);
  const pullAsFilled = Math.min(pull - rightPull, filled - rightFill);
  addCause(tally.causes.FILL[side], fill, rightFill, fillAsPulled);
  addCause(tally.causes.PULL[side], pull, rightPull, pullAsFilled);
  tally.untold.filled += filled - rightFill - pullAsFilled;
  tally.untold.pulled += pulled - rightPull - fillAsPulled;
  tally.places++;
}

function addCause(tally: CauseTally, volume: number, right: number, wrong: number): void {
  tally.volume += volume;
  tally.right += right;
  tally.wrong += wrong;
  tally.notSeen += volume - right - wrong;
}

/** Both sides of a cause together. */
export function bothSides({ bid, ask }: Readonly<Record<BookSideName, CauseTally>>): CauseTally {
  return {
    volume: bid.volume + ask.volume,
    right: bid.right + ask.right,
    wrong: bid.wrong + ask.wrong,
    notSeen: bid.notSeen + ask.notSeen,
  };
}

/** Keeps the places with the most wrong volume, the earlier first among equals. */
export class WorstPlaces {
  readonly #most: number;
  readonly #places: Verdict[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(verdict: Verdict): void {
    const volume = wrongVolume(verdict);
    if (volume === 0) return;
    const last = this.#places.at(-1);
    const isFull = this.#places.length === this.#most;
    if (isFull && last !== undefined && !precedes(verdict, last)) return;
    const at = this.#places.findIndex((place) => precedes(verdict, place));
    this.#places.splice(at < 0 ? this.#places.length : at, 0, verdict);
    if (this.#places.length > this.#most) this.#places.pop();
  }

  get all(): readonly Verdict[] {
    return this.#places;
  }
}

function precedes(a: Verdict, b: Verdict): boolean {
  const more = wrongVolume(a) - wrongVolume(b);
  if (more !== 0) return more > 0;
  return a.timeNs !== b.timeNs ? a.timeNs < b.timeNs : a.tick < b.tick;
}
