import { BreakwaterError } from '../../core/errors.ts';
import { MS_PER_DAY } from '../../core/time.ts';
import type { ByteQueue } from './byteQueue.ts';
import { MAX_DBN_VERSION, STYPE, schemaName } from './layout.ts';
import type { SchemaName } from './layout.ts';
import { textAt } from './records.ts';
import type { SymbolMap } from './symbols.ts';

/** What a DBN file says about itself. The mappings go into a `SymbolMap`. */
export interface DbnMetadata {
  readonly version: number;
  /** Bytes of prelude and metadata: the first record starts here. */
  readonly sizeBytes: number;
  /** E.g. `GLBX.MDP3`, `OPRA.PILLAR`. */
  readonly dataset: string;
  readonly schemaCode: number;
  /** Undefined for a code that no version knows. */
  readonly schema: SchemaName | undefined;
  /** Unix ns of the query, not of the records; do not rely on it. */
  readonly startNs: bigint;
  /** Unix ns, exclusive; undefined where there is none. */
  readonly endNs: bigint | undefined;
  /** Undefined where there is none. */
  readonly limit: bigint | undefined;
  /** Symbology type codes; 255 = mixed or none. */
  readonly stypeIn: number;
  readonly stypeOut: number;
  /** Every record ends with 8 more bytes, the gateway's send time. */
  readonly hasTsOut: boolean;
  /** As requested, e.g. `ES.c.0`, `ESZ5`, `SPY.OPT`. */
  readonly symbols: readonly string[];
  /** Resolved for some days of the query only. */
  readonly partial: readonly string[];
  readonly notFound: readonly string[];
}

export const PRELUDE_BYTES = 8;
/** The variable part starts here in all versions. */
const FIXED_BYTES = 112;
const COUNT_BYTES = 4;
const DATE_BYTES = 8;
const SYMBOL_BYTES_V1 = 22;
const MAX_PADDING_BYTES = 7;
/** A month of every OPRA option would need a quarter of this; beyond it the length is damage. */
const MAX_METADATA_BYTES = 2 ** 30;
const NO_TIME = 0xffff_ffff_ffff_ffffn;

/**
 * Reads prelude and metadata from the start of a stream and fills `symbols` with the mappings.
 * Memory grows with the bytes that are there, not with what lengths and counts claim.
 *
 * @throws BreakwaterError when the version is unknown, or lengths, counts and contents disagree
 */
export async function readMetadata(queue: ByteQueue, symbols: SymbolMap): Promise<DbnMetadata> {
  await queue.require(FIXED_BYTES);
  const head = Buffer.from(queue.take(FIXED_BYTES));
  const version = head[3] ?? 0;
  if (version < 1 || version > MAX_DBN_VERSION) throw unknownVersion(version);
  if (head.length < FIXED_BYTES) throw cutMetadata(FIXED_BYTES, head.length);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const sizeBytes = PRELUDE_BYTES + view.getUint32(4, true);
  if (sizeBytes < FIXED_BYTES + 4 * COUNT_BYTES || sizeBytes > MAX_METADATA_BYTES) {
    const expected = `${FIXED_BYTES + 4 * COUNT_BYTES - PRELUDE_BYTES} to ${MAX_METADATA_BYTES}`;
    throw badField('metadata length', 4, expected, sizeBytes - PRELUDE_BYTES);
  }
  const fixed = decodeFixed(view, version, sizeBytes);
  const lists = new VariablePart(queue, sizeBytes, symbolBytes(view, version));
  const metadata = {
    ...fixed,
    symbols: await lists.readSymbols('symbols'),
    partial: await lists.readSymbols('partial symbols'),
    notFound: await lists.readSymbols('not-found symbols'),
  };
  await lists.readMappings(fixed.stypeIn, fixed.stypeOut, symbols);
  await lists.readPadding();
  return metadata;
}

function decodeFixed(view: DataView, version: number, sizeBytes: number) {
  const schemaDefinitionBytes = view.getUint32(108, true);
  if (schemaDefinitionBytes !== 0) {
    throw badField('schema definition length', 108, '0', schemaDefinitionBytes);
  }
  const stypesAt = version === 1 ? 58 : 50;
  const schemaCode = view.getUint16(24, true);
  const end = view.getBigUint64(34, true);
  const limit = view.getBigUint64(42, true);
  return {
    version,
    sizeBytes,
    dataset: textAt(view, 8, 16),
    schemaCode,
    schema: schemaName(schemaCode),
    startNs: view.getBigUint64(26, true),
    endNs: end === NO_TIME || end === 0n ? undefined : end,
    limit: limit === 0n ? undefined : limit,
    stypeIn: view.getUint8(stypesAt),
    stypeOut: view.getUint8(stypesAt + 1),
    hasTsOut: view.getUint8(stypesAt + 2) === 1,
  };
}

/** Length of a symbol field. Version 1 has none written down. */
function symbolBytes(view: DataView, version: number): number {
  if (version === 1) return SYMBOL_BYTES_V1;
  const bytes = view.getUint16(53, true);
  // A length of a few bytes would let a small file claim billions of symbols.
  if (bytes < SYMBOL_BYTES_V1) throw badField('symbol length', 53, 'at least 22', bytes);
  return bytes;
}

/** The lists after the fixed part: every count is checked against the bytes that are left. */
class VariablePart {
  readonly #queue: ByteQueue;
  readonly #sizeBytes: number;
  readonly #symbolBytes: number;

