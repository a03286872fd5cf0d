import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { BreakwaterError } from '../../core/errors.ts';
import { encodeMetadata } from './codec/encodeMetadata.ts';
import type { MetadataContent } from './codec/metadataContent.ts';
import { metadataContent, type MetadataToWrite } from './writerMetadata.ts';
import { RecordEncoder } from './writerRecords.ts';

const compressFrame = promisify(zstdCompress);

/** Decompressed bytes of a data frame: small enough to be sought, large enough to compress. */
const FRAME_BYTES = 1 << 20;
/** Compressed bytes that a thread hands over at a time: most frames in one piece. */
const OUTPUT_BYTES = 1 << 17;
/** Frames of one file that are compressed while records go on: enough for every thread. */
const FRAMES_IN_FLIGHT = 6;

/** Bytes and what becomes of them. */
interface FrameInFlight {
  readonly block: Uint8Array<ArrayBuffer>;
  readonly frame: Promise<Uint8Array>;
}

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
  /** Zstandard level 1…19; undefined for a file that is not compressed. */
  readonly compressionLevel: number | undefined;
}

/**
 * Writes a `.dbn.zst` file the way the vendor does: the metadata in a zstd frame of its own, then
 * frames of whole records, each of which can be sought and checked alone; or a plain `.dbn` file.
 * Encode into {@link records}, and call {@link drain} often: it is what bounds the memory.
 */
export class DbnFileWriter {
  readonly records: RecordEncoder;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #level: number | undefined;
  readonly #hash = createHash('sha256');
  /** Frames that are being compressed, oldest first. */
  readonly #inFlight: FrameInFlight[] = [];
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
    metadata: MetadataToWrite | MetadataContent,
    options: WriterOptions,
  ): Promise<DbnFileWriter> {
    const content = 'schemaCode' in metadata ? metadata : metadataContent(metadata);
    const head = encodeMetadata(content);
    const file = await open(path, 'w').catch((error: unknown) => {
      throw writeFailure(path, error);
    });
    const writer = new DbnFileWriter(path, file, options);
    try {
      writer.#compress(new Uint8Array(head));
      await writer.#write(0);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    return writer;
  }

  /**
   * Hands the full blocks to the compressing threads and writes what they have finished; waits for
   * them only when they fall behind.
   * @throws BreakwaterError when the file cannot be written, e.g. for want of room
   */
  async drain(): Promise<void> {
    for (const block of this.records.takeFull()) this.#compress(block);
    await this.#write(FRAMES_IN_FLIGHT);
  }

  /**
   * Writes what is left and closes the file.
   * @throws BreakwaterError when that fails; {@link abandon} then frees the file
   */
  async close(): Promise<WrittenFile> {
    for (const block of this.records.takeAll()) this.#compress(block);
    await this.#write(0);
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

  #compress(block: Uint8Array<ArrayBuffer>): void {
    const level = this.#level;
    const frame = level === undefined ? Promise.resolve(block) : compressBlock(block, level);
    // Whoever waits for the frame hears of a failure; until then it is no unhandled one.
    frame.catch(() => undefined);
    this.#inFlight.push({ block, frame });
  }

  /** Writes frames in their order until at most `left` are in flight. */
  async #write(left: number): Promise<void> {
    while (this.#inFlight.length > left) {
      const oldest = this.#inFlight.shift();
      if (oldest === undefined) return;
      const frame = await oldest.frame;
      this.#hash.update(frame);
      this.#bytes += frame.length;
      await this.#file.writeFile(frame).catch((error: unknown) => {
        throw writeFailure(this.#path, error);
      });
      this.records.recycle(oldest.block);
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
    chunkSize: OUTPUT_BYTES,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

/** The error of a file that the system cannot write. */
export function writeFailure(path: string, cause: unknown): BreakwaterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BreakwaterError('failed', `Cannot write ${path}: ${reason}`, {
    place: { file: path },
    remedy: 'Check that the folder exists, may be written to and has room.',
    cause,
  });
}
