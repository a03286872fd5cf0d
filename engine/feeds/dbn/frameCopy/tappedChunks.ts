import type { ByteChunks } from '../fileBytes.ts';
import type { FrameIndex } from '../frameIndex.ts';
import type { CopyTap } from './fileCopy.ts';

/** Chunks of a compressed file that somebody else has a look at on their way. */
export class TappedChunks implements ByteChunks {
  readonly #chunks: ByteChunks;
  readonly #frames: FrameIndex;
  readonly #tap: CopyTap;
  #dataOffset: number;

  /** @param dataOffset where the next chunk starts in the decompressed stream */
  constructor(chunks: ByteChunks, frames: FrameIndex, tap: CopyTap, dataOffset: number) {
    this.#chunks = chunks;
    this.#frames = frames;
    this.#tap = tap;
    this.#dataOffset = dataOffset;
  }

  get position(): number {
    return this.#chunks.position;
  }

  async next(): Promise<Uint8Array | undefined> {
    const { position } = this.#chunks;
    const chunk = await this.#chunks.next().catch((error: unknown) => {
      // What ends in damage is read from the file itself, so that the damage shows.
      this.#tap.drop();
      throw error;
    });
    if (chunk === undefined) this.#tap.finish();
    else {
      const dataOffset = this.#dataOffset;
      const frameStart = this.#frames.before(dataOffset).dataOffset;
      this.#tap.add(chunk, { dataOffset, frameStart, position });
      this.#dataOffset += chunk.length;
    }
    return chunk;
  }

  async settle(): Promise<void> {
    await this.#chunks.settle();
    this.#tap.drop();
  }
}
