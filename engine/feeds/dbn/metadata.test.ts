import { describe, expect, it } from 'vitest';
import { metadataBytes, tradeRecord } from './testing/dbnBytes.ts';
import { openBytes, readBytes } from './testing/readAll.ts';

const DAY_20201228 = 18_624;

describe('DBN metadata', () => {
  it.each([1, 2, 3] as const)('of version %i says what the file holds', async (version) => {
    const { reader, sequences } = await readBytes(
      Buffer.concat([
        metadataBytes({ version, schema: 4, symbols: ['ES.c.0', 'ESZ5'], notFound: ['ESX9'] }),
        tradeRecord({ sequence: 77 }),
      ]),
    );
    expect(reader.metadata).toMatchObject({
      version,
      dataset: 'GLBX.MDP3',
      schema: 'trades',
      startNs: 1609160400000000000n,
      endNs: undefined,
      limit: undefined,
      stypeIn: 1,
      stypeOut: 0,
      hasTsOut: false,
      symbols: ['ES.c.0', 'ESZ5'],
      partial: [],
      notFound: ['ESX9'],
    });
    expect(sequences).toEqual([77]);
  });

  it('maps ids to symbols per UTC day', async () => {
    const { symbols } = await openBytes(
      metadataBytes({
        mappings: [
          {
            key: 'A',
            intervals: [
              [20201228, 20201229, '7'],
              [20201230, 20210101, '8'],
            ],
          },
          { key: 'B', intervals: [[20201229, 20201231, '7']] },
        ],
      }),
    );
    const days = [DAY_20201228, DAY_20201228 + 1, DAY_20201228 + 2];
    expect(days.map((day) => symbols.symbolOf(7, day))).toEqual(['A', 'B', 'B']);
    expect(days.map((day) => symbols.symbolOf(8, day))).toEqual([undefined, undefined, 'A']);
  });

  it('maps the other way round when the query named ids', async () => {
    const { symbols } = await openBytes(
      metadataBytes({
        stypeIn: 0,
        stypeOut: 1,
        mappings: [{ key: '5482', intervals: [[20201228, 20201229, 'ESH1']] }],
      }),
    );
    expect(symbols.symbolOf(5482, DAY_20201228)).toBe('ESH1');
  });

  it('skips intervals without a symbol, as old files write them', async () => {
    const { symbols } = await openBytes(
      metadataBytes({ mappings: [{ key: 'A', intervals: [[20201228, 20201229, '']] }] }),
    );
    expect([...symbols.intervals()]).toEqual([]);
  });

  it('of several megabytes is read whole, in small portions too', async () => {
    const mappings = Array.from({ length: 13_000 }, (_, id) => ({
      key: `SPY   251216C${String(id).padStart(8, '0')}`,
      intervals: [
        [20251216, 20251217, String(id + 1)] as const,
        [20251217, 20251218, String(id + 2)] as const,
      ],
    }));
    const bytes = Buffer.concat([metadataBytes({ mappings }), tradeRecord({ sequence: 5 })]);
    const { reader, sequences } = await readBytes(bytes, 10_000);
    expect(bytes.length).toBeGreaterThan(2_000_000);
    expect(sequences).toEqual([5]);
    expect(reader.symbols.symbolOf(13_000, 20_438)).toBe('SPY   251216C00012999');
    expect(reader.symbols.symbolOf(13_000, 20_439)).toBe('SPY   251216C00012998');
  });
});

describe('damaged DBN metadata', () => {
  /** Sound metadata with one field overwritten. */
  function damaged(offset: number, value: number): Buffer {
    const bytes = Buffer.concat([metadataBytes(), tradeRecord()]);
    bytes.writeUInt32LE(value, offset);
    return bytes;
  }

  it.each([
    ['a length of 4 GB', damaged(4, 0xffff_ffff), 'metadata length', '4294967295'],
    ['a length below the fixed part', damaged(4, 99), 'metadata length', '99'],
    ['a length far beyond its contents', damaged(4, 2 ** 29), 'metadata length', String(2 ** 29)],
    ['a length that cuts its lists', damaged(4, 150), 'number of symbols', '1'],
    ['a count of 4 billion symbols', damaged(112, 0xffff_ffff), 'number of symbols', '4294967295'],
    ['a schema definition', damaged(108, 1), 'schema definition length', '1'],
  ])('with %s is refused by name', async (_, bytes, field, found) => {
    await expect(openBytes(bytes)).rejects.toMatchObject({
      name: 'BreakwaterError',
      code: 'bad-input',
      place: { file: 'memory.dbn', field, found },
    });
  });

  it('whose length lies does not make the reader allocate or read on', async () => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(openBytes(damaged(4, 2 ** 30 - 8))).rejects.toThrow(/metadata/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  });

  it('with symbol fields of no length is refused', async () => {
    const bytes = metadataBytes();
    bytes.writeUInt16LE(0, 53);
    await expect(openBytes(bytes)).rejects.toMatchObject({ place: { field: 'symbol length' } });
  });

  it('with an impossible date is refused', async () => {
    const mappings = [{ key: 'A', intervals: [[20201301, 20201302, '7'] as const] }];
    await expect(openBytes(metadataBytes({ mappings }))).rejects.toMatchObject({
      place: { field: 'mapping date', found: '20201301' },
    });
  });

  it('with text where an instrument id belongs is refused', async () => {
    const mappings = [{ key: 'A', intervals: [[20201228, 20201229, '77x'] as const] }];
    await expect(openBytes(metadataBytes({ mappings }))).rejects.toMatchObject({
      place: { field: 'mapping', found: '"77x"' },
    });
  });

  it.each([0, 4, 9, 255])('of version %i is refused', async (version) => {
    const bytes = metadataBytes();
    bytes.writeUInt8(version, 3);
    await expect(openBytes(bytes)).rejects.toMatchObject({
      message: `DBN version ${version} is not supported.`,
      place: { file: 'memory.dbn', byteOffset: 3, expected: '1 to 3', found: String(version) },
    });
  });

  it('cut at any byte is refused as cut', async () => {
    const bytes = metadataBytes();
    for (let length = 16; length < bytes.length; length += 5) {
      await expect(openBytes(bytes.subarray(0, length))).rejects.toMatchObject({
        message: 'The file ends inside its metadata.',
        place: { found: `${length} bytes` },
      });
    }
  });
});
