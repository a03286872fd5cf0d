import type { LogRow } from '../core/protocol.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** A log row before it is numbered. */
export type LogEntry = Omit<LogRow, 'sequence'>;

/** About 40 MB; then the oldest tenth goes at once, so that dropping stays cheap. */
const MAX_ROWS = 200_000;
const DROPPED_ROWS = MAX_ROWS / 10;

const PASSING_KINDS: ReadonlySet<LogRow['kind']> = new Set(['state', 'sweep', 'wall']);

/** All rows of a run's log, append-only, numbered from 0 and bounded. */
export class LogStore {
  #rows: LogRow[] = [];
  #first = 0;

  get first(): number {
    return this.#first;
  }

  /** Sequence the next row will have. */
  get next(): number {
    return this.#first + this.#rows.length;
  }

  append(entry: LogEntry): void {
    if (this.#rows.length === MAX_ROWS) {
      this.#rows.splice(0, DROPPED_ROWS);
      this.#first += DROPPED_ROWS;
    }
    this.#rows.push({ sequence: this.next, ...entry });
  }

  transfer(state: StateTransfer): void {
    this.#first = state.number(this.#first);
    state.jsonList(this.#rows);
  }

  /** Takes over the rows of another log before number `next`. */
  takeOver(other: LogStore, next: number): void {
    this.#first = other.#first;
    this.#rows = other.#rows.slice(0, Math.max(0, next - other.#first));
  }

  /**
   * What a screen needs of the past: the last `recentRows` rows, and of those before them the ones that
   * stay on chart and timeline; changes of state, sweeps and walls are news of their moment.
   */
  recall(recentRows: number): LogRow[] {
    const start = Math.max(0, this.#rows.length - recentRows);
    const lasting = this.#rows.slice(0, start).filter(({ kind }) => !PASSING_KINDS.has(kind));
    return [...lasting, ...this.#rows.slice(start)];
  }

  /** Rows from sequence `from` (or the oldest kept) on, at most `maxRows`. */
  slice(from: number, maxRows: number): LogRow[] {
    const start = Math.max(from, this.#first) - this.#first;
    return this.#rows.slice(start, start + maxRows);
  }
}
