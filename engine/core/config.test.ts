import { describe, expect, it } from 'vitest';
import { describeRange, resolveConfig, type ConfigOverrides } from './config.ts';
import { CONFIG_KEYS } from './configKeys.ts';
import { BreakwaterError, describeProblem, toProblem } from './errors.ts';
import { findProfile, PROFILES } from './profiles.ts';

const base = findProfile('spy-0dte').config;
const withKeys = (...layers: ConfigOverrides[]) => resolveConfig(base, ...layers);

function refusalOf(overrides: ConfigOverrides): BreakwaterError {
  try {
    withKeys(overrides);
  } catch (error) {
    if (error instanceof BreakwaterError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(overrides)} was accepted`);
}

describe('a configuration', () => {
  it('takes later layers over earlier ones and the profile', () => {
    const config = withKeys({ W_b: 30, W_t: 7 }, { W_b: 60 });
    expect(config).toMatchObject({ W_b: 60, W_t: 7, W_v: 3 });
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(withKeys())).toBe(true);
  });

  it.each([
    ['W_bb', 'Did you mean W_b?'],
    ['monitor_band', 'Did you mean MONITOR_BAND?'],
    ['TICKSIZE', 'Did you mean TICK_SIZE?'],
  ])('refuses the unknown key %s and says: %s', (key, hint) => {
    const error = refusalOf({ [key]: 1 });
    expect(error).toMatchObject({ code: 'usage', place: { field: key } });
    expect(error.remedy).toContain(hint);
  });

  it('suggests nothing for a key that is like none', () => {
    expect(refusalOf({ completely_else: 1 }).remedy).not.toContain('Did you mean');
    expect(refusalOf({ FOO: 1 }).remedy).not.toContain('Did you mean');
    expect(refusalOf({ ['x'.repeat(100_000)]: 1 }).remedy).not.toContain('Did you mean');
  });

  it('takes no key that every object has for one of its own', () => {
    const hostile = JSON.parse('{"__proto__": {"W_b": 1}}') as ConfigOverrides;
    expect(refusalOf(hostile).place.field).toBe('__proto__');
    expect(refusalOf({ constructor: 1 }).place.field).toBe('constructor');
    expect(refusalOf({ toString: 1 }).place.field).toBe('toString');
  });

  it.each([
    ['W_b', '10'],
    ['W_b', null],
    ['W_b', true],
    ['W_b', [10]],
    ['W_b', Number.NaN],
    ['W_b', Number.POSITIVE_INFINITY],
    ['BARRIER_ZONE_TICKS', 1.5],
    ['SNAP_INTERVAL_MS', '250'],
    ['ratio_mode', 'sometimes'],
    ['ratio_mode', 1],
    ['signed_confidence', 'true'],
    ['signed_confidence', 1],
    ['signed_confidence', null],
    ['SESSION_OPEN', '9:30'],
    ['SESSION_OPEN', '24:00'],
    ['SESSION_OPEN', 930],
  ])('refuses %s = %j as of the wrong kind', (key, value) => {
    const error = refusalOf({ [key]: value });
    expect(error.place.field).toBe(key);
    expect(error.place.expected).not.toBe('');
  });

  it.each([
    ['SNAP_INTERVAL_MS', 99, 'from 100 to 1000'],
    ['SNAP_INTERVAL_MS', 1001, 'from 100 to 1000'],
    ['W_b', 0, 'from 0.1 to 14400'],
    ['TICK_SIZE', 0, 'a number from'],
    ['INITIAL_RATIO', -10, 'a number from'],
    ['w_L', 1.5, 'from 0 to 1'],
    ['DEFAULT_IV', 0, 'from 0.01 to 5'],
  ])('refuses %s = %d and names the range', (key, value, range) => {
    const error = refusalOf({ [key]: value });
    expect(error.place.expected).toContain(range);
    expect(describeProblem(toProblem(error))).toContain(key);
  });

  it.each([
    ['SNAP_INTERVAL_MS', 100],
    ['SNAP_INTERVAL_MS', 1000],
    ['TRIGGER_HOLD_TIME', 0],
    ['SESSION_OPEN', null],
    ['SESSION_OPEN', '00:00'],
    ['BARRIER_ZONE_TICKS', 0],
    ['signed_confidence', true],
    ['signed_confidence', false],
  ])('takes %s = %j, the edge of its range', (key, value) => {
    expect(withKeys({ [key]: value })).toMatchObject({ [key]: value });
  });

  it('wants no more round levels than a screen could ever show', () => {
    const fine = { ROUND_LEVELS_SPACING: 0.01, ROUND_LEVELS_RANGE: 5 };
    expect(withKeys(fine)).toMatchObject(fine);
    const error = refusalOf({ ROUND_LEVELS_SPACING: 1e-6, ROUND_LEVELS_RANGE: 100_000 });
    expect(error).toMatchObject({ code: 'usage', place: { field: 'ROUND_LEVELS_SPACING' } });
  });

  it('wants weights that add up to one', () => {
    expect(refusalOf({ w_L: 0.5 }).message).toContain('add up to');
    expect(refusalOf({ w_L: 0.4 }).message).toContain('add up to');
    expect(refusalOf({ w_S: 0.05 }).code).toBe('usage');
    expect(withKeys({ w_L: 0.43, w_H: 0.33, w_T: 0.19, w_S: 0.05 }).w_S).toBe(0.05);
    expect(withKeys({ w_L: 0.45 + 5e-10 }).w_L).toBeCloseTo(0.45);
  });
});

describe('a profile', () => {
  it.each(PROFILES)('$name is itself a valid configuration of every key', ({ config }) => {
    expect(resolveConfig(config, { ...config })).toEqual(config);
    expect(Object.keys(config).sort()).toEqual(Object.keys(CONFIG_KEYS).sort());
  });

  const ES = {
    ...{ W_b: 240, W_t: 60, W_v: 3, W_g: 60, W_wall: 300 },
    ...{ MONITOR_BAND: 0.25, TOUCH_BAND: 0.1, TAPE_BAND: 1, VELOCITY_REF: 0.5 },
    ...{ FUEL_STRIKE_RANGE: 5, ROUND_LEVELS_SPACING: 10, ROUND_LEVELS_RANGE: 50 },
    ...{ STRIKE_RANGE: 50, RUNWAY_HORIZON: 50, RUNWAY_CLEAR_MIN: 10, OUTCOME_DISTANCE: 2.5 },
    ...{ INITIAL_RATIO: 1, ratio_mode: 'fixed', OPTION_MULTIPLIER: 50 },
  };
  const SPY = {
    ...{ W_b: 10, W_t: 5, W_v: 3, W_g: 60, W_wall: 300 },
    ...{ MONITOR_BAND: 0.5, TOUCH_BAND: 0.05, TAPE_BAND: 0.1, VELOCITY_REF: 0.05 },
    ...{ FUEL_STRIKE_RANGE: 2, ROUND_LEVELS_SPACING: 1, ROUND_LEVELS_RANGE: 5 },
    ...{ STRIKE_RANGE: 5, RUNWAY_HORIZON: 5, RUNWAY_CLEAR_MIN: 1, OUTCOME_DISTANCE: 0.25 },
    ...{ INITIAL_RATIO: 10, ratio_mode: 'observed', tau_ratio: 60, OPTION_MULTIPLIER: 100 },
  };
  const ALL = {
    ...{ BARRIER_ZONE_TICKS: 2, R_vac: 0.3, R_wall: 1.5, F_thresh: 100, WEAK_DEPTH: 50 },
    ...{ FILL_MATCH_MS: 0, FILL_REMATCH_MS: 0, SWEEP_MIN_NOTIONAL: 500_000 },
    ...{ SWEEP_MAX_GAP_MS: 100, CONTESTED_MIN_ACTIVITY: 50_000, gamma_threshold: 10_000 },
    ...{ wall_strength_threshold: 50_000, w_L: 0.45, w_H: 0.35, w_T: 0.2, w_S: 0 },
    ...{ BREAK_SCORE_THRESHOLD: 80, REJECT_SCORE_THRESHOLD: 20, TRIGGER_HOLD_TIME: 3 },
    ...{ tau_score: 2, tau_velocity: 1.5, tau_delta_liq: 3, tau_replenish: 3 },
    ...{ tau_dealer_gamma: 5, robust_window: 0, SNAP_INTERVAL_MS: 250, OUTCOME_HORIZON: 120 },
    ...{ STALE_BOOK_MS: 5000, STALE_OPTION_MS: 60_000, RESYNC_HOLD: 3, TICK_SIZE: 0.25 },
    ...{ RISK_FREE: 0.04, DEFAULT_IV: 0.2, SESSION_OPEN: '09:30' },
  };

  it.each([
    ['spy-0dte', { ...ALL, ...SPY }],
    ['es-0dte', { ...ALL, ...ES }],
    ['es-0dte-wide', { ...ALL, ...ES, MONITOR_BAND: 5, TOUCH_BAND: 0.5 }],
  ])('%s has the values of the specification', (name, values) => {
    expect(findProfile(name).config).toMatchObject(values);
  });

  it('spy-0dte-pro turns on what is better than the specification, and nothing else', () => {
    const { config } = findProfile('spy-0dte-pro');
    expect(config).toEqual({
      ...findProfile('spy-0dte').config,
      ...{ fuel_book: 'inventory', iv_fallback: 'smile', expiry_clock: 'calendar' },
      ...{ option_signing: 'careful', signed_confidence: true },
    });
  });

  it.each(['spy-0dte', 'es-0dte', 'es-0dte-wide'])(
    '%s takes options by the specification',
    (name) => {
      expect(findProfile(name).config).toMatchObject({
        ...{ fuel_book: 'flow', iv_fallback: 'nearest', expiry_clock: 'spec' },
        ...{ option_signing: 'spec', signed_confidence: false },
      });
    },
  );

  it('that does not exist is refused with the list of those that do', () => {
    expect(() => findProfile('spx')).toThrowError(BreakwaterError);
    expect(() => findProfile('spx')).toThrowError(/no profile "spx"/);
  });
});

describe('a range in words', () => {
  it('names choices, times and whole numbers', () => {
    expect(describeRange(CONFIG_KEYS.ratio_mode)).toBe('one of fixed, observed');
    expect(describeRange(CONFIG_KEYS.SESSION_OPEN)).toContain('New York');
    expect(describeRange(CONFIG_KEYS.robust_window)).toContain('whole number');
  });
});
