import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  optionalPriceNanosAt,
  optionalTimeNsAt,
  priceNanosAt,
  textAt,
  utcDayAt,
} from './records.ts';

function viewOfI64(value: bigint): DataView {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt.asIntN(64, value), true);
  return view;
}

const MAX_EXACT = 2n ** 53n - 1n;

describe('a price field', () => {
  it('is exact for every price a double can hold', () => {
    fc.assert(
      fc.property(fc.bigInt(-MAX_EXACT, MAX_EXACT), (price) => {
        expect(priceNanosAt(viewOfI64(price), 0)).toBe(Number(price));
      }),
    );
  });

  it('is NaN where it is undefined, so that it can enter no sum unseen', () => {
    expect(priceNanosAt(viewOfI64(2n ** 63n - 1n), 0)).toBeNaN();
    expect(optionalPriceNanosAt(viewOfI64(2n ** 63n - 1n), 0)).toBeUndefined();
  });

  it('is infinite beyond 9,007,199, where it would be inexact', () => {
    expect(priceNanosAt(viewOfI64(2n ** 53n), 0)).toBe(Infinity);
    expect(priceNanosAt(viewOfI64(2n ** 63n - 2n), 0)).toBe(Infinity);
    expect(priceNanosAt(viewOfI64(-(2n ** 63n)), 0)).toBe(-Infinity);
  });
});

describe('the UTC day of a time', () => {
  const dayNs = 86_400_000_000_000n;

  it('is exact one nanosecond before and at midnight', () => {
    const midnight = 20_000n * dayNs;
    expect(utcDayAt(viewOfI64(midnight - 1n), 0)).toBe(19_999);
    expect(utcDayAt(viewOfI64(midnight), 0)).toBe(20_000);
  });

  it('agrees with integer division for any 64-bit time', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (time) => {
        expect(utcDayAt(viewOfI64(time), 0)).toBe(Number(time / dayNs));
      }),
    );
  });
});

describe('other fields', () => {
  it('read a time of all ones as undefined', () => {
    expect(optionalTimeNsAt(viewOfI64(-1n), 0)).toBeUndefined();
    expect(optionalTimeNsAt(viewOfI64(1_700_000_000_000_000_001n), 0)).toBe(
      1_700_000_000_000_000_001n,
    );
  });

  it('keep the inner spaces of an option symbol and end at the first NUL', () => {
    const bytes = Buffer.from('xSPY   251216C00687000\0junk');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    expect(textAt(view, 1, bytes.length - 1)).toBe('SPY   251216C00687000');
    expect(textAt(view, 1, 3)).toBe('SPY');
  });
});
