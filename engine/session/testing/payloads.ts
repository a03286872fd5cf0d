import type { LevelPayload, SnapPayload, SweepPayload } from '../../core/payload.ts';

export const NO_SWEEP: SweepPayload = {
  detected: false,
  direction: null,
  notional: 0,
  size: 0,
  prints: 0,
  prices: 0,
};

/** A quiet support at 687 with spot above it. */
export function level(overrides: Partial<LevelPayload> = {}): LevelPayload {
  return {
    id: 'STRIKE_687',
    price: 687,
    kind: 'STRIKE',
    direction: 'SUPPORT',
    break_direction: 'DOWN',
    distance: 0.2,
    break_score_raw: 40,
    break_score_smooth: 41.5,
    signal: 'NEUTRAL',
    confidence: 'HIGH',
    scores: { liquidity: 50, hedge: 50, tape: 0 },
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
      confidence: 1,
    },
    tape: {
      imbalance: 0,
      buy_vol: 0,
      sell_vol: 0,
      velocity: 0,
      velocity_smooth: 0,
      activity: 0,
      sweep: NO_SWEEP,
      confidence: 1,
    },
    fuel: {
      effect: 'NEUTRAL',
      net_dealer_gamma: 0,
      net_dealer_gamma_smooth: 0,
      call_wall: null,
      put_wall: null,
      hvl: null,
      confidence: 1,
    },
    runway: {
      direction: 'DOWN',
      distance: 1,
      next_obstacle: null,
      quality: 'CLEAR',
      intermediate_levels: [],
    },
    note: 'Book neutral; dealers flat; tape quiet',
    ...overrides,
  };
}

/** A level through which a sweep has just gone. */
export function swept(overrides: Partial<SweepPayload> = {}, id = 'STRIKE_687'): LevelPayload {
  const quiet = level({ id });
  const sweep: SweepPayload = {
    detected: true,
    direction: 'DOWN',
    notional: 1_250_000,
    size: 182,
    prints: 21,
    prices: 4,
    ...overrides,
  };
  return { ...quiet, tape: { ...quiet.tape, sweep } };
}

/** A snap at `ts` with these levels. */
export function snap(ts: number, overrides: Partial<SnapPayload> = {}): SnapPayload {
  return {
    ts,
    profile: 'spy-0dte',
    spy: { spot: 687.2, bid: 687.19, ask: 687.21 },
    levels: [],
    watch: [],
    health: { state: 'OK', book_age_ms: 0, trade_age_ms: 0, option_age_ms: 0, gaps: 0 },
    ...overrides,
  };
}
