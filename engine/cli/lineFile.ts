import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { BreakwaterError } from '../core/errors.ts';

const FLUSH_CHARS = 1 << 16;

/**
 * A text file of lines that appears under its name only when it is complete: until then it is
 * written beside it as `NAME.part`.
 */
export class LineFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #pending = '';
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

  /** @param line without its line end */
  add(line: string): void {
    this.#pending += line;
    this.#pending += '\n';
    if (this.#pending.length >= FLUSH_CHARS) this.#flush();
  }

  /** Writes what was added so far, for whoever reads along. */
  flush(): void {
    this.#assertSound();
    if (this.#pending !== '') this.#flush();
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

  #flush(): void {
    this.#stream.write(this.#pending);
    this.#pending = '';
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw cannotWrite(this.#path, this.#failure);
  }
}

/** Says why an output file cannot be written. */
export const cannotWrite = (path: string, cause: unknown): BreakwaterError =>
  new BreakwaterError('failed', `${path} cannot be written.`, {
    place: { file: path, found: cause instanceof Error ? cause.message : String(cause) },
    remedy: 'Check the folder, its permissions and the free space.',
    cause,
  });
