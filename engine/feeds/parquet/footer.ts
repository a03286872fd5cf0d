import { BreakwaterError } from '../../core/errors.ts';

/**
 * Parquet's footer, as far as times need it: DuckDB 1.5 reads a column of nanoseconds in UTC as
 * microseconds (github.com/duckdb/duckdb/issues/13325), a column of nanoseconds without a zone exactly. The two
 * differ in one bit of the footer, which is found here. Source: parquet.thrift of apache/parquet-format
 * and the compact protocol of Apache Thrift.
 */
export const PARQUET_MAGIC = 'PAR1';
/** Length of the footer (u32) and the magic. */
export const FOOTER_TAIL_BYTES = 8;

/** Types of the compact protocol. A boolean field keeps its value in its type. */
const TYPE = {
  stop: 0,
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
  uuid: 13,
} as const;

/** Field ids of parquet.thrift. */
const FILE_SCHEMA = 2;
const ELEMENT_NAME = 4;
const ELEMENT_CHILDREN = 5;
const ELEMENT_LOGICAL_TYPE = 10;
const LOGICAL_TIMESTAMP = 8;
const TIMESTAMP_IS_UTC = 1;
const TIMESTAMP_UNIT = 2;
const UNIT_NANOS = 3;

/** Nothing sound is nested deeper. */
const MAX_DEPTH = 32;

/** A column of nanoseconds in UTC. */
export interface UtcNanosColumn {
  readonly name: string;
  /** Where in the footer the byte is whose lower half says that it is UTC: 1, else 2. */
  readonly flagOffset: number;
}

interface Field {
  readonly id: number;
  readonly type: number;
  /** Where its header is. */
  readonly offset: number;
}

/** Walks the compact protocol; every length is checked against the bytes that are there. */
class ThriftWalk {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Calls `visit` for each field of a struct; what it does not read itself is passed over. */
  struct(visit: (field: Field) => boolean, depth = 0): void {
    if (depth > MAX_DEPTH) throw damaged('structures within structures', this.#at);
    for (let id = 0; ;) {
      const offset = this.#at;
      const header = this.#byte();
      const type = header & 0x0f;
      if (type === TYPE.stop) return;
      const delta = header >> 4;
      id = delta === 0 ? this.#zigzag() : id + delta;
      if (!visit({ id, type, offset })) this.#skip(type, depth);
    }
  }

