import { BreakwaterError } from '../../core/errors.ts';
import { AheadChunks } from './aheadChunks.ts';
import { FileChunks, openFileBytes } from './fileBytes.ts';
import type { ByteChunks, RandomAccessBytes } from './fileBytes.ts';
import type { FrameIndex, FrameStart } from './frameIndex.ts';
import { decodeSymbolMapping } from './gatewayRecords.ts';
import { ByteQueue } from './byteQueue.ts';
import {
  DBN_MAGIC,
  HEADER,
  MAX_RECORD_BYTES,
  RTYPE,
  WORD_BYTES,
  indexTimeOffset,
  rtypeName,
} from './layout.ts';
import { readMetadata } from './metadata.ts';
import type { DbnMetadata } from './metadata.ts';
import { Oddities } from './oddities.ts';
import { PLAIN_CHUNK_BYTES, readOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import { LENGTH, LENGTH_KINDS, possibleLengths } from './recordLengths.ts';
import { utcDayAt } from './records.ts';
import { hasMetadata, versionOfRecord } from './sniff.ts';
import { SymbolMap } from './symbols.ts';
import { ZstdChunks } from './zstdChunks.ts';
import type { ZstdFrameFacts } from './zstdFrames.ts';

export interface DbnReaderOptions {
  /** Replaces the file system, e.g. by bytes that fail to read. */
  readonly openBytes?: (path: string) => Promise<RandomAccessBytes>;
  /** Delivers records of unknown types too, for copying; otherwise they are passed over. */
  readonly includeUnknown?: boolean;
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
export class DbnReader {
  readonly path: string;
  /** The metadata at the start of the file; null for a fragment. */
  readonly metadata: DbnMetadata | null;
  readonly symbols: SymbolMap;
  readonly #bytes: RandomAccessBytes;
  #chunks: ByteChunks;
  #zstd: ZstdChunks | undefined;
  readonly #frames: FrameIndex;
  readonly #includesUnknown: boolean;
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
  /** The chunk that the region, or what is walked next, is a part of. */
  #chunk: Uint8Array | undefined;
  /** The rest of the chunk that completed the torn record; walked next. */
  #afterTorn: Uint8Array | undefined;
  #hasEnded = false;
  #damage: BreakwaterError | null = null;
  #skippedRecords: Map<number, number> | undefined;
  #sections: MetadataSection[] = [];
  /** What is odd about the file and plays nevertheless; whoever decodes its records adds to it. */
  readonly oddities = new Oddities();

  private constructor(
    path: string,
    opening: Opening,
    { includeUnknown = false }: DbnReaderOptions,
  ) {
    this.path = path;
    this.#includesUnknown = includeUnknown;
    this.metadata = opening.metadata;
    this.symbols = opening.symbols;
    this.#bytes = opening.bytes;
    this.#chunks = new AheadChunks(opening.chunks);
    this.#zstd = opening.zstd;
    this.#frames = opening.frames;
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
      return new DbnReader(path, await readOpening(path, bytes), options);
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
    return this.#zstd?.splitter;
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
   * Moves to the next whole record that is in memory, of a known type unless asked otherwise. Allocates nothing, except for
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
      // One comparison sorts out all that is not as usual.
      const kind = LENGTH_KINDS[(rtype << 8) | words] ?? LENGTH.impossible;
      if (kind > LENGTH.longer && this.#endsBefore(kind, rtype, words)) return false;
      const lengthBytes = words * WORD_BYTES;
      if (offset + lengthBytes > this.#end) return false;
      this.#nextOffset = offset + lengthBytes;
      this.#recordIndex += 1;
      this.#offset = offset;
      this.#lengthBytes = lengthBytes;
      this.#rtype = rtype;
      if (kind !== LENGTH.ordinary) {
        this.#noteOddLength(kind, rtype);
        if (kind === LENGTH.unknownType && !this.#includesUnknown) continue;
      }
      if (rtype === RTYPE.symbolMapping) this.#announceSymbol();
      return true;
    }
  }

  /**
   * Reads on. Afterwards {@link next} may have more, or still too little for a whole record.
   *
   * @returns false at the end of the file, sound or damaged; see {@link damage}
   */
  async fill(): Promise<boolean> {
    if (this.#hasEnded) return false;
    if (this.#standsAtMetadata()) return this.#readSection();
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
      let rest = chunk;
      for (let need = this.#tornNeed(have); have < need && rest.length > 0;) {
        const missing = rest.subarray(0, need - have);
        this.#torn.set(missing, have);
        have += missing.length;
        rest = rest.subarray(missing.length);
        need = this.#tornNeed(have);
      }
      if (have < this.#tornNeed(have)) continue;
      this.#walk(this.#torn.subarray(0, have));
      this.#afterTorn = rest;
      return true;
    }
  }

  /** Where the current record is; before the first one, where that will be. */
  get place(): RecordPlace {
    const { byteOffset } = this;
    const place = { byteOffset, recordIndex: Math.max(0, this.#recordIndex) };
    return this.#zstd === undefined ? place : { ...place, frame: this.#frames.before(byteOffset) };
  }

  /**
   * Goes back or ahead to a record: {@link next} and {@link fill} go on with it. A plain file is read
   * from there; a compressed one from the start of the last frame known to begin before it.
   */
  async seek(place: RecordPlace): Promise<void> {
    await this.#chunks.settle();
    if (place.frame !== undefined) this.#frames.note(place.frame);
    this.#chunks = new AheadChunks(this.#chunksFrom(place.byteOffset));
    this.#hasEnded = false;
    this.#damage = null;
    this.#afterTorn = undefined;
    this.#lengthBytes = 0;
    this.#recordIndex = place.recordIndex - 1;
    this.#sections = this.#sections.filter(({ byteOffset }) => byteOffset < place.byteOffset);
    this.#viewStart = this.#zstd === undefined ? place.byteOffset : this.#dataStart(place);
    this.#nextOffset = 0;
    this.#walk(NO_BYTES);
    for (let skip = place.byteOffset - this.#viewStart; skip > 0;) {
      const chunk = await this.#takeChunk();
      if (chunk === undefined) return;
      this.#walk(chunk);
      this.#nextOffset = Math.min(skip, chunk.length);
      skip -= this.#nextOffset;
    }
  }

  #dataStart({ byteOffset }: RecordPlace): number {
    return this.#frames.before(byteOffset).dataOffset;
  }

  #chunksFrom(byteOffset: number): ByteChunks {
    if (this.#zstd === undefined) {
      return new FileChunks(this.#bytes, PLAIN_CHUNK_BYTES, byteOffset);
    }
    this.#zstd = new ZstdChunks(this.#bytes, this.#frames, this.#frames.before(byteOffset));
    return this.#zstd;
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

  /**
   * The next chunk of bytes; undefined at the end, sound or damaged. Frees the one before at once:
   * left to the garbage collector, tens of megabytes would pile up.
   */
  async #takeChunk(): Promise<Uint8Array | undefined> {
    try {
      const chunk = await this.#chunks.next();
      if (chunk === undefined) return undefined;
      // From here on there is no current record to look at.
      this.#lengthBytes = 0;
      if (this.#chunk?.buffer instanceof ArrayBuffer) this.#chunk.buffer.transfer(0);
      this.#chunk = chunk;
      return chunk;
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

  /**
   * How many bytes the torn record needs, as far as its `have` bytes tell: first its length and
   * type, then as much as tells whether it is metadata.
   */
  #tornNeed(have: number): number {
    if (have < 2) return 2;
    const [words = 0, rtype = 0] = this.#torn;
    const mayBeMetadata = words === DBN_MAGIC[0] && rtype === DBN_MAGIC[1];
    if (mayBeMetadata && have < DBN_MAGIC.length) return DBN_MAGIC.length;
    return mayBeMetadata && hasMetadata(this.#torn) ? have : words * WORD_BYTES;
  }

  /** Whether metadata, or damage, stands where the next record should. */
  #endsBefore(kind: number, rtype: number, words: number): boolean {
    if (kind === LENGTH.unknownType) {
      const isMagicStart = words === DBN_MAGIC[0] && rtype === DBN_MAGIC[1];
      // Two bytes of three tell nothing yet: the rest of the region is kept until there are more.
      const isCut = this.#nextOffset + DBN_MAGIC.length > this.#end;
      return isMagicStart && (isCut || this.#standsAtMetadata());
    }
    this.#stop(
      new BreakwaterError('bad-input', 'A record has a length that its type cannot have.', {
        place: {
          field: 'length',
          expected: `${possibleLengths(rtype)} (${rtypeName(rtype)})`,
          found: `${words} words`,
        },
        remedy: 'The file is damaged: download it again. The records before this one were used.',
      }),
    );
    return true;
  }

  #standsAtMetadata(): boolean {
    const offset = this.#nextOffset;
    if (offset + DBN_MAGIC.length > this.#end) return false;
    return DBN_MAGIC.every((byte, index) => this.#view.getUint8(offset + index) === byte);
  }

  /**
   * Reads metadata in the middle of the file: what it maps holds from here on.
   *
   * @returns false when it is damaged
   */
  async #readSection(): Promise<boolean> {
    const byteOffset = this.#viewStart + this.#nextOffset;
    const region = bytesOf(this.#view, this.#nextOffset);
    const start = Buffer.concat([region, this.#afterTorn ?? new Uint8Array(0)]);
    const queue = new ByteQueue(this.#chunks, start);
    const symbols = new SymbolMap();
    try {
      const metadata = await readMetadata(queue, symbols, this.sizeBytes);
      this.#chunk = undefined;
      this.#afterTorn = undefined;
      this.symbols.takeOver(symbols);
      this.#sections.push({ metadata, byteOffset, recordIndex: this.#recordIndex + 1 });
      this.oddities.note('metadata', this.#recordIndex + 1, byteOffset);
      this.#walk(queue.peek());
      this.#viewStart = byteOffset + metadata.sizeBytes;
      return true;
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      this.#stop(error);
      return false;
    }
  }

  /** Ends the file at the record that would come next. */
  #stop(error: BreakwaterError): void {
    this.#hasEnded = true;
    this.#damage = new BreakwaterError(error.code, error.message, {
      place: {
        ...error.place,
        file: this.path,
        // What metadata says of itself counts from where it starts.
        byteOffset: this.#viewStart + this.#nextOffset + (error.place.byteOffset ?? 0),
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

  /** Counts the current record: of an unknown type, or longer than its type. */
  #noteOddLength(kind: number, rtype: number): void {
    const oddity = kind === LENGTH.longer ? 'longer' : 'unknown_type';
    this.oddities.note(oddity, this.#recordIndex, this.byteOffset);
    if (kind === LENGTH.longer) return;
    this.#skippedRecords ??= new Map();
    this.#skippedRecords.set(rtype, (this.#skippedRecords.get(rtype) ?? 0) + 1);
  }
}

const NO_BYTES = new Uint8Array(0);

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
