import { CONFIG_KEYS, type ConfigKey, type ConfigKeySpec, type ConfigValue } from './configKeys.ts';
import { BreakwaterError } from './errors.ts';
import { closest } from './closest.ts';

/** The resolved configuration of one run: every key of SPEC §13, frozen. */
export type EngineConfig = Readonly<{
  [K in ConfigKey]: ConfigValue<(typeof CONFIG_KEYS)[K]>;
}>;

/** Overrides as they come from a file, a profile or `--set`: not yet validated. */
export type ConfigOverrides = Readonly<Record<string, unknown>>;

const keys = Object.keys(CONFIG_KEYS) as ConfigKey[];

/** The allowed values of a key in words, for messages and help. */
export function describeRange(spec: ConfigKeySpec): string {
  switch (spec.kind) {
    case 'choice':
      return `one of ${spec.choices.join(', ')}`;
    case 'switch':
      return 'true or false';
    case 'time-of-day':
      return 'HH:MM in New York, or null';
    case 'integer':
      return `a whole number from ${spec.min} to ${spec.max}`;
    case 'number':
      return `a number from ${spec.min} to ${spec.max}`;
  }
}

function isAllowed(spec: ConfigKeySpec, value: unknown): boolean {
  switch (spec.kind) {
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value);
    case 'switch':
      return typeof value === 'boolean';
    case 'time-of-day':
      return (
        value === null || (typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value))
      );
    case 'integer':
    case 'number':
      return (
        typeof value === 'number' &&
        value >= spec.min &&
        value <= spec.max &&
        (spec.kind === 'number' || Number.isInteger(value))
      );
  }
}

function assertKnown(key: string): asserts key is ConfigKey {
  if (Object.hasOwn(CONFIG_KEYS, key)) return;
  const hint = closest(key, keys);
  throw new BreakwaterError('usage', `There is no configuration key ${JSON.stringify(key)}.`, {
    place: { field: key },
    remedy:
      hint === null
        ? 'breakwater config lists every key.'
        : `Did you mean ${hint}? breakwater config lists every key.`,
  });
}

/** Round levels a snap may hold: a folder's manifest must not be able to exhaust the memory. */
const MAX_ROUND_LEVELS = 2000;

/**
 * Applies layers of overrides, later ones winning, to a complete base and freezes the result.
 * @throws BreakwaterError naming the key and its allowed range; also when the weights do not sum
 *   to 1 ± 1e-9 (SPEC §7), or round levels would lie too close for their range
 */
export function resolveConfig(base: EngineConfig, ...layers: ConfigOverrides[]): EngineConfig {
  const merged: Record<string, unknown> = { ...base };
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      assertKnown(key);
      const spec = CONFIG_KEYS[key];
      if (!isAllowed(spec, value)) {
        throw new BreakwaterError('usage', `${key} cannot be ${JSON.stringify(value)}.`, {
          place: { field: key, expected: describeRange(spec), found: JSON.stringify(value) },
          remedy: `Give ${key} ${describeRange(spec)}.`,
        });
      }
      merged[key] = value;
    }
  }
  const config = Object.freeze(merged) as EngineConfig;
  assertWeights(config);
  assertRoundLevels(config);
  return config;
}

function assertRoundLevels({ ROUND_LEVELS_SPACING, ROUND_LEVELS_RANGE }: EngineConfig): void {
  const least = (2 * ROUND_LEVELS_RANGE) / MAX_ROUND_LEVELS;
  if (ROUND_LEVELS_SPACING >= least) return;
  throw new BreakwaterError('usage', 'Round levels lie too close for their range.', {
    place: {
      field: 'ROUND_LEVELS_SPACING',
      expected: `at least ${least} with a ROUND_LEVELS_RANGE of ${ROUND_LEVELS_RANGE}`,
      found: String(ROUND_LEVELS_SPACING),
    },
    remedy: 'Choose a wider spacing or a smaller range.',
  });
}

function assertWeights(config: EngineConfig): void {
  const sum = config.w_L + config.w_H + config.w_T + config.w_S;
  if (Math.abs(sum - 1) <= 1e-9) return;
  throw new BreakwaterError('usage', `The weights w_L, w_H, w_T and w_S add up to ${sum}, not 1.`, {
    place: { field: 'w_L', expected: 'a sum of 1', found: String(sum) },
    remedy: 'Change the weights so that together they make 1.',
  });
}
