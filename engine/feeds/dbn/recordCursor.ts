import { BreakwaterError, type ErrorPlace } from '../../core/errors.ts';
import type { OddityKind } from '../../core/events.ts';
import { decodeSymbolMapping } from './gatewayRecords.ts';
import { DBN_MAGIC, HEADER, RTYPE, WORD_BYTES, indexTimeOffset, rtypeName } from './layout.ts';
import { Oddities } from './oddities.ts';
import { LENGTH, LENGTH_KINDS, possibleLengths } from './recordLengths.ts';
import { utcDayAt } from './records.ts';
import type { SymbolMap } from './symbols.ts';

/**
 * Walks the whole records of a region of bytes in memory. Whoever extends it brings the regions, one
 * after the other, and learns here where the next one has to go on.
 */
export abstract class RecordCursor {
  /** The file's path. */
  abstract readonly path: string;
  readonly symbols: SymbolMap;
  /** What is odd about the file and plays nevertheless; whoever decodes its records adds to it. */
  readonly oddities = new Oddities();
  readonly #includesUnknown: boolean;
  #view: DataView;
  /** The region's length in bytes. */
  #end: number;
  /** Offset of the region's first byte in the decompressed stream. */
  #viewStart: number;
  #offset = 0;
  #nextOffset = 0;
  #lengthBytes = 0;
  #rtype = 0;
  #recordIndex = -1;
  #skippedRecords: Map<number, number> | undefined;

  /**
   * @param region the first bytes that hold records
   * @param regionStart where they begin in the decompressed stream
   * @param includesUnknown delivers records of unknown types too
   */
  protected constructor(
    symbols: SymbolMap,
    region: Uint8Array,
    regionStart: number,
    includesUnknown: boolean,
  ) {
    this.symbols = symbols;
    this.#view = viewOf(region);
    this.#end = region.length;
    this.#viewStart = regionStart;
    this.#includesUnknown = includesUnknown;
  }

  /** The buffer of the current record. Valid until the region is left. */
  get view(): DataView {
    return this.#view;
  }

  /** Where the current record starts in {@link view}. */
  get offset(): number {
    return this.#offset;
  }

  /** Length of the current record in bytes. */
  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  get rtype(): number {
    return this.#rtype;
  }

  get instrumentId(): number {
    return this.#view.getUint32(this.#offset + HEADER.instrumentId, true);
  }

  get publisherId(): number {
    return this.#view.getUint16(this.#offset + HEADER.publisherId, true);
  }

  /** Index of the current record in the file, skipped ones included; −1 before the first. */
  get recordIndex(): number {
    return this.#recordIndex;
  }

  /** Where the current record starts in the decompressed stream. */
  get byteOffset(): number {
    return this.#viewStart + this.#offset;
  }

