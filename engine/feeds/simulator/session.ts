import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BreakwaterError } from '../../core/errors.ts';
import { NS_PER_MS, NS_PER_S } from '../../core/time.ts';
import { ES, SESSION_CLOSE_MS, SESSION_START_MS, SPY, SPY_OPTIONS } from './instruments.ts';
import type { FeedHabit } from './publish/habit.ts';
import { OUTPUT_NAMES, SessionOutputs, type SessionFile } from './outputs.ts';
import { discard, MANIFEST, PART, prepareFolder, publish, unwritable } from './sessionFolder.ts';
import { Simulation, type SimulationSpec } from './simulation.ts';

/** Grows whenever the same seed gives other bytes. */
const SIMULATOR_VERSION = 'breakwater-simulator 2';
/** Longest session: to the close, when the options expire. */
export const MAX_MINUTES = (SESSION_CLOSE_MS - SESSION_START_MS) / 60_000;
/** Highest mean rate of the book file, records a second. */
export const MAX_RATE = 20_000;
export const MAX_SEED = 0xffff_ffff;

const HOTZONES = 'hotzones.json';
/** Book records that are made between two looks at the files. */
const SLICE_RECORDS = 250;
const LONGEST_SLICE_NS = NS_PER_S;

/** A price the trader marked, as `hotzones.json` holds it. */
export interface SessionHotzone {
  readonly id: string;
  /** SPY dollars. */
  readonly price: number;
  readonly label: string;
  readonly strong: boolean;
}

/** What to simulate and to write. */
export interface SessionSpec extends SimulationSpec {
  /** Up to {@link MAX_MINUTES}, fractions allowed. */
  readonly minutes: number;
  readonly hotzones: readonly SessionHotzone[];
  /** The option quotes between trades, too. */
  readonly optionQuotes: boolean;
  /** What really happened, beside the feeds. */
  readonly truth: boolean;
  /** Zstandard level 1…19. */
  readonly compressionLevel: number;
  /** Ends the session early once the ES file holds about so many records. */
  readonly stopAfterBookRecords?: number;
}

/** What was written. */
export interface WrittenSession {
  readonly folder: string;
  readonly files: readonly SessionFile[];
}

/**
 * Simulates a session and writes it as a session folder: DBN files, truth, hotzones and manifest.
 * The same spec gives the same bytes. Files are written beside their names and renamed at the end,
 * so that a folder never holds half a session under the right names; what an earlier simulation
 * left there and this one does not write is removed. Memory does not grow with the length.
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
    const { files, timeSpan } = await writeFeeds(folder, spec, onProgress);
    const hotzones = { version: 1, hotzones: spec.hotzones };
    await writeFile(join(folder, HOTZONES + PART), toJson(hotzones));
    await writeFile(join(folder, MANIFEST + PART), toJson(makeManifest(spec, files, timeSpan)));
    const written = files.map(({ path }) => path);
    const stale = OUTPUT_NAMES.filter((name) => !written.includes(name));
    // The manifest last: it vouches for the others.
    await publish(folder, [...written, HOTZONES, MANIFEST], stale);
    return { folder, files };
  } catch (error) {
    await discard(folder, [...OUTPUT_NAMES, HOTZONES, MANIFEST]);
    throw error instanceof BreakwaterError ? error : unwritable(folder, error);
  }
}

async function writeFeeds(
  folder: string,
  spec: SessionSpec,
  onProgress: (share: number) => void,
): Promise<{ files: SessionFile[]; timeSpan: TimeSpan }> {
  const outputs = new SessionOutputs(folder, {
    separateTrades: spec.habit.trades === 'separate',
    optionQuotes: spec.optionQuotes,
    truth: spec.truth,
    compressionLevel: spec.compressionLevel,
    endMs: SESSION_START_MS + Math.ceil(spec.minutes * 60_000),
  });
  try {
    const simulation = new Simulation(spec, await outputs.open());
    await play(simulation, spec, outputs, onProgress);
    return { files: await outputs.close(), timeSpan: outputs.timeSpan };
  } catch (error) {
    await outputs.abandon();
    throw error;
  }
}

async function play(
  simulation: Simulation,
  spec: SessionSpec,
  outputs: SessionOutputs,
  onProgress: (share: number) => void,
): Promise<void> {
  const endNs = Math.round(spec.minutes * 60_000) * NS_PER_MS;
  const limit = spec.stopAfterBookRecords ?? Infinity;
  // The records of one slice are held in memory.
  const sliceNs = Math.min(
    LONGEST_SLICE_NS,
    Math.round((SLICE_RECORDS / spec.ratePerS) * NS_PER_S),
  );
  for (let nowNs = 0; nowNs < endNs;) {
    nowNs = Math.min(endNs, nowNs + sliceNs);
    simulation.run(nowNs);
    await outputs.drain();
    onProgress(Math.min(1, Math.max(nowNs / endNs, outputs.bookRecords / limit)));
    if (outputs.bookRecords >= limit) break;
  }
  simulation.finish();
}

type TimeSpan = SessionOutputs['timeSpan'];

function makeManifest(
  spec: SessionSpec,
  files: readonly SessionFile[],
  timeSpan: TimeSpan,
): object {
  const listed = (isFeed: boolean): object[] =>
    files.filter((file) => file.isFeed === isFeed).map(({ path, sha256 }) => ({ path, sha256 }));
  return {
    version: 1,
    instruments: [ES.symbol, SPY.symbol, SPY_OPTIONS.parent],
    sources: listed(true),
    time_span: timeSpan,
    profile: 'spy-0dte',
    // Trades that do not come right before their change need the other rule.
    config: isInOrder(spec.habit) ? {} : { fill_habit: 'nearest' },
    seed: spec.seed,
    origin: 'simulated',
    engine: SIMULATOR_VERSION,
    simulation: {
      minutes: spec.minutes,
      rate_per_s: spec.ratePerS,
      scenario: spec.scenario.name,
      hedging: spec.hedging ?? null,
      trades: spec.habit.trades,
      trade_jitter_ns: spec.habit.tradeJitterNs,
      trade_book: spec.habit.tradeBook,
      ...(spec.optionActivity === undefined ? {} : { option_activity: spec.optionActivity }),
      truth: listed(false),
    },
  };
}

/** Whether trades come at their change's time and before it, as SPEC §4 expects them. */
const isInOrder = ({ trades, tradeJitterNs, tradeBook }: FeedHabit): boolean =>
  trades === 'separate' ? tradeJitterNs === 0 : trades === 'first' && tradeBook === 'before';

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