  /** Calls `element` for each element of a list of structs. */
  structs(element: () => void): void {
    const { count, type } = this.#listHead();
    if (type !== TYPE.struct) throw damaged('a list of structures', this.#at);
    for (let i = 0; i < count; i++) element();
  }

  text(): string {
    const length = this.#varint();
    const start = this.#at;
    this.#pass(length);
    return Buffer.from(this.#bytes.subarray(start, start + length)).toString('utf8');
  }

  integer(): number {
    return this.#zigzag();
  }

  #skip(type: number, depth: number): void {
    switch (type) {
      case TYPE.true:
      case TYPE.false:
        return;
      case TYPE.byte:
        return this.#pass(1);
      case TYPE.i16:
      case TYPE.i32:
      case TYPE.i64:
        this.#varint();
        return;
      case TYPE.double:
        return this.#pass(8);
      case TYPE.binary:
        return this.#pass(this.#varint());
      case TYPE.uuid:
        return this.#pass(16);
      case TYPE.struct:
        return this.struct(() => false, depth + 1);
      default:
        return this.#skipCollection(type, depth + 1);
    }
  }

  #skipCollection(type: number, depth: number): void {
    if (depth > MAX_DEPTH) throw damaged('lists within lists', this.#at);
    if (type === TYPE.list || type === TYPE.set) {
      const { count, type: element } = this.#listHead();
      for (let i = 0; i < count; i++) this.#skipElement(element, depth);
    } else if (type === TYPE.map) {
      const count = this.#varint();
      if (count === 0) return;
      const types = this.#byte();
      for (let i = 0; i < count; i++) {
        this.#skipElement(types >> 4, depth);
        this.#skipElement(types & 0x0f, depth);
      }
    } else throw damaged(`a field of a known type, not ${type}`, this.#at);
  }

  /** In a list a boolean takes a byte. */
  #skipElement(type: number, depth: number): void {
    if (type === TYPE.true || type === TYPE.false) this.#pass(1);
    else this.#skip(type, depth);
  }

  #listHead(): { count: number; type: number } {
    const head = this.#byte();
    const short = head >> 4;
    return { count: short === 15 ? this.#varint() : short, type: head & 0x0f };
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw damaged('more bytes', this.#at);
    this.#at += 1;
    return byte;
  }

  #pass(bytes: number): void {
    if (this.#at + bytes > this.#bytes.length) throw damaged(`${bytes} bytes more`, this.#at);
    this.#at += bytes;
  }

  /** Beyond 2^53 it is not exact, and no length or id. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw damaged('a number of at most ten bytes', this.#at);
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/**
 * The columns of a footer that hold nanoseconds in UTC. Columns within groups have no part in market
 * data and are left out.
 *
 * @param footer the thrift structure `FileMetaData`, without its length and the magic
 * @throws BreakwaterError (bad-input) where the bytes are none
 */
export function utcNanosColumns(footer: Uint8Array): UtcNanosColumn[] {
  const walk = new ThriftWalk(footer);
  const columns: UtcNanosColumn[] = [];
  let isRoot = true;
  /** Elements to come that lie within a group. */
  let nested = 0;
  walk.struct(({ id, type }) => {
    if (id !== FILE_SCHEMA || type !== TYPE.list) return false;
    walk.structs(() => {
      const { name, children, flagOffset } = readElement(walk);
      const isNested = nested > 0;
      if (isNested) nested -= 1;
      if (!isRoot) nested += children;
      if (!isRoot && !isNested && flagOffset !== undefined) columns.push({ name, flagOffset });
      isRoot = false;
    });
    return true;
  });
  return columns;
}

interface SchemaElement {
  readonly name: string;
  readonly children: number;
  /** Defined where it holds nanoseconds in UTC. */
  readonly flagOffset: number | undefined;
}

function readElement(walk: ThriftWalk): SchemaElement {
  let name = '';
  let children = 0;
  let flagOffset: number | undefined;
  walk.struct(({ id, type }) => {
    if (id === ELEMENT_NAME && type === TYPE.binary) name = walk.text();
    else if (id === ELEMENT_CHILDREN && type === TYPE.i32) children = walk.integer();
    else if (id === ELEMENT_LOGICAL_TYPE && type === TYPE.struct)
      flagOffset = readLogicalType(walk);
    else return false;
    return true;
  });
  return { name, children, flagOffset };
}

function readLogicalType(walk: ThriftWalk): number | undefined {
  let flagOffset: number | undefined;
  let isNanos = false;
  walk.struct(({ id, type }) => {
    if (id !== LOGICAL_TIMESTAMP || type !== TYPE.struct) return false;
    walk.struct((field) => {
      if (field.id === TIMESTAMP_IS_UTC && field.type === TYPE.true) flagOffset = field.offset;
      if (field.id !== TIMESTAMP_UNIT || field.type !== TYPE.struct) return false;
      walk.struct((unit) => {
        isNanos ||= unit.id === UNIT_NANOS;
        return false;
      });
      return true;
    });
    return true;
  });
  return isNanos ? flagOffset : undefined;
}

/** The footer with those columns read as nanoseconds without a zone; its length is the same. */
export function withoutZones(footer: Uint8Array, columns: readonly UtcNanosColumn[]): Uint8Array {
  const patched = Uint8Array.from(footer);
  for (const { flagOffset } of columns) {
    patched[flagOffset] = ((patched[flagOffset] ?? 0) & 0xf0) | TYPE.false;
  }
  return patched;
}

const damaged = (expected: string, byteOffset: number): BreakwaterError =>
  new BreakwaterError('bad-input', 'The footer of the Parquet file is damaged.', {
    place: { byteOffset, field: 'footer', expected },
    remedy: 'Write or download the file again.',
  });
