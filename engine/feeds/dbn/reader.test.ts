import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DbnReader } from './reader.ts';
import {
  headerBytes,
  marketRecord,
  mbp10Records,
  metadataBytes,
  symbolMappingRecord,
  temporaryFile,
  tradeRecord,
} from './testing/dbnBytes.ts';
import { openBytes, readAll, readBytes } from './testing/readAll.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

function skippable(bytes: number): Buffer {
  const frame = Buffer.alloc(8 + bytes, 0xaa);
  frame.writeUInt32LE(0x184d_2a50, 0);
  frame.writeUInt32LE(bytes, 4);
  return frame;
}

describe('the DBN reader', () => {
  it('delivers the records of a plain file with their place in it', async () => {
    const metadata = metadataBytes();
    const file = await temporaryFile(Buffer.concat([metadata, mbp10Records(3)]));
    const reader = await DbnReader.open(file.path);
    const places: unknown[] = [];
    for (;;) {
      while (reader.next()) {
        places.push([reader.recordIndex, reader.byteOffset, reader.lengthBytes, reader.rtype]);
      }
      if (!(await reader.fill())) break;
    }
    const start = metadata.length;
    expect(places).toEqual([
      [0, start, 368, 0x0a],
      [1, start + 368, 368, 0x0a],
      [2, start + 736, 368, 0x0a],
    ]);
    expect([reader.damage, reader.progress, reader.version]).toEqual([null, 1, 3]);
    await reader.close();
    await file.remove();
  });

  it('reads all frames of a zstd file, whatever its name', async () => {
    const content = Buffer.concat([metadataBytes(), mbp10Records(10)]);
    const cuts = [0, 100, 353, 500, 1400, content.length];
    const frames = cuts.slice(1).map((end, index) =>
      zstdCompressSync(content.subarray(cuts[index], end), {
        params: { [constants.ZSTD_c_checksumFlag]: index % 2 },
      }),
    );
    const compressed = Buffer.concat([skippable(20), ...frames, skippable(0)]);
    const file = await temporaryFile(compressed, 'no-extension');
    const { reader, sequences, damage } = await readAll(await DbnReader.open(file.path));
    expect(sequences).toEqual(upTo(10));
    expect([reader.zstdFrameCount, damage]).toEqual([5, null]);
    await file.remove();
  });

  it('reads a frame per record, thousands of them', async () => {
    const frames = upTo(3000).map((sequence) => zstdCompressSync(tradeRecord({ sequence })));
    const { sequences } = await readBytes(
      Buffer.concat([zstdCompressSync(metadataBytes()), ...frames]),
    );
    expect(sequences).toEqual(upTo(3000));
  });

  it('streams a file larger than any of its buffers', async () => {
    const content = Buffer.concat([metadataBytes(), mbp10Records(30_000)]);
    const plain = await readBytes(content);
    const compressed = await readBytes(zstdCompressSync(content));
    expect(plain.sequences).toEqual(upTo(30_000));
    expect(compressed.sequences).toEqual(upTo(30_000));
  });

  it('delivers the same records however the bytes arrive', async () => {
    const records = [
      marketRecord({ sequence: 0 }),
      tradeRecord({ sequence: 1 }),
      headerBytes(0x77, 1020),
      symbolMappingRecord(3, 5482, 'ESH1'),
      marketRecord({ sequence: 2 }),
      headerBytes(0x20, 56),
    ];
    const content = Buffer.concat([metadataBytes({ version: 2 }), ...records]);
    const whole = await readBytes(content);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1200 }), async (chunkBytes) => {
        const torn = await readBytes(content, chunkBytes);
        expect(torn.records).toEqual(whole.records);
        expect(torn.damage).toBeNull();
      }),
      { numRuns: 60 },
    );
    expect(whole.rtypes).toEqual([0x0a, 0x00, 0x16, 0x0a, 0x20]);
  });

  it('passes over record types it does not know and counts them', async () => {
    const { reader, rtypes, damage } = await readBytes(
      Buffer.concat([
        metadataBytes(),
        headerBytes(0x77, 16),
        tradeRecord(),
        headerBytes(0xee, 1020),
        headerBytes(0x77, 24),
        tradeRecord(),
      ]),
    );
    expect([rtypes, damage, reader.recordIndex]).toEqual([[0, 0], null, 4]);
    expect([...reader.skippedRecords]).toEqual([
      [0x77, 2],
      [0xee, 1],
    ]);
  });

  it('advances by the length that a record states, as with a send time appended', async () => {
    const withTsOut = marketRecord({ rtype: 0x00, bytes: 56, sequence: 3 });
    const content = Buffer.concat([metadataBytes({ tsOut: 1 }), withTsOut, withTsOut]);
    const { reader, sequences } = await readBytes(content);
    expect([sequences, reader.metadata?.hasTsOut]).toEqual([[3, 3], true]);
  });

  it.each([1, 2, 3] as const)(
    'learns symbols from mapping records of version %i where they stand',
    async (version) => {
      const { symbols } = await readBytes(
        Buffer.concat([
          metadataBytes({ version, mappings: [], stypeIn: 255 }),
          tradeRecord({ instrumentId: 9 }),
          symbolMappingRecord(version, 9, 'ESZ4'),
          tradeRecord({ instrumentId: 9 }),
          symbolMappingRecord(version, 9, 'ESH5'),
          tradeRecord({ instrumentId: 9 }),
        ]),
      );
      expect(symbols).toEqual([undefined, 'ESZ4', 'ESZ4', 'ESH5', 'ESH5']);
    },
  );

  it('dates a record by its capture time, so that a midnight snapshot finds its symbol', async () => {
    const snapshot = { tsEvent: 1609113500000000000n, tsRecv: 1609113600000000000n };
    const { symbols } = await readBytes(Buffer.concat([metadataBytes(), marketRecord(snapshot)]));
    expect(symbols).toEqual(['ESH1']);
  });

  it('reads fragments, which have no metadata, and tells their version by the record size', async () => {
    const sizes = [360, 400, 520];
    const versions = sizes.map(async (bytes) => {
      const { reader, rtypes } = await readBytes(headerBytes(0x13, bytes));
      return [rtypes.length, reader.metadata, reader.version];
    });
    expect(await Promise.all(versions)).toEqual([
      [1, null, 1],
      [1, null, 2],
      [1, null, 3],
    ]);
    const trades = await readBytes(zstdCompressSync(tradeRecord({ sequence: 4 })));
    expect([trades.sequences, trades.reader.version]).toEqual([[4], undefined]);
  });

  it('reads a file with metadata and no records', async () => {
    const { reader, records, damage } = await readBytes(metadataBytes());
    expect([records, damage, reader.progress, reader.recordIndex]).toEqual([[], null, 1, -1]);
    expect(reader.symbol()).toBeUndefined();
  });

  it('can be closed in the middle', async () => {
    const content = Buffer.concat([metadataBytes(), mbp10Records(20_000)]);
    const file = await temporaryFile(zstdCompressSync(content));
    const reader = await DbnReader.open(file.path);
    expect(await reader.fill()).toBe(true);
    expect(reader.next()).toBe(true);
    await reader.close();
    expect(await reader.fill()).toBe(false);
    await file.remove();
  });

  it('loses nothing when asked to fill before what it has was read', async () => {
    const reader = await openBytes(Buffer.concat([metadataBytes(), mbp10Records(3)]));
    let count = 0;
    while (await reader.fill()) if (reader.next()) count += 1;
    expect(count).toBe(3);
    await reader.close();
  });

  it('shows its progress while it reads', async () => {
    const file = await temporaryFile(Buffer.concat([metadataBytes(), mbp10Records(20_000)]));
    const reader = await DbnReader.open(file.path);
    const progress: number[] = [];
    do {
      while (reader.next());
      progress.push(reader.progress);
    } while (await reader.fill());
    expect(progress.length).toBeGreaterThan(5);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(reader.progress).toBe(1);
    await reader.close();
    await file.remove();
  });
});
