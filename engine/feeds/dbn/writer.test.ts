import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACTION,
  CONSOLIDATED_LEVEL,
  FLAG,
  HEADER,
  LEVEL,
  LEVEL_BYTES,
  MARKET,
  RTYPE,
  SIDE,
} from './layout.ts';
import { DbnReader } from './reader.ts';
import { priceNanosAt, u32At, u64At } from './records.ts';
import { DbnFileWriter, type WrittenFile } from './writer.ts';
import type { MetadataToWrite } from './writerMetadata.ts';
import {
  makeBookLevels,
  RecordEncoder,
  type BookLevels,
  type RecordHead,
} from './writerRecords.ts';
import { ZstdFrameSplitter } from './zstdFrames.ts';

const EPOCH_MS = Date.UTC(2026, 10, 19, 14, 40);
const METADATA: MetadataToWrite = {
  version: 2,
  dataset: 'GLBX.MDP3',
  schema: 'mbp-10',
  startMs: EPOCH_MS,
  endMs: EPOCH_MS + 60_000,
  symbols: ['ESZ6'],
  stypeIn: 'rawSymbol',
  mappings: [
    {
      symbol: 'ESZ6',
      intervals: [{ startDate: 20_261_119, endDate: 20_261_120, instrumentId: 4242 }],
    },
  ],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-writer-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const aHead = (change: Partial<RecordHead> = {}): RecordHead => ({
  publisherId: 1,
  instrumentId: 4242,
  eventNs: 1_500_000_001,
  recvNs: 1_500_100_003,
  priceNanos: 6_890_250_000_000,
  size: 7,
  action: ACTION.add,
  side: SIDE.bid,
  flags: FLAG.last,
  depth: 3,
  inDeltaNs: -12,
  sequence: 99,
  ...change,
});

/** A book with bids from 6890.00 down and offers from 6890.25 up; sizes 10, 11, 12, …. */
function aBook(levels = 10): BookLevels {
  const book = makeBookLevels(10);
  for (let index = 0; index < levels; index++) {
    book.bidNanos[index] = 6_890e9 - index * 250_000_000;
    book.askNanos[index] = 6_890.25e9 + index * 250_000_000;
    book.bidSizes[index] = 10 + index;
    book.askSizes[index] = 30 + index;
    book.bidOrders[index] = 1 + index;
    book.askOrders[index] = 2 + index;
  }
  return book;
}

async function write(
  encode: (writer: DbnFileWriter) => void,
  metadata: Partial<MetadataToWrite> = {},
  name = 'file.dbn.zst',
): Promise<WrittenFile> {
  const writer = await DbnFileWriter.create(
    join(folder, name),
    { ...METADATA, ...metadata },
    { epochMs: EPOCH_MS, compressionLevel: 3 },
  );
  encode(writer);
  await writer.drain();
  return writer.close();
}

/** Calls `use` at each record of the file and returns how many there were. */
async function readAll(
  path: string,
  use: (reader: DbnReader, view: DataView, offset: number) => void,
): Promise<number> {
  const reader = await DbnReader.open(path);
  let count = 0;
  do {
    while (reader.next()) {
      use(reader, reader.view, reader.offset);
      count++;
    }
  } while (await reader.fill());
  expect(reader.damage).toBeNull();
  await reader.close();
  return count;
}

describe('a DBN file that was written', () => {
  it.each([2, 3] as const)(
    'is read back in version %i with symbol and metadata',
    async (version) => {
      const file = await write((writer) => writer.records.mbp10(aHead(), aBook()), { version });
      const reader = await DbnReader.open(file.path);
      expect(reader.metadata).toMatchObject({
        version,
        dataset: 'GLBX.MDP3',
        schema: 'mbp-10',
        symbols: ['ESZ6'],
        startNs: BigInt(EPOCH_MS) * 1_000_000n,
        hasTsOut: false,
      });
      expect(reader.next() || (await reader.fill())).toBe(true);
      expect(reader.next()).toBe(true);
      expect(reader.symbol()).toBe('ESZ6');
      await reader.close();
    },
  );

  it('gives every field of a book record back', async () => {
    const file = await write((writer) => writer.records.mbp10(aHead(), aBook()));
    await readAll(file.path, (reader, view, at) => {
      expect(reader.symbol()).toBe('ESZ6');
      expect(reader.rtype).toBe(RTYPE.mbp10);
      expect(reader.lengthBytes).toBe(368);
      expect(reader.publisherId).toBe(1);
      expect(u64At(view, at + HEADER.tsEvent)).toBe(BigInt(EPOCH_MS) * 1_000_000n + 1_500_000_001n);
      expect(u64At(view, at + MARKET.tsRecv)).toBe(BigInt(EPOCH_MS) * 1_000_000n + 1_500_100_003n);
      expect(priceNanosAt(view, at + MARKET.price)).toBe(6_890_250_000_000);
      expect(u32At(view, at + MARKET.size)).toBe(7);
      expect(view.getUint8(at + MARKET.action)).toBe(ACTION.add);
      expect(view.getUint8(at + MARKET.side)).toBe(SIDE.bid);
      expect(view.getUint8(at + MARKET.flags)).toBe(FLAG.last);
      expect(view.getUint8(at + MARKET.depth)).toBe(3);
      expect(view.getInt32(at + MARKET.tsInDelta, true)).toBe(-12);
      expect(u32At(view, at + MARKET.sequence)).toBe(99);
      const ninth = at + MARKET.levels + 9 * LEVEL_BYTES;
      expect(priceNanosAt(view, ninth + LEVEL.bidPx)).toBe(6_887.75e9);
      expect(priceNanosAt(view, ninth + LEVEL.askPx)).toBe(6_892.5e9);
      expect(u32At(view, ninth + LEVEL.bidSz)).toBe(19);
      expect(u32At(view, ninth + LEVEL.askSz)).toBe(39);
      expect(u32At(view, ninth + LEVEL.bidCt)).toBe(10);
      expect(u32At(view, ninth + LEVEL.askCt)).toBe(11);
    });
  });

  it('leaves absent levels and the price of a clear undefined', async () => {
    const clear = aHead({ action: ACTION.clear, priceNanos: NaN });
    const file = await write((writer) => writer.records.mbp10(clear, aBook(2)));
    await readAll(file.path, (_reader, view, at) => {
      expect(priceNanosAt(view, at + MARKET.price)).toBeNaN();
      const third = at + MARKET.levels + 2 * LEVEL_BYTES;
      expect(priceNanosAt(view, third + LEVEL.bidPx)).toBeNaN();
      expect(priceNanosAt(view, third + LEVEL.askPx)).toBeNaN();
      expect(u32At(view, third + LEVEL.bidSz)).toBe(0);
    });
  });

  it('names the venues of a consolidated quote and has neither depth nor sequence', async () => {
    const quote = {
      bidNanos: 0,
      askNanos: 10_000_000,
      bidSize: 0,
      askSize: 55,
      bidPublisher: 0,
      askPublisher: 23,
    };
    const file = await write((writer) => writer.records.tcbbo(aHead(), quote), { schema: 'tcbbo' });
    await readAll(file.path, (reader, view, at) => {
      expect(reader.rtype).toBe(RTYPE.tcbbo);
      expect(reader.lengthBytes).toBe(80);
      const level = at + MARKET.levels;
      expect(priceNanosAt(view, level + LEVEL.bidPx)).toBeNaN();
      expect(priceNanosAt(view, level + LEVEL.askPx)).toBe(10_000_000);
      expect(view.getUint16(level + CONSOLIDATED_LEVEL.askPublisher, true)).toBe(23);
      expect(u32At(view, at + MARKET.sequence)).toBe(0);
      expect(view.getUint8(at + MARKET.depth)).toBe(0);
    });
  });

  it('gives times and prices back exactly, whatever they are', async () => {
    const maxNs = 100 * 86_400 * 1e9;
    const times = fc.integer({ min: -1_000_000, max: maxNs });
    const prices = fc.maxSafeInteger();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(times, prices), { maxLength: 50 }), async (rows) => {
        const file = await write(({ records }) => {
          for (const [eventNs, priceNanos] of rows) records.trade(aHead({ eventNs, priceNanos }));
        });
        const found: [number, number][] = [];
        const base = BigInt(EPOCH_MS) * 1_000_000n;
        await readAll(file.path, (_reader, view, at) => {
          const eventNs = Number(u64At(view, at + HEADER.tsEvent) - base);
          found.push([eventNs, priceNanosAt(view, at + MARKET.price)]);
        });
        expect(found).toEqual(rows);
      }),
      { numRuns: 40 },
    );
  });

  it('spreads many records over frames of at most a megabyte, none of them torn', async () => {
    const count = 7_000;
    const book = aBook();
    const file = await write(({ records }) => {
      for (let index = 0; index < count; index++) records.mbp10(aHead({ sequence: index }), book);
    });
    let next = 0;
    let frames = 0;
    const found = await readAll(file.path, (reader, view, at) => {
      expect(u32At(view, at + MARKET.sequence)).toBe(next++);
      frames = reader.zstdFrameCount ?? 0;
    });
    expect(found).toBe(count);
    // 7,000 × 368 bytes are 2.5 MB: one frame of metadata and three of records.
    expect(frames).toBe(4);
    expect(file).toMatchObject({ recordCount: count, bytes: (await stat(file.path)).size });
  });

  it('states in every frame the size of its content and carries a checksum', async () => {
    const file = await write(({ records }) => {
      for (let index = 0; index < 4_000; index++) records.mbp10(aHead(), aBook());
    });
    const bytes = await readFile(file.path);
    const splitter = new ZstdFrameSplitter();
    const sizes: number[] = [];
    for (let at = 0; at < bytes.length; at = splitter.advance(bytes, at, false)) {
      const descriptor = bytes.readUInt8(at + 4);
      expect(descriptor & 0x04).toBe(0x04);
      // Single segment without dictionary; the size in 2 bytes (less 256) or in 4.
      expect(descriptor & 0x23).toBe(0x20);
      const isShort = descriptor >> 6 === 1;
      sizes.push(isShort ? bytes.readUInt16LE(at + 5) + 256 : bytes.readUInt32LE(at + 5));
    }
    expect(sizes.slice(1)).toEqual([2_849 * 368, 1_151 * 368]);
    expect(sizes).toHaveLength(splitter.frameCount);
  });

  it('is a sound empty file when no record was written', async () => {
    const file = await write(() => undefined);
    expect(await readAll(file.path, () => undefined)).toBe(0);
    expect(file.recordCount).toBe(0);
  });
});

