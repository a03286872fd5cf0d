/** What one more pair is worth against the costs of pairs, which are below 4. */
const PAIR_WORTH = 10;
/** Cells of one table: more waiting at one price and size are aligned block by block. */
const MAX_BLOCK = 512;

const SKIP_ROW = 1;
const SKIP_COLUMN = 2;
const PAIR = 3;

/** Cost of a pair of a row and a column, infinite where they cannot be one. */
export type PairCost = (row: number, column: number) => number;

/**
 * Pairs two sequences in the order of time so that as many as possible have a partner, and of those
 * ways the cheapest: sequence alignment by dynamic programming. Pairs never cross: where all
 * members are alike, uncrossing two pairs never makes them worse.
 */
export class Alignment {
  readonly #moves = new Uint8Array(MAX_BLOCK * MAX_BLOCK);
  #above = new Float64Array(MAX_BLOCK + 1);
  #scores = new Float64Array(MAX_BLOCK + 1);

  /**
   * @param pair hears of each pair, latest first within a block
   */
  align(
    rows: number,
    columns: number,
    cost: PairCost,
    pair: (row: number, column: number) => void,
  ): void {
    let row = 0;
    let column = 0;
    while (row < rows && column < columns) {
      const rowEnd = Math.min(rows, row + MAX_BLOCK);
      const columnEnd = Math.min(columns, column + MAX_BLOCK);
      this.#fill(row, rowEnd, column, columnEnd, cost);
      this.#walkBack(row, rowEnd, column, columnEnd, pair);
      row = rowEnd;
      column = columnEnd;
    }
  }

  #fill(rowStart: number, rowEnd: number, start: number, end: number, cost: PairCost): void {
    this.#scores.fill(0);
    for (let row = rowStart; row < rowEnd; row++) {
      const above = this.#scores;
      const scores = this.#above;
      this.#above = above;
      this.#scores = scores;
      scores[0] = 0;
      for (let column = start; column < end; column++) {
        const at = column - start;
        let best = above[at + 1] ?? 0;
        let move = SKIP_ROW;
        const left = scores[at] ?? 0;
        if (left > best) {
          best = left;
          move = SKIP_COLUMN;
        }
        const paired = (above[at] ?? 0) + PAIR_WORTH - cost(row, column);
        if (paired > best) {
          best = paired;
          move = PAIR;
        }
        scores[at + 1] = best;
        this.#moves[(row - rowStart) * MAX_BLOCK + at] = move;
      }
    }
  }

  #walkBack(
    rowStart: number,
    rowEnd: number,
    start: number,
    end: number,
    pair: (row: number, column: number) => void,
  ): void {
    let row = rowEnd - 1;
    let column = end - 1;
    while (row >= rowStart && column >= start) {
      const move = this.#moves[(row - rowStart) * MAX_BLOCK + (column - start)];
      if (move === PAIR) pair(row, column);
      if (move !== SKIP_COLUMN) row--;
      if (move !== SKIP_ROW) column--;
    }
  }
}
