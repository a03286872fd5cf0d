import { BreakwaterError } from '../../../core/errors.ts';
import { textAt } from '../records.ts';
import type { FieldValue, PlacedField, RecordLayout, Storage, ValuesOf, Field } from './fields.ts';

/** Smallest and largest number of each integer storage. */
const RANGES: Partial<Record<Storage, readonly [bigint, bigint]>> = {
  u8: [0n, 0xffn],
  i8: [-0x80n, 0x7fn],
  u16: [0n, 0xffffn],
  i16: [-0x8000n, 0x7fffn],
  u32: [0n, 0xffff_ffffn],
  i32: [-0x8000_0000n, 0x7fff_ffffn],
  u64: [0n, 0xffff_ffff_ffff_ffffn],
  i64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
};

function storedNumber(view: DataView, at: number, storage: Storage): number | bigint {
  switch (storage) {
    case 'i8':
      return view.getInt8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 'i16':
      return view.getInt16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'u64':
      return view.getBigUint64(at, true);
    case 'i64':
      return view.getBigInt64(at, true);
    default:
      return view.getUint8(at);
  }
}

/**
 * The value of one field of the record that starts at `offset`. Integers of 64 bits are bigint,
 * shorter ones numbers; a character is the Latin-1 one of its byte. Reserved bytes have no value.
 */
export function readField(view: DataView, offset: number, field: PlacedField): FieldValue {
  const at = offset + field.offset;
  if (field.storage === 'text') return textAt(view, at, field.bytes);
  if (field.storage === 'reserved') return undefined;
  const stored = storedNumber(view, at, field.storage);
  if (field.isOptional && stored === field.sentinel) return undefined;
  return field.storage === 'char' ? String.fromCharCode(Number(stored)) : stored;
}

/** All values of a record that starts at `offset` and is known to have this layout. */
export function readValues<const F extends readonly Field[]>(
  layout: RecordLayout<F>,
  view: DataView,
  offset: number,
): ValuesOf<F> {
  const values: Record<string, FieldValue> = {};
  for (const field of layout.fields) {
    if (field.storage !== 'reserved') values[field.name] = readField(view, offset, field);
  }
  return values as ValuesOf<F>;
}

/**
 * Writes one field of the record that starts at `offset`, whose bytes are zero so far. Undefined
 * becomes the field's sentinel.
 *
 * @throws BreakwaterError when the value is of the wrong type or does not fit
 */
export function writeField(
  view: DataView,
  offset: number,
  field: PlacedField,
  value: FieldValue,
): void {
  const at = offset + field.offset;
  if (field.storage === 'reserved') return;
  if (field.storage === 'text') writeText(view, at, field, value ?? '');
  else if (field.storage === 'char') view.setUint8(at, charCode(field, value));
  else writeInteger(view, at, field.storage, integer(field, value ?? field.sentinel));
}

function writeInteger(view: DataView, at: number, storage: Storage, value: bigint): void {
  switch (storage) {
    case 'u16':
    case 'i16':
      return view.setUint16(at, Number(value & 0xffffn), true);
    case 'u32':
    case 'i32':
      return view.setUint32(at, Number(value & 0xffff_ffffn), true);
    case 'u64':
    case 'i64':
      return view.setBigUint64(at, BigInt.asUintN(64, value), true);
    default:
      return view.setUint8(at, Number(value & 0xffn));
  }
}

function integer(field: PlacedField, value: FieldValue): bigint {
  const [low, high] = RANGES[field.storage] ?? [0n, 0n];
  const isWhole =
    typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  const whole = isWhole ? BigInt(value) : undefined;
  if (whole !== undefined && whole >= low && whole <= high) return whole;
  throw misfit(field, `a whole number from ${low} to ${high}`, value);
}

function charCode(field: PlacedField, value: FieldValue): number {
  if (value === undefined) return 0;
  const code = typeof value === 'string' && value.length === 1 ? value.charCodeAt(0) : Infinity;
  if (code <= 0xff) return code;
  throw misfit(field, 'one character of one byte', value);
}

function writeText(view: DataView, at: number, field: PlacedField, value: FieldValue): void {
  const target = Buffer.from(view.buffer, view.byteOffset + at, field.bytes);
  const isText = typeof value === 'string' && !value.includes('\0');
  if (!isText || Buffer.byteLength(value) >= field.bytes) {
    throw misfit(field, `a text of at most ${field.bytes - 1} bytes without NUL`, value);
  }
  target.write(value);
}

function misfit(field: PlacedField, expected: string, found: FieldValue): BreakwaterError {
  return new BreakwaterError('failed', `A value does not fit into the record.`, {
    place: { field: field.name, expected, found: describe(found) },
    remedy: 'Give a value that the field can hold.',
  });
}

function describe(value: FieldValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