  constructor(queue: ByteQueue, sizeBytes: number, symbolBytes: number) {
    this.#queue = queue;
    this.#sizeBytes = sizeBytes;
    this.#symbolBytes = symbolBytes;
  }

  async readSymbols(field: string): Promise<string[]> {
    const count = await this.#readCount(field, this.#symbolBytes);
    const symbols: string[] = [];
    for (let index = 0; index < count; index++) symbols.push(await this.#readSymbol(field));
    return symbols;
  }

  async readMappings(stypeIn: number, stypeOut: number, symbols: SymbolMap): Promise<void> {
    const isInverted = stypeIn === STYPE.instrumentId && stypeOut !== STYPE.instrumentId;
    const mayLackIds = !isInverted && stypeOut !== STYPE.instrumentId;
    const count = await this.#readCount('mappings', this.#symbolBytes + COUNT_BYTES);
    for (let index = 0; index < count; index++) {
      const key = await this.#readSymbol('mapping');
      const intervals = await this.#readCount('intervals', DATE_BYTES + this.#symbolBytes);
      for (let interval = 0; interval < intervals; interval++) {
        const startDay = dayOfDate(await this.#readU32('start date'), this.#queue.consumed);
        const endDay = dayOfDate(await this.#readU32('end date'), this.#queue.consumed);
        const value = await this.#readSymbol('mapping interval');
        // Old files write an empty symbol for days without a mapping.
        if (value === '' || key === '') continue;
        const instrumentId = parseInstrumentId(isInverted ? key : value);
        if (instrumentId !== undefined) {
          symbols.addInterval({ instrumentId, symbol: isInverted ? value : key, startDay, endDay });
        } else if (!mayLackIds) {
          const found = JSON.stringify(isInverted ? key : value);
          throw badField('mapping', this.#queue.consumed, 'an instrument id as text', found);
        }
      }
    }
  }

  /** The rest of the metadata: version 3 pads with zeros to a multiple of 8. */
  async readPadding(): Promise<void> {
    const rest = this.#sizeBytes - this.#queue.consumed;
    const offset = this.#queue.consumed;
    if (rest > MAX_PADDING_BYTES) {
      throw badField(
        'metadata length',
        4,
        `${offset - PRELUDE_BYTES}`,
        this.#sizeBytes - PRELUDE_BYTES,
      );
    }
    const padding = await this.#take(rest);
    const stray = padding.find((byte) => byte !== 0);
    if (stray !== undefined) throw badField('metadata padding', offset, 'zeros', stray);
  }

  async #readCount(field: string, itemBytes: number): Promise<number> {
    const offset = this.#queue.consumed;
    const count = await this.#readU32(field);
    const room = Math.floor((this.#sizeBytes - this.#queue.consumed) / itemBytes);
    if (count > room) throw badField(`number of ${field}`, offset, `at most ${room}`, count);
    return count;
  }

  async #readU32(field: string): Promise<number> {
    const left = this.#sizeBytes - this.#queue.consumed;
    if (left < COUNT_BYTES) {
      throw badField(field, this.#queue.consumed, '4 bytes of metadata', `${left}`);
    }
    const bytes = await this.#take(COUNT_BYTES);
    return new DataView(bytes.buffer, bytes.byteOffset, COUNT_BYTES).getUint32(0, true);
  }

  async #readSymbol(field: string): Promise<string> {
    const left = this.#sizeBytes - this.#queue.consumed;
    if (left < this.#symbolBytes) {
      throw badField(field, this.#queue.consumed, `${this.#symbolBytes} bytes of metadata`, left);
    }
    const bytes = await this.#take(this.#symbolBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return textAt(view, 0, bytes.length);
  }

  async #take(count: number): Promise<Uint8Array> {
    const available = this.#queue.available;
    if (available < count && (await this.#queue.require(count)) < count) {
      throw cutMetadata(this.#sizeBytes, this.#queue.consumed + this.#queue.available);
    }
    return this.#queue.take(count);
  }
}

const MAX_INSTRUMENT_ID = 0xffff_ffff;

function parseInstrumentId(text: string): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= MAX_INSTRUMENT_ID ? id : undefined;
}

/** Days since 1970-01-01 of a date written as the decimal number YYYYMMDD. */
function dayOfDate(date: number, byteOffset: number): number {
  const year = Math.floor(date / 10_000);
  const month = Math.floor(date / 100) % 100;
  const day = date % 100;
  const unixMs = Date.UTC(year, month - 1, day);
  const isReal = new Date(unixMs).getUTCDate() === day && month >= 1 && month <= 12 && year >= 1000;
  if (!isReal) throw badField('mapping date', byteOffset - COUNT_BYTES, 'a date as YYYYMMDD', date);
  return unixMs / MS_PER_DAY;
}

function unknownVersion(version: number): BreakwaterError {
  return new BreakwaterError('bad-input', `DBN version ${version} is not supported.`, {
    place: {
      byteOffset: 3,
      field: 'version',
      expected: `1 to ${MAX_DBN_VERSION}`,
      found: String(version),
    },
    remedy: 'Convert the file to version 3 with the vendor’s tools, or update breakwater.',
  });
}

function cutMetadata(expectedBytes: number, foundBytes: number): BreakwaterError {
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

function badField(
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
