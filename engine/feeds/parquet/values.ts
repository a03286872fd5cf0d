import { BreakwaterError } from '../../core/errors.ts';
import { UNDEFINED_SIZE } from '../dbn/layout.ts';
import type { FileColumn } from './columns.ts';
import { identifier } from './duckdb.ts';

/** What a column's values are turned into, and what of them cannot be used. */
export interface ValueSql {
  /** An integer expression; never null. */
  readonly sql: string;
  readonly faults: readonly ValueFault[];
}

/** Rows whose value cannot be used. */
export interface ValueFault {
  /** Name of the column in the file. */
  readonly column: string;
  /** True for such a row, never null. */
  readonly condition: string;
  readonly expected: string;
}

/** The price of DBN that stands for none. */
export const UNDEFINED_PRICE = '9223372036854775807';
const UINT32 = 4_294_967_296;

/** Prices beyond this do not fit a double's nanos exactly (see `priceNanosAt`). */
const MAX_PRICE = 9_007_199;

const INTEGER = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const isInteger = (type: string): boolean => INTEGER.test(type);
const isFloat = (type: string): boolean =>
  type === 'DOUBLE' || type === 'FLOAT' || type.startsWith('DECIMAL');

/**
 * A price in units of 1e-9; undefined where the value is null or NaN. A decimal number is rounded to
 * 1e-9, one within 0.00000005 of a multiple of 0.0001 to that (0.29999999 is 0.30: no market quotes
 * finer), one of 32 bits to 0.0001, as it holds no more. 64-bit integers are in units of 1e-9 already.
 *
 * @param mayBeNegative prices of spreads may, those of listed options and shares may not
 * @throws BreakwaterError (bad-input) for a column of another type
 */
export function priceSql(file: string, column: FileColumn, mayBeNegative: boolean): ValueSql {
  const name = identifier(column.name);
  const least = mayBeNegative ? `-${MAX_PRICE}` : '0';
  const expected = `a price from ${least} to ${MAX_PRICE}`;
  if (column.type === 'BIGINT') {
    const nanos = `coalesce(${name}, ${UNDEFINED_PRICE})`;
    const isBeyond = `${nanos} NOT BETWEEN ${least}000000000 AND ${MAX_PRICE}000000000`;
    const condition = `(${nanos} <> ${UNDEFINED_PRICE} AND ${isBeyond})`;
    return { sql: nanos, faults: [{ column: column.name, condition, expected }] };
  }
  if (!isFloat(column.type)) {
    throw wrongType(file, column, 'DOUBLE, FLOAT, DECIMAL, or BIGINT in units of 1e-9');
  }
  const value = `CAST(${name} AS DOUBLE)`;
  const isAbsent = `(${name} IS NULL OR isnan(${value}))`;
  const isBeyond = `coalesce(NOT isnan(${value}) AND ${value} NOT BETWEEN ${least} AND ${MAX_PRICE}, false)`;
  const tenThousandths = `CAST(round(${value} * 1e4) AS BIGINT) * 100000`;
  const isNear = `abs(${value} * 1e4 - round(${value} * 1e4)) <= 5e-4`;
  const nanos =
    column.type === 'FLOAT'
      ? tenThousandths
      : `CASE WHEN ${isNear} THEN ${tenThousandths} ELSE CAST(round(${value} * 1e9) AS BIGINT) END`;
  return {
    sql: `CASE WHEN ${isAbsent} OR ${isBeyond} THEN ${UNDEFINED_PRICE} ELSE ${nanos} END`,
    faults: [{ column: column.name, condition: isBeyond, expected }],
  };
}

/**
 * A size or count as u32; undefined where the value is null or NaN.
 * @throws BreakwaterError (bad-input) for a column of another type
 */
