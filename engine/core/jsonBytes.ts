const INITIAL_BYTES = 1 << 15;
const MICRO = 1e6;
/** Decimals of up to 15 digits and doubles map one to one; beyond, the platform formats. */
const MAX_EXACT_MICROS = 1e15;
const MAX_INT = 0x7fff_ffff;
const BILLION = 1e9;
const BILLION_DIGITS = 9;
const FRACTION_DIGITS = 6;
/** Most bytes a number takes in JSON. */
const MAX_NUMBER_BYTES = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NO_BYTES = new Uint8Array(0);
const LINE_FEED = 0x0a;

/** Plain data as JSON knows it; a key whose value is undefined is left out. */
export type Json =
  string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * What the objects at one place of the data looked like last time: payloads repeat their shape, so
 * the bytes between two values (`,"key":`) are found by position and checked by key.
 */
class Shape {
  readonly keys: string[] = [];
  /** Bytes before each value, with the comma or brace in front. */
  readonly leads: Uint8Array[] = [];
  readonly children: (Shape | undefined)[] = [];

  child(index: number): Shape {
    return (this.children[index] ??= new Shape());
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Writes plain data as JSON in UTF-8, byte for byte what `JSON.stringify` gives, into one buffer
 * that is used again for every value: a run writes hundreds of thousands of payloads, most of their
 * bytes the same keys and short decimals.
 */
export class JsonBytes {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;
  readonly #shape = new Shape();

  /**
   * @param value plain data without cycles; an object of an interface type is fine
   * @returns the line with its LF; valid until the next call
   */
  line(value: object): Uint8Array {
    this.#length = 0;
    this.#writeObject(value as { readonly [key: string]: Json }, this.#shape);
    this.#byte(LINE_FEED);
    return this.#bytes.subarray(0, this.#length);
  }

  #writeValue(value: Json, parent: Shape, index: number): void {
    if (typeof value === 'number') this.#writeNumber(value);
    else if (typeof value === 'string') this.#writeString(value);
    else if (typeof value === 'boolean') this.#writeAscii(value ? 'true' : 'false');
    else if (value === null || value === undefined) this.#writeAscii('null');
    else if (Array.isArray(value)) this.#writeArray(value as readonly Json[], parent.child(index));
    else this.#writeObject(value as { readonly [key: string]: Json }, parent.child(index));
  }

  /** All elements of an array share one shape. */
  #writeArray(values: readonly Json[], shape: Shape): void {
    this.#byte(OPEN_BRACKET);
    for (let i = 0; i < values.length; i++) {
      if (i > 0) this.#byte(COMMA);
      this.#writeValue(values[i], shape, 0);
    }
    this.#byte(CLOSE_BRACKET);
  }

  #writeObject(value: { readonly [key: string]: Json }, shape: Shape): void {
    let index = 0;
    for (const key in value) {
      const field = value[key];
      if (field === undefined) continue;
      if (shape.keys[index] !== key) {
        shape.keys[index] = key;
        shape.leads[index] = encode(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
      }
      this.#writeBytes(shape.leads[index] ?? NO_BYTES);
      this.#writeValue(field, shape, index);
      index++;
    }
    if (index === 0) this.#byte(OPEN_BRACE);
    this.#byte(CLOSE_BRACE);
  }

  /** Prices and scores are multiples of 1e-6: their digits are those of a whole number. */
  #writeNumber(value: number): void {
    this.#reserve(MAX_NUMBER_BYTES);
    const magnitude = value < 0 ? -value : value;
    const micros = Math.round(magnitude * MICRO);
    if (!(micros < MAX_EXACT_MICROS && micros / MICRO === magnitude)) {
      this.#writeAscii(Number.isFinite(value) ? String(value) : 'null');
      return;
    }
    const bytes = this.#bytes;
    let at = this.#length;
    if (value < 0) bytes[at++] = MINUS;
    const whole = Math.floor(magnitude);
    const fraction = micros - whole * MICRO;
    at = whole <= MAX_INT ? writeSmall(bytes, at, whole) : writeLarge(bytes, at, whole);
    this.#length = fraction > 0 ? writeFraction(bytes, at, fraction) : at;
  }

  #writeString(text: string): void {
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x20 || code >= 0x7f || code === QUOTE || code === BACKSLASH) {
        this.#writeBytes(encode(JSON.stringify(text)));
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  #writeAscii(text: string): void {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
  }

  #writeBytes(source: Uint8Array): void {
    this.#reserve(source.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let i = 0; i < source.length; i++) bytes[start + i] = source[i] ?? 0;
    this.#length = start + source.length;
  }

  #byte(code: number): void {
    if (this.#length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#length++] = code;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** Digits of a whole number that fits an int32; returns where they end. */
function writeSmall(bytes: Uint8Array, start: number, whole: number): number {
  let digits = 1;
  for (let limit = 10; limit <= whole; limit *= 10) digits++;
  let rest = whole | 0;
  for (let at = start + digits - 1; at >= start; at--) {
    const tenth = (rest / 10) | 0;
    bytes[at] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return start + digits;
}

/** Digits of a larger whole number: its part above a billion, then nine digits. */
function writeLarge(bytes: Uint8Array, start: number, whole: number): number {
  const billions = Math.floor(whole / BILLION);
  let at = billions <= MAX_INT ? writeSmall(bytes, start, billions) : start;
  let rest = (whole - billions * BILLION) | 0;
  at += BILLION_DIGITS;
  for (let back = 1; back <= BILLION_DIGITS; back++) {
    const tenth = (rest / 10) | 0;
    bytes[at - back] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return at;
}

/** A point and millionths 1…999,999 without trailing zeros; returns where they end. */
function writeFraction(bytes: Uint8Array, start: number, fraction: number): number {
  bytes[start] = POINT;
  let at = start + FRACTION_DIGITS;
  let rest = fraction | 0;
  for (let back = at; back > start; back--) {
    const tenth = (rest / 10) | 0;
    bytes[back] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  while (bytes[at] === ZERO) at--;
  return at + 1;
}
