import {
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFileBytes, type RandomAccessBytes } from '../../feeds/dbn/fileBytes.ts';
import { decompressed } from '../../feeds/dbn/testing/decompressed.ts';
import type { DbnReaderOptions } from '../../feeds/dbn/reader.ts';
import { DEMO_SPEC } from '../../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../../feeds/simulator/session.ts';
import { openSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { FrameCopies, type FrameCopiesOptions } from './frameCopies.ts';

/** A place is far so soon that a file of some megabytes has frames to spare. */
const NEAR_BYTES = 600_000;
const BOOK = 'es.mbp-10.dbn.zst';
const SNAPS_PER_STATE = 30;
const SNAPS_AFTER = 20;

let original: string;
let data: Uint8Array;
let straight: Straight;
beforeAll(async () => {
  original = await mkdtemp(join(tmpdir(), 'copies-original-'));
  const whole = join(original, 'whole');
  await writeSimulatedSession(whole, { ...DEMO_SPEC, minutes: 1, ratePerS: 150, truth: false });
  data = await decompressed(join(whole, BOOK));
  await rm(whole, { recursive: true });
  await writeFile(join(original, BOOK), oneFrame(data));
  straight = await playStraight(original);
});
afterAll(() => rm(original, { recursive: true }));

let folder: string;
let cacheFolder: string;
let book: string;
let warnings: string[];
let copies: FrameCopies;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copies-'));
  cacheFolder = join(folder, 'data', 'cache');
  book = join(folder, BOOK);
  await copyFile(join(original, BOOK), book);
  warnings = [];
  copies = supply();
});
afterEach(async () => {
  await copies.close();
  await rm(folder, { recursive: true });
});

function supply(options: Partial<FrameCopiesOptions> = {}): FrameCopies {
  return new FrameCopies({
    dataFolder: join(folder, 'data'),
    onWarning: (warning) => warnings.push(warning),
    minFileBytes: 1000,
    nearBytes: NEAR_BYTES,
    ...options,
  });
}

/** As of a vendor who writes while compressing: the frame does not say how much it holds. */
function oneFrame(bytes: Uint8Array): Uint8Array {
  const { ZSTD_c_checksumFlag, ZSTD_c_contentSizeFlag } = constants;
  return zstdCompressSync(bytes, {
    params: { [ZSTD_c_checksumFlag]: 1, [ZSTD_c_contentSizeFlag]: 0 },
  });
}

/** Every snap of a run that was never taken back, and its states on the way. */
interface Straight {
  readonly lines: readonly string[];
  readonly states: readonly { readonly snaps: number; readonly state: Uint8Array }[];
}

/** Plays from start to end. */
async function playStraight(session: string, reading: DbnReaderOptions = {}): Promise<Straight> {
  const lines: string[] = [];
  const states = [];
  const run = await SessionRun.start(await openSession({ paths: [session] }, reading), {
    onSnap: (payload) => lines.push(JSON.stringify(payload)),
  });
  while ((await run.advance({ maxSnaps: SNAPS_PER_STATE })) === 'more') {
    states.push({ snaps: lines.length, state: run.save() });
  }
  await run.close();
  return { lines, states };
}

interface Sought {
  /** Snaps after seeks, and those that the straight run showed there. */
  readonly found: readonly string[];
  readonly expected: readonly string[];
  /** Bytes of the book's file read after the first seek. */
  readonly fileBytes: number;
}

/** Goes to the states of the straight run, the last one first, and plays a little from each. */
async function seekAll(meanwhile = async (): Promise<void> => {}): Promise<Sought> {
  const { lines, states } = straight;
  let fileBytes = 0;
  const counted = async (path: string): Promise<RandomAccessBytes> => {
    const bytes = await openFileBytes(path);
    const read: RandomAccessBytes['read'] = async (target, position) => {
      const count = await bytes.read(target, position);
      if (path === book) fileBytes += count;
      return count;
    };
    return { sizeBytes: bytes.sizeBytes, read, close: () => bytes.close() };
  };
  const found: string[] = [];
  const opened = await openSession({ paths: [folder] }, { copies, openBytes: counted });
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => found.push(JSON.stringify(payload)),
  });
  const expected: string[] = [];
  const far = states.slice(2).reverse();
  for (const [number, { snaps, state }] of far.entries()) {
    await run.restore(state);
    if (number === 0) fileBytes = 0;
    if (number === 1) await meanwhile();
    await run.advance({ maxSnaps: SNAPS_AFTER });
    expected.push(...lines.slice(snaps, snaps + SNAPS_AFTER));
  }
  await run.close();
  return { found, expected, fileBytes };
}

/** The finished copies on the disk. */
async function copyPaths(): Promise<string[]> {
  const names = await readdir(cacheFolder).catch(() => []);
  return names.map((name) => join(cacheFolder, name));
}

async function copyPath(): Promise<string> {
  const [path = ''] = await copyPaths();
  return path;
}

/** Has the copies made that are missing. */
async function made(): Promise<void> {
  await copies.of(book);
  copies.complete();
  await copies.settle();
}

