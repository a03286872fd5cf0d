/** Keeps labels readable where their levels lie close together. */

interface Block {
  /** Sum of the wanted centres, each moved back by its place in the block. */
  sum: number;
  count: number;
}

/**
 * Positions at least `gap` apart that stay in order and as near as possible (least squares) to
 * where they are wanted. When they cannot all fit, the gap shrinks evenly: no label is dropped.
 * @param wanted centres in ascending order, pixels
 * @param min lowest and `max` highest centre allowed
 */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  min: number,
  max: number,
): number[] {
  const room = Math.max(0, max - min);
  const step = wanted.length > 1 ? Math.min(gap, room / (wanted.length - 1)) : gap;
  const blocks: Block[] = [];
  wanted.forEach((centre, index) => {
    blocks.push({ sum: centre - index * step, count: 1 });
    mergeBackwards(blocks);
  });
  const bases = blocks.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count));
  const highestBase = max - (wanted.length - 1) * step;
  return bases.map(
    (base, index) => Math.min(Math.max(base, min), Math.max(min, highestBase)) + index * step,
  );
}

/** Joins neighbours whose order would be violated (pool adjacent violators). */
function mergeBackwards(blocks: Block[]): void {
  for (;;) {
    const last = blocks.at(-1);
    const before = blocks.at(-2);
    if (last === undefined || before === undefined) return;
    if (before.sum / before.count <= last.sum / last.count) return;
    before.sum += last.sum;
    before.count += last.count;
    blocks.pop();
  }
}
