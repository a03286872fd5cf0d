import { extname } from 'node:path';
import type { Command } from 'commander';
import type { ConfigOverrides } from '../core/config.ts';
import { BreakwaterError, describeProblem, EXIT_CODES, toProblem } from '../core/errors.ts';
import { DEFAULT_PROFILE, PROFILES } from '../core/profiles.ts';
import { compareRuns, type ComparedRuns } from '../session/compare/compareRuns.ts';
import { openSession, type OpenedSession } from '../session/open.ts';
import { addMapOption, parseColumnMap, type MapOptions } from './columnMapOption.ts';
import { comparisonText } from './compareText.ts';
import { collect, parseAssignment, readConfigFile } from './configOptions.ts';
import { LineFile } from './lineFile.ts';
import { addOpenInterestOption, type OpenInterestOptions } from './openInterestOption.ts';
import { grouped, startProgress } from './terminal.ts';

interface CompareOptions extends MapOptions, OpenInterestOptions {
  readonly profile?: string;
  readonly config?: readonly string[];
  readonly setA?: readonly string[];
  readonly setB?: readonly string[];
  readonly symbol?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** One of the two configurations: what it is made of, and that in words. */
interface Variant {
  readonly name: 'A' | 'B';
  readonly overrides: readonly ConfigOverrides[];
  /** Empty for the session's own. */
  readonly words: readonly string[];
}

/** Adds `breakwater compare` (DESIGN, "Command line"). */
export function registerCompare(program: Command): void {
  const profiles = PROFILES.map(({ name }) => name).join(', ');
  addMapOption(addOpenInterestOption(program.command('compare')))
    .summary('run two configurations over one session')
    .description(
      'Runs the engine over a session with two configurations, A and B, and lists where they differ:\n' +
        'signals, touches, book states and scores, and which of them was right more often.',
    )
    .argument('<path...>', 'one session folder, or files')
    .option(
      '--config <file>',
      "B as a JSON file; given twice, A then B (A: the session's)",
      collect,
    )
    .option(
      '--profile <name>',
      `for both: ${profiles} (default: the session's, else ${DEFAULT_PROFILE})`,
    )
    .option('--set-a <key=value>', 'one configuration key of A; may be repeated', collect)
    .option('--set-b <key=value>', 'one configuration key of B; may be repeated', collect)
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--json', 'one JSON object with all differences')
    .option('--out <file.jsonl>', 'every difference a line, in order of time')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater compare monday --set-b TRIGGER_HOLD_TIME=1\n' +
        '  breakwater compare monday --set-b fuel_book=inventory\n' +
        '  breakwater compare monday --config mine.json\n' +
        '  breakwater compare monday --config old.json --config new.json --out differences.jsonl\n' +
        '  breakwater compare monday --profile es-0dte --set-a W_b=120 --set-b W_b=30 --json',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await compare(paths, command.optsWithGlobals<CompareOptions>());
    });
}

