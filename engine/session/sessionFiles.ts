import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import { cannotOpen } from '../core/systemErrors.ts';
import type { Origin } from '../core/protocol.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import { assertMapped, type ColumnMap } from '../feeds/parquet/columns.ts';
import { NoMarketDataError } from '../feeds/parquet/layout.ts';
import { ParquetReader } from '../feeds/parquet/parquetReader.ts';
import {
  batchDigests,
  conditionWarning,
  isBatchSideFile,
  missingBatchFiles,
  type BatchManifest,
} from './batchFolder.ts';
import type { ExpectedDigest } from './digestCheck.ts';
import { isSomethingElse, openMarketFile, type MarketFileOptions } from './marketFile.ts';
import { MANIFEST_NAME, readManifest, sourcePath, type Manifest } from './manifest.ts';
import { findOpenInterest, isOpenInterestName } from './openInterestName.ts';
import { HOTZONES_NAME, readSessionHotzones, type SessionHotzones } from './sessionHotzones.ts';

/** The opened data files of a session and what its folder says about them. */
export interface SessionFiles {
  readonly name: string;
  readonly origin: Origin;
  readonly readers: readonly RecordReader[];
  /** Files of the folder that hold no market data, by name. */
  readonly ignored: readonly string[];
  readonly manifest: Manifest | undefined;
  readonly hotzones: SessionHotzones;
  /** Path of the folder's open-interest file; undefined where it has none. */
  readonly openInterest: string | undefined;
  /** Digests that the manifest gives. */
  readonly digests: readonly ExpectedDigest[];
  /** What a person should know of the files before they play. */
  readonly warnings: readonly string[];
}

/**
 * Opens one session folder or loose files. A folder with a manifest is what the manifest says;
 * without one it is every DBN or Parquet file in it by content, in byte order of names (DESIGN, decision 6), a
 * vendor's batch download likewise.
 *
 * @param options how the files are read
 * @throws BreakwaterError when a path does not exist, a named file is neither DBN nor Parquet, or nothing is there
 */
export async function openSessionFiles(
  paths: readonly string[],
  options: MarketFileOptions = {},
): Promise<SessionFiles> {
  const opener: Opener = { readers: [], warnings: [], options };
  const { readers } = opener;
  try {
    const files = await openInto(opener, paths);
    assertMapped(
      options.columnMap ?? {},
      readers.filter(isParquetReader).map(({ file }) => file),
    );
    return { ...files, warnings: [...opener.warnings, ...files.warnings] };
  } catch (error) {
    await Promise.allSettled(readers.map((reader) => reader.close()));
    throw error;
  }
}

/** How files are opened; every reader goes into `readers` at once, so that a failure can close it. */
interface Opener {
  readonly readers: RecordReader[];
  /** Of files that are passed over. */
  readonly warnings: string[];
  readonly options: MarketFileOptions;
}

/** @param map columns that the manifest maps; what the caller maps wins */
async function openFile(
  { readers, options }: Opener,
  path: string,
  map: ColumnMap = {},
): Promise<void> {
  const columnMap = { ...map, ...options.columnMap };
  const reader = await openMarketFile(path, { ...options, columnMap });
  readers.push(reader);
  const own = Object.entries(map).filter(([role]) => options.columnMap?.[role] === undefined);
  if (isParquetReader(reader)) assertMapped(Object.fromEntries(own), [reader.file]);
}

const isParquetReader = (reader: RecordReader): reader is ParquetReader =>
  reader instanceof ParquetReader;

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
    openInterest: undefined,
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
    const others = await openByContent(opener, folder);
    if (readers.length === 0) throw nothingInFolder(folder);
    const ignored = others.filter((file) => !isOpenInterestName(file));
    const openInterest = await findOpenInterest(folder);
    const loose = { name, readers, hotzones, openInterest, manifest } as const;
    if (batch === undefined) {
      return { ...loose, origin: 'files', ignored, digests: [], warnings: [] };
    }
    return {
      ...loose,
      origin: 'downloaded',
      ...(await batchFacts(folder, batch, readers, ignored)),
    };
  }
  const maps = new Map(manifest.sources.map(({ path, map }) => [sourcePath(folder, path), map]));
  const digests = manifest.sources.flatMap(({ path, sha256 }) =>
    sha256 === undefined ? [] : [{ path: sourcePath(folder, path), sha256 }],
  );
  for (const path of await distinctFiles([...maps.keys()])) {
    await openFile(opener, path, maps.get(path));
  }
  const openInterest =
    manifest.open_interest === undefined
      ? await findOpenInterest(folder)
      : sourcePath(folder, manifest.open_interest);
  const rest = { openInterest, ignored: [], warnings: [] };
  return { name, origin: manifest.origin, readers, manifest, hotzones, digests, ...rest };
}

/** What the side files of a batch download say of its data files; they are no noise themselves. */
async function batchFacts(
  folder: string,
  batch: BatchManifest,
  readers: readonly RecordReader[],
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

/** Opens every file of market data in a folder; returns the names of the others. */
async function openByContent(opener: Opener, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw cannotOpen(folder, error);
  });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const ignored = names.filter(isOpenInterestName);
  for (const name of names) {
    if (isOpenInterestName(name)) continue;
    try {
      await openFile(opener, join(folder, name));
    } catch (error) {
      if (!isSomethingElse(error)) throw error;
      if (error instanceof NoMarketDataError) opener.warnings.push(columnsWarning(name, error));
      if (name !== HOTZONES_NAME && name !== MANIFEST_NAME) ignored.push(name);
    }
  }
  return ignored;
}

/** A Parquet file in a folder may be something else, or name its columns in a way of its own. */
const columnsWarning = (name: string, { message, place }: NoMarketDataError): string =>
  `${name} has no part in this run. ${message} It lacks ${place.expected ?? ''}.`;

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

const nothingNamed = (): BreakwaterError =>
  new BreakwaterError('usage', 'No file or folder was named.', {
    remedy: 'Name a session folder, or DBN or Parquet files.',
  });

const nothingInFolder = (folder: string): BreakwaterError =>
  new BreakwaterError('bad-input', `${folder} holds no market data.`, {
    place: { file: folder, expected: 'a manifest.json, or DBN or Parquet files' },
    remedy: 'Name a folder with .dbn, .dbn.zst or .parquet files; sub-folders are not searched.',
  });
