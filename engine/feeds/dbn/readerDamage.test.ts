import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DbnReader } from './reader.ts';
import { NotDbnError } from './sniff.ts';
import {
  bytesInMemory,
  headerBytes,
  mbp10Records,
  metadataBytes,
  tradeRecord,
  zstdFrameOfBlocks,
} from './testing/dbnBytes.ts';
import { openBytes, readAll, readBytes } from './testing/readAll.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of buffers that something still holds on to. */
function liveBufferBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const metadata = metadataBytes();
const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

describe('a damaged DBN file', () => {
  it('cut at any byte delivers the whole records before the cut and says where it is', async () => {
    const content = Buffer.concat([metadata, mbp10Records(3)]);
    for (let cut = 1; cut < 368; cut += 3) {
      const { sequences, damage } = await readBytes(content.subarray(0, content.length - cut));
      expect(sequences).toEqual([0, 1]);
      expect(damage).toMatchObject({
        code: 'bad-input',
        message: 'The file ends inside a record.',
        place: {
          file: 'memory.dbn',
          byteOffset: metadata.length + 736,
          recordIndex: 2,
          expected: 'a record of 368 bytes',
          found: `${368 - cut} bytes before the end of the file`,
        },
      });
    }
  });

  it.each([0, 1, 3])('ends at a record whose length is %i words', async (words) => {
    const bad = tradeRecord();
    bad.writeUInt8(words, 0);
    const content = Buffer.concat([metadata, mbp10Records(2), bad, mbp10Records(1)]);
    const { sequences, damage } = await readBytes(content);
    expect(sequences).toEqual([0, 1]);
    expect(damage?.place).toEqual({
      file: 'memory.dbn',
      byteOffset: metadata.length + 736,
      recordIndex: 2,
      field: 'length',
      expected: '12 or 14 words (trade)',
      found: `${words} words`,
    });
  });

  it('ends at a record that is too short for its type, before anyone reads beyond it', async () => {
    const short = headerBytes(0x0a, 80);
    const { sequences, damage } = await readBytes(
      Buffer.concat([metadata, mbp10Records(1), short, mbp10Records(1)]),
    );
    expect(sequences).toEqual([0]);
    expect(damage?.place).toMatchObject({
      expected: '92 or 94 words (mbp-10)',
      found: '20 words',
    });
  });

  it('ends at an unknown record shorter than a header', async () => {
    const bad = headerBytes(0x77, 16);
    bad.writeUInt8(3, 0);
    const { sequences, damage } = await readBytes(Buffer.concat([metadata, mbp10Records(1), bad]));
    expect(sequences).toEqual([0]);
    expect(damage?.place.expected).toBe('at least 4 words (rtype 0x77)');
  });

  it('ends at a record whose length points past the end', async () => {
    const bad = headerBytes(0x77, 16);
    bad.writeUInt8(255, 0);
    const { sequences, damage } = await readBytes(Buffer.concat([metadata, mbp10Records(1), bad]));
    expect(sequences).toEqual([0]);
    expect(damage?.place).toMatchObject({ expected: 'a record of 1020 bytes', recordIndex: 1 });
  });

  it('stays at its damage: no record and no second error follow', async () => {
    const bad = tradeRecord();
    bad.writeUInt8(0, 0);
    const reader = await openBytes(Buffer.concat([metadata, bad, mbp10Records(1)]));
    expect(reader.next()).toBe(false);
    const first = reader.damage;
    expect(await reader.fill()).toBe(false);
    expect(await reader.fill()).toBe(false);
    expect(reader.damage).toBe(first);
    expect(reader.progress).toBeLessThanOrEqual(1);
    await reader.close();
  });
});

