import type { ByteChunks } from './fileBytes.ts';

/**
 * Chunks with the next one always under way: while a chunk is decoded here, the thread pool reads
 * and decompresses the one after it. The first `next` starts the work.
 */
export class AheadChunks implements ByteChunks {
  readonly #chunks: ByteChunks;
  #ahead: Promise<Uint8Array | Error | undefined> | undefined;

  constructor(chunks: ByteChunks) {
    this.#chunks = chunks;
  }

  get position(): number {
    return this.#chunks.position;
  }

  async next(): Promise<Uint8Array | undefined> {
    const chunk = await (this.#ahead ?? this.#start());
    if (chunk instanceof Error) throw chunk;
    this.#ahead = this.#start();
    return chunk;
  }

  async settle(): Promise<void> {
    await this.#ahead;
    await this.#chunks.settle();
  }

  /** Failures are values here: work ahead must not reject before anyone waits for it. */
  async #start(): Promise<Uint8Array | Error | undefined> {
    try {
      return await this.#chunks.next();
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
