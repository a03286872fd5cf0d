import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import {
  MAX_MINUTES,
  MAX_RATE,
  MAX_SEED,
  writeSimulatedSession,
  type WrittenSession,
} from '../feeds/simulator/session.ts';
import { grouped, startProgress } from './terminal.ts';

const DEFAULT_FOLDER = 'breakwater-demo';
const MIN_MINUTES = 0.1;
const MIN_RATE = 0.1;

interface DemoOptions {
  readonly out: string;
  readonly minutes: number;
  readonly seed: number;
  readonly rate: number;
  readonly quiet?: boolean;
}

/** Adds `breakwater demo` (DESIGN, "Command line"). */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .summary('write a synthetic session')
    .description(
      'Writes a simulated morning of ES, SPY and SPY options that expire the same day, as a ' +
        'session folder. The same seed, length and rate give the same bytes.',
    )
    .option('--out <dir>', 'folder to write; new, empty, or an earlier demo', DEFAULT_FOLDER)
    .option(
      '--minutes <m>',
      `length, ${MIN_MINUTES} to ${MAX_MINUTES}`,
      numberIn('minutes', MIN_MINUTES, MAX_MINUTES),
      DEMO_SPEC.minutes,
    )
    .option('--seed <n>', `whole number, 0 to ${MAX_SEED}`, parseSeed, DEMO_SPEC.seed)
    .option(
      '--rate <r>',
      `how busy the book is, ${MIN_RATE} to ${MAX_RATE} times the usual`,
      numberIn('rate', MIN_RATE, MAX_RATE),
      DEMO_SPEC.rate,
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater demo --out monday\n' +
        '  breakwater demo --out long --minutes 120 --rate 3 --seed 7\n' +
        '  breakwater replay monday --report',
    )
    .action(async (_options: unknown, command: Command) => {
      await runDemo(command.optsWithGlobals<DemoOptions>());
    });
}

async function runDemo({ out, minutes, seed, rate, quiet = false }: DemoOptions): Promise<void> {
  const progress = startProgress('simulate', quiet);
  try {
    const spec = { ...DEMO_SPEC, minutes, seed, rate };
    const session = await writeSimulatedSession(out, spec, (share) => progress.update(share));
    progress.stop();
    if (!quiet) report(session);
  } finally {
    progress.stop();
  }
}

function report({ folder, files }: WrittenSession): void {
  for (const { path, recordCount, bytes } of files) {
    console.log(
      `${path.padEnd(20)} ${grouped(recordCount).padStart(12)} records ` +
        `${(bytes / 1e6).toFixed(2).padStart(9)} MB`,
    );
  }
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
