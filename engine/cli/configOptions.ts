import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ConfigOverrides } from '../core/config.ts';
import { BreakwaterError } from '../core/errors.ts';
import { DEFAULT_PROFILE, PROFILES } from '../core/profiles.ts';

/** The options that choose a configuration, as commander parses them. */
export interface ConfigOptions {
  readonly profile?: string;
  readonly config?: string;
  readonly set?: readonly string[];
}

/** For an option that may be given again and again. */
export const collect = (value: string, previous: readonly string[] = []): string[] => [
  ...previous,
  value,
];

/** Adds `--profile`, `--config` and `--set`. */
export function addConfigOptions(command: Command): Command {
  const names = PROFILES.map(({ name }) => name).join(', ');
  return command
    .option('--profile <name>', `${names} (default: the session's, else ${DEFAULT_PROFILE})`)
    .option('--config <file>', 'JSON file with configuration keys')
    .option('--set <key=value>', 'one configuration key; may be repeated', collect);
}

/** The overrides in their order: the file's, then each `--set`. */
export async function readOverrides(options: ConfigOptions): Promise<ConfigOverrides[]> {
  const overrides: ConfigOverrides[] = [];
  if (options.config !== undefined) overrides.push(await readConfigFile(options.config));
  for (const assignment of options.set ?? []) overrides.push(parseAssignment(assignment));
  return overrides;
}

/**
 * `KEY=VALUE`: VALUE is JSON if it parses, else a string (DESIGN, "Command line").
 * @param option for the message, e.g. `--set`
 */
export function parseAssignment(assignment: string, option = '--set'): ConfigOverrides {
  const equals = assignment.indexOf('=');
  if (equals <= 0) {
    throw new BreakwaterError('usage', `${option} ${assignment} is no KEY=VALUE.`, {
      place: { field: option, expected: 'KEY=VALUE', found: assignment },
      remedy: `Write for example ${option} W_b=30.`,
    });
  }
  const text = assignment.slice(equals + 1);
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON, so it is the string itself: --set ratio_mode=fixed.
  }
  return { [assignment.slice(0, equals)]: value };
}

/** The JSON object in a file, not yet validated. */
export async function readConfigFile(file: string): Promise<ConfigOverrides> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new BreakwaterError('usage', `The configuration file ${file} cannot be used.`, {
      place: { file, found: error instanceof Error ? error.message : String(error) },
      remedy: 'Give a JSON object of keys and values; breakwater config --json prints one.',
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as ConfigOverrides;
  }
  throw new BreakwaterError('usage', `The configuration file ${file} holds no object.`, {
    place: { file, expected: 'a JSON object of keys and values' },
    remedy: 'breakwater config --json prints one.',
  });
}
