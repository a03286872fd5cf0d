/** The keys that the trader changes, before the engine has them. */
import type { ConfigDifference } from '../../engine/core/comparison.ts';
import { describeRange, resolveConfig, type EngineConfig } from '../../engine/core/config.ts';
import { CONFIG_KEYS, type ConfigKey, type ConfigKeySpec } from '../../engine/core/configKeys.ts';
import { toProblem, type Problem } from '../../engine/core/errors.ts';
import type { Command, SessionState } from '../../engine/core/protocol.ts';
import { valueOf } from '../compare/readOverrides.ts';

/** What stands in the fields, by key, in the order of `breakwater config`. */
export type Draft = Readonly<Partial<Record<ConfigKey, string>>>;

export const CONFIG_KEY_NAMES = Object.keys(CONFIG_KEYS) as ConfigKey[];

export const specOf = (key: ConfigKey): ConfigKeySpec => CONFIG_KEYS[key];

/** A value as it is typed. */
export const textOf = (value: ConfigDifference['a']): string => String(value);

/** What a key means, in which unit, and what it may be. */
export function describeKey(key: ConfigKey): string {
  const spec = specOf(key);
  const unit = spec.unit === '' ? '' : ` (${spec.unit})`;
  return `${spec.meaning}${unit}: ${describeRange(spec)}`;
}

/** The configuration as the session was opened. */
export function openedConfig({ config, changes }: SessionState): EngineConfig {
  return resolveConfig(config, Object.fromEntries(changes.map(({ key, a }) => [key, a])));
}

/** The fields that show what is changed already. */
export const draftOf = ({ changes }: Pick<SessionState, 'changes'>): Draft =>
  Object.fromEntries(changes.map(({ key, b }) => [key, textOf(b)]));

/** Without one of its keys. */
export function without(draft: Draft, key: ConfigKey): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([other]) => other !== key));
}

type Overrides = Extract<Command, { type: 'set_config' }>['overrides'];

/** What was typed, as the engine takes it. */
export interface ReadDraft {
  readonly overrides: Overrides;
  /** What is wrong with it in words, and at which key; undefined where all is well. */
  readonly problem: DraftProblem | undefined;
}

export interface DraftProblem {
  readonly key: string;
  readonly words: string;
}

/** Why the engine, or the check before it, does not take the keys. */
export function problemOf({ message, remedy, place }: Problem): DraftProblem {
  return { key: place.field ?? '', words: `${message} ${remedy}`.trim() };
}

/** @param base what the keys change; all of it is checked together */
export function readDraft(draft: Draft, base: EngineConfig): ReadDraft {
  const overrides: Overrides = Object.fromEntries(
    Object.entries(draft).map(([key, text]) => [key, valueOf(text.trim())]),
  );
  try {
    resolveConfig(base, overrides);
    return { overrides, problem: undefined };
  } catch (error) {
    return { overrides, problem: problemOf(toProblem(error)) };
  }
}
