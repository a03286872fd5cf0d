/** The wire form of one snap (SPEC §10). Names are snake_case because this is what files hold. */

export type Signal = 'BREAK' | 'REJECT' | 'CONTESTED' | 'NEUTRAL';
export type Confidence = 'HIGH' | 'MEDIUM' | 'LOW';
export type LevelDirection = 'SUPPORT' | 'RESISTANCE';
export type BreakDirection = 'UP' | 'DOWN';
export type LevelKind =
  | 'VWAP'
  | 'ROUND'
  | 'STRIKE'
  | 'CALL_WALL'
  | 'PUT_WALL'
  | 'GAMMA_FLIP'
  | 'SESSION_HIGH'
  | 'SESSION_LOW'
  | 'HOTZONE'
  | OptionalLevelKind;

/** Kinds that a session shows where its configuration asks for them. */
export type OptionalLevelKind =
  | 'PRIOR_HIGH'
  | 'PRIOR_LOW'
  | 'PRIOR_CLOSE'
  | 'OVERNIGHT_HIGH'
  | 'OVERNIGHT_LOW'
  | 'OPENING_HIGH'
  | 'OPENING_LOW'
  | 'BAND'
  | 'POC'
  | 'VALUE_HIGH'
  | 'VALUE_LOW';
export type BarrierState = 'NEUTRAL' | 'VACUUM' | 'WALL' | 'CONSUMED' | 'ABSORPTION' | 'WEAK';
export type FuelEffect = 'AMPLIFY' | 'DAMPEN' | 'NEUTRAL';
export type HealthState = 'OK' | 'RESYNC' | 'STALE' | 'NO_OPTIONS';

export interface SweepPayload {
  detected: boolean;
  direction: BreakDirection | null;
  notional: number;
  size: number;
  prints: number;
  prices: number;
}

export interface BarrierPayload {
  state: BarrierState;
  delta_liq: number;
  delta_liq_smooth: number;
  replenishment_ratio: number;
  replenishment_ratio_smooth: number;
  added: number;
  pulled: number;
  filled: number;
  churn: number;
  depth_in_zone: number;
  defending_quote: { price: number; size: number } | null;
  visibility: number;
  confidence: number;
}

export interface TapePayload {
  imbalance: number;
  buy_vol: number;
  sell_vol: number;
  velocity: number;
  velocity_smooth: number;
  activity: number;
  sweep: SweepPayload;
  confidence: number;
}

export interface WallPayload {
  strike: number;
  net_gamma: number;
  strong: boolean;
}

export interface FuelPayload {
  effect: FuelEffect;
  net_dealer_gamma: number;
  net_dealer_gamma_smooth: number;
  call_wall: WallPayload | null;
  put_wall: WallPayload | null;
  hvl: number | null;
  confidence: number;
  /** Both books near the level, whichever drives; shares of delta per 1.00 of the underlying. */
  flow_gamma: number;
  inventory_gamma: number;
}

export interface RunwayPayload {
  direction: BreakDirection;
  distance: number;
  next_obstacle: { id: string; price: number } | null;
  quality: 'CLEAR' | 'OBSTRUCTED';
  intermediate_levels: string[];
}

/**
 * The signal a level would show had its fuel been NEUTRAL, or of the other sign, all along: the
 * score with that component at 50, or at 100 minus itself, on trigger timers of its own.
 */
export interface SensitivityPayload {
  fuel_neutral: Signal;
  fuel_reversed: Signal;
}

export interface LevelPayload {
  id: string;
  price: number;
  kind: LevelKind;
  direction: LevelDirection;
  break_direction: BreakDirection;
  /** Spot minus level. */
  distance: number;
  break_score_raw: number;
  break_score_smooth: number;
  signal: Signal;
  confidence: Confidence;
  /** Component scores 0…100; a plug-in engine adds its own key. */
  scores: { liquidity: number; hedge: number; tape: number; spread?: number };
  barrier: BarrierPayload;
  tape: TapePayload;
  fuel: FuelPayload;
  runway: RunwayPayload;
  note: string;
  spread?: {
    state: 'TIGHT' | 'WIDE' | 'NORMAL' | null;
    spread_bps: number | null;
    percentile: number | null;
    confidence: number;
  };
  muted?: 'RESYNC' | 'STALE';
  /** Always the last key. */
  sensitivity: SensitivityPayload;
}

export interface WatchPayload {
  id: string;
  kind: LevelKind;
  price: number;
  distance: number;
}

export interface QuotePayload {
  spot: number;
  bid: number | null;
  ask: number | null;
}

export interface HealthPayload {
  state: HealthState;
  book_age_ms: number | null;
  trade_age_ms: number | null;
  option_age_ms: number | null;
  gaps: number;
}

/**
 * Dealers' gamma over all strikes of the day's expiry, shares of delta per 1.00 of the underlying:
 * what the session's trades moved to them, and what they hold as of the snap. Null where there is
 * nothing to add up.
 */
export interface DealersPayload {
  flow_gamma: number | null;
  inventory_gamma: number | null;
  /** Share of the session's option volume that was not signed; null without volume. */
  unsigned_share: number | null;
}

/** One snap. Exactly one of `spy` and `es` is present, after the profile's underlying. */
export interface SnapPayload {
  /** Unix ms. */
  ts: number;
  profile: string;
  spy?: QuotePayload;
  es?: QuotePayload;
  levels: LevelPayload[];
  watch: WatchPayload[];
  health: HealthPayload;
  dealers: DealersPayload;
}

/** One episode of SPEC §12, as `--episodes` writes it. */
export interface EpisodePayload {
  level: string;
  kind: LevelKind;
  direction: LevelDirection;
  break_direction: BreakDirection;
  start_ts: number;
  reference_price: number;
  score_raw: number;
  score_smooth: number;
  scores: LevelPayload['scores'];
  signal: Exclude<Signal, 'NEUTRAL'> | null;
  signal_ts: number | null;
  lead_ms: number | null;
  outcome: 'BREAK' | 'REJECT' | 'TIMEOUT' | 'OPEN';
  end_ts: number;
  max_break: number;
  max_reject: number;
}
