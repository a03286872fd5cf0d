import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeBenchDay } from '../feeds/simulator/presets.ts';
import { cacheBytes, surveyCacheFolder } from '../session/cache/folder.ts';
import type { SessionJob, SessionMeasurement } from './benchSession.ts';
import type { StraightRun } from './benchStraight.ts';
import { grouped, startProgress } from './terminal.ts';
import { alignedRows } from './textTable.ts';

const run = promisify(execFile);
const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const SEEKS = 200;
/** After opening the session again: enough to see that what lies on the disk is as good. */
const SEEKS_AGAIN = 50;
const MB = 1e6;
/** The screen that compares is a browser's in the product: its garbage is kept off the figure. */
const FLAGS = ['--max-semi-space-size=16'];

export interface ReplayBenchOptions {
  readonly records: number;
  /** Folder that keeps the session for the next time; a temporary one where undefined. */
  readonly keep: string | undefined;
  readonly quiet: boolean;
}

/** What `breakwater bench replay --json` prints. */
export interface ReplayBench {
  readonly records: number;
  readonly snaps: number;
  /** From the start of the engine's thread to the first picture on the screen. */
  readonly first_picture_ms: number;
  /** Records of all files a second, from the start of the engine's thread to the whole timeline. */
  readonly background_records_per_s: number;
  readonly seeks: number;
  readonly seek_p50_ms: number;
  readonly seek_p95_ms: number;
  /** Seeks, and the snaps after them, that showed to the byte what the straight run did. */
  readonly seeks_identical: boolean;
  /** Highest memory of the process with the engine and a screen in it. */
  readonly rss_mb: number;
  /** Size of what is kept on the disk for the next time. */
  readonly cache_mb: number;
  /** From the start of the engine's thread to the whole timeline, when opened a second time. */
  readonly reopened_timeline_ms: number;
  readonly reopened_seek_p50_ms: number;
  readonly reopened_identical: boolean;
}

/**
 * Generates a session of 6.5 hours, plays it straight, then opens it on a screen and seeks.
 * @returns the figures, and the same as a table
 */
export async function benchReplay(options: ReplayBenchOptions): Promise<[ReplayBench, string]> {
  const scratch = await mkdtemp(join(tmpdir(), 'breakwater-bench-'));
  try {
    const folder = await sessionFolder(options, scratch);
    const hashFile = join(scratch, 'lines.sha256');
    const straight = await node<StraightRun>('benchStraight.ts', folder, hashFile);
    const { times, digest } = straight;
    const dataFolder = join(scratch, 'data');
    await mkdir(dataFolder);
    const job: SessionJob = { folder, dataFolder, hashFile, times, digest, seeks: SEEKS };
    const first = await measure(scratch, job);
    const keptBytes = await cacheBytes(surveyCacheFolder(dataFolder));
    const again = await measure(scratch, { ...job, seeks: SEEKS_AGAIN });
    const bench = figures(straight, first, again, keptBytes);
    return [bench, table(bench)];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function sessionFolder(
  { records, keep, quiet }: ReplayBenchOptions,
  scratch: string,
): Promise<string> {
  const folder = keep === undefined ? join(scratch, 'day') : resolve(keep, `day-${records}`);
  if (keep !== undefined && (await exists(join(folder, 'manifest.json')))) return folder;
  await mkdir(folder, { recursive: true });
  const progress = startProgress(`generate ${grouped(records)} records`, quiet);
  try {
    await writeBenchDay(folder, records, (share) => progress.update(share));
  } finally {
    progress.stop();
  }
  return folder;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function measure(scratch: string, job: SessionJob): Promise<SessionMeasurement> {
  const file = join(scratch, 'job.json');
  await writeFile(file, JSON.stringify(job));
  return node<SessionMeasurement>('benchSession.ts', file);
}

/** Runs one of the bench's scripts in a process of its own; it prints its result as JSON. */
async function node<T>(name: string, ...args: string[]): Promise<T> {
  const options = { maxBuffer: MAX_OUTPUT_BYTES };
  const { stdout } = await run(process.execPath, [...FLAGS, script(name), ...args], options);
  return JSON.parse(stdout) as T;
}

function figures(
  straight: StraightRun,
  first: SessionMeasurement,
  again: SessionMeasurement,
  keptBytes: number,
): ReplayBench {
  return {
    records: straight.records,
    snaps: straight.times.length,
    first_picture_ms: Math.round(first.firstPictureMs),
    background_records_per_s: Math.round((straight.records / first.timelineMs) * 1000),
    seeks: first.seekMs.length,
    seek_p50_ms: quantile(first.seekMs, 0.5),
    seek_p95_ms: quantile(first.seekMs, 0.95),
    seeks_identical: first.isDigestSame && first.different === 0,
    rss_mb: Math.round(first.peakMemoryBytes / MB),
    cache_mb: Math.round(keptBytes / MB),
    reopened_timeline_ms: Math.round(again.timelineMs),
    reopened_seek_p50_ms: quantile(again.seekMs, 0.5),
    reopened_identical: again.isDigestSame && again.different === 0,
  };
}

/** The value that this share of all is not above, to a tenth. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

function table(bench: ReplayBench): string {
  const rows = Object.entries(bench).map(([name, value]): string[] => [
    name,
    typeof value === 'number' ? grouped(value) : String(value),
  ]);
  return `${alignedRows(rows, []).join('\n')}\n`;
}
