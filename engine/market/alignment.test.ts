import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alignment } from './alignment.ts';

type Pair = readonly [row: number, column: number];

/** Aligns times; a pair costs its distance, and none is further apart than `reach`. */
function align(rows: readonly number[], columns: readonly number[], reach: number): Pair[] {
  const pairs: Pair[] = [];
  new Alignment().align(
    rows.length,
    columns.length,
    (row, column) => {
      const apart = Math.abs((rows[row] ?? 0) - (columns[column] ?? 0));
      return apart <= reach ? apart / reach : Number.POSITIVE_INFINITY;
    },
    (row, column) => pairs.push([row, column]),
  );
  return pairs.toReversed();
}

/** Most pairs, and the least distance among the ways to have as many: every way is tried. */
function best(rows: readonly number[], columns: readonly number[], reach: number): string {
  const [row, ...otherRows] = rows;
  if (row === undefined) return '0 0';
  const ways = [best(otherRows, columns, reach)];
  for (const [index, column] of columns.entries()) {
    const apart = Math.abs(row - column);
    if (apart > reach) continue;
    const [pairs, distance] = best(otherRows, columns.toSpliced(index, 1), reach).split(' ');
    ways.push(`${Number(pairs) + 1} ${Number(distance) + apart}`);
  }
  const figures = ways.map((way) => way.split(' ').map(Number));
  figures.sort(([p = 0, d = 0], [q = 0, e = 0]) => q - p || d - e);
  return figures[0]?.join(' ') ?? '';
}

describe('an alignment', () => {
  it('pairs the nearest', () => {
    expect(align([100], [40, 90, 130], 100)).toEqual([[0, 1]]);
  });

  it('gives up the nearest where that finds a partner for one more', () => {
    expect(align([100, 150], [95, 110], 60)).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(align([100, 102], [50, 101], 60)).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('leaves alone what is out of reach', () => {
    expect(align([0, 500], [100, 200], 50)).toEqual([]);
    expect(align([], [1], 50)).toEqual([]);
  });

  it('is as good as the best of all ways', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, times, fc.integer({ min: 1, max: 30 }), (rows, columns, reach) => {
        const pairs = align(rows, columns, reach);
        const distance = pairs.reduce(
          (sum, [row, column]) => sum + Math.abs((rows[row] ?? 0) - (columns[column] ?? 0)),
          0,
        );
        expect(`${pairs.length} ${distance}`).toBe(best(rows, columns, reach));
      }),
      { numRuns: 150 },
    );
  });

  it('takes more than a table holds block by block', () => {
    const many = Array.from({ length: 1500 }, (_, index) => index * 10);
    const pairs = align(many, many, 4);
    expect(pairs).toHaveLength(1500);
    expect(pairs.every(([row, column]) => row === column)).toBe(true);
  });
});
