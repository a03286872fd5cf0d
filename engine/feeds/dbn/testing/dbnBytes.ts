import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RandomAccessBytes } from '../fileBytes.ts';

/**
 * DBN bytes put together by hand, with offsets written out as the vendor documents them, so that a
 * mistake in the product's layout tables cannot hide.
 */

interface MappingFields {
  readonly key: string;
  /** Start and end as YYYYMMDD, and the symbol on the other side. */
  readonly intervals: readonly (readonly [number, number, string])[];
}

export interface MetadataFields {
  readonly version: 1 | 2 | 3;
  readonly dataset: string;
  readonly schema: number;
  readonly stypeIn: number;
  readonly stypeOut: number;
  readonly tsOut: number;
  readonly symbols: readonly string[];
  readonly partial: readonly string[];
  readonly notFound: readonly string[];
  readonly mappings: readonly MappingFields[];
}

const metadataDefaults: MetadataFields = {
  version: 3,
  dataset: 'GLBX.MDP3',
  schema: 2,
  stypeIn: 1,
  stypeOut: 0,
  tsOut: 0,
  symbols: ['ESH1'],
  partial: [],
  notFound: [],
  mappings: [{ key: 'ESH1', intervals: [[20201228, 20201229, '5482']] }],
};

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function cstr(text: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(text, 0, 'utf8');
  return bytes;
}

/** Prelude and metadata. */
export function metadataBytes(overrides: Partial<MetadataFields> = {}): Buffer {
  const fields = { ...metadataDefaults, ...overrides };
  const isV1 = fields.version === 1;
  const symbolBytes = isV1 ? 22 : 71;
  const fixed = Buffer.alloc(112);
  fixed.write('DBN', 0, 'latin1');
  fixed.writeUInt8(fields.version, 3);
  fixed.write(fields.dataset, 8, 'latin1');
  fixed.writeUInt16LE(fields.schema, 24);
  fixed.writeBigUInt64LE(1609160400000000000n, 26);
  fixed.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 34);
  fixed.writeUInt8(fields.stypeIn, isV1 ? 58 : 50);
  fixed.writeUInt8(fields.stypeOut, isV1 ? 59 : 51);
  fixed.writeUInt8(fields.tsOut, isV1 ? 60 : 52);
  if (!isV1) fixed.writeUInt16LE(symbolBytes, 53);
  const list = (symbols: readonly string[]) => [
    u32(symbols.length),
    ...symbols.map((symbol) => cstr(symbol, symbolBytes)),
  ];
  const mapping = ({ key, intervals }: MappingFields) => [
    cstr(key, symbolBytes),
    u32(intervals.length),
    ...intervals.flatMap(([start, end, symbol]) => [
      u32(start),
      u32(end),
      cstr(symbol, symbolBytes),
    ]),
  ];
  const variable = Buffer.concat([
    ...list(fields.symbols),
    ...list(fields.partial),
    ...list(fields.notFound),
    u32(fields.mappings.length),
    ...fields.mappings.flatMap(mapping),
  ]);
  const unpadded = 104 + variable.length;
  const padding = fields.version === 3 ? (8 - (unpadded % 8)) % 8 : 0;
  fixed.writeUInt32LE(unpadded + padding, 4);
  return Buffer.concat([fixed, variable, Buffer.alloc(padding)]);
}

const UNDEFINED_PRICE = 0x7fff_ffff_ffff_ffffn;

export interface RecordFields {
  readonly rtype: number;
  readonly bytes: number;
  readonly publisherId: number;
  readonly instrumentId: number;
  readonly tsEvent: bigint;
  readonly price: bigint;
  readonly size: number;
  readonly action: string;
  readonly side: string;
  readonly flags: number;
  readonly tsRecv: bigint;
  readonly sequence: number;
  /** Best bid and ask: price, size. */
  readonly bid: readonly [bigint, number];
  readonly ask: readonly [bigint, number];
}

const recordDefaults: RecordFields = {
  rtype: 0x0a,
  bytes: 368,
  publisherId: 1,
  instrumentId: 5482,
  tsEvent: 1609160400000429831n,
  price: 3_720_250_000_000n,
  size: 5,
  action: 'A',
  side: 'B',
  flags: 0x82,
  tsRecv: 1609160400000704060n,
  sequence: 1,
  bid: [3_720_250_000_000n, 24],
  ask: [3_720_500_000_000n, 10],
};

