/**
 * The complementary error function in double precision, by the rational approximations of
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969),
 * as published in the Netlib routine CALERF. Relative error below 1e-15 away from underflow.
 */
const SMALL_A = [
  3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315,
] as const;
const SMALL_B = [
  23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171,
] as const;
const MIDDLE_C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
] as const;
const MIDDLE_D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
] as const;
const LARGE_P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378, 0.016315387137302097,
] as const;
const LARGE_Q = [
  2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132,
  0.0023352049762686918,
] as const;
const ONE_OVER_SQRT_PI = 0.5641895835477563;

/** |x| ≤ 0.46875: erf(x). */
function erfSmall(x: number): number {
  const y = x * x;
  let numerator = SMALL_A[4] * y;
  let denominator = y;
  for (let i = 0; i < 3; i++) {
    numerator = (numerator + (SMALL_A[i] ?? 0)) * y;
    denominator = (denominator + (SMALL_B[i] ?? 0)) * y;
  }
  return (x * (numerator + SMALL_A[3])) / (denominator + SMALL_B[3]);
}

/** exp(−y²) with y² split so that its rounding error does not grow: Cody's device. */
function expMinusSquare(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

/** 0.46875 < y ≤ 4: erfc(y). */
function erfcMiddle(y: number): number {
  let numerator = MIDDLE_C[8] * y;
  let denominator = y;
  for (let i = 0; i < 7; i++) {
    numerator = (numerator + (MIDDLE_C[i] ?? 0)) * y;
    denominator = (denominator + (MIDDLE_D[i] ?? 0)) * y;
  }
  return (expMinusSquare(y) * (numerator + MIDDLE_C[7])) / (denominator + MIDDLE_D[7]);
}

/** y > 4: erfc(y). */
function erfcLarge(y: number): number {
  if (y > 26.6) return 0;
  const inverse = 1 / (y * y);
  let numerator = LARGE_P[5] * inverse;
  let denominator = inverse;
  for (let i = 0; i < 4; i++) {
    numerator = (numerator + (LARGE_P[i] ?? 0)) * inverse;
    denominator = (denominator + (LARGE_Q[i] ?? 0)) * inverse;
  }
  const tail = (inverse * (numerator + LARGE_P[4])) / (denominator + LARGE_Q[4]);
  return (expMinusSquare(y) * (ONE_OVER_SQRT_PI - tail)) / y;
}

/** erfc(x) for any finite x: 2 at −∞, 0 at +∞. */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - erfSmall(x);
  const upper = y <= 4 ? erfcMiddle(y) : erfcLarge(y);
  return x < 0 ? 2 - upper : upper;
}

/** Cumulative distribution of the standard normal, accurate in the lower tail. */
export const normalCdf = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);

const ONE_OVER_SQRT_2PI = 0.3989422804014327;

/** Density of the standard normal. */
export const normalPdf = (x: number): number => ONE_OVER_SQRT_2PI * Math.exp(-0.5 * x * x);
