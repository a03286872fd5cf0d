import type { FileColumn } from '../feeds/parquet/columns.ts';
import type { PreparedFile } from '../feeds/parquet/preparedFile.ts';
import { counted, printable } from './inspectFormat.ts';
import { grouped } from './terminal.ts';

/** A column of a file, what it is taken for and how it is read. */
interface ReadColumn extends FileColumn {
  /** Undefined where it has no part. */
  readonly role: string | undefined;
  /** In words; undefined where its type says it all. */
  readonly reading: string | undefined;
}

function readColumns({ columns, roles, normalized }: PreparedFile): ReadColumn[] {
  return columns.map((column) => {
    const role = [...roles].find(([, { name }]) => name === column.name)?.[0];
    const isLevel = /^(bid|ask)_(px|sz|ct)_\d\d$/.test(column.name);
    return {
      ...column,
      role: role ?? (isLevel && normalized.fields.some(isOf(column)) ? column.name : undefined),
      reading: normalized.timeReadings.get(column.name),
    };
  });
}

const isOf =
  (column: FileColumn) =>
  ({ name }: { readonly name: string }): boolean =>
    name === column.name.toLowerCase();

/** What kind of file it is. */
export function parquetFormat({
  sizeBytes,
  rowCount,
  rowGroupCount,
  createdBy,
}: PreparedFile): string {
  const rows = `${counted(rowCount, 'row')} in ${counted(rowGroupCount, 'row group')}`;
  return `Parquet, ${grouped(sizeBytes)} bytes, ${rows}\nwritten by ${printable(createdBy)}`;
}

/** What its rows are, and in which order they play. */
export function parquetContent({ schema, order }: PreparedFile): string {
  const how = order === 'file' ? 'in the order of the file' : 'put in order of event time';
  return `rows of ${schema}, ${how}`;
}

/** A line for each column that is read, and the names of the others. */
export function columnLines(file: PreparedFile): string {
  const columns = readColumns(file);
  const used = columns.flatMap(({ name, type, role, reading }) =>
    role === undefined ? [] : [`${role} = ${printable(name)} (${reading ?? type})`],
  );
  const others = columns
    .filter(({ role }) => role === undefined)
    .map(({ name }) => printable(name));
  return [...used, ...(others.length > 0 ? [`not used: ${others.join(', ')}`] : [])].join('\n');
}

/** What `--json` says of a Parquet file beside its contents; rows have no bytes of their own. */
export function parquetJson(file: PreparedFile) {
  return {
    schema: file.schema,
    is_fragment: false,
    decompressed_bytes: null,
    parquet: {
      rows: file.rowCount,
      row_groups: file.rowGroupCount,
      created_by: file.createdBy,
      order: file.order,
      columns: readColumns(file).map(({ name, type, role, reading }) => ({
        name,
        type,
        role: role ?? null,
        reading: reading ?? null,
      })),
    },
  };
}
