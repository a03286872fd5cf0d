import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where surveys and re-framed copies of files are kept: safe to delete at any time. */
export const surveyCacheFolder = (dataFolder: string): string => join(dataFolder, 'cache');

export const ENTRY_SUFFIX = '.survey';
export const COPY_SUFFIX = '.frames.zst';
/** What was used least recently goes when there is more: a week of busy days and their copies. */
export const MAX_CACHE_BYTES = 4e9;
export const UNFINISHED_SUFFIX = '.part';
/** What nobody has finished for so long nobody will. */
const ABANDONED_MS = 3_600_000;

interface Kept {
  readonly path: string;
  readonly bytes: number;
  /** Unix ms of the last use. */
  readonly usedMs: number;
}

async function list(folder: string, ...suffixes: readonly string[]): Promise<Kept[]> {
  const names = await readdir(folder).catch(() => []);
  const kept: Kept[] = [];
  for (const name of names.filter((each) => suffixes.some((suffix) => each.endsWith(suffix)))) {
    const path = join(folder, name);
    // It may be gone by now: another engine tidies the same folder.
    const facts = await stat(path).catch(() => undefined);
    if (facts !== undefined) kept.push({ path, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  return kept;
}

const total = (kept: readonly Kept[]): number => kept.reduce((sum, { bytes }) => sum + bytes, 0);

/** Bytes of everything kept in a cache folder. */
export async function cacheBytes(folder: string): Promise<number> {
  return total(await list(folder, ENTRY_SUFFIX, COPY_SUFFIX));
}

/** Removes what was used least recently until the rest fits, and what was never finished. */
export async function trimCache(folder: string, maxBytes: number): Promise<void> {
  for (const { path, usedMs } of await list(folder, UNFINISHED_SUFFIX)) {
    if (Date.now() - usedMs > ABANDONED_MS) await rm(path, { force: true }).catch(() => undefined);
  }
  const all = await list(folder, ENTRY_SUFFIX, COPY_SUFFIX);
  const kept = all.sort((a, b) => a.usedMs - b.usedMs);
  let bytes = total(kept);
  for (const oldest of kept) {
    if (bytes <= maxBytes) return;
    // One that is in use may refuse to go, as on Windows: the next time, then.
    await rm(oldest.path, { force: true }).catch(() => undefined);
    bytes -= oldest.bytes;
  }
}
