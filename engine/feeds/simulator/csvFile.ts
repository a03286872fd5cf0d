import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { unwritable } from './sessionFolder.ts';
import type { WrittenFile } from '../dbn/writer.ts';

const BLOCK_BYTES = 1 << 18;
/** Longer rows are not written. */
const MAX_ROW_BYTES = 256;
const ZERO = 0x30;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const POINT = 0x2e;
const NS_PER_S = 1e9;

/**
 * Writes a CSV file row by row into blocks of bytes: no string per number, millions of rows pass
 * through. Call {@link drain} often: it is what bounds the memory.
 */
export class CsvFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #epochS: number;
  readonly #hash = createHash('sha256');
  readonly #full: Uint8Array[] = [];
  #block = new Uint8Array(BLOCK_BYTES);
  #length = 0;
  #bytes = 0;
  #rows = 0;

  private constructor(path: string, file: FileHandle, epochMs: number) {
    this.#path = path;
    this.#file = file;
    this.#epochS = epochMs / 1000;
  }

  /**
   * Creates or replaces the file and writes its heading.
   * @param epochMs Unix ms that times count from, a whole second after 2001
   * @throws BreakwaterError when it cannot be written
   */
  static async create(path: string, epochMs: number, columns: readonly string[]): Promise<CsvFile> {
    const handle = await open(path, 'w').catch((error: unknown) => {
      throw unwritable(path, error);
    });
    const file = new CsvFile(path, handle, epochMs);
    for (const column of columns) file.text(column);
    file.endRow();
    file.#rows = 0;
    return file;
  }

  /** A time as Unix ns, from ns since the epoch, negative ones too. */
  time(ns: number): void {
    const seconds = Math.floor(ns / NS_PER_S);
    this.#digits(this.#epochS + seconds, 10);
    this.#digits(ns - seconds * NS_PER_S, 9);
    this.#byte(COMMA);
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    let width = 1;
    for (let limit = 10; value >= limit; limit *= 10) width++;
    this.#digits(value, width);
    this.#byte(COMMA);
  }

  /** A price of 0 or more in ten-thousandths, with four decimals. */
  price(tenThousandths: number): void {
    const units = Math.floor(tenThousandths / 10_000);
    this.whole(units);
    this.#length--;
    this.#byte(POINT);
    this.#digits(tenThousandths - units * 10_000, 4);
    this.#byte(COMMA);
  }

  /** ASCII without commas, quotes and line ends. */
  text(value: string): void {
    for (let index = 0; index < value.length; index++) this.#byte(value.charCodeAt(index));
    this.#byte(COMMA);
  }

  /** Ends the row that the calls before have filled. */
  endRow(): void {
    this.#block[this.#length - 1] = NEWLINE;
    this.#rows++;
    if (this.#length + MAX_ROW_BYTES > BLOCK_BYTES) this.#startBlock();
  }

  /**
   * Writes the full blocks. Resolves at once when there are none.
   * @throws BreakwaterError when the file cannot be written, e.g. for want of room
   */
  async drain(): Promise<void> {
    for (const block of this.#full.splice(0)) {
      this.#hash.update(block);
      this.#bytes += block.length;
      await this.#file.writeFile(block).catch((error: unknown) => {
        throw unwritable(this.#path, error);
      });
    }
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<WrittenFile> {
    this.#startBlock();
    await this.drain();
    await this.#file.close();
    return {
      path: this.#path,
      recordCount: this.#rows,
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
    };
  }

  /** Gives up: closes the file as it is. Never throws, for use after another error. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }

  #startBlock(): void {
    this.#full.push(this.#block.subarray(0, this.#length));
    this.#block = new Uint8Array(BLOCK_BYTES);
    this.#length = 0;
  }

  #byte(code: number): void {
    this.#block[this.#length++] = code;
  }

  #digits(value: number, width: number): void {
    let rest = value;
    for (let at = this.#length + width - 1; at >= this.#length; at--) {
      const tenth = Math.floor(rest / 10);
      this.#block[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
    this.#length += width;
  }
}
