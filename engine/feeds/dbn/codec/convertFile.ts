import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import type { BreakwaterError } from '../../../core/errors.ts';
import { indexTimeOffset, recordSizes } from '../layout.ts';
import { DbnReader } from '../reader.ts';
import { isUndefinedTimeAt, u64At } from '../records.ts';
import { DbnFileWriter, writeFailure } from '../writer.ts';
import type { WrittenFile } from '../writer.ts';
import { copyRecords } from './copyRecords.ts';
import { datasetOf } from './datasets.ts';
import { EMPTY_METADATA } from './metadataContent.ts';
import type { MetadataContent } from './metadataContent.ts';
import { mergeSections, saysMore } from './mergeSections.ts';
import { readMetadataContent } from './readMetadataContent.ts';

export interface ConvertOptions {
  /** DBN version to write. */
  readonly version: 2 | 3;
  /** Zstandard level 1…19; undefined for a file that is not compressed. */
  readonly compressionLevel: number | undefined;
  /** Of a fragment, which does not say it; by default that of its first record's venue. */
  readonly dataset: string | undefined;
  /** Told the share of the input that was read, 0…1; what it throws ends the conversion. */
  readonly onProgress: (share: number) => void;
}

/** What a conversion wrote. */
export interface ConvertedFile extends WrittenFile {
  /** Records that had the layout of an older version. */
  readonly upgradedCount: number;
  /** Why the input ended early; null while it is sound. Everything before it was written. */
  readonly damage: BreakwaterError | null;
}

/**
 * Rewrites a DBN file of any version, fragments, captures and damaged files too, as a sound one.
 * The output appears under its name when it is whole, never before.
 *
 * @param out another file than `path`; replaced if it exists
 * @throws BreakwaterError when the input is no DBN file, a record is of a later version than the one
 *   to be written, or the output cannot be written; then there is no output
 */
export async function convertFile(
  path: string,
  out: string,
  options: ConvertOptions,
): Promise<ConvertedFile> {
  const partPath = `${out}.${randomUUID()}.part`;
  try {
    let pass = await copyFile(path, partPath, options, undefined);
    // What metadata further on maps belongs at the start, and is known only now.
    if (pass.merged !== undefined) pass = await copyFile(path, partPath, options, pass.merged);
    await rename(partPath, out).catch((cause: unknown) => {
      throw writeFailure(out, cause);
    });
    return { ...pass.file, path: out };
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
}

interface Pass {
  readonly file: ConvertedFile;
  /** The metadata that should have been written: undefined where it was. */
  readonly merged: MetadataContent | undefined;
}

async function copyFile(
  path: string,
  out: string,
  options: ConvertOptions,
  merged: MetadataContent | undefined,
): Promise<Pass> {
  const reader = await DbnReader.open(path, { includeUnknown: true });
  try {
    const hasRecord = await advance(reader);
    const metadata = merged ?? (await metadataFor(reader, hasRecord, options));
    const { compressionLevel, version, onProgress } = options;
    const writer = await DbnFileWriter.create(out, metadata, { epochMs: 0, compressionLevel });
    try {
      const upgradedCount = hasRecord ? await copyRecords(reader, writer, version, onProgress) : 0;
      const written = await writer.close();
      return {
        file: { ...written, upgradedCount, damage: reader.damage },
        merged: merged === undefined ? mergedMetadata(reader, metadata) : undefined,
      };
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  } finally {
    await reader.close();
  }
}

/** One metadata for all that the file holds; undefined where its own says it all. */
function mergedMetadata(reader: DbnReader, first: MetadataContent): MetadataContent | undefined {
  if (reader.sections.length === 0) return undefined;
  const sections = reader.sections.map(({ metadata }) => metadata);
  const merged = mergeSections(first, sections, reader.symbols.intervals());
  return saysMore(merged, first) ? merged : undefined;
}

/** Moves to the next record; false at the end of the file. */
async function advance(reader: DbnReader): Promise<boolean> {
  while (!reader.next()) if (!(await reader.fill())) return false;
  return true;
}

/** The metadata to write: the file's own, or for a fragment what its first record tells. */
async function metadataFor(
  reader: DbnReader,
  hasRecord: boolean,
  { version, dataset }: ConvertOptions,
): Promise<MetadataContent> {
  if (reader.metadata !== null) {
    const content = await readMetadataContent(reader.path, reader.metadata.sizeBytes);
    return { ...content, version };
  }
  const content = { ...EMPTY_METADATA, version };
  if (!hasRecord) return { ...content, dataset: dataset ?? '' };
  const { view, offset, rtype, lengthBytes, publisherId } = reader;
  const indexTime = offset + indexTimeOffset(rtype);
  return {
    ...content,
    dataset: dataset ?? datasetOf(reader.path, publisherId),
    startNs: isUndefinedTimeAt(view, indexTime) ? 0n : u64At(view, indexTime),
    hasTsOut: !recordSizes(rtype).includes(lengthBytes),
  };
}
