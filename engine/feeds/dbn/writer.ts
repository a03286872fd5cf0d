import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { BreakwaterError } from '../../core/errors.ts';
import { encodeMetadata, type MetadataToWrite } from './writerMetadata.ts';
import { RecordEncoder } from './writerRecords.ts';

const compressFrame = promisify(zstdCompress);

/** Decompressed bytes of a data frame: small enough to be sought, large enough to compress. */
const FRAME_BYTES = 1 << 20;

/** A finished file. */
export interface WrittenFile {
  readonly path: string;
  readonly recordCount: number;
  readonly bytes: number;
  /** Of the file as it lies on disk, in hex. */
  readonly sha256: string;
}

/** How a {@link DbnFileWriter} writes. */
export interface WriterOptions {
  /** Unix ms that the records' times count from. */
  readonly epochMs: number;
  /** Zstandard level 1…19. */
  readonly compressionLevel: number;
}

/**
 * Writes a `.dbn.zst` file the way the vendor does: the metadata in a zstd frame of its own, then
 * frames of whole records. Encode into {@link records}, and call {@link drain} often: it is what
 * bounds the memory.
 */
export class DbnFileWriter {
  readonly records: RecordEncoder;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #level: number;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  private constructor(path: string, file: FileHandle, options: WriterOptions) {
    this.#path = path;
    this.#file = file;
    this.#level = options.compressionLevel;
    this.records = new RecordEncoder(options.epochMs, FRAME_BYTES);
  }

  /**
   * Creates or replaces the file and writes its metadata.
   * @throws BreakwaterError when the file cannot be written or the metadata cannot be encoded
   */
  static async create(
    path: string,
    metadata: MetadataToWrite,
    options: WriterOptions,
  ): Promise<DbnFileWriter> {
    const head = encodeMetadata(metadata);
    const file = await open(path, 'w').catch((error: unknown) => {
      throw writeFailure(path, error);
    });
    const writer = new DbnFileWriter(path, file, options);
    try {
      await writer.#frames([head]);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return writer;
  }

  /**
   * Compresses and writes the full blocks. Resolves at once when there are none.
   * @throws BreakwaterError when the file cannot be written, e.g. for want of room
   */
  async drain(): Promise<void> {
    await this.#frames(this.records.takeFull());
  }

  /**
   * Writes what is left and closes the file.
   * @throws BreakwaterError when that fails; {@link abandon} then frees the file
   */
  async close(): Promise<WrittenFile> {
    await this.#frames(this.records.takeAll());
    await this.#file.close();
    return {
      path: this.#path,
      recordCount: this.records.recordCount,
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
    };
  }

  /** Gives up: closes the file as it is. Never throws, for use after another error. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  async #frames(blocks: readonly Uint8Array[]): Promise<void> {
    const frames = await Promise.all(blocks.map((block) => compressBlock(block, this.#level)));
    for (const frame of frames) {
      this.#hash.update(frame);
      this.#bytes += frame.length;
      await this.#file.writeFile(frame).catch((error: unknown) => {
        throw writeFailure(this.#path, error);
      });
    }
  }
}

/**
 * One zstd frame with a checksum, so that damage is noticed, and the size of its content, so that a
 * reader can seek: without the pledge `node:zlib` leaves the size out.
 */
function compressBlock(block: Uint8Array, level: number): Promise<Uint8Array> {
  return compressFrame(block, {
    pledgedSrcSize: block.length,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

function writeFailure(path: string, cause: unknown): BreakwaterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BreakwaterError('failed', `Cannot write ${path}: ${reason}`, {
    place: { file: path },
    remedy: 'Check that the folder exists, may be written to and has room.',
    cause,
  });
}
