import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BreakwaterError } from '../../core/errors.ts';
import { utcNanosColumns, withoutZones } from './footer.ts';

/**
 * Footer that pyarrow 25 wrote for `ts` (nanoseconds without zone), `g` (a struct of `ts` and a list,
 * both nanoseconds in UTC), `u` (nanoseconds in UTC) and `us` (microseconds in UTC).
 */
const FOOTER_BASE64 =
  'FQQZnDUAGAZzY2hlbWEVCAAVBCUCGAJ0c2yMEhw8AAAAAAA1AhgBZxUEABUEJQIYAnRzbIwRHDwAAAAAADUCGAFsFQIV' +
  'Bkw8AAAANQQYBGxpc3QVAgAVBCUCGAdlbGVtZW50bIwRHDwAAAAAABUEJQIYAXVsjBEcPAAAAAAAFQQlAhgCdXMlFEyM' +
  'ERwsAAAAAAAWAhkcGVwmABwVBBklBgAZGAJ0cxUAFgIWQhZCJghJHBUAFQAVAgA8KQYZJgACAAAAJgAcFQQZJQYAGSgB' +
  'ZwJ0cxUAFgIWQhZCJkpJHBUAFQAVAgA8KQYZNgAAAgAAACYAHBUEGSUGABlIAWcBbARsaXN0B2VsZW1lbnQVABYCFk4W' +
  'TiaMAUkcFQAVABUCADwpJgIAGVYAAAAAAgAAACYAHBUEGSUGABkYAXUVABYCFkIWQibaAUkcFQAVABUCADwpBhkmAAIA' +
  'AAAmABwVBBklBgAZGAJ1cxUAFgIWQhZCJpwCSRwVABUAFQIAPCkGGSYAAgAAABbWAhYCJggW1gIAKCBwYXJxdWV0LWNw' +
  'cC1hcnJvdyB2ZXJzaW9uIDI1LjAuMRlcHAAAHAAAHAAAHAAAHAAAAA==';
const FOOTER = Buffer.from(FOOTER_BASE64, 'base64');

describe('the footer of a Parquet file', () => {
  it('names the columns of nanoseconds in UTC, and none within groups', () => {
    expect(utcNanosColumns(FOOTER).map(({ name }) => name)).toEqual(['u']);
  });

  it('is changed in one bit of each such column, and then has none', () => {
    const columns = utcNanosColumns(FOOTER);
    const changed = withoutZones(FOOTER, columns);
    const differing = [...changed.keys()].filter((at) => changed[at] !== FOOTER[at]);
    expect(differing).toEqual(columns.map(({ flagOffset }) => flagOffset));
    expect(utcNanosColumns(changed)).toEqual([]);
  });

  it('is refused wherever it was cut', () => {
    for (let length = 0; length < FOOTER.length; length += 7) {
      expect(() => utcNanosColumns(FOOTER.subarray(0, length))).toThrow(BreakwaterError);
    }
  });

  it('never fails in another way, whatever its bytes are', () => {
    const mutated = fc
      .array(fc.tuple(fc.nat(FOOTER.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = Uint8Array.from(FOOTER);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        try {
          for (const { flagOffset } of utcNanosColumns(bytes)) {
            expect(flagOffset).toBeLessThan(bytes.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BreakwaterError);
        }
      }),
      { numRuns: 400 },
    );
  });
});
