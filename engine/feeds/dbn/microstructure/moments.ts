/** Mean and standard deviation of a stream of numbers (Welford's method). */
export class Moments {
  count = 0;
  mean = 0;
  #squares = 0;

  add(value: number): void {
    this.count += 1;
    const before = value - this.mean;
    this.mean += before / this.count;
    this.#squares += before * (value - this.mean);
  }

  /** Population standard deviation; NaN while there is nothing. */
  get deviation(): number {
    return Math.sqrt(this.#squares / this.count);
  }
}

/** Pearson's correlation of a stream of pairs (Welford's method). */
export class Correlation {
  readonly #x = new Moments();
  readonly #y = new Moments();
  #products = 0;

  add(x: number, y: number): void {
    const before = x - this.#x.mean;
    this.#x.add(x);
    this.#y.add(y);
    this.#products += before * (y - this.#y.mean);
  }

  /** −1…1; NaN while either side does not vary. */
  get value(): number {
    return this.#products / this.#x.count / (this.#x.deviation * this.#y.deviation);
  }
}