describe('a damaged zstd file', () => {
  const blockBytes = 100_000;
  const records = mbp10Records(4000);
  const blocks = upTo(Math.ceil(records.length / blockBytes)).map((index) =>
    records.subarray(index * blockBytes, (index + 1) * blockBytes),
  );
  const first = zstdCompressSync(Buffer.concat([metadata, mbp10Records(2000)]));

  it.each([0, 1, 7, 12])(
    'that was cut in block %i delivers every block before the cut',
    async (at) => {
      const kept = first.length + 6 + (3 + blockBytes) * at + 50_000;
      const file = Buffer.concat([first, zstdFrameOfBlocks(blocks)]).subarray(0, kept);
      const { sequences, damage } = await readBytes(file);
      const fromFrame = sequences.length - 2000;
      expect(sequences).toEqual([...upTo(2000), ...upTo(fromFrame)]);
      // An uncompressed block may be delivered in part.
      expect(fromFrame).toBeGreaterThanOrEqual(Math.floor((at * blockBytes) / 368));
      expect(fromFrame).toBeLessThanOrEqual(Math.floor((at * blockBytes + 50_000) / 368));
      expect(damage).toMatchObject({
        message: 'The file ends inside a zstd frame.',
        place: {
          field: `zstd frame 1 at file offset ${first.length}`,
          recordIndex: sequences.length,
          byteOffset: metadata.length + 368 * sequences.length,
          found: `the end of the file at offset ${kept}`,
        },
      });
    },
  );

  it.each([0, 1, 7, 12])('whose block %i is broken delivers every block before it', async (at) => {
    const file = Buffer.concat([first, zstdFrameOfBlocks(blocks, { [at]: 3 })]);
    const wholeRecords = Math.floor((at * blockBytes) / 368);
    const { sequences, damage } = await readBytes(file);
    expect(sequences).toEqual([...upTo(2000), ...upTo(wholeRecords)]);
    expect(damage).toMatchObject({
      message: 'A zstd frame cannot be decompressed.',
      place: {
        field: `zstd frame 1 at file offset ${first.length}`,
        recordIndex: 2000 + wholeRecords,
      },
    });
  });

  it('that needs a window beyond 32 MiB says how to make it readable', async () => {
    const frame = zstdFrameOfBlocks([Buffer.concat([metadata, mbp10Records(2)])]);
    frame.writeUInt8(16 << 3, 5);
    await expect(openBytes(frame)).rejects.toMatchObject({
      place: { expected: 'a window of at most 32 MiB, 128 MiB in files of 16 MiB and more' },
      remedy: 'Compress the file again without --long and --ultra.',
    });
  });

  it('with a wrong checksum delivers the frame and then says so', async () => {
    const compressed = zstdCompressSync(Buffer.concat([metadata, mbp10Records(5)]), checksum);
    compressed.writeUInt8((compressed.at(-1) ?? 0) ^ 1, compressed.length - 1);
    const { sequences, damage } = await readBytes(compressed);
    expect(sequences).toEqual(upTo(5));
    expect(damage?.place).toMatchObject({
      recordIndex: 5,
      field: 'zstd frame 0 at file offset 0',
      found: 'ZSTD_error_checksum_wrong',
    });
  });

  it('with foreign bytes between its frames delivers the frames before them', async () => {
    const first = zstdCompressSync(Buffer.concat([metadata, mbp10Records(5)]));
    const second = zstdCompressSync(mbp10Records(5));
    const { sequences, damage } = await readBytes(
      Buffer.concat([first, Buffer.from('<html>'), second]),
    );
    expect(sequences).toEqual(upTo(5));
    expect(damage?.place).toMatchObject({
      recordIndex: 5,
      field: `zstd frame magic at file offset ${first.length}`,
      found: '3c 68 74 6d',
    });
  });

  it('whose records are cut although its frames are whole says so', async () => {
    const { sequences, damage } = await readBytes(
      zstdCompressSync(Buffer.concat([metadata, mbp10Records(2).subarray(0, -1)])),
    );
    expect(sequences).toEqual([0]);
    expect(damage?.message).toBe('The file ends inside a record.');
  });

  it('that unpacks to a thousand times its size is read in bounded memory', async () => {
    const zeros = Buffer.alloc(64 * 2 ** 20);
    for (let at = 0; at < zeros.length; at += 1020) {
      zeros.writeUInt8(255, at);
      zeros.writeUInt8(0x77, at + 1);
    }
    const bomb = zstdCompressSync(Buffer.concat([metadata, zeros]));
    const reader = await openBytes(bomb);
    const before = liveBufferBytes();
    let peak = 0;
    let fills = 0;
    do {
      while (reader.next());
      if (fills++ % 32 === 0) peak = Math.max(peak, liveBufferBytes() - before);
    } while (await reader.fill());
    expect(reader.recordIndex).toBeGreaterThan(65_000);
    expect(fills).toBeGreaterThan(64);
    expect(peak).toBeLessThan(8 * 2 ** 20);
    await reader.close();
  });
});