describe('a block that is filled again', () => {
  it('keeps nothing of what it held, not even in bytes that no field covers', () => {
    const quote = { bidNanos: 1e9, askNanos: 2e9, bidSize: 1, askSize: 2 };
    const trade = (records: RecordEncoder): void =>
      records.tcbbo(aHead(), { ...quote, bidPublisher: 20, askPublisher: 22 });
    const full = makeBookLevels(10);
    for (const column of [full.bidSizes, full.askSizes, full.bidOrders]) column.fill(0xffff_ffff);
    const used = new RecordEncoder(EPOCH_MS, 1 << 11);
    for (let record = 0; record < 8; record++) used.mbp10(aHead(), full);
    for (const block of used.takeAll()) used.recycle(block);
    const fresh = new RecordEncoder(EPOCH_MS, 1 << 11);
    for (const records of [used, fresh]) for (let n = 0; n < 100; n++) trade(records);
    expect(Buffer.concat(used.takeAll())).toEqual(Buffer.concat(fresh.takeAll()));
  });
});

describe('a DBN file that cannot be written', () => {
  it('names the field when a symbol is too long', async () => {
    await expect(write(() => undefined, { symbols: ['X'.repeat(71)] })).rejects.toMatchObject({
      code: 'failed',
      place: { field: 'symbols', expected: 'at most 70 bytes', found: '71 bytes' },
    });
  });

  it('names the schema that DBN does not have', async () => {
    await expect(write(() => undefined, { schema: 'mbp-99' })).rejects.toMatchObject({
      place: { field: 'schema', found: 'mbp-99' },
    });
  });

  it('names the file when its folder is missing', async () => {
    await expect(write(() => undefined, {}, 'missing/file.dbn.zst')).rejects.toMatchObject({
      code: 'failed',
      place: { file: join(folder, 'missing/file.dbn.zst') },
    });
  });
});
