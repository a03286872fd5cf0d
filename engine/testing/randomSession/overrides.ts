/** Configurations in range, with thresholds low enough for short sessions to reach. */
import fc from 'fast-check';
import type { ConfigOverrides } from '../../core/config.ts';

const WEIGHTS: readonly ConfigOverrides[] = [
  {},
  {},
  { w_L: 0.43, w_H: 0.33, w_T: 0.19, w_S: 0.05 },
  { w_L: 1, w_H: 0, w_T: 0, w_S: 0 },
  { w_L: 0, w_H: 0.5, w_T: 0, w_S: 0.5 },
];

const one = <T>(...values: T[]) => fc.constantFrom(...values);

/** Every key is absent half of the time: then the profile's value holds. */
const keys = fc.record(
  {
    W_b: one(0.1, 1, 10, 3600),
    W_t: one(0.5, 5, 60),
    W_v: one(0.1, 3, 30),
    W_g: one(1, 60),
    W_wall: one(5, 300),
    MONITOR_BAND: one(0, 0.3, 1),
    TOUCH_BAND: one(0, 0.05, 0.5),
    BARRIER_ZONE_TICKS: one(0, 1, 5),
    R_vac: one(0.3, 1),
    R_wall: one(0.5, 1.5),
    F_thresh: one(0, 10, 50),
    WEAK_DEPTH: one(20, 500),
    fill_habit: one('same-time', 'nearest'),
    FILL_MATCH_MS: one(0, 1, 50),
    FILL_REMATCH_MS: one(0, 1, 50),
    TAPE_BAND: one(0.03, 0.5),
    SWEEP_MIN_NOTIONAL: one(10_000, 300_000),
    SWEEP_MAX_GAP_MS: one(0, 100, 2000),
    CONTESTED_MIN_ACTIVITY: one(0, 50_000),
    FUEL_STRIKE_RANGE: one(0, 2, 10),
    gamma_threshold: one(0, 10, 500),
    wall_strength_threshold: one(100, 5000),
    BREAK_SCORE_THRESHOLD: one(50, 70),
    REJECT_SCORE_THRESHOLD: one(20, 45),
    TRIGGER_HOLD_TIME: one(0, 0.25, 1),
    tau_score: one(0.2, 2),
    robust_window: one(0, 1, 2, 5),
    SNAP_INTERVAL_MS: one(250, 400, 1000, 700, 101),
    ROUND_LEVELS_SPACING: one(0.5, 1, 3),
    ROUND_LEVELS_RANGE: one(0.5, 5),
    STRIKE_RANGE: one(1, 10),
    RUNWAY_CLEAR_MIN: one(0.1, 1),
    OUTCOME_DISTANCE: one(0.05, 0.25),
    OUTCOME_HORIZON: one(1, 10),
    STALE_BOOK_MS: one(500, 5000),
    STALE_OPTION_MS: one(1000, 60_000),
    RESYNC_HOLD: one(0, 0.1, 0.5),
    RISK_FREE: one(0, 0.05),
    iv_fallback: one('nearest', 'smile'),
    expiry_clock: one('spec', 'calendar'),
    option_signing: one('spec', 'careful'),
    signed_confidence: one(false, true),
    fuel_book: one('flow', 'inventory'),
    SESSION_OPEN: one(null, '09:30', '13:00', '16:00', '00:00', '03:00', '01:00'),
  },
  { requiredKeys: [] },
);

export const overrides: fc.Arbitrary<ConfigOverrides> = fc
  .tuple(keys, one(...WEIGHTS))
  .map(([some, weights]) => ({ ...some, ...weights }));
