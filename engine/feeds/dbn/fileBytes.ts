import { open, stat } from 'node:fs/promises';
import { BreakwaterError } from '../../core/errors.ts';
import { NotDbnError } from './sniff.ts';

/** Bytes by position, as of an open file. Tests hand in readers that fail or return little. */
export interface RandomAccessBytes {
  /** Size at opening in bytes; for progress only. */
  readonly sizeBytes: number;
  /** Reads up to `target.length` bytes; 0 means the end. */
  read(target: Uint8Array, position: number): Promise<number>;
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
      close: () => handle.close(),
    };
  } catch (error) {
    throw error instanceof BreakwaterError ? error : cannotOpen(path, error);
  }
}

function notAFile(path: string, isDirectory: boolean): NotDbnError {
  return new NotDbnError('bad-input', 'This path is no file.', {
    place: { file: path, expected: 'a file', found: isDirectory ? 'a folder' : 'a device' },
    remedy: 'Name a DBN file.',
  });
}

function cannotOpen(path: string, cause: unknown): BreakwaterError {
  const systemCode = systemErrorCode(cause);
  const reason = systemCode === 'ENOENT' ? 'There is no such file.' : 'The file cannot be opened.';
  return new BreakwaterError('bad-input', reason, {
    place: { file: path, expected: 'a readable file', found: systemCode },
    remedy:
      systemCode === 'ENOENT'
        ? 'Check the path.'
        : 'Check that you may read the file, and its disk.',
    cause,
  });
}

/** Code of a system error, such as `EIO`, or what is known of it. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

/** A byte stream read in chunks. */
export interface ByteChunks {
  /** Bytes of the file consumed so far. */
  readonly position: number;
  /**
   * The next chunk, never empty and never reused; undefined at a sound end.
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
  #position: number;
  #ahead: Promise<Uint8Array | Error> | undefined;

  constructor(bytes: RandomAccessBytes, chunkBytes: number, position = 0) {
    this.#bytes = bytes;
    this.#chunkBytes = chunkBytes;
    this.#position = position;
  }

  /** Bytes handed over so far, counted from the start of the file. */
  get position(): number {
    return this.#position;
  }

  /**
   * The next chunk, never empty; undefined at the end of the file.
   *
   * @throws BreakwaterError when the system cannot read on
   */
  async next(): Promise<Uint8Array | undefined> {
    const chunk = await (this.#ahead ?? this.#read(this.#position));
    this.#ahead = undefined;
    if (chunk instanceof Error) throw chunk;
    if (chunk.length === 0) return undefined;
    this.#position += chunk.length;
    this.#ahead = this.#read(this.#position);
    return chunk;
  }

  /** Waits for the read under way, so that the file may be closed. */
  async settle(): Promise<void> {
    await this.#ahead;
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