describe('a file that is no DBN', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'an empty file'],
    ['text', Buffer.from('timestamp,price,size\n2020-12-28,3720.25,5\n'), /^text: "timestamp/],
    ['gzip', gzipSync(Buffer.concat([metadata, mbp10Records(1)])), /gzip/],
    ['Parquet', Buffer.from('PAR1\u0015\u0004\u0015\u0010 and so on, PAR1'), /Parquet/],
    ['compressed text', zstdCompressSync(Buffer.from('a,b,c\n1,2,3\n'.repeat(9))), /^text: "a,b,c/],
    ['an empty zstd frame', zstdCompressSync(Buffer.alloc(0)), /nothing in it/],
    ['less than a record header', Buffer.from([12, 0, 1, 0]), /bytes 0c000100/],
    ['a record whose size is not its type’s', headerBytes(0x0a, 80), /bytes 140a/],
  ])('such as %s is refused with what it seems to be', async (_, content, found) => {
    const error: unknown = await openBytes(content).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(NotDbnError);
    expect(error).toMatchObject({
      code: 'bad-input',
      place: { file: 'memory.dbn', found: expect.stringMatching(found) as string },
    });
  });

  it('such as a folder or a missing file is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-dbn-'));
    await expect(DbnReader.open(folder)).rejects.toMatchObject({
      place: { file: folder, found: 'a folder' },
    });
    const missing = join(folder, 'missing.dbn');
    await expect(DbnReader.open(missing)).rejects.toMatchObject({
      message: 'There is no such file.',
      place: { file: missing, found: 'ENOENT' },
    });
    await rm(folder, { recursive: true });
  });
});

describe('a disk that fails', () => {
  const content = Buffer.concat([metadata, mbp10Records(6000)]);
  const ioError = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });

  function failingAt(bytes: Buffer, position: number) {
    const sound = bytesInMemory(bytes, 100_000);
    let closed = 0;
    const file = {
      ...sound,
      read: (target: Uint8Array, at: number) =>
        at < position ? sound.read(target.subarray(0, position - at), at) : Promise.reject(ioError),
      close: () => Promise.resolve(void (closed += 1)),
    };
    return { options: { openBytes: () => Promise.resolve(file) }, closed: () => closed };
  }

  it.each([
    ['plain', content],
    ['zstd', zstdCompressSync(content)],
  ])(
    'in the middle of a %s file leaves what was read before and names the fault',
    async (_, bytes) => {
      const { options } = failingAt(bytes, Math.floor(bytes.length / 2));
      const { sequences, damage } = await readAll(await DbnReader.open('disk.dbn', options));
      expect(sequences.length).toBeLessThan(6000);
      expect(sequences).toEqual(upTo(sequences.length));
      expect(damage).toMatchObject({
        code: 'bad-input',
        message: 'The system could not read the file.',
        place: { file: 'disk.dbn', found: 'EIO', recordIndex: sequences.length },
      });
    },
  );

  it('at once makes opening fail, with the file closed', async () => {
    const { options, closed } = failingAt(content, 0);
    await expect(DbnReader.open('disk.dbn', options)).rejects.toMatchObject({
      place: { file: 'disk.dbn', found: 'EIO' },
    });
    expect(closed()).toBe(1);
  });
});
