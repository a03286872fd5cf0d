import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { BreakwaterError } from '../../core/errors.ts';
import { assignRoles, type ColumnMap, type FileColumn, type Roles } from './columns.ts';
import { isListed, keySql } from './contractKeys.ts';
import {
  connectDuckDb,
  identifier,
  literal,
  pathLiteral,
  queryRows,
  unreadable,
} from './duckdb.ts';
import { schemaOf, type ContentFacts, type ParquetSchema } from './layout.ts';
import { ORDER_TIME, normalize, RECORD_INDEX, words, type Normalized } from './normalized.ts';
import { makeReadable, type ReadableParquet } from './parquetBytes.ts';
import { removeFolder, temporaryFolder } from './temporaryFolder.ts';
import { needsUnit } from './times.ts';

/** In which order the rows play. */
export type RowOrder =
  /** As they stand: in order of capture, or of event time. */
  | 'file'
  /** By event time, rows of one time as they stand. */
  | 'sorted';

/** A Parquet file with all that is known of it before its rows are read one by one. */
export interface PreparedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly rowCount: number;
  readonly rowGroupCount: number;
  readonly createdBy: string;
  readonly schema: ParquetSchema;
  readonly columns: readonly FileColumn[];
  readonly roles: Roles;
  readonly normalized: Normalized;
  readonly order: RowOrder;
  /** Symbols by number, from 1 on; several numbers may be of one symbol. */
  readonly symbols: readonly string[];
  /** The sale conditions of trades as the file writes them, by number from 1 on. */
  readonly conditions: readonly string[];
  /** The query that reads the rows from a place in the order of play on (see `words`). */
  readonly rowsFrom: (ordinal: number) => string;
  /** The query for one value of the file as text, by the row's place in the file. */
  readonly valueAt: (column: string, row: number) => string;
  /** Whether the file is still the one that was prepared. */
  readonly isUnchanged: () => Promise<boolean>;
  /** Gives back what only this file needs. */
  readonly release: () => Promise<void>;
}

/** Rows a group of a sorted copy: a seek reads no more than one in vain. */
const SORTED_GROUP_ROWS = 20_480;
/** More than all contracts of a day on all options. */
const MAX_TEXTS = 2_000_000;

interface NumberedTexts {
  readonly texts: readonly string[];
  /** Name of the type that numbers them; undefined where there are none. */
  readonly type: string | undefined;
}
const NO_TEXTS: NumberedTexts = { texts: [], type: undefined };

/**
 * Finds out what a file is and in which order its rows play; where they have to be sorted, a sorted
 * copy is made in the temporary folder.
 *
 * @throws NoMarketDataError where it holds no market data
 * @throws BreakwaterError (bad-input) for what of it cannot be used, (failed) without DuckDB
 */
export async function prepareFile(path: string, map?: ColumnMap): Promise<PreparedFile> {
  const connection = await connectDuckDb();
  const preparation = new Preparation(path, connection);
  try {
    return await preparation.run(map);
  } catch (error) {
    await preparation.discard();
    throw error instanceof BreakwaterError ? error : unreadable(path, error);
  } finally {
    connection.closeSync();
  }
}

class Preparation {
  readonly #path: string;
  readonly #connection: DuckDBConnection;
  #folder: string | undefined;
  readonly #types: string[] = [];
  #table = '';

  constructor(path: string, connection: DuckDBConnection) {
    this.#path = path;
    this.#connection = connection;
  }

