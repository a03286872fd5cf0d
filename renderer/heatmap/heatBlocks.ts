import type { DepthTrail } from './depthTrail.ts';

/** A column covers the second before it. */
export const COLUMN_MS = 1000;
/** More than this between two columns, and there was no book in between. */
const BREAK_MS = 1900;

/** Columns that follow each other second by second: `from` up to `to`. */
export interface HeatBlock {
  readonly from: number;
  readonly to: number;
}

/** The columns between two numbers as blocks without a break: time runs evenly in each. */
export function heatBlocks(depth: DepthTrail, from: number, to: number): HeatBlock[] {
  const blocks: HeatBlock[] = [];
  let start = from;
  for (let column = from + 1; column <= to; column += 1) {
    const isEnd = column === to;
    if (!isEnd && depth.tsAt(column) - depth.tsAt(column - 1) <= BREAK_MS) continue;
    blocks.push({ from: start, to: column });
    start = column;
  }
  return to > from ? blocks : [];
}
