import type { Gap } from '../core/events.ts';
import type {
  BreakDirection,
  EpisodePayload,
  LevelPayload,
  SnapPayload,
  SweepPayload,
  WatchPayload,
} from '../core/payload.ts';
import type { SweepPath } from '../core/protocol.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { LogEntry } from './logStore.ts';

/** A sweep that was told is not told again while levels that show it come and go. */
const SWEEP_MEMORY_MS = 300_000;
const WALL_KINDS = ['CALL_WALL', 'PUT_WALL'] as const;
const opposite = (direction: BreakDirection): BreakDirection =>
  direction === 'UP' ? 'DOWN' : 'UP';
const priceText = (price: number): string => price.toFixed(2);

/** Where a verdict expects price to go: through the level, back from it, or nobody knows. */
function expectedDirection(level: LevelPayload): BreakDirection | null {
  if (level.signal === 'BREAK') return level.break_direction;
  return level.signal === 'REJECT' ? opposite(level.break_direction) : null;
}

/** One sweep shows at every level near it; its figures tell whether it is the same. */
const sweepKey = ({ direction, notional, size, prints }: SweepPayload): string =>
  [direction, notional, size, prints].join('/');

/** What of the market the log tells beside its payloads. */
export interface MarketContext {
  /** The run's ledger; rows are made for those not seen before. */
  readonly gaps: readonly Gap[];
  /** Unix ms of a session time in ns. */
  readonly toUnixMs: (sessionNs: number) => number;
  /** The way of a sweep that a level shows; undefined where the tape has moved on. */
  readonly pathOf: (sweep: SweepPayload) => SweepPath | undefined;
}

/**
 * Turns consecutive payloads into the rows of the log: what changed from one snap to the next.
 * Holds one run; every row's time is that of the snap that shows the change.
 */
export class RunLog {
  #levels = new Map<string, LevelPayload>();
  #walls = new Map<string, number>();
  /** Sweeps already told, by figures; Unix ms of the snap that last showed them. */
  readonly #sweeps = new Map<string, number>();
  #healthState: string | undefined;
  #gapsLogged = 0;

  entriesFor(payload: SnapPayload, market: MarketContext): LogEntry[] {
    const entries = [
      ...this.#gapEntries(payload, market),
      ...this.#healthEntries(payload),
      ...this.#wallEntries(payload),
      ...this.#sweepEntries(payload, market),
      ...payload.levels.flatMap((level) => this.#levelEntries(payload.ts, level)),
      ...this.#leftEntries(payload),
    ];
    this.#levels = new Map(payload.levels.map((level) => [level.id, level]));
    return entries;
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#levels);
    state.jsonMap(this.#walls);
    state.jsonMap(this.#sweeps);
    this.#healthState = state.json(this.#healthState ?? null) ?? undefined;
    this.#gapsLogged = state.number(this.#gapsLogged);
  }

  #gapEntries(payload: SnapPayload, { gaps, toUnixMs }: MarketContext): LogEntry[] {
    const fresh = gaps.slice(this.#gapsLogged);
    this.#gapsLogged = gaps.length;
    return fresh.map(({ feed, cause, recordsLost, fromNs }) => ({
      ...wholeRun(payload.ts),
      kind: 'gap',
      value: feed,
      text: `Gap in ${feed}: ${cause}${recordsLost === null ? '' : `, ${recordsLost} records lost`}`,
      ...(fromNs === null ? {} : { from_ts: toUnixMs(fromNs) }),
    }));
  }

  #healthEntries({ ts, health }: SnapPayload): LogEntry[] {
    const before = this.#healthState;
    this.#healthState = health.state;
    if (before === undefined || before === health.state) return [];
    return [
      {
        ...wholeRun(ts),
        kind: 'health',
        value: health.state,
        text: `Data health ${health.state}, was ${before}`,
      },
    ];
  }

  #wallEntries(payload: SnapPayload): LogEntry[] {
    const places: readonly WatchPayload[] = [...payload.levels, ...payload.watch];
    return WALL_KINDS.flatMap((kind): LogEntry[] => {
      const wall = places.find((place) => place.kind === kind);
      const before = this.#walls.get(kind);
      if (wall?.price === before) return [];
      const name = kind === 'CALL_WALL' ? 'Call wall' : 'Put wall';
      const entry = { ...wholeRun(payload.ts), kind: 'wall' as const, value: kind };
      if (wall === undefined) {
        this.#walls.delete(kind);
        return [{ ...entry, text: `${name} gone, was at ${priceText(before ?? 0)}` }];
      }
      this.#walls.set(kind, wall.price);
      const was = before === undefined ? '' : `, was at ${priceText(before)}`;
      const text = `${name} at ${priceText(wall.price)}${was}`;
      return [{ ...entry, level: wall.id, price: wall.price, text }];
    });
  }

  /** A sweep is told once, at the level nearest to spot. */
  #sweepEntries(payload: SnapPayload, { pathOf }: MarketContext): LogEntry[] {
    for (const [key, seenTs] of this.#sweeps) {
      if (payload.ts - seenTs > SWEEP_MEMORY_MS) this.#sweeps.delete(key);
    }
    return payload.levels.flatMap((level): LogEntry[] => {
      const { sweep } = level.tape;
      const { direction } = sweep;
      if (!sweep.detected || direction === null) return [];
      const isKnown = this.#sweeps.has(sweepKey(sweep));
      this.#sweeps.set(sweepKey(sweep), payload.ts);
      // A sweep that goes on grows at the level that told it.
      if (isKnown || this.#levels.get(level.id)?.tape.sweep.detected === true) return [];
      return [sweepEntry(payload.ts, level, direction, pathOf(sweep))];
    });
  }

  #levelEntries(ts: number, level: LevelPayload): LogEntry[] {
    const before = this.#levels.get(level.id);
    const entries: LogEntry[] = [];
    if (level.signal !== (before?.signal ?? 'NEUTRAL')) {
      entries.push({
        ...atLevel(ts, level),
        kind: 'signal',
        value: level.signal,
        direction: expectedDirection(level),
        text: signalText(level),
      });
    }
    const was = before?.barrier.state;
    if (was !== undefined && was !== level.barrier.state) {
      entries.push({
        ...atLevel(ts, level),
        kind: 'state',
        value: level.barrier.state,
        text: `Book ${level.barrier.state}, was ${was}`,
      });
    }
    return entries;
  }

