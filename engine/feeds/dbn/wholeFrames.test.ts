import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mbp10Records, metadataBytes } from './testing/dbnBytes.ts';
import { readBytes } from './testing/readAll.ts';
import { wholeContentBytes } from './wholeFrames.ts';

/** Records of a frame: 368 kB, one that is decompressed at a stroke. */
const FRAME_RECORDS = 1000;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index % FRAME_RECORDS);
const metadata = metadataBytes();
const frame = zstdCompressSync(mbp10Records(FRAME_RECORDS), {
  params: { [constants.ZSTD_c_checksumFlag]: 1 },
});
const start = zstdCompressSync(metadata);

/** A file with metadata in a frame of its own and so many frames of records after it. */
const fileOf = (...frames: readonly Buffer[]): Buffer => Buffer.concat([start, ...frames]);
const offsetOf = (index: number): number => start.length + (index - 1) * frame.length;

/** The frame with one byte in its middle changed. */
function spoiled(): Buffer {
  const bad = Buffer.from(frame);
  bad.writeUInt8(bad.readUInt8(bad.length >> 1) ^ 0xff, bad.length >> 1);
  return bad;
}

/** The frame with another content size in its header: 4 bytes after the descriptor and the window. */
function claiming(contentBytes: number): Buffer {
  const liar = Buffer.from(frame);
  const isSingleSegment = (liar.readUInt8(4) & 0x20) !== 0;
  liar.writeUInt32LE(contentBytes, isSingleSegment ? 5 : 6);
  return liar;
}

describe('a file of frames that are decompressed at a stroke', () => {
  it('gives the records of all frames in their order, however many are under way', async () => {
    const { sequences, damage } = await readBytes(fileOf(...upTo(12).map(() => frame)));
    expect(sequences).toEqual(upTo(12 * FRAME_RECORDS));
    expect(damage).toBeNull();
  });

  it('gives all before a frame that is damaged, and nothing of those after it', async () => {
    const { sequences, damage } = await readBytes(fileOf(frame, frame, spoiled(), frame, frame));
    expect(sequences.slice(0, 2 * FRAME_RECORDS)).toEqual(upTo(2 * FRAME_RECORDS));
    expect(sequences.length).toBeLessThanOrEqual(3 * FRAME_RECORDS);
    expect(damage).toMatchObject({
      message: 'A zstd frame cannot be decompressed.',
      place: { field: `zstd frame 3 at file offset ${offsetOf(3)}`, expected: 'a sound frame' },
    });
  });

  it('gives all frames before foreign bytes', async () => {
    const { sequences, damage } = await readBytes(fileOf(frame, frame, Buffer.from('and then?')));
    expect(sequences).toEqual(upTo(2 * FRAME_RECORDS));
    expect(damage?.message).toBe('Foreign bytes follow the end of a zstd frame.');
  });

  it('gives all frames before a cut, and says in which frame it is', async () => {
    const file = fileOf(frame, frame, frame);
    const { sequences, damage } = await readBytes(file.subarray(0, file.length - 10));
    expect(sequences.slice(0, 2 * FRAME_RECORDS)).toEqual(upTo(2 * FRAME_RECORDS));
    expect(damage).toMatchObject({
      message: 'The file ends inside a zstd frame.',
      place: { field: `zstd frame 3 at file offset ${offsetOf(3)}` },
    });
  });

  it.each([
    ['more', 2 * 368 * FRAME_RECORDS],
    ['less', 368 * (FRAME_RECORDS / 2)],
  ])('does not believe a frame that says it holds %s than it does', async (_how, bytes) => {
    const { sequences, damage } = await readBytes(fileOf(frame, claiming(bytes), frame));
    expect(sequences.slice(0, FRAME_RECORDS)).toEqual(upTo(FRAME_RECORDS));
    expect(sequences.length).toBeLessThanOrEqual(2 * FRAME_RECORDS);
    expect(damage?.place.field).toBe(`zstd frame 2 at file offset ${offsetOf(2)}`);
  });
});

describe('whether a frame is decompressed at a stroke', () => {
  const isWhole = (bytes: number) => wholeContentBytes(zstdCompressSync(Buffer.alloc(bytes)));

  it('is told by the size in its header: neither tiny nor large', () => {
    expect(isWhole(64 * 1024 - 1)).toBeUndefined();
    expect(isWhole(64 * 1024)).toBe(64 * 1024);
    expect(isWhole(4 * 1024 * 1024)).toBe(4 * 1024 * 1024);
    expect(isWhole(4 * 1024 * 1024 + 1)).toBeUndefined();
  });

  it('is not where the header is cut, holds no size, or is no data frame’s', () => {
    expect(wholeContentBytes(frame.subarray(0, 7))).toBeUndefined();
    expect(wholeContentBytes(Buffer.alloc(0))).toBeUndefined();
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0xa0, 0x86, 0x01, 0x00]);
    expect(wholeContentBytes(Buffer.concat([skippable, Buffer.alloc(32)]))).toBeUndefined();
    const withoutSize = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0, 0, 0, 0, 0, 0]);
    expect(wholeContentBytes(withoutSize)).toBeUndefined();
  });
});
