import { DBN_MAGIC } from '../layout.ts';
import { textAt } from '../records.ts';
import { readValues } from './fieldValues.ts';
import type { MetadataContent } from './metadataContent.ts';
import { COUNT_BYTES, SYMBOL_BYTES_V1, fixedV1, fixedV2 } from './metadataLayout.ts';

/**
 * Decodes prelude and metadata that `readMetadata` found to be sound, in full: it keeps of the
 * mappings only what records are looked up by.
 *
 * @param bytes exactly prelude and metadata
 */
export function decodeMetadata(bytes: Uint8Array): MetadataContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint8(DBN_MAGIC.length);
  const isV1 = version === 1;
  const symbolBytes = isV1 ? SYMBOL_BYTES_V1 : readValues(fixedV2, view, 0).symbol_cstr_len;
  const fixed = isV1 ? readValues(fixedV1, view, 0) : readValues(fixedV2, view, 0);
  const lists = new ListReader(view, fixedV2.bytes, symbolBytes);
  return {
    version: version === 1 || version === 2 ? version : 3,
    dataset: fixed.dataset,
    schemaCode: fixed.schema,
    startNs: fixed.start,
    endNs: fixed.end,
    limit: fixed.limit,
    stypeIn: fixed.stype_in,
    stypeOut: fixed.stype_out,
    hasTsOut: fixed.ts_out === 1,
    symbols: lists.list(() => lists.symbol()),
    partial: lists.list(() => lists.symbol()),
    notFound: lists.list(() => lists.symbol()),
    mappings: lists.list(() => ({
      symbol: lists.symbol(),
      intervals: lists.list(() => ({
        startDate: lists.count(),
        endDate: lists.count(),
        symbol: lists.symbol(),
      })),
    })),
  };
}

/** Reads counts and symbols one after the other. */
class ListReader {
  readonly #view: DataView;
  readonly #symbolBytes: number;
  #offset: number;

  constructor(view: DataView, offset: number, symbolBytes: number) {
    this.#view = view;
    this.#offset = offset;
    this.#symbolBytes = symbolBytes;
  }

  count(): number {
    const value = this.#view.getUint32(this.#offset, true);
    this.#offset += COUNT_BYTES;
    return value;
  }

  symbol(): string {
    const symbol = textAt(this.#view, this.#offset, this.#symbolBytes);
    this.#offset += this.#symbolBytes;
    return symbol;
  }

  list<Item>(readItem: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.count(); left > 0; left--) items.push(readItem());
    return items;
  }
}
