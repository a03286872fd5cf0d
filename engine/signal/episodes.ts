import type { EngineConfig } from '../core/config.ts';
import type { EpisodePayload, Signal } from '../core/payload.ts';
import { round2, round6 } from '../core/rounding.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { above, atLeast, atMost } from '../core/tolerance.ts';
import { scorePayload, type LevelVerdict } from './levelPayload.ts';
import type { Level } from './levelUniverse.ts';
import { compareIds } from './runway.ts';

/** Signals count from this long before the touch (SPEC §12). */
const LEAD_MS = 30_000;

/** The order episodes are listed in: by start, then level id. */
export const byStart = (a: EpisodePayload, b: EpisodePayload): number =>
  a.start_ts - b.start_ts || compareIds(a.level, b.level);

/** The part of a verdict that episodes look at. */
export type TouchedLevel = Pick<
  LevelVerdict,
  'level' | 'view' | 'distance' | 'raw' | 'smoothScore' | 'signal' | 'readings'
>;

interface TimedSignal {
  readonly ts: number;
  readonly signal: Exclude<Signal, 'NEUTRAL'>;
}

interface OpenEpisode {
  readonly payload: EpisodePayload;
  /** +1 where price breaks upwards, −1 downwards. */
  readonly sign: 1 | -1;
  readonly referencePrice: number;
  maxBreak: number;
  maxReject: number;
}

/** What is known of one level: recent signals, the open episode, whether a new one may start. */
interface LevelHistory {
  signals: TimedSignal[];
  open: OpenEpisode | undefined;
  isArmed: boolean;
}

/**
 * Follows every level from touch to outcome (SPEC §12). Nothing that happens after a touch enters a
 * feature of its episode. Finished ones are handed out by {@link takeFinished}.
 */
export class EpisodeTracker {
  readonly #config: EngineConfig;
  readonly #levels = new Map<string, LevelHistory>();
  readonly #finished: EpisodePayload[] = [];
  #lastTs: number | undefined;

  constructor(config: EngineConfig) {
    this.#config = config;
  }

  /** @param active the active levels of the snap; `universe` all levels */
  snap(
    ts: number,
    spot: number,
    active: readonly TouchedLevel[],
    universe: readonly Level[],
  ): void {
    this.#lastTs = ts;
    for (const touched of active) this.#noteSignal(ts, touched);
    for (const history of this.#levels.values()) this.#follow(history, ts, spot);
    // In this order: the snap that arms a level starts no episode of it, only a later one does.
    for (const touched of active) this.#touch(ts, touched);
    this.#rearm(spot, universe);
  }

  /** Ends open episodes as OPEN at the last snap: a session boundary or the end of the run. */
  startSession(): void {
    for (const history of this.#levels.values()) {
      if (history.open !== undefined && this.#lastTs !== undefined) {
        this.#finish(history, history.open, 'OPEN', this.#lastTs);
      }
    }
    this.#levels.clear();
  }

  /** Episodes that have ended since the last call, by start, then level id. */
  takeFinished(): EpisodePayload[] {
    return this.#finished.splice(0).sort(byStart);
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#levels);
    state.jsonList(this.#finished);
    this.#lastTs = state.optionalNumber(this.#lastTs);
  }

  #historyOf(id: string): LevelHistory {
    let history = this.#levels.get(id);
    if (history === undefined) {
      history = { signals: [], open: undefined, isArmed: true };
      this.#levels.set(id, history);
    }
    return history;
  }

  #noteSignal(ts: number, { level, signal }: TouchedLevel): void {
    if (signal === 'NEUTRAL') return;
    const { signals, open } = this.#historyOf(level.id);
    // The first signal of an open episode is settled; later ones only matter to a next episode.
    if (open !== undefined && open.payload.signal === null) {
      open.payload.signal = signal;
      open.payload.signal_ts = ts;
    }
    signals.push({ ts, signal });
    while ((signals[0]?.ts ?? ts) <= ts - LEAD_MS) signals.shift();
  }

  #follow(history: LevelHistory, ts: number, spot: number): void {
    const { open } = history;
    if (open === undefined) return;
    const run = open.sign * (spot - open.referencePrice);
    open.maxBreak = Math.max(open.maxBreak, run);
    open.maxReject = Math.max(open.maxReject, -run);
    const { OUTCOME_DISTANCE, OUTCOME_HORIZON } = this.#config;
    if (atLeast(run, OUTCOME_DISTANCE)) this.#finish(history, open, 'BREAK', ts);
    else if (atLeast(-run, OUTCOME_DISTANCE)) this.#finish(history, open, 'REJECT', ts);
    else if (atLeast(ts - open.payload.start_ts, OUTCOME_HORIZON * 1000)) {
      this.#finish(history, open, 'TIMEOUT', ts);
    }
  }

  #finish(
    history: LevelHistory,
    open: OpenEpisode,
    outcome: EpisodePayload['outcome'],
    ts: number,
  ): void {
    const { payload } = open;
    payload.outcome = outcome;
    payload.end_ts = ts;
    payload.lead_ms = payload.signal_ts === null ? null : ts - payload.signal_ts;
    payload.max_break = round6(open.maxBreak);
    payload.max_reject = round6(open.maxReject);
    this.#finished.push(payload);
    history.open = undefined;
    history.isArmed = false;
  }

  #rearm(spot: number, universe: readonly Level[]): void {
    for (const { id, price } of universe) {
      const history = this.#levels.get(id);
      if (history === undefined || history.isArmed || history.open !== undefined) continue;
      history.isArmed = above(Math.abs(spot - price), this.#config.OUTCOME_DISTANCE);
    }
  }

  #touch(ts: number, touched: TouchedLevel): void {
    if (!atMost(Math.abs(touched.distance), this.#config.TOUCH_BAND)) return;
    const history = this.#historyOf(touched.level.id);
    if (history.open !== undefined || !history.isArmed) return;
    history.open = this.#open(ts, touched, history);
  }

  #open(ts: number, touched: TouchedLevel, history: LevelHistory): OpenEpisode {
    const { level, view, distance } = touched;
    const first = history.signals.find((signal) => signal.ts > ts - LEAD_MS);
    const sign = view.breakDirection === 'UP' ? 1 : -1;
    return {
      sign,
      referencePrice: level.price,
      maxBreak: Math.max(0, sign * distance),
      maxReject: Math.max(0, -sign * distance),
      payload: {
        level: level.id,
        kind: level.kind,
        direction: view.direction,
        break_direction: view.breakDirection,
        start_ts: ts,
        reference_price: round6(level.price),
        score_raw: round2(touched.raw),
        score_smooth: round2(touched.smoothScore),
        scores: scorePayload(touched),
        signal: first?.signal ?? null,
        signal_ts: first?.ts ?? null,
        lead_ms: null,
        outcome: 'OPEN',
        end_ts: ts,
        max_break: 0,
        max_reject: 0,
      },
    };
  }
}
