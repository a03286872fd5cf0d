import { HEADER_BYTES } from '../layout.ts';

/** How a field lies in its bytes. All integers are little-endian; `text` is padded with NULs. */
export type Storage =
  'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'char' | 'text' | 'reserved';

/** What a number means: a price or quantity in units of 1e-9, a Unix time in ns, or just itself. */
export type Unit = 'nanos' | 'timeNs' | 'plain';

/** One field of a record under the vendor's own name for it, e.g. `ts_recv`. */
export interface Field<
  Name extends string = string,
  S extends Storage = Storage,
  Optional extends boolean = boolean,
> {
  readonly name: Name;
  readonly storage: S;
  readonly bytes: number;
  readonly unit: Unit;
  /** Whether {@link sentinel} stands for an undefined value. */
  readonly isOptional: Optional;
  /** What an undefined value is written as; 0 where the field cannot be undefined. */
  readonly sentinel: number | bigint;
}

/** A field with its place, counted from the start of the record. */
export interface PlacedField extends Field {
  readonly offset: number;
}

/** What a field says; undefined where it holds the sentinel of its type, or a NUL for a character. */
export type FieldValue = number | bigint | string | undefined;

type StoredValue<S extends Storage> = S extends 'u64' | 'i64'
  ? bigint
  : S extends 'char' | 'text'
    ? string
    : number;
type ValueOf<F> =
  F extends Field<string, infer S, infer Optional>
    ? StoredValue<S> | (Optional extends true ? undefined : never)
    : never;
type NamedField<F> = F extends Field<string, 'reserved'> ? never : F;

/** The values of a list of fields by name, reserved bytes left out. */
export type ValuesOf<F extends readonly Field[]> = {
  readonly [P in NamedField<F[number]> as P['name']]: ValueOf<P>;
};

/** Everything about the bytes of one layout of one record type. */
export interface RecordLayout<F extends readonly Field[] = readonly Field[]> {
  /** In the order of the bytes, from the end of the header to the end of the record. */
  readonly fields: readonly PlacedField[];
  /** The same fields by name; reserved bytes are `reserved_` and their offset. */
  readonly places: Readonly<Record<NamedField<F[number]>['name'], PlacedField>>;
  /** Length of the record, without `ts_out`. */
  readonly bytes: number;
}

/** Lays fields one after the other behind the record header: DBN knows no hidden padding. */
export function recordLayout<const F extends readonly Field[]>(...fields: F): RecordLayout<F> {
  return layoutFrom(HEADER_BYTES, ...fields);
}

/** @param start offset of the first field */
export function layoutFrom<const F extends readonly Field[]>(
  start: number,
  ...fields: F
): RecordLayout<F> {
  let bytes = start;
  const placed = fields.map((field) => {
    const offset = bytes;
    bytes += field.bytes;
    const name = field.storage === 'reserved' ? `reserved_${offset}` : field.name;
    return { ...field, name, offset };
  });
  const places: Partial<Record<string, PlacedField>> = {};
  for (const field of placed) places[field.name] = field;
  return { fields: placed, places: places as RecordLayout<F>['places'], bytes };
}

function field<Name extends string, S extends Storage, Optional extends boolean>(
  name: Name,
  storage: S,
  bytes: number,
  isOptional: Optional,
  sentinel: number | bigint,
  unit: Unit = 'plain',
): Field<Name, S, Optional> {
  return { name, storage, bytes, isOptional, sentinel, unit };
}

const I64_MAX = 0x7fff_ffff_ffff_ffffn;
const U64_MAX = 0xffff_ffff_ffff_ffffn;

export const u8 = <const N extends string>(name: N) => field(name, 'u8', 1, false, 0);
export const u16 = <const N extends string>(name: N) => field(name, 'u16', 2, false, 0);
export const u32 = <const N extends string>(name: N) => field(name, 'u32', 4, false, 0);
export const i32 = <const N extends string>(name: N) => field(name, 'i32', 4, false, 0);
export const u64 = <const N extends string>(name: N) => field(name, 'u64', 8, false, 0n);

/** Integers whose largest value means undefined. */
export const optionalU8 = <const N extends string>(name: N) => field(name, 'u8', 1, true, 0xff);
export const optionalI8 = <const N extends string>(name: N) => field(name, 'i8', 1, true, 0x7f);
export const optionalU16 = <const N extends string>(name: N) => field(name, 'u16', 2, true, 0xffff);
export const optionalI16 = <const N extends string>(name: N) => field(name, 'i16', 2, true, 0x7fff);
export const optionalU32 = <const N extends string>(name: N) =>
  field(name, 'u32', 4, true, 0xffff_ffff);
export const optionalI32 = <const N extends string>(name: N) =>
  field(name, 'i32', 4, true, 0x7fff_ffff);
export const optionalI64 = <const N extends string>(name: N) =>
  field(name, 'i64', 8, true, I64_MAX);

/** A price, or a quantity on the same scale: 1 = 1e-9. */
export const nanos = <const N extends string>(name: N) =>
  field(name, 'i64', 8, true, I64_MAX, 'nanos');

/** A time in Unix ns. */
export const timeNs = <const N extends string>(name: N) =>
  field(name, 'u64', 8, true, U64_MAX, 'timeNs');

/** One character of one byte. */
export const char = <const N extends string>(name: N) => field(name, 'char', 1, true, 0);

/** @param bytes length of the field, the NUL at the end included */
export const text = <const N extends string>(name: N, bytes: number) =>
  field(name, 'text', bytes, false, 0);

/** Bytes without a meaning, which real files do not always leave zero. Named by their offset. */
export const reserved = (bytes: number) => field('reserved', 'reserved', bytes, false, 0);
