/**
 * Elementary functions from + − × ÷ and square root alone. IEEE 754 fixes those to the last bit,
 * while Math.exp and Math.log may differ between engine versions; the simulator's bytes must not.
 */
const LN_2 = 0.693_147_180_559_945_3;

/** e^x for |x| up to 700, relative error below 1e-13. */
export function exponential(x: number): number {
  if (x < -700) return 0;
  const halvings = Math.round(x / LN_2);
  const rest = x - halvings * LN_2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 18; n++) {
    term *= rest / n;
    sum += term;
  }
  const factor = halvings < 0 ? 0.5 : 2;
  for (let step = Math.abs(halvings); step > 0; step--) sum *= factor;
  return sum;
}

/** Natural logarithm of a number near 1 (0.5…2), by the series of artanh. */
export function naturalLog(x: number): number {
  const ratio = (x - 1) / (x + 1);
  const square = ratio * ratio;
  let power = ratio;
  let sum = 0;
  for (let n = 1; n <= 61; n += 2) {
    sum += power / n;
    power *= square;
  }
  return 2 * sum;
}

/** Standard normal distribution function, absolute error below 7.5e-8 (Abramowitz–Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(x));
  const poly =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = 0.398_942_280_401_432_7 * exponential((-x * x) / 2) * poly;
  return x >= 0 ? 1 - tail : tail;
}
