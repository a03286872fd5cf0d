import { extname } from 'node:path';
import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { openSession, type OpenedSession, type OpenRequest } from '../session/open.ts';
import { SessionRun } from '../session/run.ts';
import type { RunReport } from '../session/runReport.ts';
import { addMapOption, parseColumnMap, type MapOptions } from './columnMapOption.ts';
import { addConfigOptions, collect, readOverrides, type ConfigOptions } from './configOptions.ts';
import {
  FollowWait,
  parseIdle,
  startFollowed,
  type FollowOptions,
  type StartedRun,
} from './follow.ts';
import { parseHotzone } from './hotzoneOption.ts';
import { Interruption } from './interruption.ts';
import { addOpenInterestOption, type OpenInterestOptions } from './openInterestOption.ts';
import { ReplayOutput } from './replayOutput.ts';
import { reportDamages } from './reportDamages.ts';
import { reportText, summaryText } from './reportText.ts';
import { grouped, startProgress } from './terminal.ts';
import { parseTime } from './timeOptions.ts';

const DEFAULT_BATCH = 20_000;
const MAX_BATCH = 1_000_000;

interface ReplayOptions extends ConfigOptions, MapOptions, OpenInterestOptions, FollowOptions {
  readonly symbol?: string;
  readonly hotzone?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly out?: readonly string[];
  readonly report?: string;
  readonly episodes?: string;
  readonly batch: number;
  readonly quiet?: boolean;
}

/** Adds `breakwater replay` (DESIGN, "Command line"). */
export function registerReplay(program: Command): void {
  addConfigOptions(addMapOption(addOpenInterestOption(program.command('replay'))))
    .summary('run the engine over a session')
    .description(
      'Runs the engine over a session folder, or DBN and Parquet files, and prints its digest.',
    )
    .argument('<path...>', 'one session folder, or files')
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--hotzone <price[:label]>', 'a level of your own; may be repeated', collect)
    .option('--from <time>', 'write only from here (HH:MM[:SS] New York, or ISO 8601)')
    .option('--to <time>', 'write only up to here')
    .option(
      '--out <file>',
      'x.jsonl: one snap payload a line, x.parquet: one level a row; repeatable',
      collect,
    )
    .option('--episodes <file>', 'every touch of a level and its outcome: x.jsonl or x.parquet')
    .option('--report <form>', 'totals and counts: text or json')
    .option('--follow', 'wait for more at the end of a session that is still being written')
    .option('--idle <seconds>', 'with --follow: end after so long without anything new', parseIdle)
    .option('--batch <events>', `events per slice, 1 to ${MAX_BATCH}`, parseBatch, DEFAULT_BATCH)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater replay assets/demo --report\n' +
        '  breakwater replay monday --out monday.jsonl --from 09:45 --to 10:15\n' +
        '  breakwater replay monday --out monday.parquet --episodes touches.parquet\n' +
        '  breakwater replay es.mbp-10.dbn.zst --profile es-0dte-wide --hotzone 4805:gap\n' +
        '  breakwater replay monday --set W_b=30 --set SESSION_OPEN=null --report=json\n' +
        '  breakwater replay today --follow --out today.jsonl',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await replay(paths, command.optsWithGlobals<ReplayOptions>());
    });
}

async function replay(paths: readonly string[], options: ReplayOptions): Promise<void> {
  assertOptions(options);
  const request: OpenRequest = {
    paths,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(options.openInterest === undefined ? {} : { openInterest: options.openInterest }),
    columnMap: parseColumnMap(options.map),
    overrides: await readOverrides(options),
    hotzones: (options.hotzone ?? []).map(parseHotzone),
  };
  const output = new ReplayOutput();
  const wait = options.follow === true ? new FollowWait(options) : undefined;
  const interruption = wait === undefined ? new Interruption('the output') : undefined;
  let run: SessionRun | undefined;
  try {
    const started = await start(request, output, wait);
    const { opened } = started;
    ({ run } = started);
    await output.open({ ...options, ...spanOf(options, run.firstEventMs) });
    const startedMs = performance.now();
    await play({ run, output, wait, interruption }, options);
    const elapsedS = (performance.now() - startedMs) / 1000;
    await run.settleDigests();
    const report = await output.finish(run, elapsedS);
    if (options.report !== 'json' && options.quiet !== true) printOpened(opened);
    print(report, options);
    printWarnings(opened, report);
    reportDamages(run.damages);
    await run.close();
  } catch (error) {
    await output.discard();
    await run?.close();
    throw error;
  } finally {
    wait?.stop();
    interruption?.stop();
  }
}

