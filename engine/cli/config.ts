import type { Command } from 'commander';
import { resolveConfig, type EngineConfig } from '../core/config.ts';
import { CONFIG_KEYS, type ConfigKey } from '../core/configKeys.ts';
import { DEFAULT_PROFILE, findProfile, type Profile } from '../core/profiles.ts';
import { addConfigOptions, readOverrides, type ConfigOptions } from './configOptions.ts';

/** Adds `breakwater config`: the resolved configuration with units and meanings. */
export function registerConfig(program: Command): void {
  addConfigOptions(program.command('config'))
    .summary('the resolved configuration')
    .description('Prints every configuration key: value, unit, meaning; * marks changed values.')
    .option('--json', 'as JSON, to be used with --config')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater config --profile es-0dte\n' +
        '  breakwater config --set W_b=30 --json > mine.json',
    )
    .action(async (options: ConfigOptions & { json?: boolean }) => {
      const profile = findProfile(options.profile ?? DEFAULT_PROFILE);
      const config = resolveConfig(profile.config, ...(await readOverrides(options)));
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(config, undefined, 2)}\n`
          : configTable(profile, config),
      );
    });
}

function configTable(profile: Profile, config: EngineConfig): string {
  const keys = Object.keys(CONFIG_KEYS) as ConfigKey[];
  const rows = keys.map((key) => {
    const isChanged = config[key] !== profile.config[key];
    return [
      `${isChanged ? '*' : ' '} ${key}`,
      String(config[key]),
      CONFIG_KEYS[key].unit,
      CONFIG_KEYS[key].meaning + (isChanged ? ` (default ${profile.config[key]})` : ''),
    ];
  });
  const width = (column: number): number =>
    Math.max(...rows.map((row) => (row[column] ?? '').length));
  const widths = [width(0), width(1), width(2)];
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );
  return `profile ${profile.name}: ${profile.summary}\n${lines.join('\n')}\n`;
}
