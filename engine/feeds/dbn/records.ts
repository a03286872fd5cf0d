/** Readers of single fields: `offset` is the field's absolute place in `view`. No allocation. */

const TWO_32 = 4_294_967_296;
const UNDEFINED_PRICE_HIGH = 0x7fff_ffff;
const UNDEFINED_LOW = 0xffff_ffff;
/** Raw prices beyond this do not fit a double exactly: 9,007,199.25 in units of 1e-9. */
const MAX_EXACT_HIGH = 0x1f_ffff;

/**
 * A price in units of 1e-9, exact. NaN where the price is undefined: unlike `undefined`, it stays an
 * unboxed number in hot loops. ±Infinity beyond 9,007,199, where a double cannot hold it: no price
 * of a market, so every check against a grid or range refuses it.
 */
export function priceNanosAt(view: DataView, offset: number): number {
  const high = view.getInt32(offset + 4, true);
  const low = view.getUint32(offset, true);
  if (high > MAX_EXACT_HIGH || high < -MAX_EXACT_HIGH - 1) {
    if (high === UNDEFINED_PRICE_HIGH && low === UNDEFINED_LOW) return Number.NaN;
    return high > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
  return high * TWO_32 + low;
}

/** {@link priceNanosAt} for plain objects: undefined where the field holds no exact price. */
export function optionalPriceNanosAt(view: DataView, offset: number): number | undefined {
  const price = priceNanosAt(view, offset);
  return Number.isFinite(price) ? price : undefined;
}

/** A size, count or sequence; undefined sizes are `UNDEFINED_SIZE` of the layout. */
export function u32At(view: DataView, offset: number): number {
  return view.getUint32(offset, true);
}

/** Upper half of a 64-bit time or quantity, for `TradingClock.fromHalves`. */
export function highHalfAt(view: DataView, offset: number): number {
  return view.getUint32(offset + 4, true);
}

/** Lower half of a 64-bit time or quantity. */
export function lowHalfAt(view: DataView, offset: number): number {
  return view.getUint32(offset, true);
}

/** Whether a u64 time is undefined (all ones). */
export function isUndefinedTimeAt(view: DataView, offset: number): boolean {
  return (
    view.getUint32(offset, true) === UNDEFINED_LOW &&
    view.getUint32(offset + 4, true) === UNDEFINED_LOW
  );
}

/** A u64 as BigInt, for rare records and messages. */
export function u64At(view: DataView, offset: number): bigint {
  return view.getBigUint64(offset, true);
}

/** A time in Unix ns, undefined where the field is all ones. */
export function optionalTimeNsAt(view: DataView, offset: number): bigint | undefined {
  return isUndefinedTimeAt(view, offset) ? undefined : u64At(view, offset);
}

/** A day is 86,400e9 ns = 2^16 · 1,318,359,375: dividing in two steps keeps doubles exact. */
const DAY_NS_OVER_2_16 = 1_318_359_375;

/** UTC day (since 1970-01-01) of a u64 time in Unix ns, exact to the nanosecond. */
export function utcDayAt(view: DataView, offset: number): number {
  const over2To16 =
    view.getUint32(offset + 4, true) * 65_536 + (view.getUint32(offset, true) >>> 16);
  return Math.floor(over2To16 / DAY_NS_OVER_2_16);
}

/** The text of a NUL-padded field of `bytes` bytes. Inner and leading spaces stay. */
export function textAt(view: DataView, offset: number, bytes: number): string {
  const field = Buffer.from(view.buffer, view.byteOffset + offset, bytes);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? bytes : end);
}

/** A one-character field; undefined for NUL. */
export function charAt(view: DataView, offset: number): string | undefined {
  const code = view.getUint8(offset);
  return code === 0 ? undefined : String.fromCharCode(code);
}
