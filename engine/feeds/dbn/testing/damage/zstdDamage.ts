import { headerBytes, metadataBytes, zstdFrameOfBlocks } from '../dbnBytes.ts';
import {
  SOUND_RECORDS,
  bookRecords,
  compress,
  compressWithChecksum,
  soundStart,
} from './content.ts';
import { aFileOf, type DamageKind } from './damageKind.ts';

const BAD_FRAME = /^A zstd frame cannot be decompressed\.$/;
const CUT_FRAME = /^The file ends inside a zstd frame\.$/;
const named = { fileName: 'es.mbp-10.dbn.zst' };
const afterSound = { ...named, delivered: SOUND_RECORDS };

/** Sound frames with metadata and records, then whatever follows. */
const afterFrame = (...rest: readonly Uint8Array[]): Buffer =>
  Buffer.concat([compress(soundStart()), ...rest]);

function flipped(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8((bytes[at] ?? 0) ^ 0x10, at);
  return bytes;
}

const skippable = (bytes: number, stated = bytes): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d_2a53, 0);
  head.writeUInt32LE(stated, 4);
  return Buffer.concat([head, Buffer.alloc(bytes, 0x20)]);
};

/** Frames that hold 8 MiB each of records that nobody knows, in a few hundred bytes. */
function bomb(frames: number): Buffer {
  const record = headerBytes(0x77, 1016);
  const records = Buffer.concat(Array.from({ length: 8256 }, () => record));
  const frame = compress(records);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

/** A list of three million symbols, all alike. */
function metadataBomb(): Buffer {
  const symbols = 3_000_000;
  const fixed = Buffer.from(metadataBytes().subarray(0, 112));
  const body = Buffer.alloc(4 + symbols * 71 + 12, 0x41);
  body.writeUInt32LE(symbols, 0);
  body.fill(0, body.length - 12);
  fixed.writeUInt32LE(104 + body.length, 4);
  return compress(Buffer.concat([fixed, body]));
}

/** Damage of compression, and of the frames themselves. */
export const ZSTD_DAMAGE: readonly DamageKind[] = [
  aFileOf(
    'frame cut',
    CUT_FRAME,
    () => {
      const second = zstdFrameOfBlocks([bookRecords(3, SOUND_RECORDS)]);
      return afterFrame(second.subarray(0, 9));
    },
    afterSound,
  ),
  aFileOf('frame header cut', CUT_FRAME, () => afterFrame(Buffer.of(0x28, 0xb5, 0x2f)), afterSound),
  aFileOf(
    'second frame missing',
    /has no event that could be played\.$/,
    () => compress(metadataBytes()),
    { ...named, isSeenByInspect: false },
  ),
  aFileOf(
    'text after a frame',
    /^Foreign bytes follow the end of a zstd frame\.$/,
    () => afterFrame(Buffer.from('<html>')),
    afterSound,
  ),
  aFileOf(
    'flipped bit in a frame with a checksum',
    BAD_FRAME,
    () => {
      const second = compressWithChecksum(bookRecords(1, SOUND_RECORDS));
      return afterFrame(flipped(second, second.length - 2));
    },
    { ...named, delivered: SOUND_RECORDS + 1 },
  ),
  aFileOf(
    'flipped bit in the structure of a frame',
    BAD_FRAME,
    () => afterFrame(zstdFrameOfBlocks([bookRecords(3, SOUND_RECORDS)], { 0: 3 })),
    afterSound,
  ),
  aFileOf(
    'flipped bit in a magic number',
    /^Foreign bytes follow the end of a zstd frame\.$/,
    () => afterFrame(flipped(compress(bookRecords(3, SOUND_RECORDS)), 1)),
    afterSound,
  ),
  aFileOf(
    'window too large',
    BAD_FRAME,
    () => {
      const second = zstdFrameOfBlocks([bookRecords(3, SOUND_RECORDS)]);
      second.writeUInt8(20 << 3, 5);
      return afterFrame(second);
    },
    afterSound,
  ),
  aFileOf(
    'dictionary needed',
    BAD_FRAME,
    () => {
      const second = zstdFrameOfBlocks([bookRecords(3, SOUND_RECORDS)]);
      // Descriptor: a dictionary id of one byte follows the window.
      second.writeUInt8(0x01, 4);
      return afterFrame(second.subarray(0, 6), Buffer.of(7), second.subarray(6));
    },
    afterSound,
  ),
  aFileOf('skippable frames alone', /^This is no DBN file\.$/, () => skippable(64), named),
  aFileOf(
    'skippable frame past the end',
    CUT_FRAME,
    () => afterFrame(skippable(16, 0xffff_fff0)),
    afterSound,
  ),
  aFileOf(
    'records cut inside whole frames',
    /^The file ends inside a record\.$/,
    () => afterFrame(compress(bookRecords(1, SOUND_RECORDS).subarray(0, 100))),
    afterSound,
  ),
  aFileOf(
    '512 MiB in a few kilobytes',
    /^Foreign bytes follow the end of a zstd frame\.$/,
    () => afterFrame(bomb(64), Buffer.from('boom')),
    { ...afterSound, isSlow: true },
  ),
  aFileOf('200 MiB of symbols in a few kilobytes', /its metadata length cannot be/, metadataBomb, {
    ...named,
    isSlow: true,
  }),
];
