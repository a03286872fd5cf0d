import { appendFile, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SnapPayload } from '../core/payload.ts';
import { decompressed } from '../feeds/dbn/testing/decompressed.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { Following, NotYetError } from './following.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';

const BOOK = 'es.mbp-10.dbn.zst';
const QUOTES = 'spy.mbp-1.dbn.zst';

/** The files of a short session, decompressed. */
let book: Buffer;
let quotes: Buffer;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'following-original-'));
  await writeSimulatedSession(folder, { ...DEMO_SPEC, minutes: 0.4, truth: false });
  book = await decompressed(join(folder, BOOK));
  quotes = await decompressed(join(folder, QUOTES));
  await rm(folder, { recursive: true });
});

let folder: string;
/** Whether files may still grow. */
let isOpen: boolean;
const growth = { isOpen: () => Promise.resolve(isOpen) };
let started: SessionRun[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'following-'));
  isOpen = true;
  started = [];
});
afterEach(async () => {
  for (const run of started) await run.close();
  await rm(folder, { recursive: true });
});

/** One zstd frame after the other, cut without regard to records. */
function inFrames(bytes: Buffer, frameBytes: number): Buffer {
  const frames = [];
  for (let at = 0; at < bytes.length; at += frameBytes) {
    frames.push(zstdCompressSync(bytes.subarray(at, at + frameBytes)));
  }
  return Buffer.concat(frames);
}

/** One zstd frame, its blocks flushed again and again, as a recorder does. */
async function inBlocks(bytes: Buffer, blockBytes: number): Promise<Buffer> {
  const stream = createZstdCompress();
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  for (let at = 0; at < bytes.length; at += blockBytes) {
    stream.write(bytes.subarray(at, at + blockBytes));
    await new Promise<void>((resolve) => stream.flush(constants.ZSTD_e_flush, resolve));
  }
  await new Promise((resolve) => stream.on('end', resolve).end());
  return Buffer.concat(parts);
}

interface Played {
  readonly run: SessionRun;
  /** Time and SHA-256 of every snap. */
  readonly lines: string[];
}

/** Starts a run over the files of the folder. @param follows whether they may grow */
async function start(follows: boolean): Promise<Played> {
  const lines: string[] = [];
  const opened = await openSession({ paths: [folder] }, follows ? { growth } : {});
  const listener = {
    onSnap(payload: SnapPayload): void {
      const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
      lines.push(`${payload.ts} ${hash}`);
    },
  };
  const run = await SessionRun.start(opened, listener).catch(async (error: unknown) => {
    for (const source of opened.sources) await source.close();
    throw error;
  });
  started.push(run);
  return { run, lines };
}

/** What a later replay of the finished files shows. */
async function replayed(): Promise<string[]> {
  const { run, lines } = await start(false);
  await run.advance();
  return lines;
}

/** A file that is written piece by piece, cut where it happens. */
class GrowingFile {
  readonly path: string;
  readonly #bytes: Buffer;
  #written = 0;

  constructor(name: string, bytes: Buffer) {
    this.path = join(folder, name);
    this.#bytes = bytes;
  }

  get isWhole(): boolean {
    return this.#written === this.#bytes.length;
  }

  async grow(bytes: number): Promise<void> {
    const piece = this.#bytes.subarray(this.#written, this.#written + bytes);
    await appendFile(this.path, piece);
    this.#written += piece.length;
  }
}

/** Follows files that grow by these pieces, until they are whole. */
async function follow(files: readonly (readonly [GrowingFile, number])[]): Promise<Played> {
  const played = await start(true);
  while (!files.every(([file]) => file.isWhole)) {
    expect(await played.run.advance()).toBe('waiting');
    expect(played.run.damages).toEqual([]);
    for (const [file, bytes] of files) await file.grow(bytes);
  }
  expect(await played.run.advance()).toBe('waiting');
  isOpen = false;
  expect(await played.run.advance()).toBe('ended');
  return played;
}

