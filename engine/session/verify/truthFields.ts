import type { BreakwaterError } from '../../core/errors.ts';
import type { TradingClock } from '../../core/time.ts';
import type { TruthLines } from './truthLines.ts';

/** As text of one byte a character: the file is numbers and words in ASCII. */
const BYTE_ORDER_MARK = '\u00EF\u00BB\u00BF';

/** The names in a heading line. */
export const namesOf = (heading: string): string[] =>
  heading.replace(BYTE_ORDER_MARK, '').split(',');

/**
 * The fields of one row of a truth file by the names of their columns. Fields are numbers and words,
 * so there is no quoting; every field is checked where it is read, and what is wrong is named.
 */
export class TruthFields<Column extends string> {
  readonly #lines: TruthLines;
  readonly #places = new Map<Column, number>();
  #fields: readonly string[] = [];

  /** @throws BreakwaterError (bad-input) naming the first column that the heading lacks */
  constructor(lines: TruthLines, heading: string, columns: readonly Column[]) {
    this.#lines = lines;
    const names = namesOf(heading);
    for (const column of columns) {
      const place = names.indexOf(column);
      if (place < 0) {
        const message = `The truth file has no column ${column}.`;
        throw lines.wrong(message, column, columns.join(','), heading);
      }
      this.#places.set(column, place);
    }
  }

  /** Goes on to another row. */
  set(line: string): void {
    this.#fields = line.split(',');
  }

  text(column: Column): string {
    const text = this.#fields[this.#places.get(column) ?? -1];
    if (text !== undefined) return text;
    throw this.bad(column, 'a value', 'nothing');
  }

  /** Session ns of a column of Unix ns. */
  time(column: Column, clock: TradingClock): number {
    const text = this.text(column);
    if (/^\d{7,19}$/.test(text)) {
      // Unix ns do not fit a double: ms and the rest of the ns do.
      const timeNs = clock.fromUnixMs(Number(text.slice(0, -6))) + Number(text.slice(-6));
      if (Number.isSafeInteger(timeNs)) return timeNs;
    }
    throw this.bad(column, 'Unix ns within 104 days of the session', text);
  }

  /** A price in units of 1e-9; undefined where the text is none. */
  nanos(column: Column): number | undefined {
    const match = /^(-?)(\d{1,9})(?:\.(\d{1,9}))?$/.exec(this.text(column));
    if (match === null) return undefined;
    const [, sign = '', units = '', decimals = ''] = match;
    const nanos = Number(units) * 1e9 + Number(decimals.padEnd(9, '0'));
    return sign === '' || nanos === 0 ? nanos : -nanos;
  }

  whole(column: Column): number {
    const text = this.text(column);
    if (/^\d{1,10}$/.test(text)) return Number(text);
    throw this.bad(column, 'a whole number', text);
  }

  choice<C extends string>(column: Column, a: C, b: C): C {
    const text = this.text(column);
    if (text === a || text === b) return text as C;
    throw this.bad(column, `${a} or ${b}`, text);
  }

  /** An error about a field of this row. */
  bad(column: Column, expected: string, found: string): BreakwaterError {
    const message = 'A row of the truth file cannot be used.';
    return this.#lines.wrong(message, column, expected, found);
  }
}
