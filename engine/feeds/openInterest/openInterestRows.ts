import { BreakwaterError } from '../../core/errors.ts';
import type { OptionRight } from '../../core/events.ts';
import { civilDate, dayNumber } from '../../core/newYork.ts';
import type { OpeningPosition } from '../../market/inventoryPosition.ts';
import type { TextRow } from './delimitedText.ts';

/** The columns that every open-interest file has, by their names in its heading (case does not matter). */
export const OPEN_INTEREST_COLUMNS = [
  'strike',
  'right',
  'expiry',
  'open_interest',
  'dealer_sign',
] as const;
type Column = (typeof OPEN_INTEREST_COLUMNS)[number];

/** May be there: rows of other underlyings are then passed over. */
export const UNDERLYING_COLUMN = 'underlying';

/** More than the whole chain of any underlying, expired series included. */
export const MAX_ROWS = 200_000;
const MAX_STRIKE = 1e6;
const MAX_OPEN_INTEREST = 1e9;

const RIGHTS: Readonly<Record<string, OptionRight>> = { C: 'C', CALL: 'C', P: 'P', PUT: 'P' };

/** What the rows of a file come to. */
export interface OpenInterestRows {
  readonly positions: OpeningPosition[];
  /** Rows of other underlyings. */
  readonly otherRows: number;
}

/**
 * Reads the rows of an open-interest file, the heading first.
 *
 * @param underlying `SPY` or `ES`; undefined for all rows
 * @throws BreakwaterError (bad-input) naming the place, the column, what was expected and found
 */
export function openInterestRows(
  file: string,
  rows: Iterable<TextRow>,
  underlying: string | undefined,
): OpenInterestRows {
  const iterator = rows[Symbol.iterator]();
  const heading = iterator.next();
  if (heading.done === true) throw emptyFile(file);
  const columns = columnsOf(file, heading.value);
  const places = new Map<string, string>();
  const positions: OpeningPosition[] = [];
  let otherRows = 0;
  let count = 0;
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    const row = next.value;
    if (++count > MAX_ROWS) throw tooManyRows(file, row.place);
    const cells = new RowCells(file, columns, row);
    if (!cells.isOf(underlying)) {
      otherRows++;
      continue;
    }
    const position = cells.position();
    const key = cells.key(position);
    const earlier = places.get(key);
    if (earlier !== undefined) throw cells.duplicate(earlier);
    places.set(key, row.place);
    if (position.contracts !== 0) positions.push(position);
  }
  if (count === 0) throw emptyFile(file);
  return { positions, otherRows };
}

/** Where each column stands in a row. */
type Columns = ReadonlyMap<string, number>;

function columnsOf(file: string, { cells, place }: TextRow): Columns {
  const columns = new Map(cells.map((name, index) => [name.toLowerCase(), index]));
  for (const column of OPEN_INTEREST_COLUMNS) {
    if (columns.has(column)) continue;
    throw new BreakwaterError('bad-input', `The open-interest file has no column ${column}.`, {
      place: {
        file,
        field: `${column}, ${place}`,
        expected: `the columns ${OPEN_INTEREST_COLUMNS.join(', ')}`,
        found: cells.slice(0, 20).join(', '),
      },
      remedy:
        column === 'dealer_sign'
          ? 'Add it: 1 where dealers are long the open contracts, -1 where short. No feed knows it.'
          : 'Name the columns in the first line of the file.',
    });
  }
  return columns;
}

/** The cells of one row, each checked where it is read. */
class RowCells {
  readonly #file: string;
  readonly #columns: Columns;
  readonly #row: TextRow;

  constructor(file: string, columns: Columns, row: TextRow) {
    this.#file = file;
    this.#columns = columns;
    this.#row = row;
  }

  /** Whether the row is of this underlying; it is where the file does not say. */
  isOf(underlying: string | undefined): boolean {
    if (underlying === undefined || !this.#columns.has(UNDERLYING_COLUMN)) return true;
    return this.#text(UNDERLYING_COLUMN).toUpperCase() === underlying;
  }

  position(): OpeningPosition {
    const contracts = this.#openInterest() * this.#dealerSign();
    return {
      expiryDay: this.#expiryDay(),
      right: this.#right(),
      strike: this.#strike(),
      contracts: contracts === 0 ? 0 : contracts,
    };
  }

  /** Tells an option from every other in the file. */
  key({ expiryDay, right, strike }: OpeningPosition): string {
    return [this.#text(UNDERLYING_COLUMN).toUpperCase(), expiryDay, right, strike].join(' ');
  }

  duplicate(earlier: string): BreakwaterError {
    return new BreakwaterError('bad-input', 'An option stands twice in the open-interest file.', {
      place: {
        file: this.#file,
        field: `strike, ${this.#row.place}`,
        expected: 'each expiry, right and strike once',
        found: `${this.#text('expiry')} ${this.#text('right')} ${this.#text('strike')}, as in ${earlier}`,
      },
      remedy: 'Put the two rows together, or remove one.',
    });
  }

  #strike(): number {
    const text = this.#text('strike');
    const strike = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (strike > 0 && strike <= MAX_STRIKE) return strike;
    throw this.#wrong('strike', `a price above 0, at most ${MAX_STRIKE}, such as 687 or 687.5`);
  }

  #right(): OptionRight {
    const right = RIGHTS[this.#text('right').toUpperCase()];
    if (right !== undefined) return right;
    throw this.#wrong('right', 'C or P, call or put');
  }

  #expiryDay(): number {
    const found = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(this.#text('expiry'));
    const [year = 0, month = 0, day = 0] = (found ?? []).slice(1).map(Number);
    const number = dayNumber(year, month, day);
    const date = civilDate(number);
    const isDate = date.year === year && date.month === month && date.day === day;
    if (found !== null && isDate && year >= 1990 && year <= 2200) return number;
    throw this.#wrong('expiry', 'a date as YYYY-MM-DD');
  }

  #openInterest(): number {
    const text = this.#text('open_interest');
    const contracts = /^\d+(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
    if (contracts <= MAX_OPEN_INTEREST) return contracts;
    throw this.#wrong(
      'open_interest',
      `a whole number of contracts from 0 to ${MAX_OPEN_INTEREST}`,
    );
  }

  #dealerSign(): number {
    const text = this.#text('dealer_sign');
    const sign = /^[+-]?\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Math.abs(sign) <= 1) return sign;
    throw this.#wrong('dealer_sign', '1 (dealers long), -1 (short), or their net share between');
  }

  #text(column: Column | typeof UNDERLYING_COLUMN): string {
    return this.#row.cells[this.#columns.get(column) ?? -1] ?? '';
  }

  #wrong(column: Column, expected: string): BreakwaterError {
    return new BreakwaterError('bad-input', `The open-interest file's ${column} cannot be used.`, {
      place: {
        file: this.#file,
        field: `${column}, ${this.#row.place}`,
        expected,
        found: JSON.stringify(this.#text(column).slice(0, 80)),
      },
      remedy: 'Correct the row or remove it.',
    });
  }
}

const emptyFile = (file: string): BreakwaterError =>
  new BreakwaterError('bad-input', 'The open-interest file holds no row.', {
    place: { file, expected: `a heading with ${OPEN_INTEREST_COLUMNS.join(', ')}, then rows` },
    remedy: 'Check that this is the right file.',
  });

const tooManyRows = (file: string, place: string): BreakwaterError =>
  new BreakwaterError('bad-input', 'The open-interest file has too many rows.', {
    place: { file, field: place, expected: `at most ${MAX_ROWS} rows` },
    remedy: 'Keep the rows of the underlying and of the expiries that are played.',
  });
