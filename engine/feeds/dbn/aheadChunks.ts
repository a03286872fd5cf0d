import type { ByteChunks } from './fileBytes.ts';
import { NOTHING_YET } from './growth.ts';

/**
 * Chunks with the next one always under way: while a chunk is decoded here, the thread pool reads
 * and decompresses the one after it. The first `next` starts the work.
 */
export class AheadChunks implements ByteChunks {
  readonly #chunks: ByteChunks;
  #ahead: Promise<Uint8Array | Error | undefined> | undefined;
  #aheadPosition = 0;
  #position = 0;

  constructor(chunks: ByteChunks) {
    this.#chunks = chunks;
  }

  /** Bytes before the chunk that was handed over last: what lies ahead is not used yet. */
  get position(): number {
    return this.#position;
  }

  async next(): Promise<Uint8Array | undefined> {
    const ahead = this.#ahead;
    let chunk = await (ahead ?? this.#start());
    // That there was nothing yet some time ago may no longer be true.
    if (chunk === NOTHING_YET && ahead !== undefined) chunk = await this.#start();
    if (chunk instanceof Error) throw chunk;
    this.#position = this.#aheadPosition;
    // What a file that grows does not hold yet is looked for when it is wanted.
    this.#ahead = chunk === NOTHING_YET ? undefined : this.#start();
    return chunk;
  }

  async settle(): Promise<void> {
    await this.#ahead;
    await this.#chunks.settle();
  }

  /** Failures are values here: work ahead must not reject before anyone waits for it. */
  async #start(): Promise<Uint8Array | Error | undefined> {
    this.#aheadPosition = this.#chunks.position;
    try {
      return await this.#chunks.next();
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
