import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { BreakwaterError, type ErrorPlace } from '../../core/errors.ts';
import type { OddityKind, OptionTradeMarks } from '../../core/events.ts';
import { optionConditionKind, type OptionConditionKind } from '../../core/optionConditions.ts';
import { RecordCursor } from '../dbn/recordCursor.ts';
import type { RecordPlace } from '../dbn/reader.ts';
import type { RecordReader } from '../dbn/recordReader.ts';
import { SymbolMap } from '../dbn/symbols.ts';
import type { ColumnMap } from './columns.ts';
import { connectDuckDb, queryRows, unreadable } from './duckdb.ts';
import { prepareFile, type PreparedFile } from './preparedFile.ts';
import { RowRecords, type FaultyRow } from './rowRecords.ts';
import { SharedFiles } from './sharedFiles.ts';

const NO_BYTES = new Uint8Array(0);
/** Beyond every day of a record. */
const LAST_DAY = 2 ** 31;

/** One preparation serves all readers of a file: the playhead and the survey read for themselves. */
const prepared = new SharedFiles(prepareFile);

/**
 * Reads a Parquet file as the DBN records that its rows stand for, so that everything that plays DBN
 * plays Parquet: a chunk of rows at a time, whatever the file's size, in order of capture or of event
 * time. A row that cannot be used is damage and ends the file.
 */
export class ParquetReader extends RecordCursor implements RecordReader {
  readonly path: string;
  readonly metadata = null;
  readonly file: PreparedFile;
  readonly #release: () => Promise<void>;
  readonly #records: RowRecords;
  /** By number of the conditions' text; 0 is a trade that has none. */
  readonly #conditionKinds: readonly OptionConditionKind[];
  readonly #marks: OptionTradeMarks = { condition: 'ordinary', venue: 0 };
  #connection: DuckDBConnection | undefined;
  #rows: DuckDBResult | undefined;
  /** Asked for while the rows before it are used. */
  #ahead: Promise<DuckDBDataChunk | null> | undefined;
  /** Place in the order of play of the first row in memory. */
  #firstOrdinal = 0;
  #recordIndices: Float64Array = new Float64Array(0);
  #conditions: Uint32Array = new Uint32Array(0);
  #rowsInMemory = 0;
  #faulty: FaultyRow | undefined;
  #hasEnded = false;
  #damage: BreakwaterError | null = null;

  private constructor(file: PreparedFile, release: () => Promise<void>) {
    super(symbolMap(file.symbols), NO_BYTES, 0, false);
    this.path = file.path;
    this.file = file;
    this.#release = release;
    this.#records = new RowRecords(file.schema, file.normalized.fields);
    this.#conditionKinds = ['ordinary', ...file.conditions.map(optionConditionKind)];
  }

  /**
   * @param map names of columns that are not recognised, ours to theirs
   * @throws NoMarketDataError where the file holds no market data
   * @throws BreakwaterError (bad-input) for what of it cannot be used, (failed) without DuckDB
   */
  static async open(path: string, map?: ColumnMap): Promise<ParquetReader> {
    const { file, release } = await prepared.take(path, map);
    return new ParquetReader(file, release);
  }

  get sizeBytes(): number {
    return this.file.sizeBytes;
  }