describe('a file that is one huge frame', () => {
  it('is sought in its copy: to the byte the same, and nothing of the file is read', async () => {
    const again = await playStraight(folder, { copies, makesCopy: true });
    expect(again.lines).toEqual(straight.lines);
    await (await copies.of(book))?.settle();
    const { found, expected, fileBytes } = await seekAll();
    expect(straight.states.length).toBeGreaterThan(4);
    expect(found).toEqual(expected);
    expect(fileBytes).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('has its copy when it is opened again', async () => {
    await made();
    await copies.close();
    copies = supply();
    const { found, expected, fileBytes } = await seekAll();
    expect(found).toEqual(expected);
    expect(fileBytes).toBe(0);
    expect(await copyPaths()).toHaveLength(1);
  });

  it('has a copy that is a sound zstd file of the same data', async () => {
    await made();
    const copied = await decompressed(await copyPath());
    expect(copied.length).toBeGreaterThan(data.length - 2 * NEAR_BYTES);
    expect(copied.equals(data.subarray(data.length - copied.length))).toBe(true);
  });

  it('is copied afterwards where its reading left no copy', async () => {
    (await copies.of(book))?.tap()?.drop();
    expect(await copyPaths()).toEqual([]);
    copies.complete();
    await copies.settle();
    expect(await copyPaths()).toHaveLength(1);
  });

  it('has no copy while somebody still makes it, and is read itself until then', async () => {
    const kept = await copies.of(book);
    kept?.tap();
    const { found, expected, fileBytes } = await seekAll();
    expect(found).toEqual(expected);
    expect(fileBytes).toBeGreaterThan(0);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['a byte of a frame is another', (path) => change(path, (bytes) => flip(bytes, 200_000))],
    ['it is cut', (path) => truncate(path, 150_000)],
  ])('plays on to the byte where %s while it is in use, and says so', async (_what, harm) => {
    await made();
    const { found, expected } = await seekAll(async () => harm(await copyPath()));
    expect(found).toEqual(expected);
    expect(warnings).toEqual([expect.stringContaining('cannot be read')]);
    await copies.close();
    expect(await copyPaths()).toEqual([]);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['index is damaged', (path) => change(path, (bytes) => flip(bytes, bytes.length - 100))],
    ['file is cut', (path) => truncate(path, 150_000)],
    ['file is empty', (path) => truncate(path, 0)],
  ])('says so and is copied anew where the copy`s %s', async (_what, harm) => {
    await made();
    await copies.close();
    await harm(await copyPath());
    copies = supply();
    const { found, expected } = await seekAll();
    expect(found).toEqual(expected);
    expect(warnings).toEqual([expect.stringContaining('cannot be read')]);
    copies.complete();
    await copies.settle();
    expect((await seekAll()).fileBytes).toBe(0);
  });

  it('plays through a damaged frame of its copy to the end, to the byte', async () => {
    await made();
    const found: string[] = [];
    const run = await SessionRun.start(await openSession({ paths: [folder] }, { copies }), {
      onSnap: (payload) => found.push(JSON.stringify(payload)),
    });
    const [start] = straight.states.slice(2);
    await run.restore(start?.state ?? new Uint8Array());
    await change(await copyPath(), (bytes) => flip(bytes, Math.floor(0.7 * bytes.length)));
    await run.advance();
    await run.close();
    expect(found).toEqual(straight.lines.slice(start?.snaps));
    expect(warnings).toEqual([expect.stringContaining('cannot be read')]);
  });

  it('does not mind its copy being deleted while it is in use', async () => {
    await made();
    const { found, expected } = await seekAll(() => rm(cacheFolder, { recursive: true }));
    expect(found).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it('has no copy once it was written to', async () => {
    await made();
    await copies.close();
    await utimes(book, new Date(0), new Date(0));
    copies = supply();
    expect((await copies.of(book))?.copy).toBeUndefined();
  });

  it.each<[string, Partial<FrameCopiesOptions>]>([
    ['the disk is almost full', { freeBytes: () => Promise.resolve(1e9) }],
    ['it would fill the cache', { maxCacheBytes: -1 }],
  ])('plays without a copy where %s, and says why', async (_what, options) => {
    await copies.close();
    copies = supply(options);
    await made();
    const { found, expected } = await seekAll();
    expect(found).toEqual(expected);
    expect(warnings).toEqual([expect.stringContaining('could not be written')]);
    expect(await copyPaths()).toEqual([]);
  });

  it('makes way for newer ones when the cache is full', async () => {
    await made();
    await copies.close();
    const old = await copyPath();
    const { size } = await stat(old);
    await utimes(old, new Date(0), new Date(0));
    await utimes(book, new Date(0), new Date(0));
    copies = supply({ maxCacheBytes: 1.5 * size });
    await made();
    expect(await copyPaths()).toHaveLength(1);
    expect(await copyPaths()).not.toContain(old);
  });
});

describe('a copy that cannot keep up', () => {
  it('is dropped, and nobody waits for it', async () => {
    const tap = (await copies.of(book))?.tap();
    for (let at = 0; at < 40; at++) {
      tap?.add(new Uint8Array(1e6), { dataOffset: at * 1e6, frameStart: 0, position: 0 });
    }
    tap?.finish();
    expect(await tap?.done).toBeUndefined();
    expect(tap?.failure).toBeUndefined();
    await copies.close();
    expect(await copyPaths()).toEqual([]);
  });
});

describe('a file of small frames', () => {
  it('needs no copy, which is known the next time', async () => {
    const parts = [];
    for (let at = 0; at < data.length; at += 100_000)
      parts.push(oneFrame(data.subarray(at, at + 100_000)));
    await writeFile(book, Buffer.concat(parts));
    await made();
    await copies.close();
    copies = supply();
    const kept = await copies.of(book);
    expect(kept?.copy?.frames).toEqual([]);
    expect(kept?.tap()).toBeUndefined();
  });
});

async function change(path: string, edit: (bytes: Buffer) => void): Promise<void> {
  const bytes = await readFile(path);
  edit(bytes);
  await writeFile(path, bytes);
}

function flip(bytes: Buffer, at: number): void {
  bytes.writeUInt8(255 - bytes.readUInt8(at), at);
}
