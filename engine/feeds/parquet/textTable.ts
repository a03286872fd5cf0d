import { BreakwaterError } from '../../core/errors.ts';
import { connectDuckDb, identifier, pathLiteral, queryRows, unreadable } from './duckdb.ts';

/** A table as texts. */
export interface TextTable {
  readonly columns: readonly string[];
  /** A text for each column, empty where the value is null. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a small Parquet file as texts, in its own order, so that what reads CSV reads it too: numbers
 * plain (687, 0.5), dates and times at midnight as `2025-12-16`.
 *
 * @param maxRows more rows are refused before they are read
 * @throws BreakwaterError (bad-input) where it cannot be read or is larger, (failed) without DuckDB
 */
export async function readParquetTexts(path: string, maxRows: number): Promise<TextTable> {
  const connection = await connectDuckDb();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const table = `read_parquet(${pathLiteral(path)}, binary_as_string = true, hive_partitioning = false)`;
    const [[count] = []] = await queryRows(connection, `SELECT count(*) FROM ${table}`);
    if (Number(count) > maxRows) throw tooLarge(path, maxRows, Number(count));
    const described = await queryRows(connection, `DESCRIBE SELECT * FROM ${table}`);
    const columns = described.map(([name]) => String(name));
    const texts = described.map(([name, type]) => textSql(identifier(String(name)), String(type)));
    const rows = await queryRows(connection, `SELECT ${texts.join(', ')} FROM ${table}`);
    return { columns, rows: rows.map((row) => row.map((value) => String(value ?? ''))) };
  } catch (error) {
    throw error instanceof BreakwaterError ? error : unreadable(path, error);
  } finally {
    connection.closeSync();
  }
}

function textSql(name: string, type: string): string {
  const text = `CAST(${name} AS VARCHAR)`;
  if (type === 'DOUBLE' || type === 'FLOAT' || type.startsWith('DECIMAL')) {
    const isWhole = `${name} = floor(${name}) AND abs(${name}) < 1e15`;
    return `CASE WHEN ${isWhole} THEN CAST(CAST(${name} AS BIGINT) AS VARCHAR) ELSE ${text} END`;
  }
  if (!type.startsWith('TIMESTAMP')) return text;
  const isMidnight = `${name} = date_trunc('day', ${name})`;
  return `CASE WHEN ${isMidnight} THEN CAST(CAST(${name} AS DATE) AS VARCHAR) ELSE ${text} END`;
}

const tooLarge = (file: string, maxRows: number, rows: number): BreakwaterError =>
  new BreakwaterError('bad-input', 'The Parquet file has more rows than a table of its kind.', {
    place: { file, expected: `at most ${maxRows} rows`, found: `${rows} rows` },
    remedy: 'Check that this is the right file.',
  });
