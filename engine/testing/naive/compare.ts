/**
 * Compares what two programs computed, by the preamble of the specification: integers equal, floats
 * equal but for the last rounding step. Key order counts, because the digest of a run hangs on it.
 */

/** One place where the two differ: `snaps.3.levels.0.barrier.added: 5, twin 7`. */
export type Difference = string;

export class Comparison {
  readonly differences: Difference[] = [];
  fields = 0;
  readonly #ignoresKeyOrder: boolean;
  readonly #path: string[] = [];

  constructor({ ignoresKeyOrder = false } = {}) {
    this.#ignoresKeyOrder = ignoresKeyOrder;
  }

  compare(key: string, found: unknown, expected: unknown): void {
    this.#path.push(key);
    if (isObject(found) && isObject(expected)) this.#compareKeys(found, expected);
    else this.#compareValues(found, expected);
    this.#path.pop();
  }

  #compareKeys(found: Tree, expected: Tree): void {
    const [ours, theirs] = [Object.keys(found), Object.keys(expected)];
    if (this.#ignoresKeyOrder) {
      ours.sort();
      theirs.sort();
    }
    const areSame = ours.length === theirs.length && ours.every((key, i) => key === theirs[i]);
    if (!areSame) this.#note(ours, theirs);
    for (const key of theirs) this.compare(key, found[key], expected[key]);
  }

  #compareValues(found: unknown, expected: unknown): void {
    this.fields++;
    if (found === expected) return;
    const areNumbers = typeof found === 'number' && typeof expected === 'number';
    if (areNumbers && isClose(this.#path.join('.'), found, expected)) return;
    this.#note(found, expected);
  }

  #note(found: unknown, expected: unknown): void {
    const where = this.#path.join('.');
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
  if (Number.isInteger(found) && Number.isInteger(expected) && !SCORE.test(where)) return false;
  const gap = Math.abs(found - expected);
  const size = Math.max(Math.abs(found), Math.abs(expected));
  const step = SCORE.test(where) ? 0.01 : 1e-6;
  const relative = OPTION_DERIVED.test(where) ? 1e-7 : 1e-12;
  return gap <= 1.001 * step + relative * size;
}
