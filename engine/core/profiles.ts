import type { EngineConfig } from './config.ts';
import { BreakwaterError } from './errors.ts';

/** Whose prices levels are expressed in, and whose options feed the fuel engine. */
export type Underlying = 'spy' | 'es';

/** A named preset of the configuration (SPEC §13). */
export interface Profile {
  readonly name: string;
  readonly underlying: Underlying;
  readonly summary: string;
  readonly config: EngineConfig;
}

const SPY_0DTE: EngineConfig = {
  W_b: 10,
  W_t: 5,
  W_v: 3,
  W_g: 60,
  W_wall: 300,
  MONITOR_BAND: 0.5,
  TOUCH_BAND: 0.05,
  BARRIER_ZONE_TICKS: 2,
  R_vac: 0.3,
  R_wall: 1.5,
  F_thresh: 100,
  WEAK_DEPTH: 50,
  FILL_MATCH_MS: 0,
  FILL_REMATCH_MS: 0,
  fill_habit: 'same-time',
  TAPE_BAND: 0.1,
  SWEEP_MIN_NOTIONAL: 500_000,
  SWEEP_MAX_GAP_MS: 100,
  CONTESTED_MIN_ACTIVITY: 50_000,
  VELOCITY_REF: 0.05,
  FUEL_STRIKE_RANGE: 2,
  gamma_threshold: 10_000,
  wall_strength_threshold: 50_000,
  w_L: 0.45,
  w_H: 0.35,
  w_T: 0.2,
  w_S: 0,
  BREAK_SCORE_THRESHOLD: 80,
  REJECT_SCORE_THRESHOLD: 20,
  TRIGGER_HOLD_TIME: 3,
  tau_score: 2,
  tau_velocity: 1.5,
  tau_delta_liq: 3,
  tau_replenish: 3,
  tau_dealer_gamma: 5,
  robust_window: 0,
  SNAP_INTERVAL_MS: 250,
  ROUND_LEVELS_SPACING: 1,
  ROUND_LEVELS_RANGE: 5,
  STRIKE_RANGE: 5,
  RUNWAY_HORIZON: 5,
  RUNWAY_CLEAR_MIN: 1,
  OUTCOME_DISTANCE: 0.25,
  OUTCOME_HORIZON: 120,
  STALE_BOOK_MS: 5000,
  STALE_OPTION_MS: 60_000,
  RESYNC_HOLD: 3,
  TICK_SIZE: 0.25,
  INITIAL_RATIO: 10,
  ratio_mode: 'observed',
  tau_ratio: 60,
  OPTION_MULTIPLIER: 100,
  RISK_FREE: 0.04,
  DEFAULT_IV: 0.2,
  option_signing: 'spec',
  signed_confidence: false,
  iv_fallback: 'nearest',
  expiry_clock: 'spec',
  fuel_book: 'flow',
  prior_day_levels: false,
  overnight_levels: false,
  opening_range_min: 0,
  vwap_bands: 0,
  profile_levels: false,
  SESSION_OPEN: '09:30',
};

const ES_0DTE: EngineConfig = {
  ...SPY_0DTE,
  W_b: 240,
  W_t: 60,
  MONITOR_BAND: 0.25,
  TOUCH_BAND: 0.1,
  TAPE_BAND: 1,
  VELOCITY_REF: 0.5,
  FUEL_STRIKE_RANGE: 5,
  ROUND_LEVELS_SPACING: 10,
  ROUND_LEVELS_RANGE: 50,
  STRIKE_RANGE: 50,
  RUNWAY_HORIZON: 50,
  RUNWAY_CLEAR_MIN: 10,
  OUTCOME_DISTANCE: 2.5,
  INITIAL_RATIO: 1,
  ratio_mode: 'fixed',
  OPTION_MULTIPLIER: 50,
};

export const PROFILES: readonly Profile[] = [
  {
    name: 'spy-0dte',
    underlying: 'spy',
    summary: 'Levels in SPY dollars from the ES book, with SPY options that expire today',
    config: SPY_0DTE,
  },
  {
    name: 'spy-0dte-pro',
    underlying: 'spy',
    summary: 'spy-0dte with fuel from the inventory of now, and options read as well as they allow',
    config: {
      ...SPY_0DTE,
      fuel_book: 'inventory',
      iv_fallback: 'smile',
      expiry_clock: 'calendar',
      option_signing: 'careful',
      signed_confidence: true,
    },
  },
  {
    name: 'es-0dte',
    underlying: 'es',
    summary: 'Levels in ES points, with ES options that expire today',
    config: ES_0DTE,
  },
  {
    name: 'es-0dte-wide',
    underlying: 'es',
    summary: 'es-0dte with a wider monitor and touch band, for thin markets',
    config: { ...ES_0DTE, MONITOR_BAND: 5, TOUCH_BAND: 0.5 },
  },
];

export const DEFAULT_PROFILE = 'spy-0dte';

/** @throws BreakwaterError (usage) naming the profiles that exist */
export function findProfile(name: string): Profile {
  const profile = PROFILES.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  const names = PROFILES.map((candidate) => candidate.name).join(', ');
  throw new BreakwaterError('usage', `There is no profile ${JSON.stringify(name)}.`, {
    place: { field: 'profile', expected: names, found: name },
    remedy: `Choose one of ${names}.`,
  });
}
