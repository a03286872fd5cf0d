import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { writeBenchSession } from '../feeds/simulator/presets.ts';
import { benchGreeks } from './benchGreeks.ts';
import type { BenchKind, Measurement } from './benchMeasure.ts';
import { benchReplay } from './benchReplay.ts';
import { grouped, startProgress } from './terminal.ts';
import { alignedRows } from './textTable.ts';

const run = promisify(execFile);
const MEASURE = fileURLToPath(new URL('./benchMeasure.ts', import.meta.url));
const DEFAULT_RECORDS = 2_000_000;
const REPLAY_RECORDS = 10_000_000;
const MAX_RECORDS = 50_000_000;
const MIB = 1024 * 1024;

const PARTS = ['decode', 'replay', 'greeks'] as const;
type BenchPart = (typeof PARTS)[number];

const EXAMPLES = `
Examples:
  breakwater bench
  breakwater bench decode --records 500000
  breakwater bench replay --keep /tmp/bench --json
  breakwater bench greeks`;

interface BenchOptions {
  readonly records?: number;
  readonly keep?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater bench`: speeds and their ratios, all measured in one run. */
export function registerBench(program: Command): void {
  program
    .command('bench')
    .summary('measure decoding, playing and seeking')
    .description(
      'Generates an MBP-10 session and measures, each in a process of its own: bare zstd ' +
        'decompression of the book file, decoding of its records, inspect, and the whole replay. ' +
        'Memory is measured on a quarter of the records, too, to show whether it grows with the ' +
        'file.\n\n' +
        'bench replay generates a whole session of 6.5 hours and measures it as a trader has it on ' +
        'the screen: the first picture, the survey in the background, 200 seeks with the 20 snaps ' +
        'after each compared with the straight run, memory, what is kept on the disk, and opening it ' +
        'again.\n\n' +
        'bench greeks measures implied volatilities a second, against plain bisection to the same ' +
        'precision, and gammas a second, on one thread.',
    )
    .argument('[what]', 'decode, replay or greeks; speeds of all parts when left out', parseWhat)
    .option(
      '--records <n>',
      `records of the book file (default: ${grouped(DEFAULT_RECORDS)}, replay ${grouped(REPLAY_RECORDS)})`,
      parseRecords,
    )
    .option('--keep <dir>', 'replay: keep the session there for the next time')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (what: BenchPart | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<BenchOptions>();
      if (what === 'greeks') greeks(options);
      else await (what === 'replay' ? replay(options) : bench(what, options));
    });
}

function greeks({ json = false }: BenchOptions): void {
  const [figures, text] = benchGreeks();
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : text);
}

async function replay(options: BenchOptions): Promise<void> {
  const { records = REPLAY_RECORDS, keep, json = false, quiet = false } = options;
  const [figures, text] = await benchReplay({ records, keep, quiet });
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : text);
}

async function bench(
  what: 'decode' | undefined,
  { records = DEFAULT_RECORDS, json = false, quiet = false }: BenchOptions,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-bench-'));
  try {
    const whole = join(folder, 'whole');
    await generate(whole, records, quiet);
    const results: Record<string, Measurement> = {
      decompress: await measure('decompress', whole),
      decode: await measure('decode', whole),
      inspect: await measure('inspect', whole),
    };
    if (what !== 'decode') {
      results['replay'] = await measure('replay', whole);
      const quarter = join(folder, 'quarter');
      await generate(quarter, Math.ceil(records / 4), quiet);
      results['replay of a quarter'] = await measure('replay', quarter);
    }
    process.stdout.write(json ? `${JSON.stringify(results)}\n` : table(results));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function generate(folder: string, records: number, quiet: boolean): Promise<void> {
  const progress = startProgress(`generate ${grouped(records)} records`, quiet);
  try {
    await writeBenchSession(folder, records, (share) => progress.update(share));
  } finally {
    progress.stop();
  }
}

async function measure(kind: BenchKind, folder: string): Promise<Measurement> {
  const { stdout } = await run(process.execPath, [MEASURE, kind, folder]);
  return JSON.parse(stdout) as Measurement;
}

function table(results: Record<string, Measurement>): string {
  const bookRecords = results['decode']?.records ?? 0;
  const bare = results['decompress']?.seconds ?? 0;
  const rows = Object.entries(results).map(([name, measurement]) => {
    const { seconds, cpuSeconds, snaps, activeLevels, peakMemoryBytes } = measurement;
    const records = measurement.records || bookRecords;
    return [
      name,
      grouped(records),
      seconds.toFixed(2),
      cpuSeconds.toFixed(2),
      grouped(records / seconds),
      name.endsWith('quarter') ? '' : (bare / seconds).toFixed(2),
      String(Math.round(peakMemoryBytes / MIB)),
      snaps === 0 ? '' : `${grouped(snaps)} snaps, ${activeLevels.toFixed(1)} active levels`,
    ];
  });
  const head = ['', 'records', 's', 'cpu s', 'records/s', 'of bare', 'peak MiB', ''];
  const all = [head, ...rows];
  return `${alignedRows(all, [head.length - 1]).join('\n')}\n`;
}

function parseWhat(text: string): BenchPart {
  const part = PARTS.find((candidate) => candidate === text);
  if (part !== undefined) return part;
  throw wrong('bench', PARTS.join(', '), text);
}

function parseRecords(text: string): number {
  const records = Number(text);
  if (Number.isInteger(records) && records >= 1000 && records <= MAX_RECORDS) return records;
  throw wrong('--records', `a whole number from 1000 to ${MAX_RECORDS}`, text);
}

const wrong = (option: string, expected: string, found: string): BreakwaterError =>
  new BreakwaterError('usage', `${option} cannot be ${JSON.stringify(found)}.`, {
    place: { field: option, expected, found },
    remedy: 'breakwater bench --help shows examples.',
  });
