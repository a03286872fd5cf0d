import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { BreakwaterError } from '../../../core/errors.ts';
import { indexTimeOffset, recordSizes } from '../layout.ts';
import { DbnReader } from '../reader.ts';
import { isUndefinedTimeAt, u64At } from '../records.ts';
import { DbnFileWriter } from '../writer.ts';
import type { WrittenFile } from '../writer.ts';
import { datasetOf } from './datasets.ts';
import { EMPTY_METADATA } from './metadataContent.ts';
import type { MetadataContent } from './metadataContent.ts';
import { readMetadataContent } from './readMetadataContent.ts';
import { upgradeRecord } from './upgradeRecord.ts';

export interface ConvertOptions {
  /** DBN version to write. */
  readonly version: 2 | 3;
  /** Zstandard level 1…19; undefined for a file that is not compressed. */
  readonly compressionLevel: number | undefined;
  /** Of a fragment, which does not say it; by default that of its first record's venue. */
  readonly dataset: string | undefined;
  /** Told the share of the input that was read, 0…1. */
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
  const reader = await DbnReader.open(path, { includeUnknown: true });
  const partPath = `${out}.${randomUUID()}.part`;
  try {
    const hasRecord = await advance(reader);
    const metadata = await metadataFor(reader, hasRecord, options);
    const writer = await DbnFileWriter.create(partPath, metadata, {
      epochMs: 0,
      compressionLevel: options.compressionLevel,
    });
    const copy = new RecordCopy(reader, writer, options);
    try {
      if (hasRecord) await copy.run();
      const written = await writer.close();
      await rename(partPath, out);
      return {
        ...written,
        path: out,
        upgradedCount: copy.upgradedCount,
        damage: reader.damage,
      };
    } catch (error) {
      await writer.abandon();
      await rm(partPath, { force: true });
      throw error;
    }
  } finally {
    await reader.close();
  }
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

/** Copies the records of a reader, the present one first. */
class RecordCopy {
  upgradedCount = 0;
  readonly #reader: DbnReader;
  readonly #writer: DbnFileWriter;
  readonly #options: ConvertOptions;

  constructor(reader: DbnReader, writer: DbnFileWriter, options: ConvertOptions) {
    this.#reader = reader;
    this.#writer = writer;
    this.#options = options;
  }

  async run(): Promise<void> {
    const reader = this.#reader;
    this.#copy();
    do {
      while (reader.next()) this.#copy();
      await this.#writer.drain();
      this.#options.onProgress(reader.progress);
    } while (await reader.fill());
  }

  #copy(): void {
    const { view, offset, lengthBytes } = this.#reader;
    const newer = this.#upgrade();
    if (newer !== undefined) this.upgradedCount++;
    this.#writer.records.raw(
      newer ?? new Uint8Array(view.buffer, view.byteOffset + offset, lengthBytes),
    );
  }

  #upgrade(): Uint8Array | undefined {
    const { path, view, offset, lengthBytes, recordIndex, byteOffset } = this.#reader;
    try {
      return upgradeRecord(view, offset, lengthBytes, this.#options.version);
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      throw new BreakwaterError(error.code, error.message, {
        place: { ...error.place, file: path, recordIndex, byteOffset },
        remedy: error.remedy,
        cause: error,
      });
    }
  }
}
