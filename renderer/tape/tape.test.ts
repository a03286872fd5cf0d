import { describe, expect, it } from 'vitest';
import { buildTapeRow, columnsOfTape } from '../../engine/core/testing/tapeRows.ts';
import type { TapeRow } from '../../engine/core/tape.ts';
import { EMPTY_TAPE, extendTape, type Tape } from './tape.ts';

const print = (run: number, size = 20): TapeRow => buildTapeRow({ run, size });
const sweep = (run: number, size: number, prints = 2): TapeRow =>
  buildTapeRow({ run, size, prints });

/** A tape that was told these rows, each list at a snap of its own. */
function told(...snaps: (readonly TapeRow[])[]): Tape {
  let next = 0;
  return snaps.reduce((tape, rows) => {
    const columns = columnsOfTape(rows, next);
    next += rows.length;
    return extendTape(tape, columns);
  }, EMPTY_TAPE);
}
const short = ({ items }: Tape) => items.map(({ run, size, number }) => [run, size, number]);

describe('the tape of the screen', () => {
  it('keeps rows in their order and counts those it has once', () => {
    const tape = told([print(1)], [print(2), print(3)]);
    expect(short(tape)).toEqual([
      [1, 20, 0],
      [2, 20, 1],
      [3, 20, 2],
    ]);
    const again = extendTape(tape, columnsOfTape([print(2), print(3), print(4)], 1));
    expect(short(again).map(([run]) => run)).toEqual([1, 2, 3, 4]);
    expect(extendTape(tape, columnsOfTape([print(2)], 1))).toBe(tape);
  });

  it('lets a sweep stand for its prints and for itself as it was smaller', () => {
    const tape = told([print(1), print(2, 100)], [sweep(2, 150)], [sweep(2, 170, 3)]);
    expect(short(tape)).toEqual([
      [1, 20, 0],
      [2, 170, 1],
    ]);
  });

  it('leaves prints without a side between a sweep and its prints', () => {
    const tape = told([print(1), print(2), print(0, 50)], [sweep(2, 150)], [print(3)]);
    expect(short(tape)).toEqual([
      [1, 20, 0],
      [0, 50, 2],
      [2, 150, 1],
      [3, 20, 4],
    ]);
  });

  it('drops the oldest beyond its limit, and knows of it', () => {
    const many = Array.from({ length: 20_005 }, (_, index) => print(index + 1));
    const tape = told(many);
    expect([tape.items.length, tape.items[0]?.run, tape.isCut]).toEqual([20_000, 6, true]);
    expect(told(many.slice(0, 9)).isCut).toBe(false);
  });

  it('knows that a past was not told from its beginning, nor what was missed', () => {
    expect(extendTape(EMPTY_TAPE, columnsOfTape([print(9)], 400)).isCut).toBe(true);
    const resumed = extendTape(told([print(1)]), columnsOfTape([print(9)], 400));
    expect([short(resumed), resumed.isCut]).toEqual([[[9, 20, 400]], true]);
  });
});