/** Opens the session and stands before its first event; nothing stays open where that fails. */
async function start(
  request: OpenRequest,
  output: ReplayOutput,
  wait: FollowWait | undefined,
): Promise<StartedRun> {
  if (wait !== undefined) return startFollowed(request, output, wait);
  const opened = await openSession(request);
  try {
    return { opened, run: await SessionRun.start(opened, output) };
  } catch (error) {
    await Promise.allSettled(opened.sources.map((source) => source.close()));
    throw error;
  }
}

interface Playing {
  readonly run: SessionRun;
  readonly output: ReplayOutput;
  /** Where the session may still be written; else its end is the end. */
  readonly wait: FollowWait | undefined;
  readonly interruption: Interruption | undefined;
}

async function play(
  { run, output, wait, interruption }: Playing,
  { batch, quiet = false }: ReplayOptions,
): Promise<void> {
  const progress = startProgress('replay', quiet);
  const snaps = (): string => `${grouped(run.snapCount)} snaps`;
  try {
    for (;;) {
      const result = await run.advance({ maxEvents: batch });
      if (result === 'ended') return;
      interruption?.check();
      await output.settle();
      progress.update(run.progress, snaps());
      if (result === 'waiting') {
        output.flush();
        progress.wait(`${snaps()}, at the end of what is written; waiting`);
        if (wait === undefined || !(await wait.more(run.recordCount))) return;
      } else if (wait?.isInterrupted === true) return;
    }
  } finally {
    progress.stop();
  }
}

function printOpened({ name, instrument, profile, origin, ignored }: OpenedSession): void {
  const simulated = origin === 'simulated' ? ' SIMULATED' : '';
  process.stdout.write(`${name}${simulated}: ${instrument}, profile ${profile.name}\n`);
  if (ignored.length > 0) process.stdout.write(`ignored: ${ignored.join(', ')}\n`);
}

function print(report: RunReport, { report: form }: ReplayOptions): void {
  if (form === 'json') process.stdout.write(`${JSON.stringify(report)}\n`);
  else process.stdout.write(form === 'text' ? reportText(report) : summaryText(report));
}

/** Oddities play on: they are said and change no exit code. */
function printWarnings(opened: OpenedSession, report: RunReport): void {
  const texts = [...opened.warnings, ...report.warnings.map(({ text }) => text)];
  for (const text of texts) process.stderr.write(`breakwater: warning: ${text}\n`);
}

function assertOptions({ out = [], episodes, report }: ReplayOptions): void {
  for (const path of [...out, ...(episodes === undefined ? [] : [episodes])]) {
    if (extname(path) === '.jsonl' || extname(path) === '.parquet') continue;
    throw wrongOption('--out', 'a file name that ends in .jsonl or .parquet', path);
  }
  if (report !== undefined && report !== 'text' && report !== 'json') {
    throw wrongOption('--report', 'text or json', report);
  }
}

/** The span of `--from` and `--to` in Unix ms. */
function spanOf(
  { from, to }: ReplayOptions,
  firstEventMs: number,
): { fromMs: number; toMs: number } {
  const fromMs =
    from === undefined ? Number.NEGATIVE_INFINITY : parseTime('--from', from, firstEventMs);
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : parseTime('--to', to, firstEventMs);
  if (fromMs > toMs) throw wrongOption('--to', `a time after ${from ?? ''}`, to ?? '');
  return { fromMs, toMs };
}

function parseBatch(text: string): number {
  const batch = Number(text);
  if (Number.isInteger(batch) && batch >= 1 && batch <= MAX_BATCH) return batch;
  throw wrongOption('--batch', `a whole number from 1 to ${MAX_BATCH}`, text);
}

const wrongOption = (option: string, expected: string, found: string): BreakwaterError =>
  new BreakwaterError('usage', `${option} cannot be ${JSON.stringify(found)}.`, {
    place: { field: option, expected, found },
    remedy: 'breakwater replay --help shows examples.',
  });
