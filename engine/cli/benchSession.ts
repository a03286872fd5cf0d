/**
 * What `breakwater bench replay` measures of the engine's thread, in a process of its own so that its
 * memory is its own: `node benchSession.ts JOB` with a {@link SessionJob} as JSON prints a
 * {@link SessionMeasurement} as JSON.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FrameEvent } from '../core/protocol.ts';
import { startEngineWorker, type EngineWorker } from '../gateway/engineWorker.ts';
import { BenchScreen } from './benchScreen.ts';

const WORKER = fileURLToPath(new URL('../worker.ts', import.meta.url));
const DEMO = fileURLToPath(new URL('../../assets/demo', import.meta.url));
const HASH_BYTES = 32;
/** Snaps that are compared after a seek, beside the one it stands at. */
const SNAPS_AFTER_SEEK = 20;

export interface SessionJob {
  /** The session. */
  readonly folder: string;
  /** The user's data folder, with the cache in it. */
  readonly dataFolder: string;
  /** SHA-256 of every line of the straight run, one after the other. */
  readonly hashFile: string;
  /** Unix ms of every snap of the straight run. */
  readonly times: readonly number[];
  /** Digest of the straight run. */
  readonly digest: string;
  readonly seeks: number;
}

export interface SessionMeasurement {
  /** From the start of the engine's thread to the first picture on the screen. */
  readonly firstPictureMs: number;
  /** From the start of the engine's thread until the timeline is whole. */
  readonly timelineMs: number;
  /** From the command to the picture of that time on the screen. */
  readonly seekMs: readonly number[];
  /** Pictures that were compared, and those of them that differ from the straight run. */
  readonly compared: number;
  readonly different: number;
  /** Whether the survey came to the digest of the straight run. */
  readonly isDigestSame: boolean;
  readonly peakMemoryBytes: number;
}

/** A small generator of its own: the same seeks in every run. */
function makeChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

class Comparison {
  readonly #hashes: Uint8Array;
  compared = 0;
  different = 0;

  constructor(hashes: Uint8Array) {
    this.#hashes = hashes;
  }

  check({ sequence, payload }: FrameEvent, expectedSequence: number): void {
    const found = createHash('sha256').update(JSON.stringify(payload)).digest();
    const from = expectedSequence * HASH_BYTES;
    const expected = this.#hashes.subarray(from, from + HASH_BYTES);
    this.compared++;
    if (sequence !== expectedSequence || found.compare(expected) !== 0) this.different++;
  }
}

async function seekOnce(
  screen: BenchScreen,
  job: SessionJob,
  index: number,
  epoch: number,
  comparison: Comparison,
): Promise<number> {
  const arrived = screen.next('frame', ({ seek_epoch }) => seek_epoch === epoch);
  const startMs = performance.now();
  screen.send({ type: 'seek', ts: job.times[index] ?? Number.NaN });
  const frame = await arrived;
  const tookMs = performance.now() - startMs;
  comparison.check(frame, index);
  for (let step = 1; step <= SNAPS_AFTER_SEEK; step++) {
    const next = screen.next('frame', ({ sequence }) => sequence >= index + step);
    screen.send({ type: 'step', snaps: 1 });
    comparison.check(await next, index + step);
  }
  return tookMs;
}

async function measure(job: SessionJob, start: () => EngineWorker): Promise<SessionMeasurement> {
  const startMs = performance.now();
  const engine = start();
  try {
    const screen = new BenchScreen(engine.connect());
    const whole = screen.next('timeline', ({ digest }) => digest !== null);
    await screen.next('frame');
    const firstPictureMs = performance.now() - startMs;
    screen.send({ type: 'pause' });
    const { digest } = await whole;
    const timelineMs = performance.now() - startMs;
    const comparison = new Comparison(await readFile(job.hashFile));
    const chance = makeChance(1);
    const seekMs: number[] = [];
    for (let epoch = 1; epoch <= job.seeks; epoch++) {
      const index = Math.floor(chance() * (job.times.length - SNAPS_AFTER_SEEK));
      seekMs.push(await seekOnce(screen, job, index, epoch, comparison));
    }
    const { compared, different } = comparison;
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    const isDigestSame = digest === job.digest;
    return {
      firstPictureMs,
      timelineMs,
      seekMs,
      compared,
      different,
      isDigestSame,
      peakMemoryBytes,
    };
  } finally {
    await engine.close();
  }
}

const job = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as SessionJob;
const { folder, dataFolder } = job;
const measurement = await measure(job, () =>
  startEngineWorker(
    WORKER,
    {
      dataFolder,
      demoFolder: DEMO,
      access: { kind: 'roots', baseFolder: folder, roots: [folder] },
      start: { paths: [folder] },
    },
    (error) => {
      throw error;
    },
  ),
);
process.stdout.write(JSON.stringify(measurement));
