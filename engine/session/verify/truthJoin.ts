import type { Side } from '../../core/events.ts';
import type { DecreaseRow } from './decreaseTruth.ts';

/** One decrease as the engine finally saw it, with the record that showed it. */
export interface SeenDecrease {
  readonly timeNs: number;
  readonly sequence: number;
  /** Path of the record's file and its index there, from 0. */
  readonly file: string;
  readonly recordIndex: number;
  readonly side: Side;
  /** Futures price in ticks. */
  readonly tick: number;
  filled: number;
  pulled: number;
}

/** One place of one record: what truth and engine say left there, and where they differ. */
export interface Verdict {
  readonly timeNs: number;
  readonly sequence: number;
  readonly side: Side;
  readonly tick: number;
  /** The engine's record; undefined where the engine saw no decrease. */
  readonly seen: SeenDecrease | undefined;
  /** Contracts by cause as the truth says. */
  readonly fill: number;
  readonly pull: number;
  /** Contracts by cause as the engine says, of the same record. */
  readonly filled: number;
  readonly pulled: number;
}

/** What the truth says of one place of one record. */
interface ToldDecrease {
  readonly timeNs: number;
  readonly sequence: number;
  readonly side: Side;
  readonly tick: number;
  fill: number;
  pull: number;
}

/** One price of one side at one time. */
interface Cell {
  readonly side: Side;
  readonly tick: number;
  readonly seen: SeenDecrease[];
  readonly told: ToldDecrease[];
}

/** A row and a decrease of one price this near in time may be one, whatever their sequences. */
const STRAY_REACH_NS = 1e9;

/**
 * Brings rows of the truth and the engine's decreases together. They are one when side and price
 * are the same and, in this order of preference: time and sequence agree; the time agrees (records
 * of one event may differ in sequence); the sequence agrees within a second (a clamped time); they
 * are the nearest in time within a second. Both streams run in the order of time, give or take that
 * second, so only seconds of them are in memory.
 */
export class TruthJoin {
  readonly #moments = new Map<number, Cell[]>();
  readonly #strays = new Map<string, Cell>();
  readonly #report: (verdict: Verdict) => void;

  /** @param report hears of every place of every record once, in the order of closing */
  constructor(report: (verdict: Verdict) => void) {
    this.#report = report;
  }

  addSeen(seen: SeenDecrease): void {
    const cell = this.#cellAt(seen.timeNs, seen.side, seen.tick);
    // Records may share time and sequence; the truth cannot tell them apart either.
    const same = cell.seen.find(({ sequence }) => sequence === seen.sequence);
    if (same === undefined) cell.seen.push(seen);
    else addSeen(same, seen);
  }

  addRow({ timeNs, sequence, side, tick, size, cause }: DecreaseRow): void {
    const { told } = this.#cellAt(timeNs, side, tick);
    let same = told.find((other) => other.sequence === sequence);
    if (same === undefined) told.push((same = { timeNs, sequence, side, tick, fill: 0, pull: 0 }));
    if (cause === 'FILL') same.fill += size;
    else same.pull += size;
  }

  /**
   * Both streams are complete up to `untilNs`: closes what nothing can join any more. At the end,
   * infinity closes all.
   */
  closeUntil(untilNs: number): void {
    for (const [timeNs, cells] of this.#moments) {
      if (timeNs >= untilNs - STRAY_REACH_NS) continue;
      this.#moments.delete(timeNs);
      for (const cell of cells) this.#closeCell(cell);
    }
    for (const [key, stray] of this.#strays) {
      this.#closeStrays(stray, untilNs - 2 * STRAY_REACH_NS);
      if (stray.told.length === 0 && stray.seen.length === 0) this.#strays.delete(key);
    }
  }

  #cellAt(timeNs: number, side: Side, tick: number): Cell {
    let cells = this.#moments.get(timeNs);
    if (cells === undefined) this.#moments.set(timeNs, (cells = []));
    let cell = cells.find((other) => other.side === side && other.tick === tick);
    if (cell === undefined) cells.push((cell = { side, tick, seen: [], told: [] }));
    return cell;
  }

  /** Judges what agrees in time and sequence, then the rest of that time; the others go astray. */
  #closeCell(cell: Cell): void {
    const { seen, told } = cell;
    for (const row of told.splice(0)) {
      const at = seen.findIndex(({ sequence }) => sequence === row.sequence);
      const [match] = at < 0 ? [] : seen.splice(at, 1);
      if (match === undefined) told.push(row);
      else this.#judge(row, match);
    }
    const [row, ...otherRows] = told;
    const [match, ...otherSeen] = seen;
    if (row !== undefined && match !== undefined) {
      for (const other of otherRows) addTold(row, other);
      for (const other of otherSeen) addSeen(match, other);
      this.#judge(row, match);
    } else if (row !== undefined || match !== undefined) {
      const stray = this.#strayOf(cell);
      stray.told.push(...told);
      stray.seen.push(...seen);
    }
  }

  #strayOf({ side, tick }: Cell): Cell {
    const key = `${side},${tick}`;
    let stray = this.#strays.get(key);
    if (stray === undefined) this.#strays.set(key, (stray = { side, tick, seen: [], told: [] }));
    return stray;
  }

  /** Judges the strays older than `oldestNs`: with their nearest partner, else alone. */
  #closeStrays({ seen, told }: Cell, oldestNs: number): void {
    const due = removeIf(told, ({ timeNs }) => timeNs < oldestNs);
    const lonely: ToldDecrease[] = [];
    for (const bySequence of [true, false]) {
      for (const row of due.splice(0)) {
        const [match] = seen.splice(nearestIndex(row, seen, bySequence), 1);
        if (match !== undefined) this.#judge(row, match);
        else (bySequence ? due : lonely).push(row);
      }
    }
    for (const row of lonely) this.#judge(row, undefined);
    for (const alone of removeIf(seen, ({ timeNs }) => timeNs < oldestNs - STRAY_REACH_NS)) {
      this.#judge({ ...alone, fill: 0, pull: 0 }, alone);
    }
  }

  #judge(told: ToldDecrease, seen: SeenDecrease | undefined): void {
    const { timeNs, sequence, side, tick, fill, pull } = told;
    const { filled = 0, pulled = 0 } = seen ?? {};
    this.#report({ timeNs, sequence, side, tick, seen, fill, pull, filled, pulled });
  }
}

/** Index of the decrease nearest in time within reach; past the end for none. */
function nearestIndex(
  row: ToldDecrease,
  seen: readonly SeenDecrease[],
  bySequence: boolean,
): number {
  let best = seen.length;
  let bestNs = STRAY_REACH_NS;
  for (const [index, { timeNs, sequence }] of seen.entries()) {
    if (bySequence && sequence !== row.sequence) continue;
    const apartNs = Math.abs(timeNs - row.timeNs);
    if (apartNs > bestNs || (apartNs === bestNs && best < seen.length)) continue;
    best = index;
    bestNs = apartNs;
  }
  return best;
}

function addSeen(sum: SeenDecrease, part: SeenDecrease): void {
  sum.filled += part.filled;
  sum.pulled += part.pulled;
}

function addTold(sum: ToldDecrease, part: ToldDecrease): void {
  sum.fill += part.fill;
  sum.pull += part.pull;
}

/** Takes out of `items` what `goes` names, keeping the order of both. */
function removeIf<T>(items: T[], goes: (item: T) => boolean): T[] {
  const removed = items.filter(goes);
  if (removed.length > 0) items.splice(0, items.length, ...items.filter((item) => !goes(item)));
  return removed;
}
