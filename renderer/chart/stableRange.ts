/** A price range that holds still: it moves only when what must be seen no longer fits. */

/** Level prices, `min` < `max`. */
export interface PriceRange {
  readonly min: number;
  readonly max: number;
}

/** Room above and below what must be seen, as a share of its height. */
const MARGIN = 0.12;
/** Below this share of the shown height the needed range is too small to be read well. */
const TOO_SMALL = 0.55;

/** The smallest range that holds all the given prices; undefined when there are none. */
export function rangeOf(prices: readonly number[]): PriceRange | undefined {
  const finite = prices.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  return { min: Math.min(...finite), max: Math.max(...finite) };
}

/**
 * The range to show.
 * @param shown what is shown now; undefined at first
 * @param needed what must be seen
 * @param leastHeight smallest height worth showing, level price
 */
export function holdRange(
  shown: PriceRange | undefined,
  needed: PriceRange,
  leastHeight: number,
): PriceRange {
  const height = Math.max(needed.max - needed.min, leastHeight);
  const fits = shown !== undefined && needed.min >= shown.min && needed.max <= shown.max;
  if (fits && height >= (shown.max - shown.min) * TOO_SMALL) return shown;
  const middle = (needed.min + needed.max) / 2;
  const half = height * (0.5 + MARGIN);
  return { min: middle - half, max: middle + half };
}
