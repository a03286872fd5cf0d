/** Builders for tests: payloads with fixed, unremarkable defaults. */
import type { LevelPayload, SnapPayload, WatchPayload } from '../payload.ts';

/** 11:42:00 New York on a day without anything special. */
export const NOON_TS = 1_715_614_920_000;

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
      flow_gamma: 0,
      inventory_gamma: 0,
    },
    runway: {
      direction: 'DOWN',
      distance: 5,
      next_obstacle: null,
      quality: 'CLEAR',
      intermediate_levels: [],
    },
    note: 'Book neutral; dealers flat; tape quiet',
    sensitivity: { fuel_neutral: 'NEUTRAL', fuel_reversed: 'NEUTRAL' },
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
  dealers: { flow_gamma: null, inventory_gamma: null, unsigned_share: null },
  ...overrides,
});
