import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { HEADER, recordSizes, WORD_BYTES } from '../dbn/layout.ts';
import { SCHEMA_FACTS, type ParquetSchema } from './layout.ts';
import type { RecordField } from './normalized.ts';

/** Columns of a chunk (see `words`). */
const RECORD_INDEX = 0;
const FAULT = 1;
const KEY = 2;
const CONDITIONS = 3;
const FIRST_FIELD = 4;

/** A row that cannot be used. */
export interface FaultyRow {
  /** Its place in the file. */
  readonly recordIndex: number;
  /** From 1. */
  readonly fault: number;
}

/** The rows of a chunk as the bytes of DBN records. */
export interface ChunkRecords {
  /** Valid until the next chunk is taken. */
  readonly bytes: Uint8Array;
  /** The place in the file of each row. */
  readonly recordIndices: Float64Array;
  /** The number of each row's conditions; 0 where it has none. */
  readonly conditions: Uint32Array;
  /** The row at which the records end; undefined where all of the chunk could be used. */
  readonly faulty: FaultyRow | undefined;
}

/** Writes rows as DBN records of one schema, chunk by chunk, into a buffer that is used again. */
export class RowRecords {
  readonly #fields: readonly RecordField[];
  readonly #recordBytes: number;
  readonly #rtype: number;
  #bytes = new Uint8Array(0);
  #recordIndices: Float64Array = new Float64Array(0);
  #conditions: Uint32Array = new Uint32Array(0);

  constructor(schema: ParquetSchema, fields: readonly RecordField[]) {
    this.#rtype = SCHEMA_FACTS[schema].rtype;
    this.#recordBytes = recordSizes(this.#rtype)[0] ?? 0;
    this.#fields = fields;
  }

  get recordBytes(): number {
    return this.#recordBytes;
  }

  take(chunk: DuckDBDataChunk): ChunkRecords {
    this.#grow(chunk.rowCount);
    const places = chunk.getColumnVector(RECORD_INDEX);
    const conditions = chunk.getColumnVector(CONDITIONS);
    for (let row = 0; row < chunk.rowCount; row++) {
      this.#recordIndices[row] = at(places, row);
      this.#conditions[row] = at(conditions, row);
    }
    const faults = chunk.getColumnVector(FAULT);
    let rows = 0;
    while (rows < chunk.rowCount && at(faults, rows) === 0) rows++;
    const view = new DataView(this.#bytes.buffer);
    this.#write(view, HEADER.instrumentId, 4, rows, chunk.getColumnVector(KEY));
    let column = FIRST_FIELD;
    for (const { offset, bytes } of this.#fields) {
      this.#write(view, offset, bytes === 8 ? 4 : bytes, rows, chunk.getColumnVector(column++));
      if (bytes === 8) this.#write(view, offset + 4, 4, rows, chunk.getColumnVector(column++));
    }
    return {
      bytes: this.#bytes.subarray(0, rows * this.#recordBytes),
      recordIndices: this.#recordIndices,
      conditions: this.#conditions,
      faulty:
        rows === chunk.rowCount
          ? undefined
          : { recordIndex: this.#recordIndices[rows] ?? 0, fault: at(faults, rows) },
    };
  }

  #write(
    view: DataView,
    offset: number,
    bytes: 1 | 2 | 4,
    rows: number,
    vector: DuckDBVector,
  ): void {
    const step = this.#recordBytes;
    for (let row = 0, place = offset; row < rows; row++, place += step) {
      if (bytes === 4) view.setUint32(place, at(vector, row), true);
      else if (bytes === 2) view.setUint16(place, at(vector, row), true);
      else view.setUint8(place, at(vector, row));
    }
  }

  /** Makes room for so many records, each with the head that all have. */
  #grow(rows: number): void {
    if (rows * this.#recordBytes <= this.#bytes.length) return;
    this.#recordIndices = new Float64Array(rows);
    this.#conditions = new Uint32Array(rows);
    this.#bytes = new Uint8Array(rows * this.#recordBytes);
    for (let start = 0; start < this.#bytes.length; start += this.#recordBytes) {
      this.#bytes[start + HEADER.lengthWords] = this.#recordBytes / WORD_BYTES;
      this.#bytes[start + HEADER.rtype] = this.#rtype;
    }
  }
}

/** A number of a vector; every column that is asked for holds numbers of at most 53 bits. */
const at = (vector: DuckDBVector, row: number): number => Number(vector.getItem(row));
