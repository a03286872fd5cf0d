import { open, stat } from 'node:fs/promises';
import { BreakwaterError } from '../../core/errors.ts';
import { cannotOpen, systemErrorCode } from '../../core/systemErrors.ts';
import { NOTHING_YET, type Growth } from './growth.ts';
import { NotDbnError } from './sniff.ts';

/** Bytes by position, as of an open file. Tests hand in readers that fail or return little. */
export interface RandomAccessBytes {
  /** Size at opening in bytes. A file that ends before it became shorter while it was read. */
  readonly sizeBytes: number;
  /** Reads up to `target.length` bytes; 0 means the end. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Size by now, where that may be another than at opening. */
  currentBytes?(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a regular file for reading.
 *
 * @throws NotDbnError when it is a folder or a device
 * @throws BreakwaterError when there is no such file, or it may not be read
 */
export async function openFileBytes(path: string): Promise<RandomAccessBytes> {
  try {
    const status = await stat(path);
    // Checked before opening: opening a pipe would wait for a writer forever.
    if (!status.isFile()) throw notAFile(path, status.isDirectory());
    const handle = await open(path, 'r');
    return {
      sizeBytes: status.size,
      read: async (target, position) =>
        (await handle.read(target, 0, target.length, position)).bytesRead,
      currentBytes: async () => (await handle.stat()).size,
      close: () => handle.close(),
    };
  } catch (error) {
    throw error instanceof BreakwaterError ? error : cannotOpen(path, error);
  }
}

function notAFile(path: string, isDirectory: boolean): NotDbnError {
  return new NotDbnError('bad-input', 'This path is no file.', {
    place: {
      file: path,
      expected: 'a file',
      found: isDirectory ? 'a folder' : 'a pipe, socket or device',
    },
    remedy: isDirectory ? 'Name a file in it.' : 'Write the data to a file first, then name that.',
  });
}

/** A byte stream read in chunks. */
export interface ByteChunks {
  /** Bytes of the file consumed so far. */
  readonly position: number;
  /**
   * The next chunk; undefined at a sound end, {@link NOTHING_YET} at the present end of a file that
   * grows, else never empty. Its buffer belongs to the taker alone.
   *
   * @throws BreakwaterError at damage, after everything before it was handed over
   */
  next(): Promise<Uint8Array | undefined>;
  /** Ends the work under way, so that the file may be closed. */
  settle(): Promise<void>;
}

/** Reads a file front to back in chunks, one chunk ahead of its consumer. */
export class FileChunks implements ByteChunks {
  readonly #bytes: RandomAccessBytes;
  readonly #chunkBytes: number;
  readonly #growth: Growth | undefined;
  #position: number;
  #ahead: Promise<Uint8Array | Error> | undefined;

  /** @param growth of a file that may grow */
  constructor(bytes: RandomAccessBytes, chunkBytes: number, position = 0, growth?: Growth) {
    this.#bytes = bytes;
    this.#chunkBytes = chunkBytes;
    this.#position = position;
    this.#growth = growth;
  }

  /** Bytes handed over so far, counted from the start of the file. */
  get position(): number {
    return this.#position;
  }

  /**
   * The next chunk; undefined at the end of the file, {@link NOTHING_YET} at its present end while it
   * may grow, else never empty.
   *
   * @throws BreakwaterError when the system cannot read on, or the file became shorter
   */
  async next(): Promise<Uint8Array | undefined> {
    let chunk = await this.#take();
    let isOpen = false;
    if (chunk.length === 0 && this.#growth !== undefined) {
      // Asked before it is read once more: what was written until it closed is not missed.
      isOpen = await this.#growth.isOpen();
      chunk = await this.#take();
    }
    if (chunk.length === 0) {
      await this.#assertNotShrunk();
      return isOpen ? NOTHING_YET : undefined;
    }
    this.#position += chunk.length;
    this.#ahead = this.#read(this.#position);
    return chunk;
  }

  /** Waits for the read under way, so that the file may be closed. */
  async settle(): Promise<void> {
    await this.#ahead;
  }

  async #take(): Promise<Uint8Array> {
    const chunk = await (this.#ahead ?? this.#read(this.#position));
    this.#ahead = undefined;
    if (chunk instanceof Error) throw chunk;
    return chunk;
  }

  async #assertNotShrunk(): Promise<void> {
    const grown = this.#growth === undefined ? undefined : await this.#bytes.currentBytes?.();
    const isShorter =
      this.#position < this.#bytes.sizeBytes || (grown !== undefined && grown < this.#position);
    if (!isShorter) return;
    throw new BreakwaterError('bad-input', 'The file became shorter while it was read.', {
      place: {
        expected: `at least ${Math.max(this.#position, this.#bytes.sizeBytes)} bytes, as before`,
        found: `the end of the file at offset ${Math.min(this.#position, grown ?? this.#position)}`,
      },
      remedy: 'Open it again once nothing writes to it any more.',
    });
  }

  /** Failures are values here: a read ahead must not reject before anyone waits for it. */
  async #read(position: number): Promise<Uint8Array | Error> {
    const target = Buffer.allocUnsafeSlow(this.#chunkBytes);
    try {
      return target.subarray(0, await this.#bytes.read(target, position));
    } catch (cause) {
      return new BreakwaterError('bad-input', 'The system could not read the file.', {
        place: { expected: `bytes at file offset ${position}`, found: systemErrorCode(cause) },
        remedy: 'Check the disk or the network share, then open the file again.',
        cause,
      });
    }
  }
}
