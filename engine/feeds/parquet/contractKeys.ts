import { BreakwaterError } from '../../core/errors.ts';
import { civilDate, dayNumber } from '../../core/newYork.ts';
import { osiSymbol, parseMassiveTicker, parseOsi } from '../options/occSymbol.ts';
import type { FileColumn, Roles } from './columns.ts';
import { identifier } from './duckdb.ts';
import { wrongType } from './values.ts';

/** Between the parts of a contract that come in columns of their own; no symbol holds it. */
const SEPARATOR = '\u001f';

/** How a file names its instruments: one key a row, null where there is none. */
export interface KeySql {
  /** A text expression. */
  readonly sql: string;
  /** The column to name when a key cannot be read. */
  readonly column: string;
  /** @throws BreakwaterError (bad-input) for parts that name no contract */
  readonly symbolOf: (key: string) => string;
}

/**
 * The symbol column, or the four columns of an option. Options are named by their OSI symbol, also
 * where the file has Massive's tickers, so that they meet those of other files.
 */
export function keySql(file: string, roles: Roles): KeySql {
  const symbol = roles.get('symbol');
  if (symbol !== undefined) {
    if (symbol.type !== 'VARCHAR') throw wrongType(file, symbol, 'text');
    const name = identifier(symbol.name);
    return { sql: `nullif(${name}, '')`, column: symbol.name, symbolOf: canonicalSymbol };
  }
  const parts = (['underlying', 'expiry', 'strike', 'right'] as const).flatMap(
    (role) => roles.get(role) ?? [],
  );
  const texts = parts.map(textSql);
  const column = parts.map(({ name }) => name).join(', ');
  return {
    sql: texts.join(` || '${SEPARATOR}' || `),
    column,
    symbolOf: (key) => symbolOfParts(file, column, key),
  };
}

const canonicalSymbol = (symbol: string): string =>
  parseMassiveTicker(symbol)?.symbol ?? parseOsi(symbol)?.symbol ?? symbol;

/** Timestamps and dates alike begin with the date. */
const textSql = ({ name }: FileColumn): string => `CAST(${identifier(name)} AS VARCHAR)`;

const RIGHTS: ReadonlyMap<string, 'C' | 'P'> = new Map([
  ['c', 'C'],
  ['call', 'C'],
  ['p', 'P'],
  ['put', 'P'],
]);
/** OSI has five digits for whole dollars and three below. */
const MAX_STRIKE = 100_000;

function symbolOfParts(file: string, column: string, key: string): string {
  const [root = '', expiry = '', strike = '', right = ''] = key.split(SEPARATOR);
  const expiryDay = dayOf(expiry);
  const letter = RIGHTS.get(right.trim().toLowerCase());
  const dollars = Number(strike);
  const isStrike = dollars > 0 && dollars < MAX_STRIKE;
  if (expiryDay !== undefined && letter !== undefined && isStrike && /^[A-Z]\w{0,5}$/.test(root)) {
    return osiSymbol(root, expiryDay, letter, dollars);
  }
  throw new BreakwaterError('bad-input', 'The columns of the contract name no option.', {
    place: {
      file,
      field: column,
      expected: 'for example SPY, 2025-12-16, 687.5, C',
      found: key.split(SEPARATOR).join(', '),
    },
    remedy: 'Correct the file: the expiry is a date, the strike in dollars, the right C or P.',
  });
}

/** Days since 1970-01-01 of `2025-12-16`, `20251216` or the start of a timestamp. */
function dayOf(text: string): number | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?!\d)/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match.map(Number);
  const days = dayNumber(year ?? 0, month ?? 0, day ?? 0);
  const date = civilDate(days);
  return date.month === month && date.day === day ? days : undefined;
}

/** Whether an instrument is a listed option or a share, whose prices are never negative. */
export const isListed = (symbol: string): boolean =>
  parseOsi(symbol) !== undefined || /^[A-Z]{1,5}(\.[A-Z])?$/.test(symbol);
