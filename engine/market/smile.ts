import { nsOfSeconds } from '../core/time.ts';
import type { KnownIv } from './ivMemory.ts';

/** Older volatilities say nothing about the present smile. */
const MAX_AGE_NS = nsOfSeconds(300);
/** The weight of a volatility halves every minute. */
const HALF_LIFE_NS = nsOfSeconds(60);
/** With fewer strikes there is no curve to speak of; as many carry a local line at least. */
const MIN_STRIKES = 5;
/** In the logarithm: a volatility 30% off what its neighbours let expect is an odd print. */
const MAX_OFF = Math.log(1.3);
const INITIAL_STRIKES = 64;

/**
 * The volatility smile of one expiry: volatility by strike, from the last good volatilities of
 * options that were out of the money when they traded. Each counts by its age; one far off its
 * neighbours is left out. In between it is a line fitted locally by weighted least squares, the
 * logarithm of volatility over that of strike, with tricube weights (W. S. Cleveland, JASA 74, 1979)
 * that reach over the five nearest strikes, and at least over one deviation σ·√T of the
 * at-the-money volatility. Beyond the outermost strikes it is flat.
 */
export class Smile {
  /** Strikes in rising order; the columns hold {@link #count} of them. */
  #strikes = new Float64Array(INITIAL_STRIKES);
  #logStrikes = new Float64Array(INITIAL_STRIKES);
  /** Logarithms of the volatilities; where call and put of a strike both count, their mean. */
  #logIvs = new Float64Array(INITIAL_STRIKES);
  /** 2^(−age in minutes), 1 for one of this very moment. */
  #weights = new Float64Array(INITIAL_STRIKES);
  #isOdd = new Uint8Array(INITIAL_STRIKES);
  #count = 0;
  #lowestLogIv = 0;
  #highestLogIv = 0;