  async run(map: ColumnMap | undefined): Promise<PreparedFile> {
    await this.#query("SET TimeZone = 'UTC'");
    const identity = await identityOf(this.#path);
    const readable = await makeReadable(this.#path, () => this.#temporaryFolder());
    this.#table = `read_parquet(${pathLiteral(readable.path)}, file_row_number = true, binary_as_string = true, hive_partitioning = false)`;
    const columns = await this.#columns(readable);
    const roles = assignRoles(columns, map);
    const schema = schemaOf(this.#path, columns, roles, await this.#contentFacts(roles));
    const key = keySql(this.#path, roles);
    const conditionsSql = conditionsOf(roles);
    const keys = await this.#number(key.sql, key.column);
    const conditions = await this.#number(conditionsSql, 'conditions');
    const symbols = keys.texts.map(key.symbolOf);
    const normalized = normalize({
      file: this.#path,
      schema,
      roles,
      byName: new Map(columns.map((column) => [column.name.toLowerCase(), column])),
      key,
      conditions: conditionsSql,
      mayBeNegative: !symbols.every(isListed),
      greatest: await this.#greatest(roles),
    });
    const order = (await this.#isInOrder(normalized)) ? 'file' : 'sorted';
    const selection = words(normalized, { key: keys.type, conditions: conditions.type });
    const rowsFrom =
      order === 'file'
        ? this.#inPlace(normalized, selection)
        : await this.#sorted(normalized, selection);
    const table = this.#table;
    return {
      path: this.#path,
      sizeBytes: readable.sizeBytes,
      ...(await this.#facts(readable.path)),
      schema,
      columns,
      roles,
      normalized,
      order,
      symbols,
      conditions: conditions.texts,
      rowsFrom,
      valueAt: (column, row) =>
        `SELECT CAST(${identifier(column)} AS VARCHAR) FROM ${table} WHERE file_row_number = ${row}`,
      isUnchanged: async () => (await identityOf(this.#path)) === identity,
      release: () => this.discard(),
    };
  }

  async discard(): Promise<void> {
    if (this.#folder !== undefined) await removeFolder(this.#folder);
    if (this.#types.length === 0) return;
    const connection = await connectDuckDb();
    for (const type of this.#types.splice(0)) {
      await connection.run(`DROP TYPE IF EXISTS ${identifier(type)}`);
    }
    connection.closeSync();
  }

  async #temporaryFolder(): Promise<string> {
    this.#folder ??= await temporaryFolder();
    return this.#folder;
  }

  #query(sql: string): Promise<DuckDBValue[][]> {
    return queryRows(this.#connection, sql);
  }

  async #columns({ utcNanos }: ReadableParquet): Promise<FileColumn[]> {
    const described = await this.#query(
      `DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${this.#table}`,
    );
    return described.map(([name, type]) => ({
      name: String(name),
      type: String(type),
      isUtcNanos: utcNanos.has(String(name)),
    }));
  }

  async #facts(
    path: string,
  ): Promise<Pick<PreparedFile, 'rowCount' | 'rowGroupCount' | 'createdBy'>> {
    const [row = []] = await this.#query(
      `SELECT num_rows, num_row_groups, created_by FROM parquet_file_metadata(${pathLiteral(path)})`,
    );
    const [rows, groups, createdBy] = row;
    return {
      rowCount: Number(rows),
      rowGroupCount: Number(groups),
      createdBy: String(createdBy ?? 'unknown'),
    };
  }

  async #contentFacts(roles: Roles): Promise<ContentFacts> {
    const rtype = roles.get('rtype');
    const action = roles.get('action');
    const rtypes =
      rtype === undefined
        ? undefined
        : await this.#query(
            `SELECT DISTINCT ${identifier(rtype.name)} AS rtype FROM ${this.#table} ORDER BY 1 LIMIT 9`,
          );
    const isTradesOnly =
      action !== undefined &&
      action.type === 'VARCHAR' &&
      (
        await this.#query(
          `SELECT coalesce(bool_and(${identifier(action.name)} IS NOT DISTINCT FROM 'T'), false) FROM ${this.#table}`,
        )
      )[0]?.[0] === true;
    return { rtypes: rtypes?.map(([value]) => Number(value)), isTradesOnly };
  }

  /**
   * The distinct texts of an expression in order, and a type that numbers them.
   * @param column for messages
   */
  async #number(sql: string | undefined, column: string): Promise<NumberedTexts> {
    if (sql === undefined) return NO_TEXTS;
    const distinct = `SELECT DISTINCT ${sql} AS text FROM ${this.#table} WHERE (${sql}) IS NOT NULL`;
    const found = await this.#query(`${distinct} ORDER BY 1 LIMIT ${MAX_TEXTS + 1}`);
    if (found.length > MAX_TEXTS) {
      throw new BreakwaterError(
        'bad-input',
        `The column ${column} has too many different values.`,
        {
          place: { file: this.#path, field: column, expected: `at most ${MAX_TEXTS}` },
          remedy: 'Check that it is what it is taken for; --map names another column.',
        },
      );
    }
    if (found.length === 0) return NO_TEXTS;
    const type = `texts_${randomUUID()}`;
    await this.#query(`CREATE TYPE ${identifier(type)} AS ENUM (${distinct} ORDER BY 1)`);
    this.#types.push(type);
    return { texts: found.map(([value]) => String(value)), type };
  }

  async #greatest(roles: Roles): Promise<Map<string, number>> {
    const greatest = new Map<string, number>();
    for (const role of ['ts_event', 'ts_recv'] as const) {
      const column = roles.get(role);
      if (column === undefined || !needsUnit(column)) continue;
      const [row = []] = await this.#query(
        `SELECT max(TRY_CAST(${identifier(column.name)} AS BIGINT)) FROM ${this.#table}`,
      );
      greatest.set(column.name, Number(row[0] ?? 0));
    }
    return greatest;
  }

