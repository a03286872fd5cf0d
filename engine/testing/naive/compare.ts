/**
 * Compares what two programs computed, by the preamble of the specification: integers equal, floats
 * equal but for the last rounding step. Key order counts, because the digest of a run hangs on it.
 */

/** One place where the two differ: `levels.3.barrier.added: 5, twin 7`. */
export type Difference = string;

export class Comparison {
  readonly differences: Difference[] = [];
  fields = 0;

  compare(where: string, found: unknown, expected: unknown): void {
    if (isObject(found) && isObject(expected)) {
      const [theirs, ours] = [Object.keys(expected), Object.keys(found)];
      if (theirs.join() !== ours.join()) this.#note(`${where} keys`, ours, theirs);
      for (const key of theirs) this.compare(`${where}.${key}`, found[key], expected[key]);
      return;
    }
    this.fields++;
    if (typeof found === 'number' && typeof expected === 'number') {
      if (!isClose(where, found, expected)) this.#note(where, found, expected);
    } else if (found !== expected) {
      this.#note(where, found, expected);
    }
  }

  #note(where: string, found: unknown, expected: unknown): void {
    this.differences.push(`${where}: ${JSON.stringify(found)}, twin ${JSON.stringify(expected)}`);
  }
}

type Tree = Readonly<Record<string, unknown>>;

/** Objects and arrays alike: an array is an object with the keys 0, 1, … */
const isObject = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Hang on an implied volatility, which is solved to 1e-10 only. */
const OPTION_DERIVED = /fuel\.|GAMMA_FLIP|gamma/;
const SCORE = /scores?[._]|_score|scores/;

function isClose(where: string, found: number, expected: number): boolean {
  if (found === expected) return true;
  if (Number.isInteger(found) && Number.isInteger(expected) && !SCORE.test(where)) return false;
  const gap = Math.abs(found - expected);
  const size = Math.max(Math.abs(found), Math.abs(expected));
  const step = SCORE.test(where) ? 0.01 : 1e-6;
  const relative = OPTION_DERIVED.test(where) ? 1e-7 : 1e-12;
  return gap <= 1.001 * step + relative * size;
}
