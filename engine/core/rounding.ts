/** Rounding at the edge of the engine (SPEC §10): half up, and never a negative zero. */

/** Prices, ratios and sums in a payload: to 1e-6. */
export const round6 = (value: number): number => Math.floor(value * 1e6 + 0.5) / 1e6;

/** Scores in a payload: to 0.01. */
export const round2 = (value: number): number => Math.floor(value * 100 + 0.5) / 100;

/** A number inside a level id: no trailing zeros, at most six decimals (SPEC §3). */
export const idNumber = (value: number): string => String(round6(value));
