import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import { cannotOpen } from '../core/systemErrors.ts';
import type { Origin } from '../core/protocol.ts';
import { DbnReader, type DbnReaderOptions } from '../feeds/dbn/reader.ts';
import { NotDbnError } from '../feeds/dbn/sniff.ts';
import {
  batchDigests,
  conditionWarning,
  isBatchSideFile,
  missingBatchFiles,
  type BatchManifest,
} from './batchFolder.ts';
import type { ExpectedDigest } from './digestCheck.ts';
import { MANIFEST_NAME, readManifest, sourcePath, type Manifest } from './manifest.ts';
import { HOTZONES_NAME, readSessionHotzones, type SessionHotzones } from './sessionHotzones.ts';

/** The opened data files of a session and what its folder says about them. */
export interface SessionFiles {
  readonly name: string;
  readonly origin: Origin;
  readonly readers: readonly DbnReader[];
  /** Files of the folder that hold no market data, by name. */
  readonly ignored: readonly string[];
  readonly manifest: Manifest | undefined;
  readonly hotzones: SessionHotzones;
  /** Digests that the manifest gives. */
  readonly digests: readonly ExpectedDigest[];
  /** What a person should know of the files before they play. */
  readonly warnings: readonly string[];
}

/**
 * Opens one session folder or loose files. A folder with a manifest is what the manifest says;
 * without one it is every DBN file in it by content, in byte order of names (DESIGN, decision 6), a
 * vendor's batch download likewise.
 *
 * @param options how the files are read
 * @throws BreakwaterError when a path does not exist, a named file is no DBN, or nothing is there
 */
export async function openSessionFiles(
  paths: readonly string[],
  options: DbnReaderOptions = {},
): Promise<SessionFiles> {
  const readers: DbnReader[] = [];
  try {
    return await openInto({ readers, options }, paths);
  } catch (error) {
    await Promise.allSettled(readers.map((reader) => reader.close()));
    throw error;
  }
}

/** How files are opened; every reader goes into `readers` at once, so that a failure can close it. */
interface Opener {
  readonly readers: DbnReader[];
  readonly options: DbnReaderOptions;
}

async function openFile({ readers, options }: Opener, path: string): Promise<void> {
  readers.push(await DbnReader.open(path, options));
}

async function openInto(opener: Opener, paths: readonly string[]): Promise<SessionFiles> {
  const { readers } = opener;
  const [first, ...others] = await distinctFiles(paths);
  if (first === undefined) throw nothingNamed();
  if (others.length === 0 && (await isFolder(first))) return openFolder(opener, first);
  const ignored: string[] = [];
  for (const path of [first, ...others]) {
    if (await isFolder(path)) ignored.push(...(await openByContent(opener, path)));
    else await openFile(opener, path);
  }
  const name = basename(first) + (others.length > 0 ? ` and ${others.length} more` : '');
  const none = {
    manifest: undefined,
    hotzones: { initial: [], timed: [] },
    digests: [],
    warnings: [],
  };
  return { name, origin: 'files', readers, ignored, ...none };
}

/** Absolute paths without those that lead to a file named before: no record counts twice. */
async function distinctFiles(paths: readonly string[]): Promise<string[]> {
  const seen = new Set<string>();
  const distinct: string[] = [];
  for (const path of paths.map((each) => resolve(each))) {
    const real = await realpath(path).catch(() => path);
    if (seen.has(real)) continue;
    seen.add(real);
    distinct.push(path);
  }
  return distinct;
}

async function openFolder(opener: Opener, folder: string): Promise<SessionFiles> {
  const { readers } = opener;
  const { session: manifest, batch } = await readManifest(folder);
  const hotzones = await readSessionHotzones(folder);
  const name = basename(folder);
  if (manifest === undefined) {
    const ignored = await openByContent(opener, folder);
    if (readers.length === 0) throw nothingInFolder(folder);
    const loose = { name, readers, hotzones, manifest } as const;
    if (batch === undefined) {
      return { ...loose, origin: 'files', ignored, digests: [], warnings: [] };
    }
    return {
      ...loose,
      origin: 'downloaded',
      ...(await batchFacts(folder, batch, readers, ignored)),
    };
  }
  const sources = manifest.sources.map(({ path }) => sourcePath(folder, path));
  const digests = manifest.sources.flatMap(({ path, sha256 }) =>
    sha256 === undefined ? [] : [{ path: sourcePath(folder, path), sha256 }],
  );
  for (const path of await distinctFiles(sources)) await openFile(opener, path);
  const rest = { ignored: [], warnings: [] };
  return { name, origin: manifest.origin, readers, manifest, hotzones, digests, ...rest };
}

/** What the side files of a batch download say of its data files; they are no noise themselves. */
async function batchFacts(
  folder: string,
  batch: BatchManifest,
  readers: readonly DbnReader[],
  ignored: readonly string[],
): Promise<Pick<SessionFiles, 'ignored' | 'digests' | 'warnings'>> {
  const paths = readers.map(({ path }) => path);
  const present = new Set([...paths.map((path) => basename(path)), ...ignored]);
  const missing = missingBatchFiles(batch, present);
  const condition = await conditionWarning(folder);
  return {
    ignored: ignored.filter((file) => !isBatchSideFile(file)),
    digests: batchDigests(batch, folder, paths),
    warnings: [missing, condition].filter((warning) => warning !== undefined),
  };
}

/** Opens every DBN file of a folder; returns the names of the others. */
async function openByContent(opener: Opener, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotOpen(folder, error);
  });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const ignored: string[] = [];
  for (const name of names) {
    try {
      await openFile(opener, join(folder, name));
    } catch (error) {
      if (!(error instanceof NotDbnError)) throw error;
      if (name !== HOTZONES_NAME && name !== MANIFEST_NAME) ignored.push(name);
    }
  }
  return ignored;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

const nothingNamed = (): BreakwaterError =>
  new BreakwaterError('usage', 'No file or folder was named.', {
    remedy: 'Name a session folder or DBN files.',
  });

const nothingInFolder = (folder: string): BreakwaterError =>
  new BreakwaterError('bad-input', `${folder} holds no market data.`, {
    place: { file: folder, expected: 'a manifest.json or DBN files' },
    remedy: 'Name a folder with .dbn or .dbn.zst files; sub-folders are not searched.',
  });
