import { BreakwaterError } from '../../core/errors.ts';
import { MS_PER_DAY } from '../../core/time.ts';
import type { ByteQueue } from './byteQueue.ts';
import { COUNT_BYTES, DATES_BYTES, PRELUDE_BYTES } from './codec/metadataLayout.ts';
import { STYPE } from './layout.ts';
import { textAt } from './records.ts';
import type { SymbolMap } from './symbols.ts';

const MAX_PADDING_BYTES = 7;
/** Items are decoded in batches of about this size: one wait for many items. */
const BATCH_BYTES = 64 * 1024;

/**
 * The lists of symbols and mappings after the fixed part of DBN metadata. Every count is checked
 * against the bytes that the metadata's length leaves for it.
 */
export class MetadataLists {
  readonly #queue: ByteQueue;
  readonly #sizeBytes: number;
  readonly #symbolBytes: number;

  /**
   * @param queue stands at the first list
   * @param sizeBytes bytes of prelude and metadata together
   * @param symbolBytes length of a symbol field
   */
  constructor(queue: ByteQueue, sizeBytes: number, symbolBytes: number) {
    this.#queue = queue;
    this.#sizeBytes = sizeBytes;
    this.#symbolBytes = symbolBytes;
  }

  async readSymbols(field: string): Promise<string[]> {
    const symbols: string[] = [];
    const count = await this.#readCount(field, this.#symbolBytes);
    await this.#eachItem(count, this.#symbolBytes, (view, at) => {
      symbols.push(textAt(view, at, this.#symbolBytes));
    });
    return symbols;
  }

  /** Reads the mappings into `symbols`; the symbology types say which side is the id. */
  async readMappings(stypeIn: number, stypeOut: number, symbols: SymbolMap): Promise<void> {
    const isInverted = stypeIn === STYPE.instrumentId && stypeOut !== STYPE.instrumentId;
    // Text to text maps no ids: nothing that a record could be looked up by.
    const hasIds = isInverted || stypeOut === STYPE.instrumentId;
    const intervalBytes = DATES_BYTES + this.#symbolBytes;
    const count = await this.#readCount('mappings', this.#symbolBytes + COUNT_BYTES);
    for (let index = 0; index < count; index++) {
      const key = await this.#readSymbol();
      const intervals = await this.#readCount('intervals', intervalBytes);
      await this.#eachItem(intervals, intervalBytes, (view, at, byteOffset) => {
        const startDay = dayOfDate(view.getUint32(at, true), byteOffset);
        const endDay = dayOfDate(view.getUint32(at + 4, true), byteOffset + 4);
        const value = textAt(view, at + DATES_BYTES, this.#symbolBytes);
        // Old files write an empty symbol for days without a mapping.
        if (value === '' || key === '' || !hasIds) return;
        const [id, symbol] = isInverted ? [key, value] : [value, key];
        const instrumentId = parseInstrumentId(id, byteOffset + DATES_BYTES);
        symbols.addInterval({ instrumentId, symbol, startDay, endDay });
      });
    }
  }

  /** Reads the rest of the metadata: version 3 pads with zeros to a multiple of 8. */
  async readPadding(): Promise<void> {
    const offset = this.#queue.consumed;
    const rest = this.#left;
    if (rest > MAX_PADDING_BYTES) {
      const stated = this.#sizeBytes - PRELUDE_BYTES;
      throw badField('metadata length', 4, `${offset - PRELUDE_BYTES}`, stated);
    }
    const padding = await this.#take(rest);
    const stray = padding.find((byte) => byte !== 0);
    if (stray !== undefined) throw badField('metadata padding', offset, 'zeros', stray);
  }

  get #left(): number {
    return this.#sizeBytes - this.#queue.consumed;
  }

  /** A count of items, refused when the metadata has no room for so many. */
  async #readCount(field: string, itemBytes: number): Promise<number> {
    const offset = this.#queue.consumed;
    if (this.#left < COUNT_BYTES) {
      throw badField(`number of ${field}`, offset, '4 bytes of metadata', this.#left);
    }
    const count = viewOf(await this.#take(COUNT_BYTES)).getUint32(0, true);
    const room = Math.floor(this.#left / itemBytes);
    if (count > room) throw badField(`number of ${field}`, offset, `at most ${room}`, count);
    return count;
  }

  async #readSymbol(): Promise<string> {
    if (this.#left < this.#symbolBytes) {
      const expected = `${this.#symbolBytes} bytes of metadata`;
      throw badField('mapping', this.#queue.consumed, expected, this.#left);
    }
    return textAt(viewOf(await this.#take(this.#symbolBytes)), 0, this.#symbolBytes);
  }

  /**
   * Visits `count` items, whose room was checked.
   *
   * @param visit gets a view, the item's offset in it, and its offset in the file
   */
  async #eachItem(
    count: number,
    itemBytes: number,
    visit: (view: DataView, at: number, byteOffset: number) => void,
  ): Promise<void> {
    const batch = Math.max(1, Math.floor(BATCH_BYTES / itemBytes));
    for (let done = 0; done < count; done += batch) {
      const byteOffset = this.#queue.consumed;
      const bytes = await this.#take(Math.min(batch, count - done) * itemBytes);
      const view = viewOf(bytes);
      for (let at = 0; at < bytes.length; at += itemBytes) visit(view, at, byteOffset + at);
    }
  }

  async #take(count: number): Promise<Uint8Array> {
    const available = this.#queue.available;
    if (available < count && (await this.#queue.require(count)) < count) {
      throw cutMetadata(this.#sizeBytes, this.#queue.consumed + this.#queue.available);
    }
    return this.#queue.take(count);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const MAX_INSTRUMENT_ID = 0xffff_ffff;

function parseInstrumentId(text: string, byteOffset: number): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  if (id <= MAX_INSTRUMENT_ID) return id;
  throw badField('mapping', byteOffset, 'an instrument id as text', JSON.stringify(text));
}

/** Days since 1970-01-01 of a date written as the decimal number YYYYMMDD. */
function dayOfDate(date: number, byteOffset: number): number {
  const year = Math.floor(date / 10_000);
  const month = Math.floor(date / 100) % 100;
  const day = date % 100;
  const unixMs = Date.UTC(year, month - 1, day);
  const isReal = new Date(unixMs).getUTCDate() === day && month >= 1 && month <= 12 && year >= 1000;
  if (!isReal) throw badField('mapping date', byteOffset, 'a date as YYYYMMDD', date);
  return unixMs / MS_PER_DAY;
}

/** The stream ends before the metadata does. */
export function cutMetadata(expectedBytes: number, foundBytes: number): BreakwaterError {
  return new BreakwaterError('bad-input', 'The file ends inside its metadata.', {
    place: {
      byteOffset: foundBytes,
      field: 'metadata',
      expected: `${expectedBytes} bytes`,
      found: `${foundBytes} bytes`,
    },
    remedy: 'The file was cut: download it again.',
  });
}

/** A field of the metadata whose value cannot be. */
export function badField(
  field: string,
  byteOffset: number,
  expected: string,
  found: string | number,
): BreakwaterError {
  return new BreakwaterError('bad-input', `The metadata is damaged: its ${field} cannot be.`, {
    place: { byteOffset, field, expected, found: String(found) },
    remedy: 'Download the file again.',
  });
}
