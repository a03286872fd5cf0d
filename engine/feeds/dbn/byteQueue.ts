import type { ByteChunks } from './fileBytes.ts';
import { NOTHING_YET } from './growth.ts';

const EMPTY = new Uint8Array(0);

/** The start of a byte stream, taken in small contiguous portions across chunk borders. */
export class ByteQueue {
  readonly #chunks: ByteChunks;
  #bytes: Uint8Array = EMPTY;
  #start = 0;
  #consumed = 0;

  /** @param start bytes that come before those of the stream */
  constructor(chunks: ByteChunks, start: Uint8Array = EMPTY) {
    this.#chunks = chunks;
    this.#bytes = start;
  }

  /** Bytes taken so far. */
  get consumed(): number {
    return this.#consumed;
  }

  /** Bytes that {@link take} can give without waiting. */
  get available(): number {
    return this.#bytes.length - this.#start;
  }

  /**
   * Waits until `count` bytes are available, or the stream ends or holds no more at present.
   *
   * @returns how many bytes are available then
   */
  async require(count: number): Promise<number> {
    while (this.available < count) {
      const chunk = await this.#chunks.next();
      if (chunk === undefined || chunk === NOTHING_YET) break;
      this.#bytes = this.available === 0 ? chunk : Buffer.concat([this.peek(), chunk]);
      this.#start = 0;
    }
    return this.available;
  }

  /** All available bytes, without taking them. */
  peek(): Uint8Array {
    return this.#bytes.subarray(this.#start);
  }

  /** Takes `count` bytes, or all available ones where they are fewer. Valid until the stream is read on. */
  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#start, this.#start + count);
    this.#start += taken.length;
    this.#consumed += taken.length;
    return taken;
  }
}
