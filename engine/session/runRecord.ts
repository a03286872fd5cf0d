import type { EpisodePayload, QuotePayload, SnapPayload } from '../core/payload.ts';
import type { LadderColumns } from '../core/protocol.ts';
import { StateReader, StateWriter, type StateTransfer } from '../core/stateTransfer.ts';
import type { TapeStats } from '../core/tape.ts';
import { describeFillHabit } from '../market/fills.ts';
import type { MarketState } from '../market/marketState.ts';
import type { TradeBar } from '../market/tradeBar.ts';
import { DepthStore } from './depthStore.ts';
import { readLadder } from './ladder.ts';
import { LogStore, type LogEntry } from './logStore.ts';
import { episodeEntry, fillHabitEntry, RunLog, type MarketContext } from './runLog.ts';
import { sweepPath } from './sweepPath.ts';
import { TapeStore } from './tapeStore.ts';
import { TrailStore, type TrailRow } from './trailStore.ts';

/** What of the market is on the screen beside the payload, all read at one snap. */
export interface Picture {
  /** Number of the snap. */
  readonly sequence: number;
  readonly payload: SnapPayload;
  readonly ratio: number;
  /** Session VWAP, high and low in level price; null before the first trade. */
  readonly vwap: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly ladder: LadderColumns;
  readonly tape_stats: TapeStats;
}

/** Who wants to hear of rows as they are made. */
export interface RecordListener {
  onRow?(row: TrailRow): void;
  onEntry?(entry: LogEntry): void;
}

/** All rows of a run. */
export type RecordedRows = Pick<RunRecord, 'trail' | 'log' | 'depth' | 'tape'>;

/** Null where there is no number yet. */
const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const quoteOf = (payload: SnapPayload): QuotePayload => {
  const quote = payload.spy ?? payload.es;
  if (quote === undefined) throw new Error('Invariant: a payload has one quote');
  return quote;
};

/**
 * Everything screens may still ask about a run that is past: its trail and log, append-only, and
 * the newest picture. A screen that comes late or skips snaps loses no row.
 */
export class RunRecord {
  readonly trail = new TrailStore();
  readonly log = new LogStore();
  readonly depth = new DepthStore();
  readonly tape = new TapeStore();
  readonly #market: MarketState;
  readonly #listener: RecordListener;
  readonly #runLog = new RunLog();
  #lastPayload: SnapPayload | undefined;
  #picture: Picture | undefined;
  /** What the log last said of the fill habit; the specified one is no news. */
  #fillHabit = 'same-time';

  constructor(market: MarketState, listener: RecordListener = {}) {
    this.#market = market;
    this.#listener = listener;
  }

  /** What {@link restore} needs to go on from here, beside the rows. */
  save(): Uint8Array {
    const state = new StateWriter();
    this.#transfer(state);
    return state.bytes();
  }

  /**
   * Goes to where another record of the same session stood when it was saved, rows and all.
   * @throws Error when that is no whole state of a record
   */
  restore(saved: Uint8Array, other: RecordedRows): void {
    const state = new StateReader(saved);
    const { trail, log, depth, tape } = this.#transfer(state);
    if (!state.isAtEnd) throw new RangeError('a saved record is longer than it should be');
    this.trail.takeOver(other.trail, trail);
    this.log.takeOver(other.log, log);
    this.depth.takeOver(other.depth, depth);
    this.tape.takeOver(other.tape, tape);
    this.#picture = undefined;
  }

  /** Returns how many rows there were. */
  #transfer(state: StateTransfer): Record<keyof RecordedRows, number> {
    this.#runLog.transfer(state);
    this.#lastPayload = state.json(this.#lastPayload ?? null) ?? undefined;
    this.#fillHabit = state.text(this.#fillHabit);
    return {
      trail: state.number(this.trail.next),
      log: state.number(this.log.next),
      depth: state.number(this.depth.next),
      tape: state.number(this.tape.next),
    };
  }

  /** The last snap; undefined before the first. */
  get lastPayload(): SnapPayload | undefined {
    return this.#lastPayload;
  }

  /** Unix ms of the last snap; undefined before the first. */
  get positionMs(): number | undefined {
    return this.#lastPayload?.ts;
  }

  /** Number of the last snap; −1 before the first. */
  get sequence(): number {
    return this.trail.next - 1;
  }

  /** Called at each snap, while the market stands exactly there. */
  noteSnap(payload: SnapPayload): void {
    const { spot } = quoteOf(payload);
    const bar: TradeBar = this.#market.bar;
    const toLevel = (px: number): number => this.#market.converter.toLevel(px);
    const row: TrailRow = {
      ts: payload.ts,
      spot,
      high: bar.hasTraded ? toLevel(bar.highPx) : spot,
      low: bar.hasTraded ? toLevel(bar.lowPx) : spot,
      vwap: toLevel(this.#market.stats.vwapPx),
      buy_volume: bar.buyVolume,
      sell_volume: bar.sellVolume,
      print: toLevel(bar.printPx),
      print_size: bar.printSize,
    };
    this.trail.append(row);
    this.#listener.onRow?.(row);
    bar.clear();
    this.tape.noteSnap(this.#market);
    if (this.depth.isDue(payload.ts)) this.depth.append(payload.ts, this.#market);
    for (const entry of this.#runLog.entriesFor(payload, this.#context)) {
      this.note(entry);
    }
    this.#noteFillHabit(payload.ts);
    this.#lastPayload = payload;
  }

  get #context(): MarketContext {
    const { health, clock } = this.#market;
    return {
      gaps: health.gaps,
      toUnixMs: (sessionNs) => clock.toUnixMs(sessionNs),
      pathOf: (sweep) => sweepPath(this.#market, sweep),
    };
  }

  #noteFillHabit(ts: number): void {
    const habit = describeFillHabit(this.#market.fillHabit);
    if (habit === this.#fillHabit) return;
    this.#fillHabit = habit;
    this.note(fillHabitEntry(ts, habit));
  }

  noteEpisode(episode: EpisodePayload): void {
    this.note(episodeEntry(episode));
  }

  note(entry: LogEntry): void {
    this.log.append(entry);
    this.#listener.onEntry?.(entry);
  }

  /** Takes the picture of the last snap, while the market stands there; undefined before the first. */
  takePicture(): Picture | undefined {
    const payload = this.#lastPayload;
    if (payload === undefined || this.#picture?.sequence === this.sequence) return this.#picture;
    const { converter, stats, timeAndSales } = this.#market;
    this.#picture = {
      sequence: this.sequence,
      payload,
      ratio: converter.ratio,
      vwap: finiteOrNull(converter.toLevel(stats.vwapPx)),
      high: finiteOrNull(converter.toLevel(stats.highPx)),
      low: finiteOrNull(converter.toLevel(stats.lowPx)),
      ladder: readLadder(this.#market),
      tape_stats: timeAndSales.stats(),
    };
    return this.#picture;
  }

  /** The picture last taken. */
  get picture(): Picture | undefined {
    return this.#picture;
  }
}
