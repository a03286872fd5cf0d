import { createHash } from 'node:crypto';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileBytes } from '../../feeds/dbn/fileBytes.ts';
import { FrameIndex } from '../../feeds/dbn/frameIndex.ts';
import type { CopySupply } from '../../feeds/dbn/frameCopy/fileCopy.ts';
import { TappedChunks } from '../../feeds/dbn/frameCopy/tappedChunks.ts';
import { ZstdChunks } from '../../feeds/dbn/zstdChunks.ts';
import { identifyFile } from './fileIdentity.ts';
import { COPY_SUFFIX, MAX_CACHE_BYTES, surveyCacheFolder, trimCache } from './folder.ts';
import { KeptCopy } from './keptCopy.ts';

/** Copies of another kind than this program's get other names. */
const KIND = 'frames 1';
/** What is always left free on the disk. */
const FREE_BYTES = 2e9;

export interface FrameCopiesOptions {
  readonly dataFolder: string;
  /** Told in words when a copy could not be read or written. */
  readonly onWarning: (warning: string) => void;
  /** A smaller file is read from its start in no time. */
  readonly minFileBytes?: number;
  /** A place so few decompressed bytes after the start of one of a file's own frames is near. */
  readonly nearBytes?: number;
  readonly maxCacheBytes?: number;
  /** Free bytes of the disk that a folder lies on. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/**
 * Copies in the cache of a session's files that are one huge zstd frame each, as vendors write them:
 * one that is re-framed can be sought. They are made while the files are read, bounded by the cache's
 * size and the free space of the disk, and named by the files as they are: one that was written to
 * has no copy. They may be deleted at any time.
 */
export class FrameCopies implements CopySupply {
  readonly #options: Required<FrameCopiesOptions>;
  readonly #folder: string;
  readonly #byTitle = new Map<string, Promise<KeptCopy>>();
  /** Where the files of the copies are. */
  readonly #paths = new Map<KeptCopy, string>();
  #isClosed = false;
  #completing: Promise<void> = Promise.resolve();

  constructor(options: FrameCopiesOptions) {
    this.#options = {
      minFileBytes: 8 * 1024 * 1024,
      nearBytes: 8 * 1024 * 1024,
      maxCacheBytes: MAX_CACHE_BYTES,
      freeBytes,
      ...options,
    };
    this.#folder = surveyCacheFolder(options.dataFolder);
  }

  async of(path: string): Promise<KeptCopy | undefined> {
    try {
      if (this.#isClosed || (await stat(path)).size < this.#options.minFileBytes) return undefined;
      const title = await titleOf(path);
      const known = this.#byTitle.get(title) ?? this.#load(path, title);
      this.#byTitle.set(title, known);
      return await known;
    } catch {
      // Whoever reads the file has more to say of it.
      return undefined;
    }
  }

  /** Makes the copies that are still missing, one file after the other, in the background. */
  complete(): void {
    this.#completing = this.#completing.then(async () => {
      for (const [kept, path] of this.#paths) await this.#make(kept, path);
    });
  }

  /** Resolves when {@link complete} has done its work. */
  settle(): Promise<void> {
    return this.#completing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const kept of await Promise.all(this.#byTitle.values())) await kept.close();
    await this.#completing;
  }

  async #load(path: string, title: string): Promise<KeptCopy> {
    const { nearBytes, onWarning, maxCacheBytes } = this.#options;
    const kept = await KeptCopy.load({
      path: join(this.#folder, title + COPY_SUFFIX),
      title,
      nearBytes,
      checkRoom: (fileBytes) => this.#checkRoom(fileBytes),
      isUnchanged: async () => (await titleOf(path)) === title,
      onKept: () => trimCache(this.#folder, maxCacheBytes),
      onWarning,
    });
    this.#paths.set(kept, path);
    return kept;
  }

  async #checkRoom(fileBytes: number): Promise<void> {
    const { maxCacheBytes } = this.#options;
    if (fileBytes > maxCacheBytes / 2) throw new Error('it would fill half of the cache');
    if ((await this.#options.freeBytes(this.#folder)) < FREE_BYTES) {
      throw new Error(`less than ${FREE_BYTES / 1e9} GB of the disk are free`);
    }
  }

  /** Reads a file once more, where nobody who read it anyway made its copy. */
  async #make(kept: KeptCopy, path: string): Promise<void> {
    await kept.settle();
    const tap = this.#isClosed ? undefined : kept.tap();
    if (tap === undefined) return;
    try {
      const bytes = await openFileBytes(path);
      const frames = new FrameIndex();
      const chunks = new TappedChunks(new ZstdChunks(bytes, frames), frames, tap, 0);
      try {
        while (!this.#isClosed && (await chunks.next()) !== undefined) await tap.room();
      } finally {
        await chunks.settle();
        await bytes.close();
      }
    } catch {
      // A damaged file has no copy; whoever plays it reports the damage.
      tap.drop();
    }
    await kept.settle();
  }
}

async function titleOf(path: string): Promise<string> {
  const content = JSON.stringify([KIND, await identifyFile(path)]);
  return createHash('sha256').update(content).digest('hex');
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
