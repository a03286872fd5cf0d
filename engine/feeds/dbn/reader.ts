import { BreakwaterError } from '../../core/errors.ts';
import { AheadChunks } from './aheadChunks.ts';
import { openFileBytes } from './fileBytes.ts';
import type { ByteChunks, RandomAccessBytes } from './fileBytes.ts';
import { decodeSymbolMapping } from './gatewayRecords.ts';
import {
  HEADER,
  MAX_RECORD_BYTES,
  MIN_RECORD_WORDS,
  MIN_WORDS_BY_RTYPE,
  RTYPE,
  UNKNOWN_RTYPE,
  WORD_BYTES,
  indexTimeOffset,
  rtypeName,
} from './layout.ts';
import type { DbnMetadata } from './metadata.ts';
import { readOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import { utcDayAt } from './records.ts';
import { versionOfRecord } from './sniff.ts';
import type { SymbolMap } from './symbols.ts';
import type { ZstdChunks } from './zstdChunks.ts';

export interface DbnReaderOptions {
  /** Replaces the file system, e.g. by bytes that fail to read. */
  readonly openBytes?: (path: string) => Promise<RandomAccessBytes>;
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
export class DbnReader {
  readonly path: string;
  /** Null for a fragment. */
  readonly metadata: DbnMetadata | null;
  readonly symbols: SymbolMap;
  readonly #bytes: RandomAccessBytes;
  readonly #chunks: ByteChunks;
  readonly #zstd: ZstdChunks | undefined;
  /** Version of a fragment, as far as its first record tells. */
  readonly #impliedVersion: number | undefined;

  /** The region the cursor walks: a chunk, or `#torn` with the one record that chunks cut apart. */
  #view: DataView;
  /** The region's length in bytes. */
  #end: number;
  /** Offset of the region's first byte in the decompressed stream. */
  #viewStart: number;
  #offset = 0;
  #nextOffset = 0;
  #lengthBytes = 0;
  #rtype = 0;
  #recordIndex = -1;

  readonly #torn = new Uint8Array(MAX_RECORD_BYTES);
  /** The rest of the chunk that completed the torn record; walked next. */
  #afterTorn: Uint8Array | undefined;
  #hasEnded = false;
  #damage: BreakwaterError | null = null;
  #skippedRecords: Map<number, number> | undefined;

  private constructor(path: string, opening: Opening) {
    this.path = path;
    this.metadata = opening.metadata;
    this.symbols = opening.symbols;
    this.#bytes = opening.bytes;
    this.#chunks = new AheadChunks(opening.chunks);
    this.#zstd = opening.zstd;
    this.#view = viewOf(opening.rest);
    this.#end = opening.rest.length;
    this.#viewStart = opening.metadata?.sizeBytes ?? 0;
    const [words = 0, rtype = 0] = opening.rest;
    this.#impliedVersion =
      opening.metadata === null ? versionOfRecord(rtype, words * WORD_BYTES) : undefined;
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
      return new DbnReader(path, await readOpening(path, bytes));
    } catch (error) {
      await bytes.close();
      throw error instanceof BreakwaterError ? inFile(error, path) : error;
    }
  }

  /** DBN version; undefined for a fragment whose first record is alike in several versions. */
  get version(): number | undefined {
    return this.metadata?.version ?? this.#impliedVersion;
  }

  /** Whole zstd frames read so far; undefined for an uncompressed file. */
  get zstdFrameCount(): number | undefined {
    return this.#zstd?.splitter.frameCount;
  }

  /** The buffer of the current record. Valid until the next `fill`. */
  get view(): DataView {
    return this.#view;
  }

  /** Where the current record starts in {@link view}. */
  get offset(): number {
    return this.#offset;
  }

  /** Length of the current record in bytes. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  get rtype(): number {
    return this.#rtype;
  }

  get instrumentId(): number {
    return this.#view.getUint32(this.#offset + HEADER.instrumentId, true);
  }

  get publisherId(): number {
    return this.#view.getUint16(this.#offset + HEADER.publisherId, true);
  }

  /** Index of the current record in the file, skipped ones included; −1 before the first. */
  get recordIndex(): number {
    return this.#recordIndex;
  }

  /** Where the current record starts in the decompressed stream. */
  get byteOffset(): number {
    return this.#viewStart + this.#offset;
  }

  /** Records of types this reader does not know, by rtype. */
  get skippedRecords(): ReadonlyMap<number, number> {
    return this.#skippedRecords ?? new Map();
  }

  /** Why the file ended early; null while it is sound. Everything before it was delivered. */
  get damage(): BreakwaterError | null {
    return this.#damage;
  }

  /** Size of the file on disk. */
  get sizeBytes(): number {
    return this.#bytes.sizeBytes;
  }

  /** Share of the file's bytes before the records now in memory, 0…1; 1 at the end. */
  get progress(): number {
    if (this.#hasEnded && this.#damage === null) return 1;
    return Math.min(1, this.#chunks.position / Math.max(1, this.#bytes.sizeBytes));
  }

  /**
   * Symbol of the current record's instrument on the record's UTC day; undefined if nothing maps it
   * or no record was read yet.
   */
  symbol(): string | undefined {
    if (this.#lengthBytes === 0) return undefined;
    const day = utcDayAt(this.#view, this.#offset + indexTimeOffset(this.#rtype));
    return this.symbols.symbolOf(this.instrumentId, day);
  }

  /**
   * Moves to the next whole record of a known type that is in memory. Allocates nothing, except for
   * symbol mapping records.
   *
   * @returns false when {@link fill} has to be called
   */
  next(): boolean {
    const view = this.#view;
    for (;;) {
      const offset = this.#nextOffset;
      if (offset + 2 > this.#end) return false;
      const words = view.getUint8(offset);
      const rtype = view.getUint8(offset + 1);
      // One comparison sorts out both short records and unknown types.
      const isOrdinary = words >= (MIN_WORDS_BY_RTYPE[rtype] ?? UNKNOWN_RTYPE);
      if (!isOrdinary && this.#isTooShort(rtype, words)) return false;
      const lengthBytes = words * WORD_BYTES;
      if (offset + lengthBytes > this.#end) return false;
      this.#nextOffset = offset + lengthBytes;
      this.#recordIndex += 1;
      this.#offset = offset;
      this.#lengthBytes = lengthBytes;
      this.#rtype = rtype;
      if (isOrdinary) {
        if (rtype === RTYPE.symbolMapping) this.#announceSymbol();
        return true;
      }
      this.#countSkipped(rtype);
    }
  }

  /**
   * Reads on. Afterwards {@link next} may have more, or still too little for a whole record.
   *
   * @returns false at the end of the file, sound or damaged; see {@link damage}
   */
  async fill(): Promise<boolean> {
    if (this.#hasEnded) return false;
    if (this.#hasWholeRecord()) return true;
    if (this.#afterTorn !== undefined) {
      const rest = this.#afterTorn;
      this.#afterTorn = undefined;
      this.#walk(rest);
      return true;
    }
    const left = this.#end - this.#nextOffset;
    this.#torn.set(bytesOf(this.#view, this.#nextOffset));
    for (let have = left; ;) {
      const chunk = await this.#takeChunk();
      if (chunk === undefined) return this.#finish(have);
      if (have === 0) {
        this.#walk(chunk);
        return true;
      }
      const need = Math.max(2, (this.#torn[0] ?? 0) * WORD_BYTES);
      const missing = chunk.subarray(0, need - have);
      this.#torn.set(missing, have);
      have += missing.length;
      if (have < need) continue;
      this.#walk(this.#torn.subarray(0, need));
      this.#afterTorn = chunk.subarray(missing.length);
      return true;
    }
  }

  /** Ends the work under way and closes the file. */
  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#chunks.settle();
    await this.#bytes.close();
  }

  /** Whether the region still holds what {@link next} would deliver, pass over or refuse. */
  #hasWholeRecord(): boolean {
    const offset = this.#nextOffset;
    if (offset + 2 > this.#end) return false;
    return offset + this.#view.getUint8(offset) * WORD_BYTES <= this.#end;
  }

  #walk(bytes: Uint8Array): void {
    this.#viewStart += this.#nextOffset;
    this.#view = viewOf(bytes);
    this.#end = bytes.length;
    this.#offset = 0;
    this.#nextOffset = 0;
  }

  /** The next chunk of bytes; undefined at the end, sound or damaged. */
  async #takeChunk(): Promise<Uint8Array | undefined> {
    try {
      return await this.#chunks.next();
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      this.#stop(error);
      return undefined;
    }
  }

  #finish(tornBytes: number): false {
    if (tornBytes > 0 && this.#damage === null) {
      const words = this.#torn[0] ?? 0;
      this.#stop(
        new BreakwaterError('bad-input', 'The file ends inside a record.', {
          place: {
            field: 'length',
            expected: `a record of ${words * WORD_BYTES} bytes`,
            found: `${tornBytes} bytes before the end of the file`,
          },
          remedy: 'The file was cut: download it again. The records before the cut were used.',
        }),
      );
    }
    this.#hasEnded = true;
    return false;
  }

  /** Stops at a record that is too short for its type; unknown types need a header. */
  #isTooShort(rtype: number, words: number): boolean {
    const minWords = MIN_WORDS_BY_RTYPE[rtype] ?? UNKNOWN_RTYPE;
    const leastWords = minWords === UNKNOWN_RTYPE ? MIN_RECORD_WORDS : minWords;
    if (words >= leastWords) return false;
    this.#stop(
      new BreakwaterError('bad-input', 'A record is shorter than its type allows.', {
        place: {
          field: 'length',
          expected: `at least ${leastWords} words (${rtypeName(rtype)})`,
          found: `${words} words`,
        },
        remedy: 'The file is damaged: download it again. The records before this one were used.',
      }),
    );
    return true;
  }

  /** Ends the file at the record that would come next. */
  #stop(error: BreakwaterError): void {
    this.#hasEnded = true;
    this.#damage = new BreakwaterError(error.code, error.message, {
      place: {
        ...error.place,
        file: this.path,
        byteOffset: this.#viewStart + this.#nextOffset,
        recordIndex: this.#recordIndex + 1,
      },
      remedy: error.remedy,
      cause: error.cause,
    });
  }

  #announceSymbol(): void {
    const mapping = decodeSymbolMapping(this.#view, this.#offset, this.#lengthBytes);
    if (mapping.stypeOutSymbol === '') return;
    this.symbols.announce(mapping.instrumentId, mapping.stypeOutSymbol);
  }

  #countSkipped(rtype: number): void {
    this.#skippedRecords ??= new Map();
    this.#skippedRecords.set(rtype, (this.#skippedRecords.get(rtype) ?? 0) + 1);
  }
}

/** The error again, with the file's name. */
function inFile(error: BreakwaterError, file: string): BreakwaterError {
  if (error.place.file !== undefined) return error;
  return new BreakwaterError(error.code, error.message, {
    place: { ...error.place, file },
    remedy: error.remedy,
    cause: error.cause,
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(view: DataView, offset: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, view.byteLength - offset);
}
