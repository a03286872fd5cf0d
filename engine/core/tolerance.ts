/**
 * Comparisons of computed prices and scores with a limit (SPEC §3): ≤ and ≥ still hold within
 * 1e-9 of the limit, < and > do not.
 */
export const TOLERANCE = 1e-9;

export const atLeast = (value: number, limit: number): boolean => value >= limit - TOLERANCE;
export const atMost = (value: number, limit: number): boolean => value <= limit + TOLERANCE;
export const above = (value: number, limit: number): boolean => value > limit + TOLERANCE;
export const below = (value: number, limit: number): boolean => value < limit - TOLERANCE;