  /** Where the current record is, for messages. */
  get where(): ErrorPlace {
    return { file: this.path, byteOffset: this.byteOffset, recordIndex: this.#recordIndex };
  }

  /** Counts that the current record is odd. */
  noteOddity(kind: OddityKind): void {
    this.oddities.note(kind, this.#recordIndex, this.byteOffset);
  }

  /** Records of types this reader does not know, by rtype. */
  get skippedRecords(): ReadonlyMap<number, number> {
    return this.#skippedRecords ?? new Map();
  }

  /**
   * Symbol of the current record's instrument on the record's UTC day; undefined if nothing maps it
   * or no record was read yet.
   */
  symbol(): string | undefined {
    if (this.#lengthBytes === 0) return undefined;
    const day = utcDayAt(this.#view, this.#offset + indexTimeOffset(this.#rtype));
    return this.symbols.symbolOf(this.instrumentId, day);
  }

  /**
   * Moves to the next whole record that is in memory, of a known type unless asked otherwise. Allocates nothing, except for
   * symbol mapping records.
   *
   * @returns false when more bytes are needed
   */
  next(): boolean {
    const view = this.#view;
    for (;;) {
      const offset = this.#nextOffset;
      if (offset + 2 > this.#end) return false;
      const words = view.getUint8(offset);
      const rtype = view.getUint8(offset + 1);
      // One comparison sorts out all that is not as usual.
      const kind = LENGTH_KINDS[(rtype << 8) | words] ?? LENGTH.impossible;
      if (kind > LENGTH.longer && this.#endsBefore(kind, rtype, words)) return false;
      const lengthBytes = words * WORD_BYTES;
      if (offset + lengthBytes > this.#end) return false;
      this.#nextOffset = offset + lengthBytes;
      this.#recordIndex += 1;
      this.#offset = offset;
      this.#lengthBytes = lengthBytes;
      this.#rtype = rtype;
      if (kind !== LENGTH.ordinary) {
        this.#noteOddLength(kind, rtype);
        if (kind === LENGTH.unknownType && !this.#includesUnknown) continue;
      }
      if (rtype === RTYPE.symbolMapping) this.#announceSymbol();
      return true;
    }
  }

  /** Ends the file at the record that would come next. */
  protected abstract stop(error: BreakwaterError): void;

  /** Where the record that would come next starts in the decompressed stream. */
  protected get nextByteOffset(): number {
    return this.#viewStart + this.#nextOffset;
  }

  /** The bytes of the region that are still to walk. */
  protected get unwalked(): Uint8Array {
    const { buffer, byteOffset, byteLength } = this.#view;
    const from = this.#nextOffset;
    return new Uint8Array(buffer, byteOffset + from, byteLength - from);
  }

  /** Whether the region still holds what {@link next} would deliver, pass over or refuse. */
  protected get hasWholeRecord(): boolean {
    const offset = this.#nextOffset;
    if (offset + 2 > this.#end) return false;
    return offset + this.#view.getUint8(offset) * WORD_BYTES <= this.#end;
  }

  /** Whether metadata stands where the next record should. */
  protected get standsAtMetadata(): boolean {
    const offset = this.#nextOffset;
    if (offset + DBN_MAGIC.length > this.#end) return false;
    return DBN_MAGIC.every((byte, index) => this.#view.getUint8(offset + index) === byte);
  }

  /** Goes on with a region that follows what was walked. */
  protected walk(region: Uint8Array): void {
    this.#viewStart += this.#nextOffset;
    this.#view = viewOf(region);
    this.#end = region.length;
    this.#offset = 0;
    this.#nextOffset = 0;
  }

  /** Passes over bytes of the region. */
  protected skip(bytes: number): void {
    this.#nextOffset += bytes;
  }

  /** There is no current record to look at until the next one. */
  protected leaveRecord(): void {
    this.#lengthBytes = 0;
  }

  /** Goes on elsewhere: the next region starts at `byteOffset`, the next record has this index. */
  protected moveTo(byteOffset: number, recordIndex: number): void {
    this.#nextOffset = 0;
    this.#viewStart = byteOffset;
    this.#recordIndex = recordIndex - 1;
    this.leaveRecord();
    this.walk(NO_BYTES);
  }

  /** Whether metadata, or damage, stands where the next record should. */
  #endsBefore(kind: number, rtype: number, words: number): boolean {
    if (kind === LENGTH.unknownType) {
      const isMagicStart = words === DBN_MAGIC[0] && rtype === DBN_MAGIC[1];
      // Two bytes of three tell nothing yet: the rest of the region is kept until there are more.
      const isCut = this.#nextOffset + DBN_MAGIC.length > this.#end;
      return isMagicStart && (isCut || this.standsAtMetadata);
    }
    this.stop(
      new BreakwaterError('bad-input', 'A record has a length that its type cannot have.', {
        place: {
          field: 'length',
          expected: `${possibleLengths(rtype)} (${rtypeName(rtype)})`,
          found: `${words} words`,
        },
        remedy: 'The file is damaged: download it again. The records before this one were used.',
      }),
    );
    return true;
  }

  #announceSymbol(): void {
    const mapping = decodeSymbolMapping(this.#view, this.#offset, this.#lengthBytes);
    if (mapping.stypeOutSymbol === '') return;
    this.symbols.announce(mapping.instrumentId, mapping.stypeOutSymbol);
  }

  /** Counts the current record: of an unknown type, or longer than its type. */
  #noteOddLength(kind: number, rtype: number): void {
    const oddity = kind === LENGTH.longer ? 'longer' : 'unknown_type';
    this.noteOddity(oddity);
    if (kind === LENGTH.longer) return;
    this.#skippedRecords ??= new Map();
    this.#skippedRecords.set(rtype, (this.#skippedRecords.get(rtype) ?? 0) + 1);
  }
}

const NO_BYTES = new Uint8Array(0);

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
