import type { ByteChunks } from '../fileBytes.ts';
import type { CopiedFrame } from './copyIndex.ts';
import type { FileCopy } from './fileCopy.ts';
import type { FrameCopy } from './frameCopy.ts';

/** Chunks, and where the first of them starts in the decompressed stream. */
export interface PlacedChunks {
  readonly chunks: ByteChunks;
  readonly dataOffset: number;
}

/**
 * A file's decompressed data, read from its copy. Where the copy cannot be read, or does not go on
 * yet, the original goes on in its place: slower, and the same to the byte.
 */
export class CopyChunks implements ByteChunks {
  readonly #file: FileCopy;
  readonly #copy: FrameCopy;
  readonly #openOriginal: (dataOffset: number) => PlacedChunks;
  #original: ByteChunks | undefined;
  /** Bytes of the original that were handed over from the copy. */
  #skip = 0;
  #nextFrame: number;
  #dataOffset: number;
  #position = 0;
  #reading: Promise<unknown> = Promise.resolve();

  /**
   * @param first number of the frame to begin with
   * @param openOriginal reads the file itself, from a place or some way before it
   */
  constructor(
    file: FileCopy,
    copy: FrameCopy,
    first: number,
    openOriginal: (dataOffset: number) => PlacedChunks,
  ) {
    this.#file = file;
    this.#copy = copy;
    this.#nextFrame = first;
    this.#dataOffset = copy.frames[first]?.dataOffset ?? 0;
    this.#openOriginal = openOriginal;
  }

  get position(): number {
    return this.#original?.position ?? this.#position;
  }

  async next(): Promise<Uint8Array | undefined> {
    if (this.#original !== undefined) return this.#fromOriginal(this.#original);
    const frame = this.#copy.frames[this.#nextFrame];
    if (frame === undefined && this.#copy.isWhole) return undefined;
    const data = frame === undefined ? undefined : await this.#read(frame);
    if (frame === undefined || data === undefined) return this.#goOnWithOriginal();
    this.#nextFrame++;
    this.#dataOffset += data.length;
    this.#position = frame.position;
    return data;
  }

  async settle(): Promise<void> {
    await this.#reading;
    await this.#original?.settle();
  }

  async #read(frame: CopiedFrame): Promise<Uint8Array | undefined> {
    const reading = this.#copy.read(frame).catch((error: unknown) => {
      this.#file.refuse(this.#copy, error);
      return undefined;
    });
    this.#reading = reading;
    return reading;
  }

  #goOnWithOriginal(): Promise<Uint8Array | undefined> {
    const { chunks, dataOffset } = this.#openOriginal(this.#dataOffset);
    this.#original = chunks;
    this.#skip = this.#dataOffset - dataOffset;
    return this.#fromOriginal(chunks);
  }

  async #fromOriginal(chunks: ByteChunks): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = await chunks.next();
      if (chunk === undefined || this.#skip === 0) return chunk;
      const passed = Math.min(this.#skip, chunk.length);
      this.#skip -= passed;
      if (passed < chunk.length) return chunk.slice(passed);
    }
  }
}
