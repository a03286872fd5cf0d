import { rm, writeFile } from 'node:fs/promises';
import { DbnReader } from '../../dbn/reader.ts';
import { decodeRecord } from '../../dbn/codec/recordCodec.ts';
import type { FieldValue } from '../../dbn/codec/fields.ts';
import { connectDuckDb, identifier, literal } from '../duckdb.ts';

/** A column with DuckDB's name of its type and its values as SQL, one a row. */
export interface WrittenColumn {
  readonly type: string;
  readonly values: readonly string[];
}

/** Writes a Parquet file of these columns, as DuckDB writes it. */
export async function writeParquet(
  path: string,
  columns: Readonly<Record<string, WrittenColumn>>,
): Promise<string> {
  const entries = Object.entries(columns);
  const count = entries[0]?.[1].values.length ?? 0;
  const list = entries.map(([name, { type }], at) => `col${at}::${type} AS ${identifier(name)}`);
  const names = entries.map((_, at) => `col${at}`).join(', ');
  const rows = Array.from(
    { length: count },
    (_, row) => `(${entries.map(([, { values }]) => values[row] ?? 'NULL').join(', ')})`,
  );
  const from =
    count === 0
      ? `(SELECT ${entries.map((_, at) => `NULL AS col${at}`).join(', ')} LIMIT 0)`
      : `(VALUES ${rows.join(', ')})`;
  await copyTo(path, `SELECT ${list.join(', ')} FROM ${from} AS t(${names})`);
  return path;
}

/** Writes what a query gives as Parquet. */
export async function copyTo(path: string, query: string, options = ''): Promise<void> {
  const connection = await connectDuckDb();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet${options})`);
  } finally {
    connection.closeSync();
  }
}

/**
 * Writes a DBN file as the vendor's `to_parquet` does: a column a field, prices as decimal numbers,
 * the symbol mapped. Times are integers of Unix ns (`pretty_ts=False`): DuckDB cannot write
 * nanoseconds in UTC.
 *
 * @param order how the rows are put, as SQL
 */
export async function dbnToParquet(
  dbnPath: string,
  parquetPath: string,
  order = '',
): Promise<void> {
  const reader = await DbnReader.open(dbnPath);
  const lines: string[] = [];
  let columns: readonly string[] = [];
  do {
    while (reader.next()) {
      const row = rowOf(reader);
      columns = row.map(({ name, type }) => `${literal(name)}: ${literal(type)}`);
      lines.push(row.map(({ value }) => value).join(','));
    }
  } while (await reader.fill());
  await reader.close();
  const csv = `${parquetPath}.csv`;
  await writeFile(csv, lines.join('\n'));
  const read = `read_csv(${literal(csv)}, header = false, columns = {${columns.join(', ')}})`;
  await copyTo(parquetPath, `SELECT * FROM ${read} ${order}`);
  await rm(csv);
}

interface Cell {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

function rowOf(reader: DbnReader): Cell[] {
  const { layout, values, ...head } = decodeRecord(reader.view, reader.offset, reader.lengthBytes);
  const integer = (name: string, value: FieldValue): Cell => ({
    name,
    type: 'BIGINT',
    value: String(value ?? ''),
  });
  const fields = (layout?.fields ?? []).filter(({ storage }) => storage !== 'reserved');
  return [
    integer('ts_event', head.tsEventNs),
    integer('rtype', head.rtype),
    integer('publisher_id', head.publisherId),
    ...fields.map(({ name, unit, storage }): Cell => {
      const value = values[name];
      if (storage === 'char') return { name, type: 'VARCHAR', value: String(value ?? '') };
      if (unit !== 'nanos') return integer(name, value);
      return { name, type: 'DOUBLE', value: typeof value === 'bigint' ? decimal(value) : 'NaN' };
    }),
    { name: 'symbol', type: 'VARCHAR', value: reader.symbol() ?? '' },
  ];
}

/** Nanos as a decimal number. */
function decimal(nanos: bigint): string {
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  return `${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