  /**
   * Makes the smile as of a moment, in place of what it was.
   * @param known the expiry's volatilities by rising strike
   * @returns false where fewer than five strikes have a recent volatility: then there is none
   */
  fit(known: readonly KnownIv[], nowNs: number): boolean {
    this.#gather(known, nowNs);
    this.#leaveOutOdd();
    this.#lowestLogIv = Number.POSITIVE_INFINITY;
    this.#highestLogIv = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < this.#count; index++) {
      const logIv = this.#logIvs[index] ?? 0;
      this.#lowestLogIv = Math.min(this.#lowestLogIv, logIv);
      this.#highestLogIv = Math.max(this.#highestLogIv, logIv);
    }
    return this.#count >= MIN_STRIKES;
  }

  /**
   * The volatility at a strike, between the lowest and the highest that the smile is made of.
   * @param forward price of the underlying at expiry
   * @param years time left
   */
  at(strike: number, forward: number, years: number): number {
    const first = this.#logStrikes[0] ?? 0;
    const last = this.#logStrikes[this.#count - 1] ?? 0;
    const logStrike = Math.min(Math.max(Math.log(strike), first), last);
    const deviation = Math.exp(this.#logIvs[this.#nearest(forward)] ?? 0) * Math.sqrt(years);
    const logIv = this.#lineAt(logStrike, deviation);
    return Math.exp(Math.min(Math.max(logIv, this.#lowestLogIv), this.#highestLogIv));
  }

  #gather(known: readonly KnownIv[], nowNs: number): void {
    if (known.length > this.#strikes.length) this.#grow(known.length);
    let count = 0;
    for (const { contract, iv, atNs, isOtm } of known) {
      const ageNs = nowNs - atNs;
      if (!isOtm || ageNs > MAX_AGE_NS) continue;
      const { strike } = contract;
      const weight = 2 ** (-ageNs / HALF_LIFE_NS);
      const logIv = Math.log(iv);
      const last = count - 1;
      if (count > 0 && this.#strikes[last] === strike) {
        const sum = (this.#weights[last] ?? 0) + weight;
        const other = this.#logIvs[last] ?? 0;
        this.#logIvs[last] = other + ((logIv - other) * weight) / sum;
        this.#weights[last] = sum;
        continue;
      }
      this.#strikes[count] = strike;
      this.#logStrikes[count] = Math.log(strike);
      this.#logIvs[count] = logIv;
      this.#weights[count] = weight;
      count++;
    }
    this.#count = count;
  }

  #grow(strikes: number): void {
    const capacity = 2 * strikes;
    this.#strikes = new Float64Array(capacity);
    this.#logStrikes = new Float64Array(capacity);
    this.#logIvs = new Float64Array(capacity);
    this.#weights = new Float64Array(capacity);
    this.#isOdd = new Uint8Array(capacity);
  }

  #leaveOutOdd(): void {
    for (let index = 0; index < this.#count; index++) this.#isOdd[index] = this.#judge(index);
    let kept = 0;
    for (let index = 0; index < this.#count; index++) {
      if (this.#isOdd[index] === 1) continue;
      for (const column of [this.#strikes, this.#logStrikes, this.#logIvs, this.#weights]) {
        column[kept] = column[index] ?? 0;
      }
      kept++;
    }
    this.#count = kept;
  }

  /**
   * 1 for a volatility that is more than 30% off what its neighbours let expect: those of the next
   * strike on either side, and the lines on which the two on its left and the two on its right go
   * on. The bottom of a steep smile and its outermost strikes lie on one of these; an odd print lies
   * on none.
   */
  #judge(index: number): 0 | 1 {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const step of [-1, 1]) {
      const [next, beyond] = [index + step, index + 2 * step];
      if (next < 0 || next >= this.#count) continue;
      const neighbour = this.#logIvs[next] ?? 0;
      const isAlone = beyond < 0 || beyond >= this.#count;
      const extended = isAlone ? neighbour : this.#extended(beyond, next, index);
      lowest = Math.min(lowest, neighbour, extended);
      highest = Math.max(highest, neighbour, extended);
    }
    if (lowest > highest) return 0;
    const logIv = this.#logIvs[index] ?? 0;
    return logIv > lowest - MAX_OFF && logIv < highest + MAX_OFF ? 0 : 1;
  }

  /** What the line through two strikes says of a third. */
  #extended(one: number, other: number, wanted: number): number {
    const [x, y] = [this.#logStrikes, this.#logIvs];
    const slope = ((y[other] ?? 0) - (y[one] ?? 0)) / ((x[other] ?? 0) - (x[one] ?? 0));
    return (y[one] ?? 0) + slope * ((x[wanted] ?? 0) - (x[one] ?? 0));
  }

  /** The weighted least squares line through the strikes around one, there. */
  #lineAt(logStrike: number, deviation: number): number {
    let to = this.#firstFrom(this.#logStrikes, logStrike);
    let from = to - 1;
    const distance = (index: number): number =>
      index < 0 || index >= this.#count
        ? Number.POSITIVE_INFINITY
        : Math.abs((this.#logStrikes[index] ?? 0) - logStrike);
    let farthest = 0;
    for (let taken = 0; taken < MIN_STRIKES; taken++) {
      farthest = Math.min(distance(from), distance(to));
      if (distance(from) <= distance(to)) from--;
      else to++;
    }
    // A little farther than the fifth nearest, so that it has a weight.
    const reach = Math.max(deviation, 1.1 * farthest);
    while (distance(from) < reach) from--;
    while (distance(to) < reach) to++;
    return this.#fitted(from + 1, to, logStrike, reach);
  }

  #fitted(from: number, to: number, logStrike: number, reach: number): number {
    let [sumW, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
    for (let index = from; index < to; index++) {
      const x = ((this.#logStrikes[index] ?? 0) - logStrike) / reach;
      const share = Math.abs(x);
      const fall = 1 - share * share * share;
      const weight = (this.#weights[index] ?? 0) * fall * fall * fall;
      const logIv = this.#logIvs[index] ?? 0;
      sumW += weight;
      sumX += weight * x;
      sumY += weight * logIv;
      sumXX += weight * x * x;
      sumXY += weight * x * logIv;
    }
    return (sumXX * sumY - sumX * sumXY) / (sumW * sumXX - sumX * sumX);
  }

  /** Index of the strike nearest a price; of two equally near the lower one. */
  #nearest(price: number): number {
    const above = this.#firstFrom(this.#strikes, price);
    if (above === 0) return 0;
    if (above === this.#count) return this.#count - 1;
    const below = above - 1;
    const isBelow = price - (this.#strikes[below] ?? 0) <= (this.#strikes[above] ?? 0) - price;
    return isBelow ? below : above;
  }

  /** Index of the first entry of a rising column that is not below `value`. */
  #firstFrom(column: Float64Array, value: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((column[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