async function compare(paths: readonly string[], options: CompareOptions): Promise<void> {
  assertOut(options);
  const [variantA, variantB] = await readVariants(options);
  const a = await openVariant(paths, options, variantA);
  const b = await openSecond(paths, options, variantB, a);
  const compared = await run(a, b, options);
  await writeDifferences(compared, options);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(comparisonJson(compared, a))}\n`
      : comparisonText(compared, a, { a: inWords(variantA), b: inWords(variantB) }),
  );
  printWarnings(compared);
  printDamages(compared);
}

/** `--json`: which session it was, the comparison, and what is odd about the files. */
function comparisonJson(
  { comparison, firstEventMs, lastEventMs, warnings }: ComparedRuns,
  { name, origin, instrument, profile }: OpenedSession,
): object {
  const span = { first_ts: firstEventMs, last_ts: lastEventMs };
  return {
    session: { name, origin, instrument, profile: profile.name, ...span },
    ...comparison,
    warnings,
  };
}

/** @throws BreakwaterError (usage) where no second configuration was asked for */
async function readVariants({ config = [], setA = [], setB = [] }: CompareOptions) {
  if (config.length > 2) {
    throw wrongOption('--config', 'at most two: A and B', `${config.length} of them`);
  }
  if (config.length + setA.length + setB.length === 0) {
    throw new BreakwaterError('usage', 'There is no second configuration to compare with.', {
      place: { expected: '--config, --set-a or --set-b' },
      remedy: 'Write for example --set-b TRIGGER_HOLD_TIME=1.',
    });
  }
  const fileA = config.length === 2 ? config[0] : undefined;
  return [
    await readVariant('A', fileA, setA, '--set-a'),
    await readVariant('B', config.at(-1), setB, '--set-b'),
  ] as const;
}

async function readVariant(
  name: Variant['name'],
  file: string | undefined,
  assignments: readonly string[],
  option: string,
): Promise<Variant> {
  const fromFile = file === undefined ? [] : [await readConfigFile(file)];
  return {
    name,
    overrides: [...fromFile, ...assignments.map((text) => parseAssignment(text, option))],
    words: [...(file === undefined ? [] : [file]), ...assignments],
  };
}

const inWords = ({ words }: Variant): string =>
  words.length === 0 ? "the session's own" : words.join(', ');

const openVariant = (
  paths: readonly string[],
  { profile, symbol, openInterest, map }: CompareOptions,
  { name, overrides }: Variant,
): Promise<OpenedSession> =>
  openSession({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(openInterest === undefined ? {} : { openInterest }),
    columnMap: parseColumnMap(map),
    overrides,
  }).catch((error: unknown) => {
    throw overrides.length === 0 ? error : ofVariant(name, error);
  });

/** Opens B; where that fails, A is closed again. */
async function openSecond(
  paths: readonly string[],
  options: CompareOptions,
  variant: Variant,
  first: OpenedSession,
): Promise<OpenedSession> {
  try {
    return await openVariant(paths, options, variant);
  } catch (error) {
    await Promise.allSettled(first.sources.map((source) => source.close()));
    throw error;
  }
}

/** What is wrong with a key says in which configuration; the rest concerns both. */
function ofVariant(name: Variant['name'], error: unknown): unknown {
  if (!(error instanceof BreakwaterError) || error.code !== 'usage') return error;
  const { place, remedy } = error;
  if (place.field === undefined || place.field === 'symbol' || place.field === 'profile') {
    return error;
  }
  return new BreakwaterError('usage', `Configuration ${name}: ${error.message}`, {
    place,
    remedy,
    cause: error,
  });
}

async function run(
  a: OpenedSession,
  b: OpenedSession,
  { quiet = false }: CompareOptions,
): Promise<ComparedRuns> {
  const progress = startProgress('compare', quiet);
  try {
    return await compareRuns(a, b, (share, snaps) =>
      progress.update(share, `${grouped(snaps)} snaps`),
    );
  } finally {
    progress.stop();
  }
}

async function writeDifferences(
  { comparison }: ComparedRuns,
  { out }: CompareOptions,
): Promise<void> {
  if (out === undefined) return;
  const file = await LineFile.create(out);
  try {
    for (const difference of comparison.differences) {
      file.add(JSON.stringify(difference));
      await file.settle();
    }
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Both runs read the same files: what is odd about them is said once. */
function printWarnings({ warnings }: ComparedRuns): void {
  for (const { text } of warnings) process.stderr.write(`breakwater: warning: ${text}\n`);
}

/** Damage plays up to where it is; that of one run alone says which. */
function printDamages({ damages }: ComparedRuns): void {
  const [a, b] = [damages.a, damages.b].map((errors) =>
    errors.map((error) => describeProblem(toProblem(error))),
  );
  for (const text of new Set([...(a ?? []), ...(b ?? [])])) {
    const only = a?.includes(text) === true ? (b?.includes(text) === true ? '' : 'A: ') : 'B: ';
    process.stderr.write(`breakwater: ${only}${text}\n`);
    process.exitCode = EXIT_CODES['bad-input'];
  }
}

function assertOut({ out }: CompareOptions): void {
  if (out === undefined || extname(out) === '.jsonl') return;
  throw wrongOption('--out', 'a file name that ends in .jsonl', out);
}

const wrongOption = (option: string, expected: string, found: string): BreakwaterError =>
  new BreakwaterError('usage', `${option} cannot be ${JSON.stringify(found)}.`, {
    place: { field: option, expected, found },
    remedy: 'breakwater compare --help shows examples.',
  });
