/** Crashes of one session nearer to each other than this, real time, have one cause. */
const SAME_TIME_MS = 60_000;
/** So have those at nearly the same place of a session, session time, however long it took to get there. */
const SAME_PLACE_MS = 10_000;
/** So many in a row stop the run where it stands; one more, and it is not opened again. */
const MOST_CRASHES = 3;

/** Where a run stood when its engine died. */
export interface CrashPlace {
  readonly sessionId: string;
  /** Unix ms of the session; undefined before the first snap. */
  readonly positionMs: number | undefined;
}

interface Crash {
  /** Real time, ms. */
  readonly atMs: number;
  readonly place: CrashPlace | undefined;
}

/** What is to be done after a crash. */
export interface CrashVerdict {
  readonly deed: 'resumed' | 'paused' | 'closed';
  /** How many in a row, this one included. */
  readonly crashes: number;
}

/**
 * Decides whether it is worth while to go on after a crash: what comes back at once, or at the same
 * place of the session, would come back for ever.
 */
export class CrashHistory {
  #last: Crash | undefined;
  #inARow = 0;

  /**
   * Notes a crash.
   * @param atMs real time, ms, on any clock that only goes forwards
   * @param place where the run stood; undefined while nothing was open: there is nothing to go on with
   */
  note(atMs: number, place: CrashPlace | undefined): CrashVerdict {
    const crash = { atMs, place };
    this.#inARow = this.#last !== undefined && isAgain(this.#last, crash) ? this.#inARow + 1 : 1;
    this.#last = crash;
    return { deed: this.#deed(place), crashes: this.#inARow };
  }

  #deed(place: CrashPlace | undefined): CrashVerdict['deed'] {
    if (place === undefined || this.#inARow > MOST_CRASHES) return 'closed';
    return this.#inARow === MOST_CRASHES ? 'paused' : 'resumed';
  }
}

/** Another session needs a person to open it: that is no loop. */
const isAgain = (before: Crash, now: Crash): boolean =>
  before.place?.sessionId === now.place?.sessionId &&
  (now.atMs - before.atMs < SAME_TIME_MS || isSamePlace(before.place, now.place));

function isSamePlace(a: CrashPlace | undefined, b: CrashPlace | undefined): boolean {
  if (a?.positionMs === undefined || b?.positionMs === undefined) {
    return a?.positionMs === b?.positionMs;
  }
  return Math.abs(a.positionMs - b.positionMs) <= SAME_PLACE_MS;
}
