/** Whole numbers below this have a bucket of their own. */
const EXACT_BELOW = 256;
const EXACT_BITS = 8;
/** Buckets per doubling beyond: values are kept to within 1/128. */
const BUCKETS_PER_OCTAVE = 128;
const MAX_BITS = 53;
const BUCKETS = EXACT_BELOW + (MAX_BITS - EXACT_BITS) * BUCKETS_PER_OCTAVE;
const TWO_32 = 4_294_967_296;

/**
 * The distribution of values ≥ 0 in memory that does not grow (48 KB): whole numbers below 256
 * exactly, larger values to within 0.8 % (log-linear buckets, as in HdrHistogram).
 */
export class LogHistogram {
  readonly #weights = new Float64Array(BUCKETS);
  #total = 0;
  #sum = 0;
  #max = 0;

  /** Sum of the weights: the count, where none was given. */
  get total(): number {
    return this.#total;
  }

  /** The largest value, exactly; 0 while there is none. */
  get max(): number {
    return this.#max;
  }

  /** Weighted mean, exact; NaN while there is nothing. */
  get mean(): number {
    return this.#sum / this.#total;
  }

  /** @param value at least 0 and below 2^53; its fraction counts for the mean only */
  add(value: number, weight = 1): void {
    const bucket = bucketOf(value);
    this.#weights[bucket] = (this.#weights[bucket] ?? 0) + weight;
    this.#total += weight;
    this.#sum += value * weight;
    if (value > this.#max) this.#max = value;
  }

  /**
   * The least bucket that has at least `share` of the weight at or below it, by its lower bound.
   *
   * @param share 0…1
   * @returns NaN while there is nothing
   */
  quantile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    const wanted = share * this.#total;
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#weights[bucket] ?? 0;
      if (seen > 0 && seen >= wanted) return lowerBoundOf(bucket);
    }
    return this.#max;
  }

  /** Share of the weight whose value is at most `value`, a whole number below 256. */
  shareUpTo(value: number): number {
    let seen = 0;
    for (let bucket = 0; bucket <= value; bucket++) seen += this.#weights[bucket] ?? 0;
    return seen / this.#total;
  }
}

function bucketOf(value: number): number {
  if (value < EXACT_BELOW) return Math.floor(value);
  const bits = value < TWO_32 ? 31 - Math.clz32(value) : 63 - Math.clz32(value / TWO_32);
  const fraction = Math.floor((value / 2 ** bits) * BUCKETS_PER_OCTAVE) - BUCKETS_PER_OCTAVE;
  return Math.min(BUCKETS - 1, EXACT_BELOW + (bits - EXACT_BITS) * BUCKETS_PER_OCTAVE + fraction);
}

function lowerBoundOf(bucket: number): number {
  if (bucket < EXACT_BELOW) return bucket;
  const beyond = bucket - EXACT_BELOW;
  const bits = EXACT_BITS + Math.floor(beyond / BUCKETS_PER_OCTAVE);
  return 2 ** bits * (1 + (beyond % BUCKETS_PER_OCTAVE) / BUCKETS_PER_OCTAVE);
}
