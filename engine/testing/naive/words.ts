/** Words that every section of the specification uses (SPEC §1, §3, §10). */

export const NS_PER_SECOND = 1e9;
export const NS_PER_MS = 1e6;

export const seconds = (count: number): number => Math.round(count * NS_PER_SECOND);
export const milliseconds = (count: number): number => Math.round(count * NS_PER_MS);

/** §1: an event at `x` is in window `w` at time `t` when t − w < x ≤ t. */
export const inWindow = (x: number, t: number, w: number): boolean => t - w < x && x <= t;

/** §3: comparisons of floats with a limit have a tolerance of 1e-9. */
const SLACK = 1e-9;
export const isAtLeast = (x: number, limit: number): boolean => x >= limit - SLACK;
export const isAtMost = (x: number, limit: number): boolean => x <= limit + SLACK;
export const isAbove = (x: number, limit: number): boolean => x > limit + SLACK;
export const isBelow = (x: number, limit: number): boolean => x < limit - SLACK;

export const clamp01 = (x: number): number => Math.min(1, Math.max(0, x));

/** §3: ids compare by character code. */
export const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** §10: half up, no negative zero. */
const halfUp = (x: number, steps: number): number => Math.floor(x * steps + 0.5) / steps + 0;
export const toMicro = (x: number): number => halfUp(x, 1e6);
export const toCent = (x: number): number => halfUp(x, 100);

/** §3: numbers in ids carry no trailing zeros. */
export const inId = (x: number): string => String(toMicro(x));

export const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * The sum of floats without rounding errors on the way, so that what cancels leaves exactly 0:
 * partial sums that do not overlap (J. Shewchuk, 1997).
 */
export function exactTotal(numbers: readonly number[]): number {
  let partials: number[] = [];
  for (const number of numbers) {
    let x = number;
    const next: number[] = [];
    for (const partial of partials) {
      const [large, small] = Math.abs(x) < Math.abs(partial) ? [partial, x] : [x, partial];
      const sum = large + small;
      const lost = small - (sum - large);
      if (lost !== 0) next.push(lost);
      x = sum;
    }
    partials = [...next, x];
  }
  return total(partials);
}
