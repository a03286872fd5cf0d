import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { encodeCopyIndex, type CopiedFrame } from './copyIndex.ts';
import { FrameCopy } from './frameCopy.ts';

const compress = promisify(zstdCompress);

/** Decompressed bytes of a frame: half a millisecond to unpack, and yet few enough calls. */
const FRAME_DATA_BYTES = 512 * 1024;
/** Frames that may wait: whoever brings them is faster than the copy from then on. */
const MAX_WAITING = 24;
/** Units of work in the thread pool: the reader's own need room there. */
const LANES = 2;
/** Between two looks at how much space is left. */
const BYTES_BETWEEN_CHECKS = 64 * 1024 * 1024;
/**
 * Faster than the fastest ordinary level by a tenth, and no larger on market data (measured on MBP-10
 * records: 13.9 to 1, in 290 ms of processor time for 200 MB).
 */
const PARAMS = {
  params: { [constants.ZSTD_c_compressionLevel]: -1, [constants.ZSTD_c_checksumFlag]: 1 },
};

export interface CopyWriterOptions {
  readonly path: string;
  readonly title: string;
  /** Where the copied data begins in the decompressed data. */
  readonly dataOffset: number;
  /** @throws Error with the reason when a copy that is so long by now may not go on */
  readonly checkRoom: (fileBytes: number) => Promise<void>;
}

/** What is known of a frame before it is compressed. */
type FrameFacts = Pick<CopiedFrame, 'dataOffset' | 'dataBytes' | 'position'>;

/**
 * Writes a {@link FrameCopy}: takes data as it comes, compresses it on the thread pool and appends it.
 * Never holds up whoever brings the data.
 */
export class CopyWriter {
  readonly #options: CopyWriterOptions;
  #copy: FrameCopy | undefined;
  /** Buffers of frames, used again and again. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  #frame = new Uint8Array(FRAME_DATA_BYTES);
  #fill = 0;
  /** Where the frame being filled starts: in the data, and in the original. */
  #dataOffset: number;
  #position = 0;
  #fileBytes = 0;
  #checkedBytes = 0;
  #waiting = 0;
  readonly #lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
  #nextLane = 0;
  readonly #file: Promise<FileHandle>;
  /** Resolves when everything handed over so far is written, or nothing more will be. */
  #written: Promise<void>;
  #failure: unknown;
  readonly #roomWanted: (() => void)[] = [];

  constructor(options: CopyWriterOptions) {
    this.#options = options;
    this.#dataOffset = options.dataOffset;
    this.#file = this.#open();
    this.#written = this.#file.then(
      (file) => void (this.#copy = new FrameCopy(file, [], false)),
      (error: unknown) => void (this.#failure = error),
    );
  }

  /** What is written so far, to be read; undefined before its file is made. */
  get copy(): FrameCopy | undefined {
    return this.#copy;
  }

  /** Whether it falls behind: what comes now would have to wait in memory. */
  get isFull(): boolean {
    return this.#waiting >= MAX_WAITING;
  }

  /** Why nothing more is written; undefined while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves when it is no longer {@link isFull}, or has failed. */
  async room(): Promise<void> {
    while (this.isFull && this.#failure === undefined) {
      await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    }
  }

  /**
   * Takes data that continue what was added before; they are copied at once.
   * @param position bytes of the original used so far
   */
  add(data: Uint8Array, position: number): void {
    for (let from = 0; from < data.length;) {
      if (this.#fill === 0) this.#position = position;
      const part = data.subarray(from, from + FRAME_DATA_BYTES - this.#fill);
      this.#frame.set(part, this.#fill);
      this.#fill += part.length;
      from += part.length;
      if (this.#fill === FRAME_DATA_BYTES) this.#closeFrame();
    }
  }

  /**
   * Writes what is left, and the index.
   * @returns the whole copy
   * @throws when any of it could not be written
   */
  async finish(): Promise<FrameCopy> {
    if (this.#fill > 0) this.#closeFrame();
    await this.#written;
    const copy = this.#copy;
    if (this.#failure !== undefined || copy === undefined) throw this.#failure;
    const index = encodeCopyIndex(this.#options.title, copy.frames);
    await writeExactly(await this.#file, index, this.#fileBytes);
    copy.complete();
    return copy;
  }

  /** Resolves when no work is in flight any more. */
  settle(): Promise<void> {
    return this.#written;
  }

  async #open(): Promise<FileHandle> {
    await this.#options.checkRoom(0);
    return open(this.#options.path, 'wx+');
  }

  #closeFrame(): void {
    const frame = this.#frame;
    const data = frame.subarray(0, this.#fill);
    const facts = {
      dataOffset: this.#dataOffset,
      dataBytes: data.length,
      position: this.#position,
    };
    this.#dataOffset += data.length;
    this.#frame = this.#spare.pop() ?? new Uint8Array(FRAME_DATA_BYTES);
    this.#fill = 0;
    this.#waiting++;
    const packing = this.#pack(data).finally(() => this.#spare.push(frame));
    // Failures are kept as values: nobody waits for them before the end.
    this.#written = Promise.all([packing, this.#written])
      .then(([packed]) => this.#write(packed, facts))
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => {
        this.#waiting--;
        for (const resolve of this.#roomWanted.splice(0)) resolve();
      });
  }

  /** One frame after the other in each lane. */
  #pack(data: Uint8Array): Promise<Uint8Array> {
    const lane = this.#nextLane;
    this.#nextLane = (lane + 1) % LANES;
    const packing = (this.#lanes[lane] ?? Promise.resolve()).then(() => compress(data, PARAMS));
    this.#lanes[lane] = packing.catch(() => undefined);
    return packing;
  }

  async #write(packed: Uint8Array, facts: FrameFacts): Promise<void> {
    if (this.#failure !== undefined) return;
    if (this.#fileBytes - this.#checkedBytes > BYTES_BETWEEN_CHECKS) {
      this.#checkedBytes = this.#fileBytes;
      await this.#options.checkRoom(this.#fileBytes);
    }
    const fileOffset = this.#fileBytes;
    await writeExactly(await this.#file, packed, fileOffset);
    this.#fileBytes += packed.length;
    this.#copy?.append({ fileOffset, fileBytes: packed.length, ...facts });
  }
}

async function writeExactly(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
