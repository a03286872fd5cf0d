import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ZstdFrameSplitter, isZstd } from './zstdFrames.ts';

const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** A skippable frame with `bytes` of user data. */
function skippable(bytes: number): Buffer {
  const frame = Buffer.alloc(8 + bytes, 0xaa);
  frame.writeUInt32LE(0x184d_2a5e, 0);
  frame.writeUInt32LE(bytes, 4);
  return frame;
}

/** Noise does not compress: its frames have raw blocks, zeros make RLE blocks. */
function noise(bytes: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length: bytes }, () => (state = (state * 48_271) % 2_147_483_647) & 0xff),
  );
}

/** Ends of all pieces when the bytes arrive in portions of `portion` bytes. */
function pieceEnds(bytes: Buffer, portion: number, stopAtBlocks = false): number[] {
  const splitter = new ZstdFrameSplitter();
  const ends: number[] = [];
  for (let from = 0; from < bytes.length; from += portion) {
    const chunk = bytes.subarray(from, from + portion);
    for (let at = 0; at < chunk.length;) {
      at = splitter.advance(chunk, at, stopAtBlocks);
      if (at < chunk.length || splitter.isBetweenFrames) ends.push(from + at);
    }
  }
  expect(splitter.isBetweenFrames).toBe(true);
  return ends;
}

const frames = [
  zstdCompressSync(Buffer.from('metadata')),
  zstdCompressSync(Buffer.alloc(500_000)),
  skippable(37),
  zstdCompressSync(noise(300_000), checksum),
  skippable(0),
  zstdCompressSync(Buffer.alloc(0)),
  zstdCompressSync(Buffer.from('abc'.repeat(50_000)), checksum),
];
const file = Buffer.concat(frames);
let sum = 0;
const frameEnds = frames.map((frame) => (sum += frame.length));

describe('the zstd frame splitter', () => {
  it.each([1, 2, 3, 7, 1000, file.length])(
    'finds every frame border when bytes arrive in portions of %i',
    (portion) => {
      expect(pieceEnds(file, portion)).toEqual(frameEnds);
    },
  );

  it('counts data frames and skippable frames apart', () => {
    const splitter = new ZstdFrameSplitter();
    for (let at = 0; at < file.length;) at = splitter.advance(file, at, false);
    expect([splitter.frameCount, splitter.skippableCount]).toEqual([5, 2]);
  });

  it.each([1, 1000, file.length])(
    'tells the largest data frame and how many have a checksum, in portions of %i',
    (portion) => {
      const splitter = new ZstdFrameSplitter();
      for (let from = 0; from < file.length; from += portion) {
        const chunk = file.subarray(from, from + portion);
        for (let at = 0; at < chunk.length;) at = splitter.advance(chunk, at, false);
      }
      expect(splitter.largestFrameBytes).toBe(frames[3]?.length);
      expect(splitter.checksummedCount).toBe(2);
    },
  );

  it('also stops at blocks on request, with the checksum as a piece of its own', () => {
    const frame = zstdCompressSync(noise(300_000), checksum);
    const ends = pieceEnds(frame, frame.length, true);
    // Three raw blocks of at most 128 KiB, each with its 3-byte header, then 4 bytes of checksum.
    expect(ends).toHaveLength(4);
    expect(ends.at(-2)).toBe(frame.length - 4);
    expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBe(128 * 1024 + 3);
  });

  it('refuses foreign bytes after a frame', () => {
    const splitter = new ZstdFrameSplitter();
    const frame = zstdCompressSync(Buffer.from('x'));
    const bytes = Buffer.concat([frame, Buffer.from('garbage')]);
    expect(splitter.advance(bytes, 0, false)).toBe(frame.length);
    expect(() => splitter.advance(bytes, frame.length, false)).toThrow(/Foreign bytes/);
  });

  it('knows that it is inside a frame whose end is missing', () => {
    const splitter = new ZstdFrameSplitter();
    const frame = zstdCompressSync(noise(1000), checksum);
    splitter.advance(frame.subarray(0, -1), 0, false);
    expect(splitter.isBetweenFrames).toBe(false);
  });

  it('recognises zstd by its first bytes only', () => {
    expect(isZstd(zstdCompressSync(Buffer.from('x')))).toBe(true);
    expect(isZstd(skippable(4))).toBe(true);
    expect(isZstd(Buffer.from('DBN\u0001'))).toBe(false);
    expect(isZstd(Buffer.from([0x28, 0xb5, 0x2f]))).toBe(false);
  });
});
