/**
 * Every configuration key (SPEC §13) as data: type, range, unit and meaning. Validation, help,
 * `breakwater config` and the settings screen all read this table.
 */
export interface NumberKey {
  readonly kind: 'number' | 'integer';
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly meaning: string;
}
export interface ChoiceKey {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly unit: string;
  readonly meaning: string;
}
export interface SwitchKey {
  /** true or false. */
  readonly kind: 'switch';
  readonly unit: string;
  readonly meaning: string;
}
export interface TimeOfDayKey {
  /** `HH:MM` in New York, or null. */
  readonly kind: 'time-of-day';
  readonly unit: string;
  readonly meaning: string;
}
export type ConfigKeySpec = NumberKey | ChoiceKey | SwitchKey | TimeOfDayKey;

const number = (min: number, max: number, unit: string, meaning: string): NumberKey => ({
  kind: 'number',
  min,
  max,
  unit,
  meaning,
});
const integer = (min: number, max: number, unit: string, meaning: string): NumberKey => ({
  kind: 'integer',
  min,
  max,
  unit,
  meaning,
});

/** Window lengths are capped at four hours: longer ones would hold a day's book flow in memory. */
const MAX_WINDOW_S = 14_400;
const window = (meaning: string): NumberKey => number(0.1, MAX_WINDOW_S, 's', meaning);
const weight = (meaning: string): NumberKey => number(0, 1, 'share', meaning);
const tau = (meaning: string): NumberKey => number(0.001, 3600, 's', meaning);
const levels = (meaning: string): SwitchKey => ({
  kind: 'switch',
  unit: '',
  meaning: `Levels: ${meaning}`,
});
const distance = (meaning: string): NumberKey => number(0, 100_000, 'level price', meaning);

