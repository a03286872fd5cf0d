import { Option, type Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { DEALER_BOOKS, type DealerBook } from '../feeds/simulator/options/dealers.ts';
import { compressionLevelFor, DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { MAX_TRADE_JITTER_NS, type FeedHabit } from '../feeds/simulator/publish/habit.ts';
import { composeScenario, SCENARIOS } from '../feeds/simulator/scenarios.ts';
import {
  MAX_MINUTES,
  MAX_RATE,
  MAX_SEED,
  writeSimulatedSession,
  type SessionSpec,
  type WrittenSession,
} from '../feeds/simulator/session.ts';
import { NS_PER_MS } from '../core/time.ts';
import { Interruption } from './interruption.ts';
import { grouped, startProgress } from './terminal.ts';

const DEFAULT_FOLDER = 'breakwater-demo';
/** What happens where no scenario is named: the script of the demo, or a day where that is too short. */
const SHORT_SCENARIO = 'demo';
const LONG_SCENARIO = 'day';
const LONG_MINUTES = 60;
const MIN_MINUTES = 0.1;
const MIN_RATE = 1;
const MAX_TRADE_JITTER_MS = MAX_TRADE_JITTER_NS / NS_PER_MS;
const TRADE_HABITS = ['first', 'late', 'separate'] as const;
const MIN_OPTION_ACTIVITY = 0.1;
const MAX_OPTION_ACTIVITY = 20;
const TRADE_BOOKS = ['before', 'after'] as const;

interface DemoOptions {
  readonly out: string;
  readonly minutes?: number;
  readonly seed: number;
  readonly rate: number;
  readonly scenario?: string;
  readonly hedging?: DealerBook;
  readonly trades: FeedHabit['trades'];
  readonly tradeJitter: number;
  readonly tradeBook: FeedHabit['tradeBook'];
  readonly optionQuotes?: boolean;
  readonly optionActivity?: number;
  readonly truth: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater demo` (DESIGN, "Command line"). */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .summary('write a simulated session')
    .description(
      'Writes a simulated session of ES, SPY and SPY options that expire the same day, with the ' +
        'truth beside it: what took each displayed contract, and whose side the customer was on. ' +
        'The same options give the same bytes.',
    )
    .option('--out <dir>', 'folder to write; new, empty, or an earlier demo', DEFAULT_FOLDER)
    .option(
      '--minutes <m>',
      `length from 09:30 New York, ${MIN_MINUTES} to ${MAX_MINUTES} (default: the scenario's)`,
      numberIn('minutes', MIN_MINUTES, MAX_MINUTES),
    )
    .option('--seed <n>', `whole number, 0 to ${MAX_SEED}`, parseSeed, DEMO_SPEC.seed)
    .option(
      '--rate <r>',
      `mean ES book records a second, ${MIN_RATE} to ${grouped(MAX_RATE)}`,
      numberIn('rate', MIN_RATE, MAX_RATE),
      DEMO_SPEC.ratePerS,
    )
    .option(
      '--scenario <names>',
      `what happens, names joined by + (default: ${SHORT_SCENARIO}; over ${LONG_MINUTES} minutes ` +
        `${LONG_SCENARIO})`,
    )
    .addOption(
      new Option(
        '--hedging [book]',
        'option dealers hedge in ES; they start with this gamma (flat where left out)',
      )
        .choices(DEALER_BOOKS)
        .preset('flat'),
    )
    .addOption(
      new Option('--trades <how>', 'trades before or after their book change, or in a file too')
        .choices(TRADE_HABITS)
        .default(DEMO_SPEC.habit.trades),
    )
    .option(
      '--trade-jitter <ms>',
      `late or separate trades are off by up to this, 0 to ${MAX_TRADE_JITTER_MS}`,
      numberIn('trade-jitter', 0, MAX_TRADE_JITTER_MS),
      0,
    )
    .addOption(
      new Option(
        '--trade-book <which>',
        'the book that trade records show: before the trade or after',
      )
        .choices(TRADE_BOOKS)
        .default(DEMO_SPEC.habit.tradeBook),
    )
    .option(
      '--option-activity <x>',
      `option trades, times as many as usual (some 300,000 a day), up to ${MAX_OPTION_ACTIVITY}`,
      numberIn('option-activity', MIN_OPTION_ACTIVITY, MAX_OPTION_ACTIVITY),
    )
    .option('--option-quotes', 'also write the option quotes between trades (CMBP-1)')
    .option('--no-truth', 'leave out truth.csv and option-truth.csv')
    .addHelpText('after', `\nScenarios:\n${scenarioList()}\n${EXAMPLES}`)
    .action(async (_options: unknown, command: Command) => {
      await runDemo(command.optsWithGlobals<DemoOptions>());
    });
}

const EXAMPLES = `
Examples:
  breakwater demo --out monday
  breakwater demo --out day --minutes 390 --rate 700
  breakwater demo --out late --scenario day --minutes 30 --rate 300 --trades separate --trade-jitter 0.5
  breakwater demo --out chase --scenario day --minutes 60 --rate 300 --hedging short
  breakwater replay monday --report`;

function scenarioList(): string {
  return [...SCENARIOS.values()]
    .map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`)
    .join('\n');
}

async function runDemo(options: DemoOptions): Promise<void> {
  const { out, quiet = false } = options;
  const spec = specOf(options);
  const progress = startProgress('simulate', quiet);
  const interruption = new Interruption(out);
  try {
    const startMs = performance.now();
    const session = await writeSimulatedSession(out, spec, (share) => {
      interruption.check();
      progress.update(share);
    });
    const seconds = (performance.now() - startMs) / 1000;
    progress.stop();
    if (!quiet) report(session, spec, seconds);
  } finally {
    interruption.stop();
    progress.stop();
  }
}

function specOf(options: DemoOptions): SessionSpec {
  const { seed, rate: ratePerS, hedging, optionActivity, optionQuotes = false, truth } = options;
  const isLong = (options.minutes ?? 0) > LONG_MINUTES;
  const names = options.scenario ?? (isLong ? LONG_SCENARIO : SHORT_SCENARIO);
  const scenario = composeScenario(names);
  const minutes = options.minutes ?? Math.min(MAX_MINUTES, scenario.minutes);
  const compressionLevel = compressionLevelFor(minutes * 60 * ratePerS);
  return {
    minutes,
    seed,
    ratePerS,
    scenario,
    habit: habitOf(options),
    ...(optionActivity === undefined ? {} : { optionActivity }),
    hedging,
    optionQuotes,
    truth,
    // The trader's levels belong to the demo's prices.
    hotzones: names === SHORT_SCENARIO ? DEMO_SPEC.hotzones : [],
    compressionLevel,
  };
}

/** @throws BreakwaterError for options that have no effect together */
function habitOf({ trades, tradeJitter, tradeBook }: DemoOptions): FeedHabit {
  if (trades === 'first' && tradeJitter > 0) {
    throw refusal('trade-jitter', String(tradeJitter), '0, or --trades late or separate beside it');
  }
  if (trades === 'late' && tradeBook === 'after') {
    throw refusal(
      'trade-book',
      tradeBook,
      'before with --trades late: late trades show the last book',
    );
  }
  return { trades, tradeBook, tradeJitterNs: Math.round(tradeJitter * NS_PER_MS) };
}

function report({ folder, files }: WrittenSession, { seed }: SessionSpec, seconds: number): void {
  for (const { path, recordCount, bytes } of files) {
    console.log(
      `${path.padEnd(20)} ${grouped(recordCount).padStart(12)} records ` +
        `${(bytes / 1e6).toFixed(2).padStart(9)} MB`,
    );
  }
  const events = files.reduce((sum, file) => sum + (file.isFeed ? file.recordCount : 0), 0);
  console.log(
    `${grouped(events)} events in ${seconds.toFixed(1)} s, ${grouped(events / seconds)} a second; ` +
      `seed ${seed}.`,
  );
  console.log(`Written to ${folder}. Play it with: breakwater replay ${folder} --report`);
}

function numberIn(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (value >= low && value <= high) return value;
    throw refusal(name, text, `a number from ${low} to ${high}`);
  };
}

function parseSeed(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value <= MAX_SEED) return value;
  throw refusal('seed', text, `a whole number from 0 to ${MAX_SEED}`);
}

function refusal(name: string, found: string, expected: string): BreakwaterError {
  return new BreakwaterError('usage', `--${name} cannot be ${JSON.stringify(found)}.`, {
    place: { field: name, expected, found: JSON.stringify(found) },
    remedy: `Give --${name} ${expected}.`,
  });
}
