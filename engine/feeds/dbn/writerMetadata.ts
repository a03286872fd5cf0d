import { BreakwaterError } from '../../core/errors.ts';
import { DBN_MAGIC, SCHEMA_NAMES, STYPE } from './layout.ts';

/** A symbol's instrument id over some UTC dates, YYYYMMDD, end exclusive. */
interface SymbolInterval {
  readonly startDate: number;
  readonly endDate: number;
  readonly instrumentId: number;
}

/** What the head of a DBN file says about its records. */
export interface MetadataToWrite {
  readonly version: 2 | 3;
  readonly dataset: string;
  /** A schema of {@link SCHEMA_NAMES}. */
  readonly schema: string;
  /** Unix ms of the query's start and exclusive end. */
  readonly startMs: number;
  readonly endMs: number;
  /** As requested: a raw symbol, or a parent such as `SPY.OPT`. */
  readonly symbols: readonly string[];
  readonly stypeIn: 'rawSymbol' | 'parent' | 'continuous';
  readonly mappings: readonly {
    readonly symbol: string;
    readonly intervals: readonly SymbolInterval[];
  }[];
}

const PRELUDE_BYTES = 8;
const FIXED_BYTES = 104;
const SYMBOL_BYTES = 71;
const DATASET_BYTES = 16;
const INTERVAL_BYTES = 8 + SYMBOL_BYTES;

/** Writes values one after the other; offsets from the start of the file. */
class MetadataCursor {
  readonly bytes: Buffer;
  #offset = 0;

  constructor(length: number) {
    this.bytes = Buffer.alloc(length);
  }

  u8(value: number): void {
    this.#offset = this.bytes.writeUInt8(value, this.#offset);
  }

  u16(value: number): void {
    this.#offset = this.bytes.writeUInt16LE(value, this.#offset);
  }

  u32(value: number): void {
    this.#offset = this.bytes.writeUInt32LE(value, this.#offset);
  }

  u64(value: bigint): void {
    this.#offset = this.bytes.writeBigUInt64LE(value, this.#offset);
  }

  text(value: string, width: number, field: string): void {
    const length = Buffer.byteLength(value);
    if (length >= width || value.includes('\0')) {
      throw new BreakwaterError('failed', `${JSON.stringify(value)} does not fit into DBN.`, {
        place: { field, expected: `at most ${width - 1} bytes`, found: `${length} bytes` },
        remedy: 'Use a shorter symbol.',
      });
    }
    this.bytes.write(value, this.#offset);
    this.#offset += width;
  }

  skip(count: number): void {
    this.#offset += count;
  }
}

function metadataBytes(metadata: MetadataToWrite): number {
  const intervals = metadata.mappings.reduce((sum, { intervals }) => sum + intervals.length, 0);
  const length =
    PRELUDE_BYTES +
    FIXED_BYTES +
    4 * 4 +
    SYMBOL_BYTES * metadata.symbols.length +
    (SYMBOL_BYTES + 4) * metadata.mappings.length +
    INTERVAL_BYTES * intervals;
  // Version 3 keeps the records aligned to 8 bytes.
  return metadata.version === 3 ? Math.ceil(length / 8) * 8 : length;
}

/**
 * The prelude and metadata block of a DBN stream, version 2 or 3, whose symbols map to instrument
 * ids.
 * @throws BreakwaterError when a symbol is longer than 70 bytes or the schema is unknown
 */
export function encodeMetadata(metadata: MetadataToWrite): Buffer {
  const schema = SCHEMA_NAMES.indexOf(metadata.schema);
  if (schema < 0) {
    throw new BreakwaterError('failed', `DBN has no schema ${JSON.stringify(metadata.schema)}.`, {
      place: { field: 'schema', expected: SCHEMA_NAMES.join(', '), found: metadata.schema },
    });
  }
  const length = metadataBytes(metadata);
  const cursor = new MetadataCursor(length);
  for (const byte of DBN_MAGIC) cursor.u8(byte);
  cursor.u8(metadata.version);
  cursor.u32(length - PRELUDE_BYTES);
  cursor.text(metadata.dataset, DATASET_BYTES, 'dataset');
  cursor.u16(schema);
  cursor.u64(BigInt(metadata.startMs) * 1_000_000n);
  cursor.u64(BigInt(metadata.endMs) * 1_000_000n);
  cursor.u64(0n);
  cursor.u8(STYPE[metadata.stypeIn]);
  cursor.u8(STYPE.instrumentId);
  cursor.u8(0);
  cursor.u16(SYMBOL_BYTES);
  cursor.skip(53);
  cursor.u32(0);
  cursor.u32(metadata.symbols.length);
  for (const symbol of metadata.symbols) cursor.text(symbol, SYMBOL_BYTES, 'symbols');
  cursor.u32(0);
  cursor.u32(0);
  cursor.u32(metadata.mappings.length);
  for (const { symbol, intervals } of metadata.mappings) {
    cursor.text(symbol, SYMBOL_BYTES, 'mappings');
    cursor.u32(intervals.length);
    for (const interval of intervals) {
      cursor.u32(interval.startDate);
      cursor.u32(interval.endDate);
      cursor.text(String(interval.instrumentId), SYMBOL_BYTES, 'mappings');
    }
  }
  return cursor.bytes;
}
