import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BreakwaterError } from '../../core/errors.ts';

const MAX_LINE_CHARS = 4096;
/** Compressed text may grow without end; what a piece of it holds must not. */
const CHUNK_BYTES = 1 << 16;

/** The lines of a text file, plain or gzip by content. Memory is bounded by one piece of the file. */
export class TruthLines {
  readonly path: string;
  /** Lines taken so far. */
  line = 0;
  readonly #stream: Readable;
  readonly #pieces: AsyncIterator<string>;
  #text = '';
  #at = 0;
  #hasEnded = false;

  private constructor(path: string, stream: Readable) {
    this.path = path;
    this.#stream = stream;
    this.#pieces = stream[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** @throws BreakwaterError (bad-input) when the file cannot be read */
  static async open(path: string): Promise<TruthLines> {
    return new TruthLines(path, await openText(path));
  }

  /** The next whole line already in memory. */
  take(): string | undefined {
    const end = this.#text.indexOf('\n', this.#at);
    if (end < 0) return undefined;
    const line = this.#text.slice(this.#at, this.#text[end - 1] === '\r' ? end - 1 : end);
    this.#at = end + 1;
    this.line++;
    return line;
  }

  /**
   * The next line, reading on where needed; undefined at the end of the file.
   * @throws BreakwaterError (bad-input) for a file that is torn, or one endless line
   */
  async next(): Promise<string | undefined> {
    for (;;) {
      const line = this.take();
      if (line !== undefined) return line;
      if (this.#hasEnded) return undefined;
      await this.#readPiece();
    }
  }

  close(): void {
    this.#stream.destroy();
  }

  /** An error about a column of the line taken last. */
  wrong(message: string, column: string, expected: string, found: string): BreakwaterError {
    return new BreakwaterError('bad-input', message, {
      place: {
        file: this.path,
        field: `${column}, line ${Math.max(1, this.line)}`,
        expected,
        found: JSON.stringify(found.slice(0, 80)),
      },
      remedy: 'Correct the file, or write it anew.',
    });
  }

  async #readPiece(): Promise<void> {
    const rest = this.#text.slice(this.#at);
    if (rest.length > MAX_LINE_CHARS) {
      this.line++;
      const expected = `a line of at most ${MAX_LINE_CHARS} characters`;
      throw this.wrong('A row of the truth file cannot be used.', 'ts_ns', expected, rest);
    }
    let piece: IteratorResult<string>;
    try {
      piece = await this.#pieces.next();
    } catch (error) {
      throw unreadable(this.path, error, `after line ${this.line}`);
    }
    this.#hasEnded = piece.done === true;
    // A last line without an end is a line, too.
    const added = piece.done === true ? (rest === '' ? '' : '\n') : piece.value;
    this.#text = rest + added;
    this.#at = 0;
  }
}

/** The file's text in pieces, decompressed where it is gzip. */
async function openText(path: string): Promise<Readable> {
  try {
    const handle = await open(path, 'r');
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    await handle.close();
    const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    if (!isGzip) return raw.setEncoding('latin1');
    const text = createGunzip({ chunkSize: CHUNK_BYTES });
    raw.on('error', (error) => text.destroy(error));
    text.on('close', () => raw.destroy());
    return raw.pipe(text).setEncoding('latin1');
  } catch (error) {
    throw unreadable(path, error);
  }
}

const unreadable = (file: string, error: unknown, where?: string): BreakwaterError =>
  new BreakwaterError('bad-input', 'The truth file cannot be read.', {
    place: {
      file,
      ...(where === undefined ? {} : { field: where }),
      found: error instanceof Error ? error.message : String(error),
    },
    remedy: 'Check the path, and that the file is whole.',
    cause: error,
  });