  /** Whether the rows stand in order of capture or of event time; one that has no time ends the look. */
  async #isInOrder({ order }: Normalized): Promise<boolean> {
    const { time, recv } = order;
    const result = await this.#connection.stream(
      `SELECT (time - first)::DOUBLE, (recv - first)::DOUBLE FROM (
         SELECT TRY(${time}) AS time, TRY(${recv ?? time}) AS recv FROM ${this.#table}),
         (SELECT min(TRY(${time})) AS first FROM ${this.#table})`,
    );
    const isOrdered = [true, recv !== undefined];
    const last = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for await (const chunk of result) {
      for (const at of [0, 1]) {
        if (isOrdered[at] !== true) continue;
        const vector = chunk.getColumnVector(at);
        for (let row = 0; row < chunk.rowCount; row++) {
          const value = Number(vector.getItem(row) ?? last[at]);
          if (value < (last[at] ?? 0)) isOrdered[at] = false;
          last[at] = value;
        }
      }
      if (!isOrdered.includes(true)) return false;
    }
    return isOrdered.includes(true);
  }

  #inPlace({ selection }: Normalized, wordList: string): (ordinal: number) => string {
    return (ordinal) =>
      `SELECT ${wordList} FROM (
         SELECT ${selection} FROM ${this.#table} WHERE file_row_number >= ${ordinal})`;
  }

  /** What is sorted are the words: they are a third of the size of what they are made of. */
  async #sorted(
    { selection, order }: Normalized,
    wordList: string,
  ): Promise<(ordinal: number) => string> {
    const copy = join(await this.#temporaryFolder(), 'sorted.parquet');
    await this.#query(
      `COPY (
         SELECT ${wordList}
         FROM (SELECT ${selection}, TRY(${order.time}) AS ${ORDER_TIME} FROM ${this.#table})
         ORDER BY ${ORDER_TIME}, ${RECORD_INDEX})
       TO ${literal(copy)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE ${SORTED_GROUP_ROWS})`,
    );
    const sorted = `read_parquet(${pathLiteral(copy)}, file_row_number = true)`;
    return (ordinal) =>
      `SELECT * EXCLUDE (file_row_number) FROM ${sorted} WHERE file_row_number >= ${ordinal}`;
  }
}

/** Sale conditions as text, of whatever type the column is: letters, a number, a list of numbers. */
function conditionsOf(roles: Roles): string | undefined {
  const column = roles.get('conditions');
  return column === undefined ? undefined : `CAST(${identifier(column.name)} AS VARCHAR)`;
}

/** Tells a file from what it was before somebody wrote to it. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