export const CONFIG_KEYS = {
  W_b: window('Barrier window: how far back book flows count'),
  W_t: window('Tape window: how far back trades count'),
  W_v: window('Velocity window: trades in the slope of price'),
  W_g: window('Option flow window: dealer gamma near a level'),
  W_wall: window('Wall window: dealer gamma that makes call and put walls'),
  MONITOR_BAND: distance('A level within this distance of spot is active'),
  TOUCH_BAND: distance('A level within this distance of spot is touched'),
  BARRIER_ZONE_TICKS: integer(0, 50, 'futures ticks', 'Half-width of the book zone around a level'),
  R_vac: number(0, 1000, 'ratio', 'Replenishment below this may be a VACUUM'),
  R_wall: number(0, 1000, 'ratio', 'Replenishment above this may be a WALL'),
  F_thresh: number(0, 1e9, 'contracts', 'Net depth change that counts as gone or grown'),
  WEAK_DEPTH: number(0, 1e9, 'contracts', 'Displayed depth below this is thin'),
  FILL_MATCH_MS: number(0, 10_000, 'ms', 'How long a trade may explain later decreases'),
  FILL_REMATCH_MS: number(0, 10_000, 'ms', 'How far back a late trade may explain decreases'),
  fill_habit: {
    kind: 'choice',
    choices: ['same-time', 'nearest', 'auto'],
    unit: '',
    meaning: 'Trades explain decreases of their own time, or the nearest; auto finds out',
  },
  TAPE_BAND: distance('Trades within this distance of a level belong to its tape'),
  SWEEP_MIN_NOTIONAL: number(0, 1e15, 'price x contracts', 'Smallest cluster that is a sweep'),
  SWEEP_MAX_GAP_MS: number(0, 60_000, 'ms', 'Longest pause inside a sweep'),
  CONTESTED_MIN_ACTIVITY: number(
    0,
    1e15,
    'price x contracts',
    'Activity above which a consumed level is CONTESTED',
  ),
  VELOCITY_REF: number(1e-9, 1e6, 'level price / s', 'Velocity that scores full'),
  FUEL_STRIKE_RANGE: distance('Strikes within this distance of a level feed its fuel'),
  gamma_threshold: number(0, 1e15, 'gamma', 'Net dealer gamma beyond which dealers chase or fade'),
  wall_strength_threshold: number(0, 1e15, 'gamma', 'Wall flow from which a wall is strong'),
  w_L: weight('Weight of the book'),
  w_H: weight('Weight of dealer hedging'),
  w_T: weight('Weight of the tape'),
  w_S: weight('Weight of the spread engine; 0 switches it off'),
  BREAK_SCORE_THRESHOLD: number(0, 100, 'score', 'A raw score above this arms BREAK'),
  REJECT_SCORE_THRESHOLD: number(0, 100, 'score', 'A raw score below this arms REJECT at a touch'),
  TRIGGER_HOLD_TIME: number(0, 3600, 's', 'How long a condition must hold before its signal shows'),
  tau_score: tau('Smoothing of the score'),
  tau_velocity: tau('Smoothing of velocity'),
  tau_delta_liq: tau('Smoothing of the liquidity change'),
  tau_replenish: tau('Smoothing of the replenishment ratio'),
  tau_dealer_gamma: tau('Smoothing of net dealer gamma'),
  robust_window: integer(0, 1000, 'snaps', 'Rolling median before smoothing; 0 is off'),
  SNAP_INTERVAL_MS: integer(100, 1000, 'ms', 'Time between two snaps'),
  ROUND_LEVELS_SPACING: number(1e-6, 100_000, 'level price', 'Distance between round levels'),
  ROUND_LEVELS_RANGE: distance('Round levels within this distance of spot'),
  STRIKE_RANGE: distance('Strike levels within this distance of spot'),
  RUNWAY_HORIZON: distance('Runway shown when nothing strong is ahead'),
  RUNWAY_CLEAR_MIN: distance('An obstacle nearer than this obstructs the runway'),
  OUTCOME_DISTANCE: distance('How far price must run for an episode to break or reject'),
  OUTCOME_HORIZON: number(0, 86_400, 's', 'After this an episode times out'),
  STALE_BOOK_MS: number(0, 1e9, 'ms', 'A book older than this mutes the signals'),
  STALE_OPTION_MS: number(0, 1e9, 'ms', 'Option data older than this give fuel no confidence'),
  RESYNC_HOLD: number(0, 3600, 's', 'Quiet time after the book recovered'),
  TICK_SIZE: number(1e-6, 100_000, 'futures price', 'Smallest price step of the futures'),
  INITIAL_RATIO: number(1e-6, 1e6, 'ratio', 'Futures price / level price until one is observed'),
  ratio_mode: {
    kind: 'choice',
    choices: ['fixed', 'observed'],
    unit: '',
    meaning: 'Whether the ratio stays or follows the underlying quotes',
  },
  tau_ratio: tau('Smoothing of the observed ratio'),
  OPTION_MULTIPLIER: number(1e-6, 1e6, 'units', 'Units of the underlying in one option contract'),
  RISK_FREE: number(-0.5, 1, 'per year', 'Continuously compounded rate'),
  DEFAULT_IV: number(0.01, 5, 'per year', 'Volatility when nothing else is known'),
  iv_fallback: {
    kind: 'choice',
    choices: ['nearest', 'smile'],
    unit: '',
    meaning:
      'Where an option has no volatility of its own: that of the nearest strike, or the smile',
  },
  expiry_clock: {
    kind: 'choice',
    choices: ['spec', 'calendar'],
    unit: '',
    meaning: 'Options expire at 16:00, or at the close of the calendar and of their definitions',
  },
  option_signing: {
    kind: 'choice',
    choices: ['spec', 'careful'],
    unit: '',
    meaning: 'careful heeds trade conditions, and no quote of the very time of its trade',
  },
  signed_confidence: {
    kind: 'switch',
    unit: '',
    meaning: 'Fuel confidence falls with the share of option volume that could not be signed',
  },
  fuel_book: {
    kind: 'choice',
    choices: ['flow', 'inventory'],
    unit: '',
    meaning: 'Effect, walls and flip from gamma frozen at trade time, or from the inventory of now',
  },
  prior_day_levels: levels('High, low and close of the last day of regular hours'),
  overnight_levels: levels('High and low of the night before the open'),
  opening_range_min: integer(
    0,
    390,
    'min',
    'Levels at high and low of the first minutes; 0 is off',
  ),
  vwap_bands: integer(
    0,
    3,
    'deviations',
    'Levels so many standard deviations around VWAP; 0 is off',
  ),
  profile_levels: levels('Point of control and value area of the session’s volume'),
  SESSION_OPEN: {
    kind: 'time-of-day',
    unit: 'New York, or null',
    meaning: 'When session sums, timers and episodes start anew',
  },
} as const satisfies Record<string, ConfigKeySpec>;

export type ConfigKey = keyof typeof CONFIG_KEYS;

/** The value type a key's spec stands for. */
export type ConfigValue<S extends ConfigKeySpec> = S extends {
  kind: 'choice';
  choices: readonly (infer C)[];
}
  ? C
  : S extends { kind: 'switch' }
    ? boolean
    : S extends { kind: 'time-of-day' }
      ? string | null
      : number;