/** A header alone, in a record of `bytes` bytes. */
export function headerBytes(rtype: number, bytes: number, instrumentId = 5482): Buffer {
  const record = Buffer.alloc(bytes);
  record.writeUInt8(bytes / 4, 0);
  record.writeUInt8(rtype, 1);
  record.writeUInt16LE(1, 2);
  record.writeUInt32LE(instrumentId, 4);
  record.writeBigUInt64LE(recordDefaults.tsEvent, 8);
  return record;
}

/** A trade, MBP or sampled quote record; an MBP-10 record unless told otherwise. */
export function marketRecord(overrides: Partial<RecordFields> = {}): Buffer {
  const fields = { ...recordDefaults, ...overrides };
  const record = headerBytes(fields.rtype, fields.bytes, fields.instrumentId);
  record.writeUInt16LE(fields.publisherId, 2);
  record.writeBigUInt64LE(fields.tsEvent, 8);
  record.writeBigInt64LE(fields.price, 16);
  record.writeUInt32LE(fields.size, 24);
  record.write(fields.action, 28, 'latin1');
  record.write(fields.side, 29, 'latin1');
  record.writeUInt8(fields.flags, 30);
  record.writeBigUInt64LE(fields.tsRecv, 32);
  record.writeUInt32LE(fields.sequence, 44);
  for (let at = 48; at + 32 <= fields.bytes; at += 32) {
    const [bid, ask] =
      at === 48
        ? [fields.bid, fields.ask]
        : ([
            [UNDEFINED_PRICE, 0],
            [UNDEFINED_PRICE, 0],
          ] as const);
    record.writeBigInt64LE(bid[0], at);
    record.writeBigInt64LE(ask[0], at + 8);
    record.writeUInt32LE(bid[1], at + 16);
    record.writeUInt32LE(ask[1], at + 20);
  }
  return record;
}

export function tradeRecord(overrides: Partial<RecordFields> = {}): Buffer {
  return marketRecord({ rtype: 0x00, bytes: 48, action: 'T', ...overrides });
}

/** `count` MBP-10 records with the sequences 0, 1, 2, … */
export function mbp10Records(count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, sequence) => marketRecord({ sequence })));
}

/** A symbol mapping record of version 1 (80 bytes) or later (176 bytes). */
export function symbolMappingRecord(version: 1 | 2 | 3, id: number, symbol: string): Buffer {
  const record = headerBytes(0x16, version === 1 ? 80 : 176, id);
  record.fill(0xff, version === 1 ? 64 : 160);
  record.write('ES.c.0', version === 1 ? 16 : 17, 'latin1');
  record.write(symbol, version === 1 ? 38 : 89, 'latin1');
  return record;
}

/**
 * A zstd frame of uncompressed blocks (RFC 8878 §3.1.1): where each block lies is known to the byte.
 *
 * @param blockTypes overrides of block types by index; 3 is the one no decompressor takes
 */
export function zstdFrameOfBlocks(
  blocks: readonly Uint8Array[],
  blockTypes: Readonly<Record<number, number>> = {},
): Buffer {
  // No content size, no checksum, window of 1 MiB.
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);
  const parts = blocks.flatMap((block, index) => {
    const blockHeader = Buffer.alloc(3);
    const isLast = index === blocks.length - 1 ? 1 : 0;
    blockHeader.writeUIntLE((block.length << 3) | ((blockTypes[index] ?? 0) << 1) | isLast, 0, 3);
    return [blockHeader, block];
  });
  return Buffer.concat([header, ...parts]);
}

/** Bytes as an open file; `chunkBytes` limits what one read gives. */
export function bytesInMemory(content: Uint8Array, chunkBytes = Infinity): RandomAccessBytes {
  return {
    sizeBytes: content.length,
    read: (target, position) => {
      const end = Math.min(position + target.length, position + chunkBytes);
      const part = content.subarray(position, end);
      target.set(part);
      return Promise.resolve(part.length);
    },
    close: () => Promise.resolve(),
  };
}

/** A file in a folder of its own that vanishes with `remove`. */
export async function temporaryFile(
  content: Uint8Array,
  name = 'sample.dbn',
): Promise<{ path: string; folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'breakwater-dbn-'));
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, folder, remove: () => rm(folder, { recursive: true }) };
}
