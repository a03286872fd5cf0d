import { BreakwaterError } from '../../../core/errors.ts';
import {
  HEADER,
  HEADER_BYTES,
  MAX_RECORD_BYTES,
  TS_OUT_BYTES,
  WORD_BYTES,
  rtypeName,
} from '../layout.ts';
import { optionalTimeNsAt } from '../records.ts';
import { timeNs, u16, u32 } from './fields.ts';
import type { FieldValue, PlacedField, RecordLayout } from './fields.ts';
import { readValues, writeField } from './fieldValues.ts';
import { layoutOf } from './recordLayouts.ts';

/** A record as values. Encoding what was decoded gives the same bytes, whatever they were. */
export interface DbnRecord {
  readonly rtype: number;
  readonly publisherId: number;
  readonly instrumentId: number;
  /** Unix ns. */
  readonly tsEventNs: bigint | undefined;
  /** Undefined for a record of a type or length that no version knows: all of it is `raw.body`. */
  readonly layout: RecordLayout | undefined;
  /** By the vendor's field names, e.g. `ts_recv`; reserved bytes left out. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** The gateway's send time behind the record, in Unix ns; undefined where there is none. */
  readonly tsOutNs: bigint | undefined;
  /**
   * Bytes in hex, by field name, that the values do not tell: reserved bytes other than zero, and
   * texts that are no UTF-8 or have something behind their end. Written instead of the value.
   */
  readonly raw: Readonly<Record<string, string>>;
}

const BODY = 'body';

/**
 * Decodes any record, in the layout of any version: its length tells which. For people and for rare
 * records; readers of millions use the offsets of `layout.ts`.
 *
 * @param lengthBytes at least that of a header
 */
export function decodeRecord(view: DataView, offset: number, lengthBytes: number): DbnRecord {
  const rtype = view.getUint8(offset + HEADER.rtype);
  const layout = layoutOf(rtype, lengthBytes);
  const hasTsOut = layout !== undefined && layout.bytes < lengthBytes;
  return {
    rtype,
    publisherId: view.getUint16(offset + HEADER.publisherId, true),
    instrumentId: view.getUint32(offset + HEADER.instrumentId, true),
    tsEventNs: optionalTimeNsAt(view, offset + HEADER.tsEvent),
    layout,
    values: layout === undefined ? {} : readValues(layout, view, offset),
    tsOutNs: hasTsOut ? view.getBigUint64(offset + layout.bytes, true) : undefined,
    raw: layout === undefined ? rawBody(view, offset, lengthBytes) : rawBytes(layout, view, offset),
  };
}

function rawBody(view: DataView, offset: number, lengthBytes: number): Record<string, string> {
  const body = bytesAt(view, offset + HEADER_BYTES, lengthBytes - HEADER_BYTES);
  return { [BODY]: body.toString('hex') };
}

/** The bytes that the values of a record do not tell, in hex. */
function rawBytes(layout: RecordLayout, view: DataView, offset: number): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const field of layout.fields) {
    if (field.storage !== 'reserved' && field.storage !== 'text') continue;
    const bytes = bytesAt(view, offset + field.offset, field.bytes);
    if (!isTold(field, bytes)) raw[field.name] = bytes.toString('hex');
  }
  return raw;
}

/** Whether the bytes are what {@link writeField} makes of the value read from them. */
function isTold(field: PlacedField, bytes: Buffer): boolean {
  const end = field.storage === 'text' ? bytes.indexOf(0) : 0;
  if (end < 0 || bytes.subarray(end).some((byte) => byte !== 0)) return false;
  const text = bytes.subarray(0, end);
  return text.every((byte) => byte < 0x80) || Buffer.from(text.toString()).equals(text);
}

/** What {@link encodeRecord} needs of a record; the rest of the header follows from it. */
export type RecordToEncode = Omit<DbnRecord, 'tsOutNs' | 'raw'> &
  Partial<Pick<DbnRecord, 'tsOutNs' | 'raw'>>;

/**
 * Encodes a record. Values that are not given are undefined, or 0 where a field cannot be.
 *
 * @throws BreakwaterError when a value does not fit its field or the layout has no such field
 */
export function encodeRecord(record: RecordToEncode): Uint8Array {
  const { layout, raw = {}, tsOutNs } = record;
  const bodyBytes = layout?.bytes ?? HEADER_BYTES + (raw[BODY] ?? '').length / 2;
  const lengthBytes = bodyBytes + (tsOutNs === undefined ? 0 : TS_OUT_BYTES);
  const bytes = Buffer.alloc(lengthBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes);
  writeHeader(view, record, lengthBytes);
  if (layout === undefined) bytes.write(raw[BODY] ?? '', HEADER_BYTES, 'hex');
  else writeBody(view, layout, record);
  if (tsOutNs !== undefined) view.setBigUint64(bodyBytes, tsOutNs, true);
  return bytes;
}

const headerFields = {
  publisherId: { ...u16('publisher_id'), offset: HEADER.publisherId },
  instrumentId: { ...u32('instrument_id'), offset: HEADER.instrumentId },
  tsEvent: { ...timeNs('ts_event'), offset: HEADER.tsEvent },
};

function writeHeader(view: DataView, record: RecordToEncode, lengthBytes: number): void {
  if (lengthBytes % WORD_BYTES !== 0 || lengthBytes > MAX_RECORD_BYTES) {
    throw new BreakwaterError('failed', 'A record cannot have this length.', {
      place: {
        field: 'length',
        expected: `whole words, at most ${MAX_RECORD_BYTES} bytes`,
        found: `${lengthBytes} bytes`,
      },
      remedy: 'Give a body that fits into one record.',
    });
  }
  view.setUint8(HEADER.lengthWords, lengthBytes / WORD_BYTES);
  view.setUint8(HEADER.rtype, record.rtype);
  writeField(view, 0, headerFields.publisherId, record.publisherId);
  writeField(view, 0, headerFields.instrumentId, record.instrumentId);
  writeField(view, 0, headerFields.tsEvent, record.tsEventNs);
}

function writeBody(view: DataView, layout: RecordLayout, record: RecordToEncode): void {
  const { values, raw = {} } = record;
  for (const name of [...Object.keys(values), ...Object.keys(raw)]) {
    if (!Object.hasOwn(layout.places, name)) throw unknownField(name, layout, record.rtype);
  }
  for (const field of layout.fields) {
    const hex = raw[field.name];
    if (hex === undefined) writeField(view, 0, field, values[field.name]);
    else writeRaw(view, field, hex);
  }
}

function writeRaw(view: DataView, field: PlacedField, hex: string): void {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== field.bytes) {
    throw new BreakwaterError('failed', 'The bytes of a field have another length.', {
      place: {
        field: field.name,
        expected: `${field.bytes} bytes in hex`,
        found: `${bytes.length} bytes`,
      },
      remedy: 'Give the whole field.',
    });
  }
  bytesAt(view, field.offset, field.bytes).set(bytes);
}

function unknownField(name: string, layout: RecordLayout, rtype: number): BreakwaterError {
  return new BreakwaterError('failed', 'A record has no such field.', {
    place: {
      field: name,
      expected: `a field of ${rtypeName(rtype)} with ${layout.bytes} bytes`,
      found: JSON.stringify(name),
    },
    remedy: 'Use the vendor’s field names of this layout.',
  });
}

function bytesAt(view: DataView, offset: number, length: number): Buffer {
  return Buffer.from(view.buffer, view.byteOffset + offset, length);
}
