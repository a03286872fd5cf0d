import type { Gap } from '../core/events.ts';
import type { TimelineMark } from '../core/protocol.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { TradingClock } from '../core/time.ts';
import type { LogEntry } from './logStore.ts';
import type { TrailRow } from './trailStore.ts';

/** One row of the path a second of the session. */
const PATH_STEP_MS = 1000;
/** A hostile session may signal at every snap. */
const MAX_MARKS = 50_000;
/** 1.2 million seconds: two weeks of session in one run. */
const MAX_PATH_ROWS = 1_200_000;

/** Columns of the path, as the protocol carries them. */
export interface TimelinePath {
  readonly first_row: number;
  readonly ts: Float64Array;
  readonly spot: Float64Array;
  readonly vwap: Float64Array;
}

/** How much of a timeline there was at some moment. */
export interface TimelinePosition {
  readonly rows: number;
  readonly marks: number;
  /** Rows of the run's gap ledger seen. */
  readonly gaps: number;
}

/** The whole session in small: the path of price and what is worth jumping to. Append-only. */
export class TimelineStore {
  readonly #ts: number[] = [];
  readonly #spot: number[] = [];
  readonly #vwap: number[] = [];
  readonly #marks: TimelineMark[] = [];
  #lastTs: number | undefined;
  #gapsNoted = 0;

  get rows(): number {
    return this.#ts.length;
  }

  get position(): TimelinePosition {
    return { rows: this.rows, marks: this.markCount, gaps: this.#gapsNoted };
  }

  /** Takes over another timeline as it was at a position, right after the snap at `lastTs`. */
  takeOver(other: TimelineStore, { rows, marks, gaps }: TimelinePosition, lastTs: number): void {
    this.#ts.push(...other.#ts.slice(0, rows));
    this.#spot.push(...other.#spot.slice(0, rows));
    this.#vwap.push(...other.#vwap.slice(0, rows));
    this.#marks.push(...other.#marks.slice(0, marks));
    this.#lastTs = Number.isFinite(lastTs) ? lastTs : undefined;
    this.#gapsNoted = gaps;
  }

  get markCount(): number {
    return this.#marks.length;
  }

  /** Unix ms of the first snap; undefined before it. */
  get firstTs(): number | undefined {
    return this.#ts[0];
  }

  /** Unix ms of the last snap; undefined before the first. */
  get lastTs(): number | undefined {
    return this.#lastTs;
  }

  noteSnap({ ts, spot, vwap }: Pick<TrailRow, 'ts' | 'spot' | 'vwap'>): void {
    this.#lastTs = ts;
    const beforeTs = this.#ts.at(-1);
    if (beforeTs !== undefined && ts - beforeTs < PATH_STEP_MS) return;
    if (this.#ts.length === MAX_PATH_ROWS) return;
    this.#ts.push(ts);
    this.#spot.push(spot);
    this.#vwap.push(vwap);
  }

  /** Marks what a row of the log tells, if it is worth jumping to. */
  noteEntry(entry: LogEntry): void {
    const { ts, kind, level, price, value, direction, text, episode } = entry;
    if (kind === 'signal' && value !== 'NEUTRAL') {
      this.#mark({ ts, end_ts: null, kind: 'signal', level, price, value, direction, text });
    } else if (kind === 'episode' && episode !== undefined) {
      const span = { ts: episode.start_ts, end_ts: episode.end_ts };
      this.#mark({ ...span, kind: 'touch', level, price, value, direction, text });
    }
  }

  /** Marks the gaps of the run's ledger that were not seen before. */
  noteGaps(gaps: readonly Gap[], clock: TradingClock): void {
    for (const { fromNs, toNs, feed, cause } of gaps.slice(this.#gapsNoted)) {
      const endTs = clock.toUnixMs(toNs);
      this.#mark({
        ...wholeRun(fromNs === null ? endTs : clock.toUnixMs(fromNs)),
        end_ts: endTs,
        kind: 'gap',
        value: feed,
        text: `Gap in ${feed}: ${cause}`,
      });
    }
    this.#gapsNoted = gaps.length;
  }

  noteSession(ts: number): void {
    const text = 'New session: windows, VWAP, high and low start anew';
    this.#mark({ ...wholeRun(ts), end_ts: null, kind: 'session', value: 'open', text });
  }

  #mark(mark: Omit<TimelineMark, 'sequence'>): void {
    if (this.#marks.length === MAX_MARKS) return;
    this.#marks.push({ sequence: this.#marks.length, ...mark });
  }

  transfer(state: StateTransfer): void {
    for (const values of [this.#ts, this.#spot, this.#vwap]) {
      state.list(values, (value) => state.number(value ?? 0));
    }
    state.jsonList(this.#marks);
    this.#lastTs = state.optionalNumber(this.#lastTs);
    this.#gapsNoted = state.number(this.#gapsNoted);
  }

  /** Rows of the path from `first` on, at most `maxRows`. */
  path(first: number, maxRows: number): TimelinePath {
    const part = (values: readonly number[]): Float64Array =>
      Float64Array.from(values.slice(first, first + maxRows));
    const [ts, spot, vwap] = [part(this.#ts), part(this.#spot), part(this.#vwap)];
    return { first_row: first, ts, spot, vwap };
  }

  /** Marks from number `first` on, at most `maxMarks`. */
  marks(first: number, maxMarks: number): TimelineMark[] {
    return this.#marks.slice(first, first + maxMarks);
  }
}

const wholeRun = (ts: number): Pick<TimelineMark, 'ts' | 'level' | 'price' | 'direction'> => ({
  ts,
  level: null,
  price: null,
  direction: null,
});
