import { constants, createZstdDecompress } from 'node:zlib';
import { BreakwaterError } from '../../core/errors.ts';
import { systemErrorCode } from '../../core/systemErrors.ts';
import { FileChunks } from './fileBytes.ts';
import type { ByteChunks, RandomAccessBytes } from './fileBytes.ts';
import { FrameIndex, type FrameStart } from './frameIndex.ts';
import { NOTHING_YET, type Growth } from './growth.ts';
import {
  decompressWhole,
  mostCompressedBytes,
  wholeContentBytes,
  type WholeFrame,
} from './wholeFrames.ts';
import { ZstdFrameSplitter } from './zstdFrames.ts';

/** Compressed bytes per write. */
const INPUT_CHUNK_BYTES = 256 * 1024;
/**
 * Decompressed bytes per unit of work of the thread pool: large enough to pay the way there and back,
 * small enough to be decoded while it is still in the cache (measured: a megabyte costs a third more).
 */
const OUTPUT_CHUNK_BYTES = 256 * 1024;
/** Whole frames that the thread pool works on beside the one that is handed over. */
const FRAMES_AHEAD = 3;

/**
 * The largest window that a frame may ask for, as log2 of bytes: the decompressor holds as much in
 * memory. The vendor's frames ask for 2 MiB, `--ultra -22` and `--long` for 128 MiB, which no small
 * file has a use for.
 */
const MAX_WINDOW_LOG = 27;
const MAX_WINDOW_LOG_SMALL = 25;
const SMALL_FILE_BYTES = 16 * 1024 * 1024;

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

/** What helps with a frame that is sound and cannot be read, by what zlib says. */
const FRAME_REMEDIES: ReadonlyMap<string, readonly [expected: string, remedy: string]> = new Map([
  [
    'ZSTD_error_frameParameter_windowTooLarge',
    [
      'a window of at most 32 MiB, 128 MiB in files of 16 MiB and more',
      'Compress the file again without --long and --ultra.',
    ],
  ],
  [
    'ZSTD_error_dictionary_wrong',
    [
      'a frame that needs no dictionary',
      'Decompress the file with its dictionary (zstd -D), then name the result.',
    ],
  ],
]);

/**
 * Decompresses a Zstandard file of any number of frames, in order. The work is done by the thread
 * pool of `node:zlib`; memory stays at a few chunks whatever the file's size.
 *
 * When the decompressor refuses a piece, what it had made of that piece is lost. The frame is then
 * decompressed once more block by block, so that all the blocks before the damage are delivered.
 */
export class ZstdChunks implements ByteChunks {
  readonly splitter = new ZstdFrameSplitter();
  readonly #bytes: RandomAccessBytes;
  readonly #input: FileChunks;
  readonly #output: Chunks;
  readonly #frames: FrameIndex;
  readonly #first: FrameStart;
  /** The present frame: its index, where it starts in the file, what of it was handed over. */
  #frameIndex: number;
  #frameStart: number;
  #frameDelivered = 0;
  /** Decompressed bytes before the present frame. */
  #dataOffset: number;
  readonly #decompressor: PieceDecompressor;
  readonly #maxWindowLog: number;
  /** What the present frame holds, where it is to be decompressed at a stroke. */
  #wholeBytes: number | undefined;
  /** The pieces of such a frame that were read so far. */
  readonly #held: Uint8Array[] = [];
  readonly #underWay: WholeFrame[] = [];

  /**
   * @param frames learns of every frame that is come past
   * @param first the frame to begin with
   * @param growth of a file that may grow
   */
  constructor(
    bytes: RandomAccessBytes,
    frames = new FrameIndex(),
    first: FrameStart = frames.before(0),
    growth?: Growth,
  ) {
    this.#bytes = bytes;
    this.#frames = frames;
    this.#first = first;
    this.#frameIndex = first.index;
    this.#frameStart = first.fileOffset;
    this.#dataOffset = first.dataOffset;
    const isSmall = bytes.sizeBytes < SMALL_FILE_BYTES && growth === undefined;
    this.#maxWindowLog = isSmall ? MAX_WINDOW_LOG_SMALL : MAX_WINDOW_LOG;
    this.#decompressor = new PieceDecompressor(this.#maxWindowLog);
    this.#input = new FileChunks(bytes, INPUT_CHUNK_BYTES, first.fileOffset, growth);
    this.#output = this.#decompress();
  }

