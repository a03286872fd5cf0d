/**
 * One measurement of `breakwater bench`, in a process of its own so that its memory is its own:
 * `node benchMeasure.ts KIND FOLDER` prints a {@link Measurement} as JSON.
 */
import { join } from 'node:path';
import { openFileBytes } from '../feeds/dbn/fileBytes.ts';
import { inspectFile } from '../feeds/dbn/inspect/inspectFile.ts';
import { ZstdChunks } from '../feeds/dbn/zstdChunks.ts';
import { TradingClock } from '../core/time.ts';
import { openSession } from '../session/open.ts';
import { SessionRun } from '../session/run.ts';
import { RunDigest } from '../session/runDigest.ts';

export const BENCH_BOOK_FILE = 'es.mbp-10.dbn.zst';
/** Wide enough that about ten levels are active at a time. */
const BENCH_MONITOR_BAND = 1.5;
export type BenchKind = 'decompress' | 'decode' | 'inspect' | 'replay';

export interface Measurement {
  /** Wall-clock seconds of the measured part. */
  readonly seconds: number;
  /** Seconds of processor time on all threads; more than wall clock where threads overlap. */
  readonly cpuSeconds: number;
  /** Records of the book file, for `replay` of all files; 0 where nobody looked at records. */
  readonly records: number;
  readonly bytes: number;
  readonly snaps: number;
  /** Active levels per snap, on average. */
  readonly activeLevels: number;
  readonly peakMemoryBytes: number;
}

type Work = Pick<Measurement, 'records' | 'bytes' | 'snaps' | 'activeLevels'>;
const NO_WORK: Work = { records: 0, bytes: 0, snaps: 0, activeLevels: 0 };

async function decompress(folder: string): Promise<Work> {
  const file = await openFileBytes(join(folder, BENCH_BOOK_FILE));
  const chunks = new ZstdChunks(file);
  let bytes = 0;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    bytes += chunk.length;
  }
  await file.close();
  return { ...NO_WORK, bytes };
}

/** Every record of the book file decoded with its ten levels, and thrown away. */
async function decode(folder: string): Promise<Work> {
  const opened = await openSession({ paths: [folder] });
  const source = opened.sources.find(({ feed }) => feed === 'book');
  const first = await source?.prime();
  if (source === undefined || first === undefined) throw new Error('Invariant: there is a book');
  source.setClock(new TradingClock(first.ms));
  do {
    while (source.advance()) continue;
  } while (await source.fill());
  const records = source.recordCount;
  await Promise.all(opened.sources.map((each) => each.close()));
  return { ...NO_WORK, records };
}

async function inspect(folder: string): Promise<Work> {
  const { total } = await inspectFile(join(folder, BENCH_BOOK_FILE));
  return { ...NO_WORK, records: total.records };
}

async function replay(folder: string): Promise<Work> {
  const overrides = [{ MONITOR_BAND: BENCH_MONITOR_BAND }];
  const opened = await openSession({ paths: [folder], overrides });
  const digest = new RunDigest();
  let active = 0;
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => {
      active += payload.levels.length;
      digest.addSnap(payload);
    },
  });
  await run.advance();
  digest.finish();
  const { recordCount: records, snapCount: snaps } = run;
  await run.close();
  return { ...NO_WORK, records, snaps, activeLevels: active / Math.max(1, snaps) };
}

const WORK: Readonly<Record<BenchKind, (folder: string) => Promise<Work>>> = {
  decompress,
  decode,
  inspect,
  replay,
};

const [kind = '', folder = ''] = process.argv.slice(2);
const work = WORK[kind as BenchKind];
const started = performance.now();
const cpuBefore = process.cpuUsage();
const done = await work(folder);
const cpu = process.cpuUsage(cpuBefore);
const measurement: Measurement = {
  ...done,
  seconds: (performance.now() - started) / 1000,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(measurement)}\n`);
