import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { BreakwaterError } from '../core/errors.ts';

const BLOCK_BYTES = 1 << 18;

/**
 * A text file of lines that appears under its name only when it is complete: until then it is
 * written beside it as `NAME.part`.
 */
export class LineFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #block = Buffer.allocUnsafe(BLOCK_BYTES);
  #used = 0;
  #failure: Error | undefined;

  private constructor(path: string, stream: WriteStream) {
    this.#path = path;
    this.#stream = stream;
    stream.on('error', (error) => (this.#failure ??= error));
  }

  /** @throws BreakwaterError (failed) when the file cannot be made */
  static async create(path: string): Promise<LineFile> {
    const stream = createWriteStream(`${path}.part`);
    try {
      await once(stream, 'open');
    } catch (error) {
      throw cannotWrite(path, error);
    }
    return new LineFile(path, stream);
  }

  /** @param line in UTF-8, with its line end; copied, so that the caller may use it again */
  add(line: Uint8Array): void {
    if (this.#used + line.length > this.#block.length) this.#flush(line.length);
    this.#block.set(line, this.#used);
    this.#used += line.length;
  }

  /** Waits until the disk has caught up, so that memory stays bounded. */
  async settle(): Promise<void> {
    this.#assertSound();
    if (this.#stream.writableNeedDrain) await once(this.#stream, 'drain');
  }

  /** Ends the file and gives it its name. */
  async finish(): Promise<void> {
    this.#flush();
    await new Promise<void>((resolve) => this.#stream.end(resolve));
    this.#assertSound();
    await rename(`${this.#path}.part`, this.#path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    await rm(`${this.#path}.part`, { force: true });
  }

  /** Hands the block to the stream, which owns it from then on. */
  #flush(nextBytes = 0): void {
    this.#stream.write(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, nextBytes));
    this.#used = 0;
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw cannotWrite(this.#path, this.#failure);
  }
}

const cannotWrite = (path: string, cause: unknown): BreakwaterError =>
  new BreakwaterError('failed', `${path} cannot be written.`, {
    place: { file: path, found: cause instanceof Error ? cause.message : String(cause) },
    remedy: 'Check the folder, its permissions and the free space.',
    cause,
  });
