const WORD_BITS = 32;

/**
 * A set of whole numbers 0…size − 1 as bits, for finding the next occupied price up or down: 32
 * prices are skipped at a time, so that gaps between prices cost nothing.
 */
export class TickSet {
  readonly #words: Int32Array;

  /** @param size a multiple of 32 */
  constructor(size: number) {
    this.#words = new Int32Array(size / WORD_BITS);
  }

  add(index: number): void {
    this.#words[index >>> 5] = (this.#words[index >>> 5] ?? 0) | (1 << (index & 31));
  }

  delete(index: number): void {
    this.#words[index >>> 5] = (this.#words[index >>> 5] ?? 0) & ~(1 << (index & 31));
  }

  /** The smallest member ≥ `from`; −1 when there is none. */
  atOrAbove(from: number): number {
    const words = this.#words;
    let word = from >>> 5;
    let bits = (words[word] ?? 0) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word >= words.length) return -1;
      bits = words[word] ?? 0;
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }

  /** The largest member ≤ `from`; −1 when there is none. */
  atOrBelow(from: number): number {
    const words = this.#words;
    let word = from >>> 5;
    let bits = (words[word] ?? 0) & (-1 >>> (31 - (from & 31)));
    while (bits === 0) {
      if (--word < 0) return -1;
      bits = words[word] ?? 0;
    }
    return (word << 5) + 31 - Math.clz32(bits);
  }
}
