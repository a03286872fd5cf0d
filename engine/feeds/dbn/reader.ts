import { BreakwaterError } from '../../core/errors.ts';
import { ByteQueue } from './byteQueue.ts';
import { atRecord, inFile } from './damagePlace.ts';
import { openFileBytes } from './fileBytes.ts';
import type { RandomAccessBytes } from './fileBytes.ts';
import type { CopySupply, FileCopy } from './frameCopy/fileCopy.ts';
import type { FrameStart } from './frameIndex.ts';
import { GrowthUntil, NOTHING_YET, type Growth } from './growth.ts';
import { KeptChunks } from './keptChunks.ts';
import { WORD_BYTES } from './layout.ts';
import { readMetadata } from './metadata.ts';
import type { DbnMetadata } from './metadata.ts';
import { readOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import { RecordCursor } from './recordCursor.ts';
import { RecordStream } from './recordStream.ts';
import { versionOfRecord } from './sniff.ts';
import { SymbolMap } from './symbols.ts';
import { TornRecord } from './tornRecord.ts';
import type { ZstdFrameFacts } from './zstdFrames.ts';

export interface DbnReaderOptions {
  /** Replaces the file system, e.g. by bytes that fail to read. */
  readonly openBytes?: (path: string) => Promise<RandomAccessBytes>;
  /** Delivers records of unknown types too, for copying; otherwise they are passed over. */
  readonly includeUnknown?: boolean;
  /** Copies of compressed files, for seeking in those that are one huge frame. */
  readonly copies?: CopySupply;
  /** Makes the copy of what is read, where there is none yet. */
  readonly makesCopy?: boolean;
  /** Of a file that may be written while it is read: its end is waited for. It has no copy. */
  readonly growth?: Growth;
}

/** A record of a file, to come back to. */
export interface RecordPlace {
  /** Where it starts in the decompressed stream. */
  readonly byteOffset: number;
  readonly recordIndex: number;
  /** The frame it lies in, so that another reader of the file finds it at once; zstd only. */
  readonly frame?: FrameStart;
}

/** Metadata that stands in the middle of a file, as where a capture reconnected. */
export interface MetadataSection {
  readonly metadata: DbnMetadata;
  /** Where it starts in the decompressed stream. */
  readonly byteOffset: number;
  /** Index of the first record after it. */
  readonly recordIndex: number;
}

/**
 * Reads a DBN file of version 1 to 3, plain or zstd (any number of frames), with metadata or as a
 * fragment, as a cursor over its records. Streams: a few MB whatever the file's size, decompressed
 * ahead on the thread pool while records are decoded here.
 *
 *     for (;;) {
 *       while (reader.next()) use(reader.view, reader.offset);
 *       if (!(await reader.fill())) break;
 *     }
 *     if (reader.damage) report(reader.damage);
 */
export class DbnReader extends RecordCursor {
  readonly path: string;
  /** The metadata at the start of the file; null for a fragment. */
  readonly metadata: DbnMetadata | null;
  /** Version of a fragment, as far as its first record tells. */
  readonly #impliedVersion: number | undefined;
  readonly #stream: RecordStream;
  readonly #torn = new TornRecord();
  /** The rest of the chunk that completed the torn record; walked next. */
  #afterTorn: Uint8Array | undefined;
  #sections: MetadataSection[] = [];
  readonly #growth: GrowthUntil | undefined;
  #isWaiting = false;
  #hasEnded = false;
  #damage: BreakwaterError | null = null;

  private constructor(
    path: string,
    opening: Opening,
    copy: FileCopy | undefined,
    growth: GrowthUntil | undefined,
    { includeUnknown = false, makesCopy = false }: DbnReaderOptions,
  ) {
    const { metadata, symbols, rest } = opening;
    super(symbols, rest, metadata?.sizeBytes ?? 0, includeUnknown);
    this.path = path;
    this.metadata = metadata;
    this.#growth = growth;
    this.#stream = new RecordStream(opening, copy, makesCopy, growth);
    const [words = 0, rtype = 0] = rest;
    this.#impliedVersion =
      metadata === null ? versionOfRecord(rtype, words * WORD_BYTES) : undefined;
  }

  /**
   * Opens a file and reads its metadata.
   *
   * @throws NotDbnError when the content is something else
   * @throws BreakwaterError when the file cannot be read or its metadata is damaged
   */
  static async open(path: string, options: DbnReaderOptions = {}): Promise<DbnReader> {
    const bytes = await (options.openBytes ?? openFileBytes)(path);
    try {
      const growth = options.growth && new GrowthUntil(options.growth);
      const opening = await readOpening(path, bytes, growth);
      const hasCopy = opening.zstd !== undefined && growth === undefined;
      const copy = hasCopy ? await options.copies?.of(path) : undefined;
      return new DbnReader(path, opening, copy, growth, options);
    } catch (error) {
      await bytes.close();
      throw error instanceof BreakwaterError ? inFile(error, path) : error;
    }
  }

  /**
   * DBN version at the current record; undefined for a fragment whose first record is alike in
   * several versions.
   */
  get version(): number | undefined {
    const { version } = this.#sections.at(-1)?.metadata ?? this.metadata ?? {};
    return version ?? this.#impliedVersion;
  }

  /** Metadata found between records so far: the file is several streams put together. */
  get sections(): readonly MetadataSection[] {
    return this.#sections;
  }

  /** What is known of the zstd frames read so far; undefined for an uncompressed file. */
  get zstdFrames(): ZstdFrameFacts | undefined {
    return this.#stream.zstdFrames;
  }

  /** Whole zstd frames read so far; undefined for an uncompressed file. */
  get zstdFrameCount(): number | undefined {
    return this.#stream.zstdFrames?.frameCount;
  }

  /** Why the file ended early; null while it is sound. Everything before it was delivered. */
  get damage(): BreakwaterError | null {
    return this.#damage;
  }

  /** Whether {@link fill} found that a file which may grow holds no more at present. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Takes what the file holds by now for all of it: whoever wrote it has gone on to another. */
  closeGrowth(): void {
    this.#growth?.close();
  }

  /** Size of the file on disk. */
  get sizeBytes(): number {
    return this.#stream.sizeBytes;
  }

  /** Share of the file's bytes before the records now in memory, 0…1; 1 at the end. */
  get progress(): number {
    return this.#hasEnded && this.#damage === null ? 1 : this.#stream.progress;
  }

  /**
   * Reads on. Afterwards {@link next} may have more, or still too little for a whole record. The
   * current record, and its view, are gone.
   *
   * @returns false at the end of the file, sound or damaged, see {@link damage}; or at its present end,
   *   see {@link isWaiting}: then there may be more later
   */
  async fill(): Promise<boolean> {
    this.#isWaiting = false;
    if (this.#hasEnded) return false;
    if (this.standsAtMetadata) return this.#readSection();
    if (this.hasWholeRecord) return true;
    if (this.#afterTorn !== undefined) {
      const rest = this.#afterTorn;
      this.#afterTorn = undefined;
      this.walk(rest);
      return true;
    }
    this.#torn.begin(this.unwalked);
    for (;;) {
      const chunk = await this.#takeChunk();
      if (chunk === undefined) return this.#finish();
      if (chunk === NOTHING_YET) return this.#wait(this.#torn.bytes);
      if (this.#torn.length === 0) {
        this.walk(chunk);
        return true;
      }
      const rest = this.#torn.add(chunk);
      if (!this.#torn.isWhole) continue;
      this.walk(this.#torn.bytes);
      this.#afterTorn = rest;
      return true;
    }
  }

  /** Where the current record is; before the first one, where that will be. */
  get place(): RecordPlace {
    const { byteOffset } = this;
    const place = { byteOffset, recordIndex: Math.max(0, this.recordIndex) };
    const frame = this.#stream.frameBefore(byteOffset);
    return frame === undefined ? place : { ...place, frame };
  }

  /**
   * Goes back or ahead to a record: {@link next} and {@link fill} go on with it. A plain file is read
   * from there; a compressed one from the start of the last frame known to begin before it.
   */
  async seek({ byteOffset, recordIndex, frame }: RecordPlace): Promise<void> {
    const startOffset = await this.#stream.goTo(byteOffset, frame);
    this.#hasEnded = false;
    this.#damage = null;
    this.#afterTorn = undefined;
    this.#sections = this.#sections.filter((section) => section.byteOffset < byteOffset);
    this.moveTo(startOffset, recordIndex);
    for (let left = byteOffset - startOffset; left > 0;) {
      const chunk = await this.#takeChunk();
      if (chunk === undefined || chunk === NOTHING_YET) return;
      this.walk(chunk);
      const passed = Math.min(left, chunk.length);
      this.skip(passed);
      left -= passed;
    }
  }

  /** Ends the work under way and closes the file. */
  async close(): Promise<void> {
    this.#hasEnded = true;
    this.#isWaiting = false;
    await this.#stream.close();
  }

  /** Ends the file at the record that would come next. */
  protected stop(error: BreakwaterError): void {
    this.#hasEnded = true;
    this.#damage = atRecord(error, this.path, this.recordIndex + 1, this.nextByteOffset);
  }

  /** The next chunk of bytes; undefined at the end, sound or damaged. */
  async #takeChunk(): Promise<Uint8Array | undefined> {
    try {
      const chunk = await this.#stream.take();
      if (chunk !== undefined && chunk !== NOTHING_YET) this.leaveRecord();
      return chunk;
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      this.stop(error);
      return undefined;
    }
  }

  /** @param begun what there is of the next record: it is walked once it is whole */
  #wait(begun: Uint8Array): false {
    this.#isWaiting = true;
    this.walk(begun);
    return false;
  }

  #finish(): false {
    if (this.#torn.length > 0 && this.#damage === null) this.stop(this.#torn.cut());
    this.#hasEnded = true;
    return false;
  }

  /**
   * Reads metadata in the middle of the file: what it maps holds from here on.
   *
   * @returns false when it is damaged, or not whole yet
   */
  async #readSection(): Promise<boolean> {
    const byteOffset = this.nextByteOffset;
    const start = Buffer.concat([this.unwalked, this.#afterTorn ?? new Uint8Array(0)]);
    const chunks = new KeptChunks(this.#stream.chunks);
    const queue = new ByteQueue(chunks, start);
    const symbols = new SymbolMap();
    try {
      const metadata = await readMetadata(queue, symbols, this.sizeBytes);
      this.#stream.keepChunk();
      this.#afterTorn = undefined;
      this.symbols.takeOver(symbols);
      this.#sections.push({ metadata, byteOffset, recordIndex: this.recordIndex + 1 });
      this.oddities.note('metadata', this.recordIndex + 1, byteOffset);
      this.skip(metadata.sizeBytes);
      this.walk(queue.peek());
      return true;
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      this.#stream.keepChunk();
      this.#afterTorn = undefined;
      if (chunks.isWaiting) return this.#wait(Buffer.concat([start, ...chunks.taken]));
      this.stop(error);
      return false;
    }
  }
}
