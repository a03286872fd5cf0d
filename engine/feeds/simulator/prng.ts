const TWO_32 = 4_294_967_296;

/**
 * Small fast counting generator sfc32 (Chris Doty-Humphrey, PractRand): 32-bit integer arithmetic
 * only, so the same seed gives the same numbers on every machine and engine version.
 */
export class Prng {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * @param seed 0…2^32 − 1
   * @param stream 0…2^32 − 1; streams of one seed are independent, so that more draws in one part
   *   of a simulation leave the other parts as they were
   */
  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = 0x9e37_79b9 | 0;
    for (let round = 0; round < 20; round++) this.uint32();
  }

  /** Uniform 0…2^32 − 1. */
  uint32(): number {
    // Signed 32-bit numbers: the engine holds those without memory of their own.
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** Uniform whole number 0…limit − 1. */
  below(limit: number): number {
    return Math.floor((this.uint32() * limit) / TWO_32);
  }

  /** Uniform whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in `perMille` of a thousand cases. */
  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  /** Index into `weights`, drawn in proportion to them. Weights are whole and not all zero. */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let left = this.below(total);
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index] ?? 0;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }

  /**
   * Waiting time with this mean, exponentially distributed, by von Neumann's comparison method
   * (1951): no logarithm, whose last bit differs between engines.
   */
  exponential(mean: number): number {
    for (let whole = 0; ; whole++) {
      const first = this.uint32();
      let previous = first;
      let runLength = 1;
      for (;;) {
        const next = this.uint32();
        if (next > previous) break;
        previous = next;
        runLength++;
      }
      if (runLength % 2 === 1) return Math.floor((whole + first / TWO_32) * mean);
    }
  }

  /** Bell-shaped whole number around 0 with about this standard deviation (sum of six draws). */
  bell(deviation: number): number {
    let sum = 0;
    for (let draw = 0; draw < 6; draw++) sum += this.uint32();
    // Six uniforms have mean 3 and variance 1/2.
    return Math.round((sum / TWO_32 - 3) * 1.414 * deviation);
  }
}
