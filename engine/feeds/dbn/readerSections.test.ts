import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  headerBytes,
  marketRecord,
  mbp10Records,
  metadataBytes,
  symbolMappingRecord,
  tradeRecord,
} from './testing/dbnBytes.ts';
import { readBytes } from './testing/readAll.ts';

const mapped = (symbol: string, id = 5482) => ({
  symbols: [symbol],
  mappings: [{ key: symbol, intervals: [[20201228, 20201229, String(id)] as const] }],
});
const first = metadataBytes({ version: 1 });

describe('metadata between records', () => {
  it.each([1, 2, 3] as const)(
    'of version %i is read where a capture reconnected, and what it maps holds from there on',
    async (version) => {
      const content = Buffer.concat([
        first,
        mbp10Records(2),
        metadataBytes({ version, dataset: 'XNAS.ITCH', ...mapped('ESM1') }),
        mbp10Records(3),
      ]);
      const { reader, sequences, symbols, damage } = await readBytes(content);
      expect([sequences, damage]).toEqual([[0, 1, 0, 1, 2], null]);
      expect(symbols).toEqual(['ESH1', 'ESH1', 'ESM1', 'ESM1', 'ESM1']);
      expect([reader.metadata?.version, reader.version]).toEqual([1, version]);
      expect(reader.sections).toMatchObject([
        {
          byteOffset: first.length + 736,
          recordIndex: 2,
          metadata: { version, dataset: 'XNAS.ITCH' },
        },
      ]);
      expect(reader.oddities.list()).toEqual([
        { kind: 'metadata', count: 1, firstRecord: 2, firstByte: first.length + 736 },
      ]);
    },
  );

  it('is found however the bytes arrive, also where nothing follows it', async () => {
    const second = metadataBytes({ version: 2, ...mapped('ESM1') });
    const content = Buffer.concat([first, mbp10Records(1), second, tradeRecord(), second]);
    for (const chunkBytes of [1, 2, 3, 5, 7, 64, 100, 272, 1000, Infinity]) {
      const { reader, rtypes, records, damage } = await readBytes(content, chunkBytes);
      expect([rtypes, damage]).toEqual([[0x0a, 0x00], null]);
      expect(records[1]).toEqual(tradeRecord());
      expect(reader.sections.map(({ recordIndex }) => recordIndex)).toEqual([1, 2]);
      expect(reader.sections[1]?.byteOffset).toBe(content.length - second.length);
    }
  });

  it('is found in compressed files that were put together', async () => {
    const parts = [1, 2, 3].map((count) =>
      zstdCompressSync(Buffer.concat([metadataBytes(), mbp10Records(count)])),
    );
    const { reader, sequences } = await readBytes(Buffer.concat(parts));
    expect(sequences).toEqual([0, 0, 1, 0, 1, 2]);
    expect(reader.sections).toHaveLength(2);
  });

  it('wins over symbols announced before it, and yields to those announced after it', async () => {
    const { symbols } = await readBytes(
      Buffer.concat([
        first,
        symbolMappingRecord(1, 5482, 'ESU1'),
        tradeRecord(),
        metadataBytes(mapped('ESM1')),
        tradeRecord(),
        symbolMappingRecord(3, 5482, 'ESZ1'),
        tradeRecord(),
      ]),
    );
    expect(symbols).toEqual(['ESU1', 'ESU1', 'ESM1', 'ESZ1', 'ESZ1']);
  });

  it('is not seen in an unknown record that begins like it', async () => {
    const unknown = headerBytes(0x42, 272);
    unknown.write('DBX', 0, 'latin1');
    const { reader, sequences } = await readBytes(
      Buffer.concat([first, unknown, mbp10Records(1)]),
      7,
    );
    expect([sequences, reader.sections, [...reader.skippedRecords]]).toEqual([
      [0],
      [],
      [[0x42, 1]],
    ]);
  });
});

describe('the length of a record', () => {
  it('may have a send time in it, whatever the metadata says', async () => {
    const sent = marketRecord({ bytes: 376 });
    const { rtypes, reader, damage } = await readBytes(Buffer.concat([first, sent, sent]));
    expect([rtypes.length, damage, reader.oddities.list()]).toEqual([2, null, []]);
  });

  it('may be larger than any known of its type: the rest is passed over and counted', async () => {
    const longer = marketRecord({ bytes: 400 });
    const { records, reader, damage } = await readBytes(
      Buffer.concat([first, mbp10Records(1), longer, longer, mbp10Records(1)]),
    );
    expect([records.length, damage]).toEqual([4, null]);
    expect(reader.oddities.list()).toEqual([
      { kind: 'longer', count: 2, firstRecord: 1, firstByte: first.length + 368 },
    ]);
  });

  it.each([
    [0x13, 380],
    [0x13, 480],
    [0x18, 68],
    [0x0a, 372],
  ])('of type %i is damage where no layout has it: %i bytes', async (rtype, bytes) => {
    const { records, damage } = await readBytes(
      Buffer.concat([first, mbp10Records(1), headerBytes(rtype, bytes), mbp10Records(1)]),
    );
    expect([records.length, damage?.place.recordIndex]).toEqual([1, 1]);
  });
});