export function sizeSql(file: string, column: FileColumn): ValueSql {
  const { name, type } = column;
  if (!isInteger(type) && !isFloat(type)) throw wrongType(file, column, 'an integer');
  const value = `CAST(${identifier(name)} AS DOUBLE)`;
  const isAbsent = `(${identifier(name)} IS NULL OR isnan(${value}))`;
  const isUsable = `${value} BETWEEN 0 AND ${UNDEFINED_SIZE} AND ${value} = floor(${value})`;
  const condition = `(NOT ${isAbsent} AND NOT coalesce(${isUsable}, true))`;
  return {
    sql: `CASE WHEN ${isAbsent} OR ${condition} THEN ${UNDEFINED_SIZE} ELSE CAST(${value} AS BIGINT) END`,
    faults: [
      { column: name, condition, expected: `a whole number from 0 to ${UNDEFINED_SIZE - 1}` },
    ],
  };
}

/** The lower 32 bits of a sequence number; 0 where there is none. */
export function sequenceSql(file: string, column: FileColumn): ValueSql {
  if (!isInteger(column.type)) throw wrongType(file, column, 'an integer');
  const value = `coalesce(TRY_CAST(${identifier(column.name)} AS BIGINT), 0)`;
  return { sql: `((${value} % ${UINT32} + ${UINT32}) % ${UINT32})`, faults: [] };
}

/** DBN flags. */
export function flagsSql(file: string, column: FileColumn): ValueSql {
  if (!isInteger(column.type)) throw wrongType(file, column, 'an integer');
  return {
    sql: `(coalesce(TRY_CAST(${identifier(column.name)} AS BIGINT), 0) & 255)`,
    faults: [],
  };
}

/** The number of a venue, or the code of its letter; 0 where there is none. */
export function venueSql(file: string, column: FileColumn): ValueSql {
  const name = identifier(column.name);
  if (column.type === 'VARCHAR') {
    return { sql: `(coalesce(ascii(${name}), 0) & 65535)`, faults: [] };
  }
  if (!isInteger(column.type)) throw wrongType(file, column, 'an integer or a letter');
  return { sql: `(coalesce(TRY_CAST(${name} AS BIGINT), 0) & 65535)`, faults: [] };
}

/** A DBN action as its letter's code; N where there is none. */
export function actionSql(file: string, column: FileColumn): ValueSql {
  return { sql: letterSql(file, column), faults: [] };
}

/**
 * The aggressor of a trade as the code of DBN's side: B for a buyer, A for a seller, N for neither, and
 * `?` for what is none of the words.
 */
export function sideSql(file: string, column: FileColumn): ValueSql {
  if (isInteger(column.type)) {
    const value = identifier(column.name);
    return {
      sql: `CASE WHEN ${value} IS NULL OR ${value} IN (0, 78) THEN 78 WHEN ${value} IN (1, 66) THEN 66
        WHEN ${value} IN (-1, 65) THEN 65 ELSE 63 END`,
      faults: [],
    };
  }
  if (column.type !== 'VARCHAR') throw wrongType(file, column, 'text or an integer');
  const word = `lower(trim(${identifier(column.name)}))`;
  return {
    sql: `CASE WHEN ${word} IS NULL THEN 78
      WHEN ${word} IN ('b', 'buy', 'buyer', '1', '+1') THEN 66
      WHEN ${word} IN ('a', 's', 'sell', 'seller', '-1') THEN 65
      WHEN ${word} IN ('n', '', '0', 'none', 'mid', 'unknown') THEN 78 ELSE 63 END`,
    faults: [],
  };
}

function letterSql(file: string, column: FileColumn): string {
  const name = identifier(column.name);
  if (isInteger(column.type)) return `(coalesce(TRY_CAST(${name} AS BIGINT), 78) & 255)`;
  if (column.type !== 'VARCHAR') throw wrongType(file, column, 'a letter');
  return `CASE WHEN ${name} IS NULL OR ${name} = '' THEN 78 ELSE ascii(${name}) & 255 END`;
}

/** Refuses a column whose values cannot be what its name says. */
export const wrongType = (
  file: string,
  { name, type }: FileColumn,
  expected: string,
): BreakwaterError =>
  new BreakwaterError('bad-input', `The column ${name} has a type that cannot be used.`, {
    place: { file, field: name, expected, found: type },
    remedy: 'Write the column again as that type, or map another one with --map.',
  });
