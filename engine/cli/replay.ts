import { extname } from 'node:path';
import type { Command } from 'commander';
import { BreakwaterError, describeProblem, EXIT_CODES, toProblem } from '../core/errors.ts';
import type { EpisodePayload, SnapPayload } from '../core/payload.ts';
import { openSession, type OpenedSession } from '../session/open.ts';
import { SessionRun } from '../session/run.ts';
import { RunDigest } from '../session/runDigest.ts';
import { ReportBuilder, type RunReport } from '../session/runReport.ts';
import { byStart } from '../signal/episodes.ts';
import { addConfigOptions, collect, readOverrides, type ConfigOptions } from './configOptions.ts';
import { parseHotzone } from './hotzoneOption.ts';
import { LineFile } from './lineFile.ts';
import { addOpenInterestOption, type OpenInterestOptions } from './openInterestOption.ts';
import { reportText, summaryText } from './reportText.ts';
import { grouped, startProgress } from './terminal.ts';
import { parseTime } from './timeOptions.ts';

const DEFAULT_BATCH = 20_000;
const MAX_BATCH = 1_000_000;

interface ReplayOptions extends ConfigOptions, OpenInterestOptions {
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
  addConfigOptions(addOpenInterestOption(program.command('replay')))
    .summary('run the engine over a session')
    .description('Runs the engine over a session folder or DBN files and prints its digest.')
    .argument('<path...>', 'one session folder, or files')
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--hotzone <price[:label]>', 'a level of your own; may be repeated', collect)
    .option('--from <time>', 'write only from here (HH:MM[:SS] New York, or ISO 8601)')
    .option('--to <time>', 'write only up to here')
    .option('--out <file.jsonl>', 'one snap payload a line; may be repeated', collect)
    .option('--episodes <file.jsonl>', 'every touch of a level and its outcome')
    .option('--report <form>', 'totals and counts: text or json')
    .option('--batch <events>', `events per slice, 1 to ${MAX_BATCH}`, parseBatch, DEFAULT_BATCH)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater replay assets/demo --report\n' +
        '  breakwater replay monday --out monday.jsonl --from 09:45 --to 10:15\n' +
        '  breakwater replay es.mbp-10.dbn.zst --profile es-0dte-wide --hotzone 4805:gap\n' +
        '  breakwater replay monday --set W_b=30 --set SESSION_OPEN=null --report=json',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await replay(paths, command.optsWithGlobals<ReplayOptions>());
    });
}

async function replay(paths: readonly string[], options: ReplayOptions): Promise<void> {
  assertOptions(options);
  const opened = await openSession({
    paths,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    ...(options.openInterest === undefined ? {} : { openInterest: options.openInterest }),
    overrides: await readOverrides(options),
    hotzones: (options.hotzone ?? []).map(parseHotzone),
  });
  const output = new ReplayOutput();
  try {
    const run = await SessionRun.start(opened, output);
    await output.open(options, run.firstEventMs);
    const started = performance.now();
    await play(run, output, options);
    const elapsedS = (performance.now() - started) / 1000;
    await run.settleDigests();
    const report = await output.finish(run, elapsedS);
    if (options.report !== 'json' && options.quiet !== true) printOpened(opened);
    print(report, options);
    printWarnings(opened, report);
    printDamages(run);
    await run.close();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function play(
  run: SessionRun,
  output: ReplayOutput,
  { batch, quiet = false }: ReplayOptions,
): Promise<void> {
  const progress = startProgress('replay', quiet);
  try {
    while ((await run.advance({ maxEvents: batch })) === 'more') {
      await output.settle();
      progress.update(run.progress, `${grouped(run.snapCount)} snaps`);
    }
  } finally {
    progress.stop();
  }
}

/** Takes a run's results: every line into the digest, those in the time range into the files. */
class ReplayOutput {
  readonly #digest = new RunDigest();
  readonly #report = new ReportBuilder();
  readonly #files: LineFile[] = [];
  readonly #episodes: EpisodePayload[] = [];
  #episodeFile: LineFile | undefined;
  #fromMs = Number.NEGATIVE_INFINITY;
  #toMs = Number.POSITIVE_INFINITY;

  async open({ out = [], episodes, from, to }: ReplayOptions, firstEventMs: number): Promise<void> {
    if (from !== undefined) this.#fromMs = parseTime('--from', from, firstEventMs);
    if (to !== undefined) this.#toMs = parseTime('--to', to, firstEventMs);
    if (this.#fromMs > this.#toMs)
      throw wrongOption('--to', `a time after ${from ?? ''}`, to ?? '');
    for (const path of out) this.#files.push(await LineFile.create(path));
    if (episodes !== undefined) this.#episodeFile = await LineFile.create(episodes);
  }

  onSnap(payload: SnapPayload): void {
    const line = JSON.stringify(payload);
    this.#digest.add(line);
    this.#report.add(payload);
    if (payload.ts < this.#fromMs || payload.ts > this.#toMs) return;
    for (const file of this.#files) file.add(line);
  }

  onEpisode(episode: EpisodePayload): void {
    if (this.#episodeFile !== undefined) this.#episodes.push(episode);
  }

  async settle(): Promise<void> {
    for (const file of this.#files) await file.settle();
  }

  async finish(run: SessionRun, elapsedS: number): Promise<RunReport> {
    for (const episode of this.#episodes.sort(byStart)) {
      this.#episodeFile?.add(JSON.stringify(episode));
    }
    await this.#episodeFile?.finish();
    for (const file of this.#files) await file.finish();
    return this.#report.build(run, elapsedS, this.#digest.finish());
  }

  async discard(): Promise<void> {
    await this.#episodeFile?.discard();
    for (const file of this.#files) await file.discard();
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

/** A damaged source played to its damage; the outputs are complete, the exit code says so. */
function printDamages(run: SessionRun): void {
  for (const damage of run.damages) {
    process.stderr.write(`breakwater: ${describeProblem(toProblem(damage))}\n`);
    process.exitCode = EXIT_CODES['bad-input'];
  }
}

function assertOptions({ out = [], episodes, report }: ReplayOptions): void {
  for (const path of [...out, ...(episodes === undefined ? [] : [episodes])]) {
    if (extname(path) === '.jsonl') continue;
    throw wrongOption('--out', 'a file name that ends in .jsonl', path);
  }
  if (report !== undefined && report !== 'text' && report !== 'json') {
    throw wrongOption('--report', 'text or json', report);
  }
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
