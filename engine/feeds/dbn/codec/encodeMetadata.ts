import { BreakwaterError } from '../../../core/errors.ts';
import { DBN_MAGIC } from '../layout.ts';
import type { FieldValue } from './fields.ts';
import { writeField } from './fieldValues.ts';
import { NO_U64 } from './metadataContent.ts';
import type { MetadataContent } from './metadataContent.ts';
import {
  COUNT_BYTES,
  DATES_BYTES,
  PRELUDE_BYTES,
  SYMBOL_BYTES,
  SYMBOL_BYTES_V1,
  fixedV1,
  fixedV2,
} from './metadataLayout.ts';

/** Version 3 keeps the records aligned. */
const ALIGNMENT_BYTES_V3 = 8;

/**
 * Prelude and metadata block of a DBN file.
 *
 * @throws BreakwaterError when a symbol is too long: 70 bytes, in version 1 21 bytes
 */
export function encodeMetadata(metadata: MetadataContent): Buffer<ArrayBuffer> {
  const symbolBytes = metadata.version === 1 ? SYMBOL_BYTES_V1 : SYMBOL_BYTES;
  const length = encodedBytes(metadata, symbolBytes);
  const bytes = Buffer.alloc(length);
  bytes.set([...DBN_MAGIC, metadata.version]);
  bytes.writeUInt32LE(length - PRELUDE_BYTES, 4);
  writeFixed(bytes, metadata);
  const lists = new ListWriter(bytes, fixedV2.bytes, symbolBytes);
  lists.symbols(metadata.symbols, 'symbols');
  lists.symbols(metadata.partial, 'partial symbols');
  lists.symbols(metadata.notFound, 'not-found symbols');
  lists.count(metadata.mappings.length);
  for (const { symbol, intervals } of metadata.mappings) {
    lists.symbol(symbol, 'mappings');
    lists.count(intervals.length);
    for (const interval of intervals) {
      lists.count(interval.startDate);
      lists.count(interval.endDate);
      lists.symbol(interval.symbol, 'mappings');
    }
  }
  return bytes;
}

function encodedBytes(metadata: MetadataContent, symbolBytes: number): number {
  const { symbols, partial, notFound, mappings } = metadata;
  const intervals = mappings.reduce((sum, mapping) => sum + mapping.intervals.length, 0);
  const length =
    fixedV2.bytes +
    4 * COUNT_BYTES +
    symbolBytes * (symbols.length + partial.length + notFound.length) +
    (symbolBytes + COUNT_BYTES) * mappings.length +
    (symbolBytes + DATES_BYTES) * intervals;
  if (metadata.version < 3) return length;
  return Math.ceil(length / ALIGNMENT_BYTES_V3) * ALIGNMENT_BYTES_V3;
}

function writeFixed(bytes: Buffer, metadata: MetadataContent): void {
  const values: Readonly<Record<string, FieldValue>> = {
    dataset: metadata.dataset,
    schema: metadata.schemaCode,
    start: metadata.startNs,
    end: metadata.endNs,
    limit: metadata.limit,
    record_count: NO_U64,
    stype_in: metadata.stypeIn,
    stype_out: metadata.stypeOut,
    ts_out: metadata.hasTsOut ? 1 : 0,
    symbol_cstr_len: SYMBOL_BYTES,
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { fields } = metadata.version === 1 ? fixedV1 : fixedV2;
  for (const field of fields) writeField(view, 0, field, values[field.name]);
}

/** Writes counts and symbols one after the other. */
class ListWriter {
  readonly #bytes: Buffer;
  readonly #symbolBytes: number;
  #offset: number;

  constructor(bytes: Buffer, offset: number, symbolBytes: number) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#symbolBytes = symbolBytes;
  }

  count(value: number): void {
    this.#offset = this.#bytes.writeUInt32LE(value, this.#offset);
  }

  symbols(symbols: readonly string[], field: string): void {
    this.count(symbols.length);
    for (const symbol of symbols) this.symbol(symbol, field);
  }

  symbol(symbol: string, field: string): void {
    const length = Buffer.byteLength(symbol);
    if (length >= this.#symbolBytes || symbol.includes('\0')) {
      throw new BreakwaterError('failed', `${JSON.stringify(symbol)} does not fit into DBN.`, {
        place: {
          field,
          expected: `at most ${this.#symbolBytes - 1} bytes`,
          found: `${length} bytes`,
        },
        remedy: 'Use a shorter symbol.',
      });
    }
    this.#bytes.write(symbol, this.#offset);
    this.#offset += this.#symbolBytes;
  }
}
