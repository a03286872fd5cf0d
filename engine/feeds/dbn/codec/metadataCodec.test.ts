import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteQueue } from '../byteQueue.ts';
import { FileChunks } from '../fileBytes.ts';
import { readMetadata } from '../metadata.ts';
import { SymbolMap } from '../symbols.ts';
import { bytesInMemory, metadataBytes } from '../testing/dbnBytes.ts';
import { decodeMetadata } from './decodeMetadata.ts';
import { encodeMetadata } from './encodeMetadata.ts';
import type { MetadataContent } from './metadataContent.ts';

const symbol = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 21 })
  .filter((text) => Buffer.byteLength(text) < 22 && !text.includes('\0'));
const u64 = fc.bigInt(0n, 2n ** 64n - 1n);
const date = fc
  .tuple(fc.integer({ min: 1970, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => year * 10_000 + month * 100 + 15);
const interval = fc.record({
  startDate: date,
  endDate: date,
  symbol: fc.nat(0xffff_ffff).map(String),
});
const content: fc.Arbitrary<MetadataContent> = fc.record({
  version: fc.constantFrom(1, 2, 3),
  dataset: fc.constantFrom('GLBX.MDP3', 'OPRA.PILLAR', ''),
  schemaCode: fc.oneof(fc.nat(19), fc.constant(0xffff)),
  startNs: u64,
  endNs: u64,
  limit: u64,
  stypeIn: fc.constantFrom(1, 3, 4, 255),
  stypeOut: fc.constant(0),
  hasTsOut: fc.boolean(),
  symbols: fc.array(symbol),
  partial: fc.array(symbol),
  notFound: fc.array(symbol),
  mappings: fc.array(fc.record({ symbol, intervals: fc.array(interval) })),
});

describe('metadata', () => {
  it('says after a round trip what it said before, in every version', () => {
    fc.assert(
      fc.property(content, (metadata) => {
        expect(decodeMetadata(encodeMetadata(metadata))).toEqual(metadata);
      }),
      { numRuns: 60 },
    );
  });

  it('is sound for the reader, which finds the same in it', async () => {
    await fc.assert(
      fc.asyncProperty(content, async (metadata) => {
        const bytes = encodeMetadata(metadata);
        const queue = new ByteQueue(new FileChunks(bytesInMemory(bytes), 4096));
        const { version, symbols, partial, notFound, hasTsOut, sizeBytes } = await readMetadata(
          queue,
          new SymbolMap(),
          bytes.length,
        );
        expect({ version, symbols, partial, notFound, hasTsOut }).toEqual({
          version: metadata.version,
          symbols: metadata.symbols,
          partial: metadata.partial,
          notFound: metadata.notFound,
          hasTsOut: metadata.hasTsOut,
        });
        expect(sizeBytes).toBe(bytes.length);
      }),
      { numRuns: 40 },
    );
  });

  it.each([2, 3] as const)('of version %i comes back to the byte', (version) => {
    const bytes = metadataBytes({ version, partial: ['ESM1'], notFound: ['A', 'B'], tsOut: 1 });
    expect(encodeMetadata(decodeMetadata(bytes))).toEqual(bytes);
  });

  it('keeps the records of version 3 aligned to eight bytes', () => {
    for (let count = 0; count < 8; count++) {
      const symbols = Array.from({ length: count }, (_, index) => `ES${index}`);
      const metadata = decodeMetadata(metadataBytes({ symbols }));
      expect(encodeMetadata({ ...metadata, version: 3 }).length % 8).toBe(0);
    }
  });

  it('has symbols of 21 bytes in version 1 and of 70 since', () => {
    const metadata = decodeMetadata(metadataBytes({ symbols: ['X'.repeat(22)] }));
    expect(() => encodeMetadata({ ...metadata, version: 1 })).toThrowError(
      expect.objectContaining({
        place: { field: 'symbols', expected: 'at most 21 bytes', found: '22 bytes' },
      }),
    );
  });
});
