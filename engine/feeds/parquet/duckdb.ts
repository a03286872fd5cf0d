import { randomUUID } from 'node:crypto';
import type * as DuckDbApi from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { BreakwaterError } from '../../core/errors.ts';
import { temporaryPath } from './temporaryFolder.ts';

/**
 * What DuckDB may hold in memory; sorting and grouping beyond it go to the temporary folder. Files
 * are read from where they lie, nothing is fetched from a network.
 */
const SETTINGS = {
  memory_limit: '512MB',
  threads: '2',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/** Loads DuckDB; replaced in tests by a loader that fails. */
type Loader = () => Promise<Pick<typeof DuckDbApi, 'DuckDBInstance'>>;

const loadDuckDb: Loader = () => import('@duckdb/node-api');

/**
 * The one DuckDB of this thread, made when the first Parquet file is opened: a run without Parquet
 * loads nothing of it.
 */
let shared: Promise<DuckDBInstance> | undefined;

/**
 * A new connection to DuckDB: one query can stream on it.
 * @throws BreakwaterError (failed) where DuckDB's program for this machine is missing or does not load
 */
export async function connectDuckDb(load: Loader = loadDuckDb): Promise<DuckDBConnection> {
  if (load !== loadDuckDb) return (await createInstance(load)).connect();
  shared ??= createInstance(load);
  shared.catch(() => (shared = undefined));
  return (await shared).connect();
}

async function createInstance(load: Loader): Promise<DuckDBInstance> {
  let api: Awaited<ReturnType<Loader>>;
  try {
    api = await load();
  } catch (cause) {
    throw new BreakwaterError('failed', 'Parquet files cannot be used on this machine.', {
      place: {
        expected: `DuckDB's program for ${process.platform} ${process.arch}`,
        found: firstLine(cause),
      },
      remedy: 'Install again with npm ci (optional packages included), or use DBN files.',
      cause,
    });
  }
  return api.DuckDBInstance.create(':memory:', {
    ...SETTINGS,
    temp_directory: `${temporaryPath()}${randomUUID()}`,
  });
}

/** All rows of a query, as arrays in the order of its columns. */
export async function queryRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

/** A text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A path as a literal that means this one file: `*`, `?` and `[` are no patterns. */
export const pathLiteral = (path: string): string =>
  literal(path.replace(/[[?*]/g, (character) => `[${character}]`));

/** The first line of what was thrown: DuckDB adds stack and query below. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}

/** What DuckDB says of a file it cannot read. */
export const unreadable = (file: string, cause: unknown): BreakwaterError =>
  new BreakwaterError('bad-input', 'The Parquet file cannot be read.', {
    place: { file, found: firstLine(cause) },
    remedy: firstLine(cause).startsWith('Out of Memory')
      ? 'Write it again in row groups of at most a million rows.'
      : 'The file is damaged, cut or encrypted: write or download it again.',
    cause,
  });