  /** Compressed bytes of what was handed over, as far as frames and reads tell. */
  get position(): number {
    return Math.max(this.#frameStart, this.#input.position - INPUT_CHUNK_BYTES);
  }

  /**
   * The next decompressed chunk; undefined at a sound end, {@link NOTHING_YET} at the present one of a
   * file that grows.
   *
   * @throws BreakwaterError at the damage, after everything before it
   */
  async next(): Promise<Uint8Array | undefined> {
    const result = await this.#output.next();
    return result.done === true ? undefined : result.value;
  }

  /** Waits for the work under way, one chunk at most, and ends; then the file may be closed. */
  async settle(): Promise<void> {
    await this.#output.return(undefined);
    this.#decompressor.destroy();
    await this.#input.settle();
  }

  async *#decompress(): Chunks {
    try {
      for (;;) {
        const offset = this.#input.position;
        const chunk = await this.#input.next();
        if (chunk === undefined) break;
        if (chunk !== NOTHING_YET) yield* this.#decompressChunk(chunk, offset);
        else {
          yield* this.#finishWhole(0);
          yield NOTHING_YET;
        }
      }
      yield* this.#finishAll();
    } catch (error) {
      // What comes before the fault is sound.
      yield* this.#finishAll();
      throw error;
    } finally {
      this.#decompressor.destroy();
      await Promise.all(this.#underWay.map(({ data }) => data));
    }
    if (!this.splitter.isBetweenFrames) throw this.#cutFrame();
  }

  async *#decompressChunk(chunk: Uint8Array, offset: number): Chunks {
    for (let start = 0; start < chunk.length;) {
      const isFrameStart = this.splitter.isBetweenFrames;
      const end = this.#advance(chunk, start, offset);
      const piece = chunk.subarray(start, end);
      const hasEnded = this.splitter.isBetweenFrames;
      if (isFrameStart) this.#wholeBytes = wholeContentBytes(piece);
      if (this.#wholeBytes !== undefined) yield* this.#hold(piece, hasEnded, offset + end);
      else {
        yield* this.#finishWhole(0);
        yield* this.#stream([piece]);
        if (hasEnded) this.#endFrame(offset + end, this.#passedFrames);
      }
      start = end;
    }
  }

  /** Collects a frame that is decompressed at a stroke; one of more than it may need is streamed. */
  async *#hold(piece: Uint8Array, hasEnded: boolean, fileEnd: number): Chunks {
    const contentBytes = this.#wholeBytes ?? 0;
    this.#held.push(piece);
    const heldBytes = this.#held.reduce((sum, { length }) => sum + length, 0);
    if (hasEnded) {
      const frame = this.#held.length === 1 ? piece : Buffer.concat(this.#held);
      this.#held.length = 0;
      const data = decompressWhole(frame, contentBytes, this.#maxWindowLog);
      this.#underWay.push({ fileEnd, nextIndex: this.#passedFrames, data });
      yield* this.#finishWhole(FRAMES_AHEAD);
    } else if (heldBytes > mostCompressedBytes(contentBytes)) {
      this.#wholeBytes = undefined;
      yield* this.#finishAll();
    }
  }

  /** Hands over what was read, a part of a frame too. */
  async *#finishAll(): Chunks {
    yield* this.#finishWhole(0);
    yield* this.#stream(this.#held.splice(0));
  }

  /** Hands the oldest whole frames over until only so many are under way. */
  async *#finishWhole(left: number): Chunks {
    while (this.#underWay.length > left) {
      const frame = this.#underWay[0];
      const data = await frame?.data;
      // A frame stays in the list until it is handed over: only then may those after it be.
      this.#underWay.shift();
      if (frame === undefined || data === undefined) return;
      if (data instanceof Error) {
        await Promise.all(this.#underWay.splice(0).map((later) => later.data));
        yield* this.#salvage();
        throw this.#badFrame(data);
      }
      this.#frameDelivered = data.length;
      if (data.length > 0) yield data;
      this.#endFrame(frame.fileEnd, frame.nextIndex);
    }
  }