  get progress(): number {
    if (this.#hasEnded && this.#damage === null) return 1;
    return Math.min(1, (this.recordIndex + 1) / Math.max(1, this.file.rowCount));
  }

  get damage(): BreakwaterError | null {
    return this.#damage;
  }

  get place(): RecordPlace {
    const recordIndex = Math.max(0, this.recordIndex);
    return { byteOffset: recordIndex * this.#records.recordBytes, recordIndex };
  }

  /** The current row's place in the file, which may be another than in the order of play. */
  override get where(): ErrorPlace {
    return { file: this.path, recordIndex: this.#rowInFile };
  }

  override noteOddity(kind: OddityKind): void {
    this.oddities.note(kind, this.#rowInFile, undefined);
  }

  /** Where the file has a column of sale conditions; overwritten by the next call. */
  get optionMarks(): OptionTradeMarks | undefined {
    if (!this.file.roles.has('conditions')) return undefined;
    const number = this.#conditions[this.recordIndex - this.#firstOrdinal] ?? 0;
    this.#marks.condition = this.#conditionKinds[number] ?? 'unknown';
    this.#marks.venue = this.publisherId;
    return this.#marks;
  }

  async fill(): Promise<boolean> {
    if (this.#hasEnded) return false;
    try {
      if (this.#faulty !== undefined) return await this.#stopAt(this.#faulty);
      this.leaveRecord();
      const chunk = await this.#nextChunk();
      if (chunk === null || chunk.rowCount === 0) {
        this.#hasEnded = true;
        return false;
      }
      const { bytes, recordIndices, conditions, faulty } = this.#records.take(chunk);
      this.#firstOrdinal += this.#rowsInMemory;
      this.#rowsInMemory = bytes.length / this.#records.recordBytes;
      this.#recordIndices = recordIndices;
      this.#conditions = conditions;
      this.#faulty = faulty;
      this.walk(bytes);
      return true;
    } catch (error) {
      this.stop(error instanceof BreakwaterError ? error : unreadable(this.path, error));
      return false;
    }
  }

  async seek({ recordIndex }: RecordPlace): Promise<void> {
    await this.#leaveQuery();
    this.#hasEnded = false;
    this.#damage = null;
    this.#faulty = undefined;
    this.#firstOrdinal = recordIndex;
    this.#rowsInMemory = 0;
    this.moveTo(recordIndex * this.#records.recordBytes, recordIndex);
    if (await this.file.isUnchanged()) return;
    this.stop(
      new BreakwaterError('bad-input', 'The Parquet file was written to while it was open.', {
        place: { file: this.path },
        remedy: 'Open the session again.',
      }),
    );
  }

  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#leaveQuery();
    this.#connection?.closeSync();
    this.#connection = undefined;
    await this.#release();
  }

  protected override stop(error: BreakwaterError): void {
    this.#hasEnded = true;
    this.#damage = error;
  }

  get #rowInFile(): number {
    return this.#recordIndices[this.recordIndex - this.#firstOrdinal] ?? this.recordIndex;
  }

  async #nextChunk(): Promise<DuckDBDataChunk | null> {
    if (this.#rows === undefined) {
      const ordinal = this.#firstOrdinal + this.#rowsInMemory;
      this.#connection ??= await connectDuckDb();
      this.#rows = await this.#connection.stream(this.file.rowsFrom(ordinal));
      this.#ahead = this.#rows.fetchChunk();
    }
    const chunk = await this.#ahead;
    this.#ahead = chunk === null || chunk === undefined ? undefined : this.#rows.fetchChunk();
    // Whoever takes it hears of a failure; until then it is nobody's.
    this.#ahead?.catch(() => undefined);
    return chunk ?? null;
  }

  async #leaveQuery(): Promise<void> {
    await this.#ahead?.catch(() => undefined);
    this.#ahead = undefined;
    this.#rows = undefined;
  }

  async #stopAt({ recordIndex, fault }: FaultyRow): Promise<false> {
    const { column = '', expected = '' } = this.file.normalized.faults[fault - 1] ?? {};
    const connection = await connectDuckDb();
    const [row = []] = await queryRows(connection, this.file.valueAt(column, recordIndex));
    connection.closeSync();
    const found = row[0] === null || row[0] === undefined ? 'nothing' : String(row[0]);
    this.stop(
      new BreakwaterError('bad-input', `Row ${recordIndex} has a value that cannot be used.`, {
        place: { file: this.path, recordIndex, field: column, expected, found },
        remedy: 'Every row before it was played. Correct the file or leave the row out.',
      }),
    );
    return false;
  }
}

/** Keys are numbered from 1: number 0 is a row without one. */
function symbolMap(symbols: readonly string[]): SymbolMap {
  const map = new SymbolMap();
  symbols.forEach((symbol, at) => {
    map.addInterval({ instrumentId: at + 1, symbol, startDay: 0, endDay: LAST_DAY });
  });
  return map;
}