describe('a session that is written while it is played', () => {
  it.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['uncompressed', 'es.dbn', () => book],
    ['compressed in whole frames', 'es.dbn.zst', () => inFrames(book, 70_001)],
    ['compressed in small frames', 'es.dbn.zst', () => inFrames(book, 9001)],
    ['compressed in one frame of flushed blocks', 'es.dbn.zst', () => inBlocks(book, 9001)],
  ])(
    'shows what a later replay of it shows, to the byte, where it is %s',
    async (_how, name, make) => {
      const bytes = await make();
      const file = new GrowingFile(name, bytes);
      await file.grow(bytes.length / 4);
      const { run, lines } = await follow([[file, Math.ceil(bytes.length / 37)]]);
      expect(lines.length).toBeGreaterThan(50);
      expect(lines).toEqual(await replayed());
      expect(run.damages).toEqual([]);
    },
  );

  it('shows it, too, where it grows by single bytes inside a record', async () => {
    const file = new GrowingFile('es.dbn', book.subarray(0, book.length - 1600));
    await file.grow(book.length - 2000);
    const { lines } = await follow([[file, 1]]);
    expect(lines).toEqual(await replayed());
  });

  it('plays only as far as all of its files tell the order', async () => {
    const es = new GrowingFile('es.dbn', book);
    const spy = new GrowingFile('spy.dbn', quotes);
    await es.grow(book.length);
    await spy.grow(quotes.length / 2);
    const { lines, run } = await start(true);
    expect(await run.advance()).toBe('waiting');
    const known = lines.length;
    expect(known).toBeLessThan(70);
    await spy.grow(quotes.length);
    await run.advance();
    isOpen = false;
    await run.advance();
    expect(lines.length).toBeGreaterThan(known);
    expect(lines).toEqual(await replayed());
  });

  it('comes to the same whichever of its files is ahead', async () => {
    const es = new GrowingFile('es.dbn.zst', inFrames(book, 9001));
    const spy = new GrowingFile('spy.dbn', quotes);
    await es.grow(5000);
    await spy.grow(20_000);
    const { lines } = await follow([
      [es, 3001],
      [spy, 977],
    ]);
    expect(lines).toEqual(await replayed());
  });

  it('can be taken back while it grows', async () => {
    const file = new GrowingFile('es.dbn.zst', await inBlocks(book, 9001));
    await file.grow(100_000);
    const { lines, run } = await start(true);
    await run.advance({ maxSnaps: 5 });
    const state = run.save();
    expect(await run.advance()).toBe('waiting');
    await run.restore(state);
    lines.splice(5);
    await file.grow(Number.MAX_SAFE_INTEGER);
    await run.advance();
    isOpen = false;
    await run.advance();
    expect(lines).toEqual(await replayed());
  });

  it.each<[string, string, () => Buffer]>([
    ['a record', 'es.dbn', () => book],
    ['a frame', 'es.dbn.zst', () => inFrames(book, 70_001)],
  ])('is damaged where it is finished inside %s, and not before', async (_what, name, make) => {
    const file = new GrowingFile(name, make());
    await file.grow(make().length - 100);
    const { run } = await start(true);
    expect(await run.advance()).toBe('waiting');
    expect(run.damages).toEqual([]);
    isOpen = false;
    expect(await run.advance()).toBe('ended');
    expect(run.damages).toEqual([expect.objectContaining({ code: 'bad-input' })]);
  });

  it('ends with an error where a file becomes shorter', async () => {
    const file = new GrowingFile('es.dbn', book);
    await file.grow(book.length / 2);
    const { run } = await start(true);
    await run.advance();
    await truncate(file.path, 20_000);
    await run.advance();
    expect(run.damages.map(({ message }) => message)).toEqual([
      'The file became shorter while it was read.',
    ]);
  });

  it('cannot begin before each of its files has an event', async () => {
    await new GrowingFile('es.dbn', book).grow(book.length / 2);
    await new GrowingFile('spy.dbn', quotes).grow(metadataBytes(quotes) + 50);
    await expect(start(true)).rejects.toThrow(NotYetError);
  });

  it('goes on in another file, whose predecessor is whole by then', async () => {
    const half = recordBorder(book, book.length / 2);
    await writeFile(join(folder, 'es.1.dbn'), book.subarray(0, half));
    const head = book.subarray(0, metadataBytes(book));
    const next = new GrowingFile('es.2.dbn', Buffer.concat([head, book.subarray(half)]));
    await next.grow(5000);
    const { lines } = await follow([[next, 30_011]]);
    expect(lines).toEqual(await replayed());
  });
});

/** Bytes of a DBN file's metadata (reference, 1). */
const metadataBytes = (bytes: Buffer): number => 8 + bytes.readUInt32LE(4);

/** The end of the last whole record before a place. */
function recordBorder(bytes: Buffer, before: number): number {
  let at = metadataBytes(bytes);
  for (let next = at; next <= before; next += bytes.readUInt8(next) * 4) at = next;
  return at;
}

describe('whether a session is followed', () => {
  const NOW_MS = Date.UTC(2026, 0, 5, 15);

  async function manifest(end: string | null, origin = 'recorded'): Promise<void> {
    const content = {
      version: 1,
      origin,
      sources: [{ path: 'es.dbn' }],
      time_span: { start: '2026-01-05T14:30:00Z', end },
    };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(content));
  }

  async function isFollowed(isWanted: boolean, writtenMs = NOW_MS): Promise<boolean> {
    const book = join(folder, 'es.dbn');
    await writeFile(book, '');
    for (const path of [book, join(folder, 'manifest.json')]) {
      await utimes(path, writtenMs / 1000, writtenMs / 1000).catch(() => undefined);
    }
    return (await Following.of([folder], isWanted, () => NOW_MS)) !== undefined;
  }

  it('is what somebody says where no manifest does', async () => {
    expect([await isFollowed(true), await isFollowed(false)]).toEqual([true, false]);
  });

  it('is so by itself where its recording has no end yet', async () => {
    await manifest(null);
    expect(await isFollowed(false)).toBe(true);
  });

  it('is not so by itself where nobody has written for long: the recorder is gone', async () => {
    await manifest(null);
    expect(await isFollowed(false, NOW_MS - 3_600_000)).toBe(false);
    expect(await isFollowed(true, NOW_MS - 3_600_000)).toBe(true);
  });

  it('is never so where its recording has ended', async () => {
    await manifest('2026-01-05T21:00:00Z');
    expect(await isFollowed(true)).toBe(false);
  });

  it('is so only for a recording', async () => {
    await manifest(null, 'downloaded');
    expect(await isFollowed(false)).toBe(false);
  });

  it('ends when the manifest has an end, which is looked for now and then', async () => {
    await manifest(null);
    let nowMs = NOW_MS;
    await writeFile(join(folder, 'es.dbn'), '');
    const following = await Following.of([folder], true, () => nowMs);
    expect(await following?.isOpen()).toBe(true);
    await manifest('2026-01-05T21:00:00Z');
    expect(await following?.isOpen()).toBe(true);
    nowMs += 1000;
    expect(await following?.isOpen()).toBe(false);
    expect(following?.isOn).toBe(false);
  });
});
