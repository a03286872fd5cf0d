import type { FileColumn } from './columns.ts';
import { identifier } from './duckdb.ts';
import { wrongType, type ValueFault } from './values.ts';

/** Unix times of 1990-01-01 and 2200-01-01 in seconds: no market data is older or newer. */
const MIN_S = 631_152_000;
const MAX_S = 7_258_118_400;

/** Factors to nanoseconds of the units that integer times come in, with the unit's name. */
const UNITS = [
  [1, 'ns'],
  [1_000, 'µs'],
  [1_000_000, 'ms'],
  [1_000_000_000, 's'],
] as const;

/** A column of times as Unix ns: null where the row has none. */
export interface TimeSql {
  readonly sql: string;
  /** A row whose text is no time. */
  readonly fault: ValueFault | undefined;
  /** For people: how the column was read. */
  readonly reading: string;
}

/** Whether a column's integers have to be looked at to know their unit. */
export const needsUnit = ({ type }: FileColumn): boolean => /^U?(INTEGER|BIGINT)$/.test(type);

/**
 * How a column is read as Unix ns: a timestamp in UTC (nanoseconds stay exact), integers of ns, µs, ms
 * or s (told apart by their magnitude, the years 1990 to 2200 of each lie apart), or ISO 8601 text
 * with Z or an offset.
 *
 * @param greatest the greatest value of a column of integers
 * @throws BreakwaterError (bad-input) for a column of another type, above all one without time zone
 */
export function timeSql(file: string, column: FileColumn, greatest: number): TimeSql {
  const name = identifier(column.name);
  const exact = (sql: string, reading: string): TimeSql => ({ sql, fault: undefined, reading });
  if (column.isUtcNanos) return exact(`epoch_ns(${name})`, 'timestamp in UTC, ns');
  if (column.type === 'TIMESTAMP WITH TIME ZONE') {
    return exact(`TRY(epoch_us(${name}) * 1000)`, 'timestamp in UTC');
  }
  if (needsUnit(column)) return integerTime(file, column, greatest);
  if (column.type === 'VARCHAR') return textTime(column);
  if (column.type.startsWith('TIMESTAMP')) {
    throw wrongType(file, column, 'a timestamp with time zone: these times could be of any zone');
  }
  throw wrongType(file, column, 'a timestamp in UTC, integer Unix time, or ISO 8601 text');
}

function integerTime(file: string, column: FileColumn, greatest: number): TimeSql {
  // A column without any time has no unit either: its rows are what is wrong with it, if there are any.
  const unit = UNITS.find(([factor]) => {
    const seconds = (greatest / 1e9) * factor;
    return greatest === 0 || (seconds >= MIN_S && seconds <= MAX_S);
  });
  if (unit === undefined) {
    const found = { ...column, type: `${column.type} up to ${greatest}` };
    throw wrongType(file, found, 'Unix time in ns, µs, ms or s');
  }
  const [factor, label] = unit;
  // 0 and the greatest u64 stand for no time.
  const value = `TRY_CAST(nullif(${identifier(column.name)}, 0) AS BIGINT)`;
  return { sql: `TRY(${value} * ${factor})`, fault: undefined, reading: `integer Unix ${label}` };
}

const ISO =
  '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2})?)$';

/** The database reads seconds and offset; the fraction is read apart, for it keeps six digits. */
function textTime(column: FileColumn): TimeSql {
  const name = identifier(column.name);
  const isText = `regexp_matches(${name}, '${ISO}')`;
  const fraction = `regexp_extract(${name}, '\\.(\\d{1,9})', 1)`;
  const whole = `regexp_replace(${name}, '\\.\\d{1,9}', '')`;
  const seconds = `TRY(epoch_us(TRY_CAST(${whole} AS TIMESTAMPTZ)) * 1000)`;
  const nanos = `CAST(rpad(${fraction}, 9, '0') AS BIGINT)`;
  const sql = `CASE WHEN ${isText} THEN ${seconds} + ${nanos} END`;
  const condition = `(${name} IS NOT NULL AND (${sql}) IS NULL)`;
  const expected = 'ISO 8601 with Z or an offset, e.g. 2025-12-16T09:30:00.123456789-05:00';
  return {
    sql,
    fault: { column: column.name, condition, expected },
    reading: 'ISO 8601 text',
  };
}

/** Rows whose time, in Unix ns, is missing or none of a market. */
export const timeRangeFault = (column: FileColumn, sql: string): ValueFault => ({
  column: column.name,
  condition: `coalesce(${sql} NOT BETWEEN ${MIN_S}000000000 AND ${MAX_S}000000000, true)`,
  expected: 'a time from 1990 to 2200',
});
