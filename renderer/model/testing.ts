/** Builders for tests: what the host sends, with fixed, unremarkable defaults. */
import { findProfile } from '../../engine/core/profiles.ts';
import {
  DEPTH_TICKS,
  UNSEEN_DEPTH,
  type DepthColumns,
  type FrameEvent,
  type LadderColumns,
  type LogRow,
  type PlaybackState,
  type SessionState,
  type TimelineEvent,
  type TimelineMark,
  type TrailColumns,
} from '../../engine/core/protocol.ts';
import type { TapeStats } from '../../engine/core/tape.ts';
import { buildPayload, NOON_TS } from '../../engine/core/testing/payloads.ts';
import { columnsOfTape } from '../../engine/core/testing/tapeRows.ts';

export {
  buildLevel,
  buildPayload,
  buildWatch,
  NOON_TS,
} from '../../engine/core/testing/payloads.ts';

export const SPY_CONFIG = findProfile('spy-0dte').config;

/** Rows of a trail, one per 250 ms from `firstTs`, at the given spots. */
export function buildTrail(
  spots: readonly number[],
  firstTs = NOON_TS + 250,
  firstSequence = 0,
): TrailColumns {
  const column = (value: (spot: number, row: number) => number): Float64Array =>
    Float64Array.from(spots, value);
  return {
    first_sequence: firstSequence,
    ts: column((_, row) => firstTs + row * 250),
    spot: column((spot) => spot),
    high: column((spot) => spot),
    low: column((spot) => spot),
    vwap: column((spot) => spot - 1),
    buy_volume: column(() => 2),
    sell_volume: column(() => 1),
    print: column((spot) => spot),
    print_size: column(() => 2),
  };
}

/** Columns of depth, one a second from `firstTs`, each with these sizes from `firstTick` on. */
export function buildDepth(
  columns: readonly (readonly number[])[] = [],
  { firstTs = NOON_TS + 1000, firstTick = 27_490, firstColumn = 0, ratio = 10 } = {},
): DepthColumns {
  const sizes = new Uint16Array(columns.length * DEPTH_TICKS).fill(UNSEEN_DEPTH);
  columns.forEach((column, index) => sizes.set(column, index * DEPTH_TICKS));
  return {
    first_column: firstColumn,
    ts: Float64Array.from(columns, (_, index) => firstTs + index * 1000),
    ratio: Float64Array.from(columns, () => ratio),
    first_tick: Int32Array.from(columns, () => firstTick),
    sizes,
  };
}

export const buildLadder = (overrides: Partial<LadderColumns> = {}): LadderColumns => ({
  first_tick: 27_490,
  tick_size: 0.25,
  ratio: 10,
  bid_size: Float64Array.from([50, 60, -1, -1]),
  ask_size: Float64Array.from([-1, -1, 40, 30]),
  buy_volume: new Float64Array(4),
  sell_volume: new Float64Array(4),
  added: new Float64Array(4),
  pulled: new Float64Array(4),
  filled: new Float64Array(4),
  best_bid_tick: 27_491,
  best_ask_tick: 27_492,
  last_tick: 27_491,
  last_size: 1,
  last_aggressor: 1,
  ...overrides,
});

/** A minute into a session: 10 prints and 60 contracts in the last five seconds, twice the usual. */
export const buildTapeStats = (overrides: Partial<TapeStats> = {}): TapeStats => ({
  window_ms: 5000,
  prints: 10,
  buy_volume: 45,
  sell_volume: 15,
  mid_volume: 0,
  usual: { span_ms: 60_000, prints: 5, volume: 30, prints_below: 0.8, volume_below: 0.9 },
  counts: new Float64Array(21),
  largest_size: 40,
  left_out: 0,
  ...overrides,
});

export const buildFrame = (overrides: Partial<FrameEvent> = {}): FrameEvent => ({
  type: 'frame',
  session_id: 's1',
  seek_epoch: 0,
  sequence: 0,
  payload: buildPayload(),
  ratio: 10,
  vwap: 686.6,
  high: 688,
  low: 686,
  trail: buildTrail([687.3]),
  depth: buildDepth(),
  tape: columnsOfTape([]),
  log: [],
  ladder: buildLadder(),
  tape_stats: buildTapeStats(),
  ...overrides,
});

export const buildLogRow = (overrides: Partial<LogRow> = {}): LogRow => ({
  sequence: 0,
  ts: NOON_TS,
  kind: 'signal',
  level: 'STRIKE_687',
  price: 687,
  value: 'BREAK',
  direction: 'DOWN',
  score: 85,
  text: 'Vacuum; dealers chase; sweep confirms',
  ...overrides,
});

export const buildSession = (overrides: Partial<SessionState> = {}): SessionState => ({
  session_id: 's1',
  seek_epoch: 0,
  phase: 'ready',
  follows: false,
  name: 'demo',
  origin: 'simulated',
  profile: 'spy-0dte',
  underlying: 'spy',
  instrument: 'ESM4',
  config: SPY_CONFIG,
  changes: [],
  sources: [],
  ignored: [],
  hotzones: [],
  first_ts: NOON_TS,
  warnings: [],
  problem: null,
  recovery: null,
  ...overrides,
});

export const buildPlayback = (overrides: Partial<PlaybackState> = {}): PlaybackState => ({
  state: 'paused',
  speed: 1,
  achieved_speed: null,
  position_ts: null,
  progress: 0,
  is_waiting: false,
  seeking_ts: null,
  loop: { from_ts: null, to_ts: null, is_on: false },
  ...overrides,
});

export const buildMark = (overrides: Partial<TimelineMark> = {}): TimelineMark => ({
  sequence: 0,
  ts: NOON_TS + 2000,
  end_ts: null,
  kind: 'signal',
  level: 'STRIKE_687',
  price: 687,
  value: 'BREAK',
  direction: 'DOWN',
  text: 'BREAK of 687.00, down',
  ...overrides,
});

/** A part of the survey with a row a second from noon on, at the given spots. */
export function buildTimeline(
  spots: readonly number[] = [],
  overrides: Partial<TimelineEvent> = {},
): TimelineEvent {
  const firstRow = overrides.first_row ?? 0;
  const ts = Float64Array.from(spots, (_, row) => NOON_TS + (firstRow + row) * 1000);
  return {
    type: 'timeline',
    session_id: 's1',
    survey: 1,
    progress: 0.5,
    first_ts: NOON_TS,
    last_ts: ts.at(-1) ?? null,
    digest: null,
    digest_facts: null,
    first_row: firstRow,
    ts,
    spot: Float64Array.from(spots),
    vwap: Float64Array.from(spots, (spot) => spot - 1),
    marks: [],
    ...overrides,
  };
}
