/** The gamma of a book at other spots than the present one, and where it changes sign. */

/** The curve reaches from spot/1.02 to spot·1.02. */
const REACH = 1.02;
const MIN_STEPS = 20;
const MAX_STEPS = 400;
/**
 * A gamma of no more than this, or than this share of the curve's largest, has no sign: late in the day
 * the strip between two strikes and all that lies far out is next to nothing.
 */
const NO_SIGN = 1e-6;
const NO_SIGN_SHARE = 0.001;
/** So far out on a bell curve nothing counts, whatever it is multiplied with. */
const NEGLIGIBLE = 1e-30;
const ONE_OVER_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

/**
 * A book's gamma at spots in equal ratios around the present one (engine/README.md, "The two books of
 * dealer gamma"). Laid out once, added to option by option; its arrays are used again and again.
 */
export class ZeroGammaCurve {
  readonly #spots = new Float64Array(2 * MAX_STEPS + 1);
  readonly #gamma = new Float64Array(2 * MAX_STEPS + 1);
  /** Points on either side of spot. */
  #steps = 0;
  /** Logarithm of the ratio of neighbouring spots. */
  #logStep = 0;

  /**
   * Empties the curve and lays out its spots.
   * @param spot level price, above 0
   * @param strikeSpacing smallest distance between two strikes, above 0: no step is longer than half
   *   of it, as far as their number allows
   */
  start(spot: number, strikeSpacing: number): void {
    const wanted = Math.ceil((2 * REACH * spot * Math.log(REACH)) / strikeSpacing);
    this.#steps = Math.min(MAX_STEPS, Math.max(MIN_STEPS, wanted));
    this.#logStep = Math.log(REACH) / this.#steps;
    for (let i = 0; i <= 2 * this.#steps; i++) {
      this.#spots[i] = spot * Math.exp((i - this.#steps) * this.#logStep);
      this.#gamma[i] = 0;
    }
  }

  /**
   * Adds one option. Along equal ratios of spot its d1 goes in equal steps, and a bell curve at equal
   * steps follows from its neighbours by products: from the peak down either side.
   *
   * @param amount units of the underlying that the contracts stand for, short ones negative
   * @param moneyness forward price of the underlying at the present spot over the strike
   * @param total volatility times the square root of the years left
   * @param carry what one unit of the forward is worth in units of the quoted underlying
   */
  add(amount: number, moneyness: number, total: number, carry: number): void {
    const d1 = Math.log(moneyness) / total + total / 2;
    const step = this.#logStep / total;
    const peak = Math.max(-this.#steps, Math.min(this.#steps, Math.round(-d1 / step)));
    const atPeak = d1 + peak * step;
    const scale = (amount * carry * ONE_OVER_SQRT_2PI) / total;
    const shrink = Math.exp(-step * step);
    const start = peak + this.#steps;
    const top = Math.exp(-0.5 * atPeak * atPeak);
    let height = top;
    let ratio = Math.exp(-step * (atPeak + 0.5 * step));
    for (let i = start; i <= 2 * this.#steps && height > NEGLIGIBLE; i++) {
      this.#gamma[i] = (this.#gamma[i] ?? 0) + (scale * height) / (this.#spots[i] ?? 1);
      height *= ratio;
      ratio *= shrink;
    }
    ratio = Math.exp(step * (atPeak - 0.5 * step));
    height = top * ratio;
    for (let i = start - 1; i >= 0 && height > NEGLIGIBLE; i--) {
      this.#gamma[i] = (this.#gamma[i] ?? 0) + (scale * height) / (this.#spots[i] ?? 1);
      ratio *= shrink;
      height *= ratio;
    }
  }

  /** Copies of the curve's spots and of the gamma at them. */
  points(): { readonly spots: Float64Array; readonly gamma: Float64Array } {
    const count = 2 * this.#steps + 1;
    return { spots: this.#spots.slice(0, count), gamma: this.#gamma.slice(0, count) };
  }

  /** Where the curve changes sign, ascending. Points without a sign are passed over. */
  flips(): number[] {
    const flips: number[] = [];
    const noSign = Math.max(NO_SIGN, NO_SIGN_SHARE * this.#largest());
    let before = -1;
    for (let i = 0; i <= 2 * this.#steps; i++) {
      const gamma = this.#gamma[i] ?? 0;
      if (Math.abs(gamma) <= noSign) continue;
      if (before >= 0 && (this.#gamma[before] ?? 0) * gamma < 0)
        flips.push(this.#between(before, i));
      before = i;
    }
    return flips;
  }

  /** The flip nearest to the present spot, of two equally near the lower; undefined without any. */
  nearestFlip(spot: number): number | undefined {
    let nearest: number | undefined;
    for (const flip of this.flips()) {
      const isNearer = nearest === undefined || Math.abs(flip - spot) < Math.abs(nearest - spot);
      if (isNearer) nearest = flip;
    }
    return nearest;
  }

  #largest(): number {
    let largest = 0;
    for (let i = 0; i <= 2 * this.#steps; i++) {
      largest = Math.max(largest, Math.abs(this.#gamma[i] ?? 0));
    }
    return largest;
  }

  /** The zero of the straight line through two points. */
  #between(lower: number, upper: number): number {
    const [from = 0, to = 0] = [this.#spots[lower], this.#spots[upper]];
    const [start = 0, end = 0] = [this.#gamma[lower], this.#gamma[upper]];
    return from + ((to - from) * start) / (start - end);
  }
}
