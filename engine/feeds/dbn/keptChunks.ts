import type { ByteChunks } from './fileBytes.ts';
import { NOTHING_YET } from './growth.ts';

/** Chunks that are kept beside being handed over, in case what is made of them lacks its end yet. */
export class KeptChunks implements ByteChunks {
  readonly #chunks: ByteChunks;
  readonly #taken: Uint8Array[] = [];
  #isWaiting = false;

  constructor(chunks: ByteChunks) {
    this.#chunks = chunks;
  }

  get position(): number {
    return this.#chunks.position;
  }

  /** All that was handed over. */
  get taken(): readonly Uint8Array[] {
    return this.#taken;
  }

  /** Whether it was at the present end of a file that grows. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  async next(): Promise<Uint8Array | undefined> {
    const chunk = await this.#chunks.next();
    this.#isWaiting = chunk === NOTHING_YET;
    if (chunk !== undefined && chunk !== NOTHING_YET) this.#taken.push(chunk);
    return chunk;
  }

  settle(): Promise<void> {
    return this.#chunks.settle();
  }
}
