import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { DamagedCopyError, readCopyIndex, readExactly, type CopiedFrame } from './copyIndex.ts';

const decompress = promisify(zstdDecompress);
/** Room that keeps zlib from asking for a second buffer only to find that there is no more. */
const SPARE_BYTES = 64;

/**
 * A copy of the end of a file's decompressed data, in many small zstd frames with checksums, so that
 * every place of it is near. It may still be growing.
 */
export class FrameCopy {
  readonly #file: FileHandle;
  readonly #frames: CopiedFrame[];
  #isWhole: boolean;

  constructor(file: FileHandle, frames: CopiedFrame[], isWhole: boolean) {
    this.#file = file;
    this.#frames = frames;
    this.#isWhole = isWhole;
  }

  /**
   * Opens a copy that was finished.
   *
   * @param title what it must be a copy of
   * @throws DamagedCopyError when it is not as it was written; system errors when it cannot be read
   */
  static async open(path: string, title: string): Promise<FrameCopy> {
    const file = await open(path, 'r');
    try {
      return new FrameCopy(file, await readCopyIndex(file, title), true);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Whether it goes on to the end of the data. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** All its frames, in order. */
  get frames(): readonly CopiedFrame[] {
    return this.#frames;
  }

  /** A frame has been written. */
  append(frame: CopiedFrame): void {
    this.#frames.push(frame);
  }

  /** There is no more to come. */
  complete(): void {
    this.#isWhole = true;
  }

  /** Number of the frame that holds a place of the decompressed data; undefined where none does. */
  find(dataOffset: number): number | undefined {
    let low = 0;
    let high = this.#frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const frame = this.#frames[middle];
      if (frame !== undefined && frame.dataOffset + frame.dataBytes <= dataOffset) low = middle + 1;
      else high = middle;
    }
    const found = this.#frames[low];
    return found !== undefined && found.dataOffset <= dataOffset ? low : undefined;
  }

  /**
   * The data of a frame, checked, in a buffer that nothing else uses.
   *
   * @throws DamagedCopyError when it is not what was written; system errors when it cannot be read
   */
  async read({ fileOffset, fileBytes, dataBytes }: CopiedFrame): Promise<Uint8Array> {
    const packed = await readExactly(this.#file, fileOffset, fileBytes);
    // The frame's checksum is compared before any of it is handed over.
    const roomBytes = dataBytes + SPARE_BYTES;
    const data = await decompress(packed, { chunkSize: roomBytes, maxOutputLength: roomBytes });
    if (data.length !== dataBytes) throw new DamagedCopyError(`frame at byte ${fileOffset}`);
    return data;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
