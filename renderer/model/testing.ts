/** Builders for tests: payloads with fixed, unremarkable defaults. */
import { findProfile } from '../../engine/core/profiles.ts';
import type { LevelPayload, SnapPayload, WatchPayload } from '../../engine/core/payload.ts';
import type {
  FrameEvent,
  LadderColumns,
  LogRow,
  SessionState,
  TrailColumns,
} from '../../engine/core/protocol.ts';

/** 11:42:00 New York on a day without anything special. */
export const NOON_TS = Date.UTC(2024, 4, 13, 15, 42, 0);

export const SPY_CONFIG = findProfile('spy-0dte').config;

export function buildLevel(overrides: Partial<LevelPayload> = {}): LevelPayload {
  return {
    id: 'STRIKE_687',
    price: 687,
    kind: 'STRIKE',
    direction: 'SUPPORT',
    break_direction: 'DOWN',
    distance: 0.3,
    break_score_raw: 50,
    break_score_smooth: 50,
    signal: 'NEUTRAL',
    confidence: 'MEDIUM',
    scores: { liquidity: 50, hedge: 50, tape: 50 },
    barrier: {
      state: 'NEUTRAL',
      delta_liq: 0,
      delta_liq_smooth: 0,
      replenishment_ratio: 1,
      replenishment_ratio_smooth: 1,
      added: 0,
      pulled: 0,
      filled: 0,
      churn: 0,
      depth_in_zone: 100,
      defending_quote: null,
      visibility: 1,
      confidence: 0.5,
    },
    tape: {
      imbalance: 0,
      buy_vol: 0,
      sell_vol: 0,
      velocity: 0,
      velocity_smooth: 0,
      activity: 0,
      sweep: { detected: false, direction: null, notional: 0, size: 0, prints: 0, prices: 0 },
      confidence: 0.5,
    },
    fuel: {
      effect: 'NEUTRAL',
      net_dealer_gamma: 0,
      net_dealer_gamma_smooth: 0,
      call_wall: null,
      put_wall: null,
      hvl: null,
      confidence: 0.5,
    },
    runway: {
      direction: 'DOWN',
      distance: 5,
      next_obstacle: null,
      quality: 'CLEAR',
      intermediate_levels: [],
    },
    note: 'Book neutral; dealers flat; tape quiet',
    ...overrides,
  };
}

export const buildWatch = (overrides: Partial<WatchPayload> = {}): WatchPayload => ({
  id: 'ROUND_690',
  kind: 'ROUND',
  price: 690,
  distance: -2.7,
  ...overrides,
});

export const buildPayload = (overrides: Partial<SnapPayload> = {}): SnapPayload => ({
  ts: NOON_TS,
  profile: 'spy-0dte',
  spy: { spot: 687.3, bid: 687.29, ask: 687.31 },
  levels: [buildLevel()],
  watch: [],
  health: { state: 'OK', book_age_ms: 10, trade_age_ms: 20, option_age_ms: 30, gaps: 0 },
  ...overrides,
});

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
  log: [],
  ladder: buildLadder(),
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
  name: 'demo',
  origin: 'simulated',
  profile: 'spy-0dte',
  underlying: 'spy',
  instrument: 'ESM4',
  config: SPY_CONFIG,
  sources: [],
  ignored: [],
  first_ts: NOON_TS,
  warnings: [],
  problem: null,
  ...overrides,
});
