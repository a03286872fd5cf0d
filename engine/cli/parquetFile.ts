import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { connectDuckDb, literal } from '../feeds/parquet/duckdb.ts';
import { removeFolder, temporaryFolder } from '../feeds/parquet/temporaryFolder.ts';
import { cannotWrite, LineFile } from './lineFile.ts';
import type { ParquetTable } from './parquetTables.ts';

/** Lines that are turned into rows at a time: some 20 MB of snaps. */
const LINES_PER_PART = 2_000;
/** No line of JSON is longer: a level takes some 2 kB. The reader has buffers of twice the size. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

const LINES_NAME = 'lines.jsonl';
const linesIn = (folder: string): Promise<LineFile> => LineFile.create(join(folder, LINES_NAME));

/**
 * A Parquet file of rows made of lines of JSON. It appears under its name only when it is complete:
 * lines wait in the temporary folder, become parts there and one file at the end.
 */
export class ParquetFile {
  readonly #path: string;
  readonly #table: ParquetTable;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;
  readonly #parts: string[] = [];
  #lines: LineFile;
  #lineCount = 0;

  private constructor(
    path: string,
    table: ParquetTable,
    connection: DuckDBConnection,
    folder: string,
    lines: LineFile,
  ) {
    this.#path = path;
    this.#table = table;
    this.#connection = connection;
    this.#folder = folder;
    this.#lines = lines;
  }

  /** @throws BreakwaterError (failed) when the file cannot be made, or without DuckDB */
  static async create(path: string, table: ParquetTable): Promise<ParquetFile> {
    // Found out now, not after the run.
    const probe = await LineFile.create(path);
    await probe.discard();
    const connection = await connectDuckDb();
    const folder = await temporaryFolder();
    await connection.run("SET TimeZone = 'UTC'");
    return new ParquetFile(path, table, connection, folder, await linesIn(folder));
  }

  /** @param line JSON without its line end */
  add(line: string): void {
    this.#lines.add(line);
    this.#lineCount += 1;
  }

  /** Waits until the disk has caught up, so that memory stays bounded. */
  async settle(): Promise<void> {
    await this.#lines.settle();
    if (this.#lineCount < LINES_PER_PART) return;
    await this.#endPart();
    this.#lines = await linesIn(this.#folder);
  }

  /** Ends the file and gives it its name. */
  async finish(): Promise<void> {
    await this.#endPart();
    const parts = this.#parts.map(literal).join(', ');
    await this.#copy(`SELECT * FROM read_parquet([${parts}])`, `${this.#path}.part`);
    await rename(`${this.#path}.part`, this.#path);
    await this.#leave();
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#lines.discard();
    await rm(`${this.#path}.part`, { force: true });
    await this.#leave();
  }

  async #endPart(): Promise<void> {
    await this.#lines.finish();
    this.#lineCount = 0;
    const { columns, selection, from } = this.#table;
    const lines =
      `read_json(${literal(join(this.#folder, LINES_NAME))}, format = 'newline_delimited', ` +
      `maximum_object_size = ${MAX_LINE_BYTES}, columns = ${columns})`;
    const part = join(this.#folder, `${this.#parts.length}.parquet`);
    await this.#copy(`SELECT ${selection} FROM ${from(lines)}`, part);
    this.#parts.push(part);
  }

  async #copy(query: string, path: string): Promise<void> {
    try {
      await this.#connection.run(
        `COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } catch (error) {
      throw cannotWrite(this.#path, error);
    }
  }

  async #leave(): Promise<void> {
    this.#connection.closeSync();
    await removeFolder(this.#folder);
  }
}