  /** A level that leaves the band takes its verdict with it. */
  #leftEntries(payload: SnapPayload): LogEntry[] {
    const active = new Set(payload.levels.map((level) => level.id));
    return [...this.#levels.values()]
      .filter((level) => level.signal !== 'NEUTRAL' && !active.has(level.id))
      .map((level) => ({
        ...atLevel(payload.ts, level),
        kind: 'signal',
        value: 'NEUTRAL',
        text: `${level.signal} over: price is out of range`,
      }));
  }
}

const counted = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;

function sweepEntry(
  ts: number,
  level: LevelPayload,
  direction: BreakDirection,
  path: SweepPath | undefined,
): LogEntry {
  const { size, prints, prices, notional } = level.tape.sweep;
  const figures = `${size} lots, ${counted(prints, 'print')} over ${counted(prices, 'price')}`;
  return {
    ...atLevel(ts, level),
    kind: 'sweep',
    value: direction,
    direction,
    text: `Sweep ${direction.toLowerCase()}: ${figures}, ${(notional / 1e6).toFixed(2)}M`,
    ...(path === undefined ? {} : { sweep: path }),
  };
}

function signalText(level: LevelPayload): string {
  const muted = level.muted === undefined ? '' : ` (${level.muted})`;
  const direction = expectedDirection(level);
  const way = direction === null ? '' : ` ${direction.toLowerCase()}`;
  return `${level.signal}${way}${muted}: ${level.note}`;
}

function wholeRun(ts: number): Omit<LogEntry, 'kind' | 'value' | 'text'> {
  return { ts, level: null, price: null, direction: null, score: null };
}

function atLevel(ts: number, level: LevelPayload): Omit<LogEntry, 'kind' | 'value' | 'text'> {
  const { id, price, break_score_smooth: score } = level;
  return { ts, level: id, price, direction: null, score };
}

const OUTCOME_WORDS: Readonly<Record<EpisodePayload['outcome'], string>> = {
  BREAK: 'Broke',
  REJECT: 'Held',
  TIMEOUT: 'Timed out',
  OPEN: 'Still open at the end',
};

/** What decreases are explained with from here on; among the rows about the data's health. */
export const fillHabitEntry = (ts: number, habit: string): LogEntry => ({
  ...wholeRun(ts),
  kind: 'health',
  value: 'FILL_HABIT',
  text: `Fill habit ${habit}`,
});

/** The row of an episode that has just ended (SPEC §12). */
export function episodeEntry(episode: EpisodePayload): LogEntry {
  const { outcome, break_direction: through } = episode;
  const seconds = ((episode.end_ts - episode.start_ts) / 1000).toFixed(1);
  const directions = { BREAK: through, REJECT: opposite(through), TIMEOUT: null, OPEN: null };
  const signal = episode.signal ?? 'no signal';
  return {
    ts: episode.end_ts,
    kind: 'episode',
    level: episode.level,
    price: episode.reference_price,
    value: outcome,
    direction: directions[outcome],
    score: episode.score_smooth,
    text: `${OUTCOME_WORDS[outcome]} after ${seconds} s, ${signal}`,
    episode,
  };
}
