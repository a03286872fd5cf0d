import { AheadChunks } from './aheadChunks.ts';
import { FileChunks } from './fileBytes.ts';
import type { ByteChunks, RandomAccessBytes } from './fileBytes.ts';
import { CopyChunks, type PlacedChunks } from './frameCopy/copyChunks.ts';
import type { FileCopy } from './frameCopy/fileCopy.ts';
import { TappedChunks } from './frameCopy/tappedChunks.ts';
import type { FrameIndex, FrameStart } from './frameIndex.ts';
import { NOTHING_YET, type Growth } from './growth.ts';
import { PLAIN_CHUNK_BYTES } from './opening.ts';
import type { Opening } from './opening.ts';
import { ZstdChunks } from './zstdChunks.ts';
import type { ZstdFrameFacts } from './zstdFrames.ts';

/**
 * The decompressed bytes of an open file, chunk by chunk, one of them always under way; from any
 * place on.
 */
export class RecordStream {
  readonly #bytes: RandomAccessBytes;
  readonly #frames: FrameIndex;
  readonly #copy: FileCopy | undefined;
  readonly #growth: Growth | undefined;
  #chunks: ByteChunks;
  #zstd: ZstdChunks | undefined;
  /** The chunk handed over last. */
  #chunk: Uint8Array | undefined;

  /**
   * Goes on after what opening has read.
   *
   * @param copy used for places that are far in the file itself
   * @param makesCopy whether the copy is made of what is read here, where there is none
   * @param growth of a file that may grow
   */
  constructor(
    { bytes, chunks, zstd, frames, readBytes }: Opening,
    copy: FileCopy | undefined,
    makesCopy: boolean,
    growth: Growth | undefined,
  ) {
    this.#bytes = bytes;
    this.#growth = growth;
    this.#frames = frames;
    this.#zstd = zstd;
    this.#copy = copy;
    const tap = makesCopy ? copy?.tap() : undefined;
    this.#chunks = new AheadChunks(
      tap === undefined ? chunks : new TappedChunks(chunks, frames, tap, readBytes),
    );
  }

  /** The chunks themselves, to read metadata from. */
  get chunks(): ByteChunks {
    return this.#chunks;
  }

  /** What is known of the zstd frames read so far; undefined for an uncompressed file. */
  get zstdFrames(): ZstdFrameFacts | undefined {
    return this.#zstd?.splitter;
  }

  /** Size of the file on disk. */
  get sizeBytes(): number {
    return this.#bytes.sizeBytes;
  }

  /** Share of the file's bytes before the chunk handed over last, 0…1. */
  get progress(): number {
    return Math.min(1, this.#chunks.position / Math.max(1, this.#bytes.sizeBytes));
  }

  /** The last known frame that starts at or before a place; undefined for an uncompressed file. */
  frameBefore(byteOffset: number): FrameStart | undefined {
    return this.#zstd === undefined ? undefined : this.#frames.before(byteOffset);
  }

  /**
   * The next chunk; undefined at the end, {@link NOTHING_YET} at the present one of a file that grows. Frees the one before at once: left to the garbage
   * collector, tens of megabytes would pile up.
   *
   * @throws BreakwaterError at damage, after everything before it
   */
  async take(): Promise<Uint8Array | undefined> {
    const chunk = await this.#chunks.next();
    if (chunk === undefined || chunk === NOTHING_YET) return chunk;
    if (this.#chunk?.buffer instanceof ArrayBuffer) this.#chunk.buffer.transfer(0);
    this.#chunk = chunk;
    return chunk;
  }

  /** Leaves the chunk handed over last to its taker. */
  keepChunk(): void {
    this.#chunk = undefined;
  }

  /**
   * Goes on elsewhere: a plain file right there, a compressed one from the start of the last frame
   * known to begin before it, or from its copy where that frame is far.
   *
   * @param frame a frame that is known to begin there
   * @returns where the next chunk starts in the decompressed stream: at `byteOffset` or before
   */
  async goTo(byteOffset: number, frame: FrameStart | undefined): Promise<number> {
    await this.#chunks.settle();
    if (frame !== undefined) this.#frames.note(frame);
    if (this.#zstd === undefined) {
      const chunks = new FileChunks(this.#bytes, PLAIN_CHUNK_BYTES, byteOffset, this.#growth);
      this.#chunks = new AheadChunks(chunks);
      return byteOffset;
    }
    const copied = this.#copied(byteOffset);
    const { chunks, dataOffset } = copied ?? this.#original(byteOffset);
    this.#chunks = new AheadChunks(chunks);
    return dataOffset;
  }

  #original(byteOffset: number): PlacedChunks {
    const first = this.#frames.before(byteOffset);
    this.#zstd = new ZstdChunks(this.#bytes, this.#frames, first, this.#growth);
    return { chunks: this.#zstd, dataOffset: first.dataOffset };
  }

  /** Undefined where the place is near in the file itself, or its copy does not hold it. */
  #copied(byteOffset: number): PlacedChunks | undefined {
    const file = this.#copy;
    const copy = file?.copy;
    if (file === undefined || copy === undefined) return undefined;
    if (byteOffset - this.#frames.before(byteOffset).dataOffset <= file.nearBytes) return undefined;
    const number = copy.find(byteOffset);
    const frame = number === undefined ? undefined : copy.frames[number];
    if (number === undefined || frame === undefined) return undefined;
    const chunks = new CopyChunks(file, copy, number, (from) => this.#original(from));
    return { chunks, dataOffset: frame.dataOffset };
  }

  /** Ends the work under way and closes the file. */
  async close(): Promise<void> {
    await this.#chunks.settle();
    await this.#bytes.close();
  }
}
