import { constants, zstdCompressSync } from 'node:zlib';
import { marketRecord, metadataBytes } from '../dbnBytes.ts';

/** Whole records before the damage, unless a kind says otherwise. */
export const SOUND_RECORDS = 40;
export const RECORD_BYTES = 368;
const LEVELS_OFFSET = 48;
const LEVEL_BYTES = 32;
const BID_NANOS = 3_720_000_000_000n;
const TICK_NANOS = 250_000_000n;
const START_NS = 1_609_160_400_000_000_000n;

/** The metadata that everything follows: ES of March 2021, version 3. */
export const METADATA = metadataBytes();

/** One MBP-10 record of a full book; `sequence` counts them and moves the clock by 1 ms. */
export function bookRecord(sequence: number): Buffer {
  const timeNs = START_NS + BigInt(sequence) * 1_000_000n;
  const record = marketRecord({ sequence, tsEvent: timeNs, tsRecv: timeNs + 100_000n });
  for (let level = 0; level < 10; level++) {
    const at = LEVELS_OFFSET + LEVEL_BYTES * level;
    record.writeBigInt64LE(BID_NANOS - BigInt(level) * TICK_NANOS, at);
    record.writeBigInt64LE(BID_NANOS + BigInt(level + 1) * TICK_NANOS, at + 8);
    record.writeUInt32LE(10 + ((sequence + level) % 7), at + 16);
    record.writeUInt32LE(12 + ((sequence + level) % 5), at + 20);
  }
  return record;
}

/** Records `from` to `from + count − 1`. */
export const bookRecords = (count: number, from = 0): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, index) => bookRecord(from + index)));

/** What comes before the damage. */
export const soundStart = (): Buffer => Buffer.concat([METADATA, bookRecords(SOUND_RECORDS)]);

/** A sound file with one record changed in place, and sound records after it. */
export function withRecord(change: (record: Buffer) => void): Buffer {
  const record = bookRecord(SOUND_RECORDS);
  change(record);
  return Buffer.concat([soundStart(), record, bookRecords(5, SOUND_RECORDS + 1)]);
}

/** A sound file with its metadata changed in place. */
export function withMetadata(change: (metadata: Buffer) => void): Buffer {
  const metadata = Buffer.from(METADATA);
  change(metadata);
  return Buffer.concat([metadata, bookRecords(5)]);
}

/** Where level `index` of a record starts. */
export const levelAt = (index: number): number => LEVELS_OFFSET + LEVEL_BYTES * index;

export const compress = (content: Uint8Array): Buffer => zstdCompressSync(content);

export const compressWithChecksum = (content: Uint8Array): Buffer =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
