import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { gammaSession, type SessionGamma } from '../session/gammaSession.ts';
import { openSession, type OpenedSession } from '../session/open.ts';
import { addMapOption, parseColumnMap, type MapOptions } from './columnMapOption.ts';
import { addConfigOptions, readOverrides, type ConfigOptions } from './configOptions.ts';
import { gammaJson } from './gammaJson.ts';
import { gammaSvg } from './gammaSvg.ts';
import { gammaText } from './gammaText.ts';
import { cannotWrite } from './lineFile.ts';
import { addOpenInterestOption, type OpenInterestOptions } from './openInterestOption.ts';
import { reportDamages } from './reportDamages.ts';
import { startProgress } from './terminal.ts';
import { parseTime } from './timeOptions.ts';

interface GammaCommandOptions extends ConfigOptions, MapOptions, OpenInterestOptions {
  readonly at: string;
  readonly symbol?: string;
  readonly svg?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater gamma` (DESIGN, "Command line"). */
export function registerGamma(program: Command): void {
  const command = program
    .command('gamma')
    .summary('the gamma profile: both books by strike')
    .description(
      'Runs the engine up to a time and prints dealer gamma by strike: the flow of the session and\n' +
        'the inventory priced as of then, walls, flips, what time alone will make of it, and how much\n' +
        'volume was signed. The last snap at or before the time counts.',
    )
    .argument('<path...>', 'one session folder, or files')
    .requiredOption('--at <time>', 'HH:MM[:SS] New York, or ISO 8601')
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--svg <file.svg>', 'draws it, too')
    .option('--json', 'one JSON object');
  addConfigOptions(addMapOption(addOpenInterestOption(command)))
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater gamma assets/demo --at 09:36:30\n' +
        '  breakwater gamma monday --at 15:30 --profile spy-0dte-pro --svg monday.svg\n' +
        '  breakwater gamma monday --at 2026-11-19T14:45:00Z --open-interest monday.csv --json',
    )
    .action(async (paths: string[], _options: unknown, self: Command) => {
      await gamma(paths, self.optsWithGlobals<GammaCommandOptions>());
    });
}

async function gamma(paths: readonly string[], options: GammaCommandOptions): Promise<void> {
  const { profile, symbol, openInterest, svg } = options;
  if (svg !== undefined) assertSvgName(svg);
  const opened = await openSession({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(openInterest === undefined ? {} : { openInterest }),
    columnMap: parseColumnMap(options.map),
    overrides: await readOverrides(options),
  });
  const { profile: found, damages } = await read(opened, options);
  if (svg !== undefined) await writeSvg(svg, gammaSvg(found, opened));
  process.stdout.write(options.json === true ? `${gammaJson(found)}\n` : gammaText(found, opened));
  reportDamages(damages);
}

async function read(
  opened: OpenedSession,
  { at, quiet = false }: GammaCommandOptions,
): Promise<SessionGamma> {
  const progress = startProgress('gamma', quiet);
  try {
    return await gammaSession(opened, {
      timeOf: (firstEventMs) => parseTime('--at', at, firstEventMs),
      onProgress: (share) => progress.update(share),
    });
  } finally {
    progress.stop();
  }
}

async function writeSvg(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function assertSvgName(path: string): void {
  if (extname(path).toLowerCase() === '.svg') return;
  throw new BreakwaterError('usage', `--svg cannot be ${JSON.stringify(path)}.`, {
    place: { field: '--svg', expected: 'a file name that ends in .svg', found: path },
    remedy: 'breakwater gamma --help shows examples.',
  });
}
