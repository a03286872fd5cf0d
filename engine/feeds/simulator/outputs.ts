import { join } from 'node:path';
import { NS_PER_MS } from '../../core/time.ts';
import { DbnFileWriter, type WrittenFile } from '../dbn/writer.ts';
import { CsvFile } from './csvFile.ts';
import { FEEDS, type FeedFile } from './feedFiles.ts';
import { SESSION_START_MS } from './instruments.ts';
import { PART } from './sessionFolder.ts';
import type { SimulationOutputs } from './simulation.ts';
import {
  FuturesTruth,
  OPTION_TRUTH_COLUMNS,
  OPTION_TRUTH_NAME,
  OptionTruth,
  TRUTH_COLUMNS,
  TRUTH_NAME,
} from './truthFiles.ts';

/** Which files to write, and how. */
export interface OutputSpec {
  /** Trades in a file of their own. */
  readonly separateTrades: boolean;
  readonly optionQuotes: boolean;
  readonly truth: boolean;
  /** Zstandard level 1…19. */
  readonly compressionLevel: number;
  /** Unix ms after the last record. */
  readonly endMs: number;
}

/** A finished file of the session. */
export interface SessionFile extends WrittenFile {
  /** Its name in the folder. */
  readonly path: string;
  /** A feed that plays, or truth beside it. */
  readonly isFeed: boolean;
}

/** What is common to the writers of feeds and of truth. */
interface OpenFile {
  drain(): Promise<void>;
  close(): Promise<WrittenFile>;
  abandon(): Promise<void>;
}

interface NamedFile {
  readonly name: string;
  readonly isFeed: boolean;
  readonly file: OpenFile;
}

/** The open files of a session that is being simulated. */
export class SessionOutputs {
  readonly #folder: string;
  readonly #spec: OutputSpec;
  readonly #files: NamedFile[] = [];
  readonly #feeds: DbnFileWriter[] = [];
  #book: DbnFileWriter | undefined;

  constructor(folder: string, spec: OutputSpec) {
    this.#folder = folder;
    this.#spec = spec;
  }

  /**
   * Creates the files, named as parts.
   * @throws BreakwaterError when one cannot be written; {@link abandon} then frees the others
   */
  async open(): Promise<SimulationOutputs> {
    const { separateTrades, optionQuotes, truth } = this.#spec;
    this.#book = await this.#feed(FEEDS.book);
    const trades = separateTrades ? await this.#feed(FEEDS.trades) : undefined;
    const underlying = await this.#feed(FEEDS.underlying);
    const optionTrades = await this.#feed(FEEDS.optionTrades);
    const quotes = optionQuotes ? await this.#feed(FEEDS.optionQuotes) : undefined;
    const futuresTruth = truth ? await this.#csv(TRUTH_NAME, TRUTH_COLUMNS) : undefined;
    const optionTruth = truth
      ? await this.#csv(OPTION_TRUTH_NAME, OPTION_TRUTH_COLUMNS)
      : undefined;
    return {
      book: this.#book.records,
      trades: trades?.records,
      underlying: underlying.records,
      truth: futuresTruth && new FuturesTruth(futuresTruth),
      options: {
        trades: optionTrades.records,
        quotes: quotes?.records,
        truth: optionTruth && new OptionTruth(optionTruth),
      },
    };
  }

  /** Records of the futures book so far. */
  get bookRecords(): number {
    return this.#book?.records.recordCount ?? 0;
  }

  /** First and last event time of all feeds, ISO 8601 in UTC, to the millisecond around them. */
  get timeSpan(): { start: string; end: string } {
    const firstNs = Math.min(...this.#feeds.map(({ records }) => records.firstEventNs));
    const lastNs = Math.max(...this.#feeds.map(({ records }) => records.lastEventNs));
    const iso = (ms: number): string => new Date(SESSION_START_MS + ms).toISOString();
    return { start: iso(Math.floor(firstNs / NS_PER_MS)), end: iso(Math.ceil(lastNs / NS_PER_MS)) };
  }

  /** Writes what is full; what bounds the memory. */
  async drain(): Promise<void> {
    for (const { file } of this.#files) await file.drain();
  }

  /** Writes what is left and closes all files. */
  async close(): Promise<SessionFile[]> {
    const closed: SessionFile[] = [];
    for (const { name, isFeed, file } of this.#files) {
      closed.push({ ...(await file.close()), path: name, isFeed });
    }
    return closed;
  }

  /** Gives up: closes the files as they are. Never throws, for use after another error. */
  async abandon(): Promise<void> {
    for (const { file } of this.#files) await file.abandon();
  }

  async #feed({ name, metadata }: FeedFile): Promise<DbnFileWriter> {
    const { endMs, compressionLevel } = this.#spec;
    const file = await DbnFileWriter.create(
      join(this.#folder, name + PART),
      { ...metadata, version: 2, startMs: SESSION_START_MS, endMs },
      { epochMs: SESSION_START_MS, compressionLevel },
    );
    this.#files.push({ name, isFeed: true, file });
    this.#feeds.push(file);
    return file;
  }

  async #csv(name: string, columns: readonly string[]): Promise<CsvFile> {
    const file = await CsvFile.create(join(this.#folder, name + PART), SESSION_START_MS, columns);
    this.#files.push({ name, isFeed: false, file });
    return file;
  }
}

/** Every file that a session may hold beside hotzones and manifest. */
export const OUTPUT_NAMES: readonly string[] = [
  ...Object.values(FEEDS).map(({ name }) => name),
  TRUTH_NAME,
  OPTION_TRUTH_NAME,
];
