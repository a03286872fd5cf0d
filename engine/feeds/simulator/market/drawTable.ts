/**
 * Indexes into `weights`, each as often as its weight says: one draw below the table's length picks
 * in proportion.
 * @param weights whole numbers of small sum
 */
export function drawTable(weights: readonly number[]): Uint8Array {
  return Uint8Array.from(weights.flatMap((weight, index) => Array<number>(weight).fill(index)));
}
