/** What one more pair is worth; costs are below 4. */
const PAIR_WORTH = 10;

interface Way<T, D> {
  readonly worth: number;
  readonly pairs: readonly (readonly [T, D])[];
}

/**
 * Pairs two sequences without crossing so that as many as possible have a partner, and of these ways
 * the cheapest; of equally good ones that which leaves the last of the first sequence out, then that
 * which leaves the last of the second out.
 */
export function largestPairing<T, D>(
  first: readonly T[],
  second: readonly D[],
  cost: (one: T, other: D) => number,
): readonly (readonly [T, D])[] {
  const nothing: Way<T, D> = { worth: 0, pairs: [] };
  let above = Array.from({ length: second.length + 1 }, () => nothing);
  for (const one of first) {
    const row = [nothing];
    for (const [index, other] of second.entries()) {
      let best = above[index + 1] ?? nothing;
      const without = row[index] ?? nothing;
      if (without.worth > best.worth) best = without;
      const before = above[index] ?? nothing;
      const worth = before.worth + PAIR_WORTH - cost(one, other);
      if (worth > best.worth) best = { worth, pairs: [...before.pairs, [one, other]] };
      row.push(best);
    }
    above = row;
  }
  return above.at(-1)?.pairs ?? [];
}
