import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BreakwaterError } from '../../core/errors.ts';
import { NS_PER_MS, NS_PER_S } from '../../core/time.ts';
import { DbnFileWriter, type WrittenFile } from '../dbn/writer.ts';
import { FEEDS, type FeedFile } from './feedFiles.ts';
import { ES, SESSION_CLOSE_MS, SESSION_START_MS, SPY, SPY_OPTIONS } from './instruments.ts';
import { discard, MANIFEST, PART, prepareFolder, publish, unwritable } from './sessionFolder.ts';
import { Simulation } from './simulation.ts';

/** Grows whenever the same seed gives other bytes. */
const SIMULATOR_VERSION = 'breakwater-simulator 1';
/** Longest session: to the close, when the options expire. */
export const MAX_MINUTES = (SESSION_CLOSE_MS - SESSION_START_MS) / 60_000;
export const MAX_RATE = 50;
export const MAX_SEED = 0xffff_ffff;

const HOTZONES = 'hotzones.json';
/** In the order in which they appear: the manifest last, it vouches for the others. */
const FILE_NAMES = [...Object.values(FEEDS).map(({ name }) => name), HOTZONES, MANIFEST];

/** A price the trader marked, as `hotzones.json` holds it. */
export interface SessionHotzone {
  readonly id: string;
  /** SPY dollars. */
  readonly price: number;
  readonly label: string;
  readonly strong: boolean;
}

/** What to simulate. */
export interface SessionSpec {
  /** Up to {@link MAX_MINUTES}, fractions allowed. */
  readonly minutes: number;
  /** 0…{@link MAX_SEED}. */
  readonly seed: number;
  /** Multiplies the futures market's activity; up to {@link MAX_RATE}. */
  readonly rate: number;
  readonly hotzones: readonly SessionHotzone[];
  /** Zstandard level 1…19. */
  readonly compressionLevel: number;
  /** Ends the session early once the ES file holds about so many records. */
  readonly stopAfterBookRecords?: number;
}

/** What was written. */
export interface WrittenSession {
  readonly folder: string;
  readonly files: readonly WrittenFile[];
}

/**
 * Simulates a session and writes it as a session folder: three DBN files, hotzones and manifest.
 * The same spec gives the same bytes. Files are written beside their names and renamed at the end,
 * so that a folder never holds half a session under the right names. Memory does not grow with
 * the session's length.
 * @param onProgress called now and then with the share done, 0…1
 * @throws BreakwaterError when the folder holds something else or cannot be written
 */
export async function writeSimulatedSession(
  folder: string,
  spec: SessionSpec,
  onProgress: (share: number) => void = () => undefined,
): Promise<WrittenSession> {
  await prepareFolder(folder);
  try {
    const written = await writeFeeds(folder, spec, onProgress);
    const hotzones = { version: 1, hotzones: spec.hotzones };
    await writeFile(join(folder, HOTZONES + PART), toJson(hotzones));
    await writeFile(join(folder, MANIFEST + PART), toJson(makeManifest(spec, written)));
    await publish(folder, FILE_NAMES);
    return { folder, files: written };
  } catch (error) {
    await discard(folder, FILE_NAMES);
    throw error instanceof BreakwaterError ? error : unwritable(folder, error);
  }
}

async function writeFeeds(
  folder: string,
  spec: SessionSpec,
  onProgress: (share: number) => void,
): Promise<WrittenFile[]> {
  const writers: DbnFileWriter[] = [];
  const create = async ({ name, metadata }: FeedFile): Promise<DbnFileWriter> => {
    const endMs = SESSION_START_MS + Math.ceil(spec.minutes * 60_000);
    const writer = await DbnFileWriter.create(
      join(folder, name + PART),
      { ...metadata, version: 2, startMs: SESSION_START_MS, endMs },
      { epochMs: SESSION_START_MS, compressionLevel: spec.compressionLevel },
    );
    writers.push(writer);
    return writer;
  };
  try {
    const futures = await create(FEEDS.futures);
    const underlying = await create(FEEDS.underlying);
    const options = await create(FEEDS.options);
    const simulation = new Simulation(spec.seed, spec.rate, {
      futures: futures.records,
      underlying: underlying.records,
      options: options.records,
    });
    await play(simulation, spec, writers, onProgress);
    const names = [FEEDS.futures.name, FEEDS.underlying.name, FEEDS.options.name];
    const written: WrittenFile[] = [];
    for (const [index, writer] of writers.entries()) {
      written.push({ ...(await writer.close()), path: names[index] ?? '' });
    }
    return written;
  } catch (error) {
    for (const writer of writers) await writer.abandon();
    throw error;
  }
}

async function play(
  simulation: Simulation,
  spec: SessionSpec,
  writers: readonly DbnFileWriter[],
  onProgress: (share: number) => void,
): Promise<void> {
  const endNs = Math.round(spec.minutes * 60_000) * NS_PER_MS;
  const limit = spec.stopAfterBookRecords ?? Infinity;
  // The records of one slice are held in memory.
  const sliceNs = Math.round(NS_PER_S / Math.max(1, spec.rate));
  for (let nowNs = 0; nowNs < endNs;) {
    nowNs = Math.min(endNs, nowNs + sliceNs);
    simulation.run(nowNs);
    for (const writer of writers) await writer.drain();
    const records = writers[0]?.records.recordCount ?? 0;
    onProgress(Math.min(1, Math.max(nowNs / endNs, records / limit)));
    if (records >= limit) return;
  }
}

function makeManifest(spec: SessionSpec, files: readonly WrittenFile[]): object {
  return {
    version: 1,
    instruments: [ES.symbol, SPY.symbol, SPY_OPTIONS.parent],
    sources: files.map(({ path, sha256 }) => ({ path, sha256 })),
    profile: 'spy-0dte',
    config: {},
    seed: spec.seed,
    origin: 'simulated',
    engine: SIMULATOR_VERSION,
  };
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
