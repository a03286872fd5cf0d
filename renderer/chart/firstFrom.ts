/** Index of the first of `length` ascending values that is at least `limit`; `length` if none is. */
export function firstFrom(
  length: number,
  valueAt: (index: number) => number,
  limit: number,
): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
