/** A column of numbers whose bytes are saved as they are. */
export type StateColumn = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/**
 * Carries the state of an object out into bytes or back in, through one and the same method of that
 * object: `this.#size = state.number(this.#size)`. Saving gives back the value it was given,
 * restoring gives the value saved at the same place, so the two can never get out of step.
 */
export interface StateTransfer {
  /** Whether values come back in; objects then drop what they hold. */
  readonly isRestoring: boolean;
  /** Any number, NaN and infinities too, to the bit. */
  number(value: number): number;
  optionalNumber(value: number | undefined): number | undefined;
  flag(value: boolean): boolean;
  text(value: string): string;
  /** Plain data as JSON, for what is rare; numbers keep every bit, NaN, infinities and bigints too. */
  json<T>(value: T): T;
  jsonList<T>(items: T[]): void;
  jsonMap<K, V>(entries: Map<K, V>): void;
  /** Entries `from`…`to` (exclusive) of a column, in place; both sides hold the same length. */
  column(values: StateColumn, from: number, to: number): void;
  /** A list, replaced in place; `one` is given each item, or undefined when restoring. */
  list<T>(items: T[], one: (item: T | undefined) => T): void;
  /** A map in its order, replaced in place; `one` is given each entry, or undefined when restoring. */
  map<K, V>(entries: Map<K, V>, one: (key: K | undefined, value: V | undefined) => [K, V]): void;
}

/** An object whose state can be carried. */
export interface Stateful {
  transfer(state: StateTransfer): void;
}

/** Key under which a number stands as text that JSON cannot hold: NaN, ±Infinity, −0. */
const ODD_NUMBER = '$number';
const BIG_INTEGER = '$bigint';

function encodeOddNumber(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { [BIG_INTEGER]: String(value) };
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { [ODD_NUMBER]: Object.is(value, -0) ? '-0' : String(value) };
}

function decodeOddNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ODD_NUMBER in value) return Number(value[ODD_NUMBER]);
  return BIG_INTEGER in value ? BigInt(String(value[BIG_INTEGER])) : value;
}

const INITIAL_BYTES = 1 << 16;
/** Characters that take two bytes; almost all texts have none. */
const WIDE = /[\u0100-\uffff]/;
/** Characters made into text at a time: as many arguments as every engine takes. */
const TEXT_PART = 4096;

/** Saves: appends everything to one growing buffer, numbers as little-endian IEEE 754. */
export class StateWriter implements StateTransfer {
  readonly isRestoring = false;
  #bytes = new Uint8Array(INITIAL_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** What was saved so far. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  number(value: number): number {
    const at = this.#claim(8);
    this.#view.setFloat64(at, value, true);
    return value;
  }

  optionalNumber(value: number | undefined): number | undefined {
    this.flag(value !== undefined);
    if (value !== undefined) this.number(value);
    return value;
  }

  flag(value: boolean): boolean {
    const at = this.#claim(1);
    this.#bytes[at] = value ? 1 : 0;
    return value;
  }

  text(value: string): string {
    const isWide = WIDE.test(value);
    this.number(value.length);
    this.flag(isWide);
    const at = this.#claim(value.length * (isWide ? 2 : 1));
    for (let i = 0; i < value.length; i++) {
      if (isWide) this.#view.setUint16(at + i * 2, value.charCodeAt(i), true);
      else this.#bytes[at + i] = value.charCodeAt(i);
    }
    return value;
  }

  json<T>(value: T): T {
    this.text(JSON.stringify(value, encodeOddNumber));
    return value;
  }

  jsonList<T>(items: T[]): void {
    this.json(items);
  }

  jsonMap<K, V>(entries: Map<K, V>): void {
    this.json([...entries]);
  }

  column(values: StateColumn, from: number, to: number): void {
    const part = values.subarray(from, to);
    const at = this.#claim(part.byteLength);
    this.#bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
  }

  list<T>(items: T[], one: (item: T | undefined) => T): void {
    this.number(items.length);
    for (const item of items) one(item);
  }

  map<K, V>(entries: Map<K, V>, one: (key: K | undefined, value: V | undefined) => [K, V]): void {
    this.number(entries.size);
    for (const [key, value] of entries) one(key, value);
  }

  #claim(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) this.#grow();
    return at;
  }

  #grow(): void {
    let capacity = this.#bytes.length;
    while (capacity < this.#length) capacity *= 2;
    const larger = new Uint8Array(capacity);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/**
 * Restores what a {@link StateWriter} saved. The bytes have to be trusted (checked by their digest)
 * before: reading past their end throws a RangeError.
 */
export class StateReader implements StateTransfer {
  readonly isRestoring = true;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether everything that was saved has been restored. */
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  optionalNumber(): number | undefined {
    return this.flag() ? this.number() : undefined;
  }

  flag(): boolean {
    return this.#view.getUint8(this.#advance(1)) === 1;
  }

  text(): string {
    const length = this.number();
    const isWide = this.flag();
    const at = this.#advance(length * (isWide ? 2 : 1));
    return isWide ? this.#wideText(at, length) : this.#narrowText(at, length);
  }

  #wideText(at: number, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) {
      text += String.fromCharCode(this.#view.getUint16(at + i * 2, true));
    }
    return text;
  }

  #narrowText(at: number, length: number): string {
    let text = '';
    for (let from = at; from < at + length; from += TEXT_PART) {
      const to = Math.min(at + length, from + TEXT_PART);
      const part: unknown = Reflect.apply(
        String.fromCharCode,
        undefined,
        this.#bytes.subarray(from, to),
      );
      text += String(part);
    }
    return text;
  }

  json<T>(): T {
    const text = this.text();
    // A reviver takes ten times as long, and almost no text has need of it.
    const isOdd = text.includes(ODD_NUMBER) || text.includes(BIG_INTEGER);
    return JSON.parse(text, isOdd ? decodeOddNumber : undefined) as T;
  }

  jsonList<T>(items: T[]): void {
    items.length = 0;
    for (const item of this.json<T[]>()) items.push(item);
  }

  jsonMap<K, V>(entries: Map<K, V>): void {
    entries.clear();
    for (const [key, value] of this.json<[K, V][]>()) entries.set(key, value);
  }

  column(values: StateColumn, from: number, to: number): void {
    const part = values.subarray(from, to);
    const at = this.#advance(part.byteLength);
    new Uint8Array(part.buffer, part.byteOffset, part.byteLength).set(
      this.#bytes.subarray(at, at + part.byteLength),
    );
  }

  list<T>(items: T[], one: (item: T | undefined) => T): void {
    const count = this.number();
    items.length = 0;
    for (let i = 0; i < count; i++) items.push(one(undefined));
  }

  map<K, V>(entries: Map<K, V>, one: (key: K | undefined, value: V | undefined) => [K, V]): void {
    const count = this.number();
    entries.clear();
    for (let i = 0; i < count; i++) {
      const [key, value] = one(undefined, undefined);
      entries.set(key, value);
    }
  }

  #advance(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) {
      throw new RangeError(`Saved state ends at ${this.#bytes.length}, ${at + count} is wanted`);
    }
    this.#at = at + count;
    return at;
  }
}