  async *#stream(pieces: readonly Uint8Array[]): Chunks {
    for (const piece of pieces) {
      this.#decompressor.write(piece);
      try {
        for (
          let out = await this.#decompressor.read();
          out;
          out = await this.#decompressor.read()
        ) {
          this.#frameDelivered += out.length;
          yield ownBytes(out);
        }
      } catch (cause) {
        yield* this.#salvage();
        throw this.#badFrame(cause);
      }
    }
  }

  /** Index of the frame after those that the splitter has passed. */
  get #passedFrames(): number {
    return this.#first.index + this.splitter.frameCount;
  }

  #endFrame(fileEnd: number, nextIndex: number): void {
    this.#frameIndex = nextIndex;
    this.#frameStart = fileEnd;
    this.#dataOffset += this.#frameDelivered;
    this.#frameDelivered = 0;
    this.#frames.note({
      index: this.#frameIndex,
      fileOffset: this.#frameStart,
      dataOffset: this.#dataOffset,
    });
  }

  #advance(chunk: Uint8Array, start: number, offset: number): number {
    try {
      return this.splitter.advance(chunk, start, false);
    } catch (error) {
      throw error instanceof BreakwaterError ? atFileOffset(error, offset + start) : error;
    }
  }

  /** What the present frame holds before its damage and beyond what was handed over already. */
  async *#salvage(): Chunks {
    const splitter = new ZstdFrameSplitter();
    const input = new FileChunks(this.#bytes, INPUT_CHUNK_BYTES, this.#frameStart);
    const decompressor = new PieceDecompressor(this.#maxWindowLog);
    let skip = this.#frameDelivered;
    try {
      for (let chunk = await input.next(); chunk; chunk = await input.next()) {
        for (let start = 0; start < chunk.length;) {
          const end = splitter.advance(chunk, start, true);
          decompressor.write(chunk.subarray(start, end));
          for (let out = await decompressor.read(); out; out = await decompressor.read()) {
            const fresh = out.subarray(Math.min(skip, out.length));
            skip -= out.length - fresh.length;
            if (fresh.length > 0) yield ownBytes(fresh);
          }
          if (splitter.isBetweenFrames) return;
          start = end;
        }
      }
    } catch {
      // The same damage as before, now with everything before it delivered.
    } finally {
      decompressor.destroy();
      await input.settle();
    }
  }

  #badFrame(cause: unknown): BreakwaterError {
    const code = systemErrorCode(cause);
    const [expected, remedy] = FRAME_REMEDIES.get(code) ?? [
      'a sound frame',
      'Download the file again; what comes before the damage was used.',
    ];
    return new BreakwaterError('bad-input', `A zstd frame cannot be decompressed.`, {
      place: {
        field: `zstd frame ${this.#frameIndex} at file offset ${this.#frameStart}`,
        expected,
        found: code,
      },
      remedy,
      cause,
    });
  }

  #cutFrame(): BreakwaterError {
    return new BreakwaterError('bad-input', 'The file ends inside a zstd frame.', {
      place: {
        field: `zstd frame ${this.#frameIndex} at file offset ${this.#frameStart}`,
        expected: 'the rest of the frame',
        found: `the end of the file at offset ${this.#input.position}`,
      },
      remedy: 'The file was cut: download it again. What comes before the cut was used.',
    });
  }
}

/** The bytes in a buffer that nothing else uses: zlib fills one buffer with several small outputs. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}

function atFileOffset(error: BreakwaterError, fileOffset: number): BreakwaterError {
  const { field = 'bytes' } = error.place;
  return new BreakwaterError(error.code, error.message, {
    place: { ...error.place, field: `${field} at file offset ${fileOffset}` },
    remedy: error.remedy,
    cause: error,
  });
}

/**
 * A Zstandard decompressor that is fed piece by piece and drained by its reader: it works only as
 * far ahead as one output chunk. One write must not reach beyond the end of a frame.
 */
class PieceDecompressor {
  readonly #stream;
  #isBusy = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param maxWindowLog log2 of the largest window in bytes that a frame may ask for */
  constructor(maxWindowLog: number) {
    this.#stream = createZstdDecompress({
      chunkSize: OUTPUT_CHUNK_BYTES,
      params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog },
    });
    this.#stream.on('readable', () => this.#wake());
    this.#stream.on('close', () => this.#wake());
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  write(piece: Uint8Array): void {
    this.#isBusy = true;
    this.#stream.write(piece, () => {
      this.#isBusy = false;
      this.#wake();
    });
  }

  /**
   * The next output of the piece written last; undefined when it is used up.
   *
   * @throws what zlib reports, with the reason in `code`
   */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const output: unknown = this.#stream.read();
      if (output instanceof Uint8Array) return output;
      if (!this.#isBusy || this.#stream.destroyed) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
