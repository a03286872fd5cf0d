import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BreakwaterError } from '../../core/errors.ts';
import { ASK, BID, type Side } from '../../core/events.ts';
import type { TradingClock } from '../../core/time.ts';

/** What really took a displayed decrease: a trade, or the order's owner. */
export type TruthCause = 'FILL' | 'PULL';

/** One row of a truth file: contracts that left one price of the displayed book for one cause. */
export interface TruthRow {
  /** Session ns of the record whose book first shows the decrease. */
  readonly timeNs: number;
  /** Sequence of that record. */
  readonly sequence: number;
  readonly side: Side;
  /** Futures price in ticks. */
  readonly tick: number;
  readonly size: number;
  readonly cause: TruthCause;
}

const COLUMNS = ['ts_ns', 'sequence', 'side', 'price', 'size_removed', 'cause'] as const;
type Column = (typeof COLUMNS)[number];

/** A row may lie this much before the row above it: times of one feed are not always in order. */
const MAX_DISORDER_NS = 1e9;
const MAX_LINE_CHARS = 4096;
/** As text of one byte a character: the file is numbers and words in ASCII. */
const BYTE_ORDER_MARK = '\u00EF\u00BB\u00BF';
/** Compressed text may grow without end; what a piece of it holds must not. */
const CHUNK_BYTES = 1 << 16;

/** How prices and times of a truth file are read. */
export interface TruthScale {
  readonly clock: TradingClock;
  /** Futures tick in price units of 1e-9. */
  readonly tickNanos: number;
}

/**
 * Reads a truth file row by row: CSV with a heading that names its columns in any order, plain or
 * gzip by content. Fields are numbers and words, so there is no quoting; every field is checked.
 * Memory is bounded by one piece of the file.
 */
export class TruthFile {
  /** Data rows read so far. */
  rowCount = 0;
  readonly #path: string;
  readonly #scale: TruthScale;
  readonly #stream: Readable;
  readonly #pieces: AsyncIterator<string>;
  readonly #places: Record<Column, number>;
  #text = '';
  #at = 0;
  #line = 0;
  #hasEnded = false;
  #lastNs = Number.NEGATIVE_INFINITY;
  /** The row that {@link next} stands on. */
  #row: TruthRow | undefined;

  private constructor(path: string, scale: TruthScale, stream: Readable) {
    this.#path = path;
    this.#scale = scale;
    this.#stream = stream;
    this.#pieces = stream[Symbol.asyncIterator]() as AsyncIterator<string>;
    this.#places = { ts_ns: 0, sequence: 0, side: 0, price: 0, size_removed: 0, cause: 0 };
  }

  /**
   * Opens the file and reads its heading.
   * @throws BreakwaterError (bad-input) when it cannot be read or a column is missing
   */
  static async open(path: string, scale: TruthScale): Promise<TruthFile> {
    const file = new TruthFile(path, scale, await openText(path));
    try {
      file.#readHeading((await file.#nextLine()) ?? '');
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  /**
   * The next row if it is not later than `untilNs` (session ns) and already in memory; undefined
   * says that {@link next} must be asked.
   */
  takeRow(untilNs: number): TruthRow | undefined {
    if (this.#row === undefined) {
      const line = this.#takeLine();
      if (line === undefined || line === '') return undefined;
      this.#row = this.#parse(line);
    }
    if (this.#row.timeNs > untilNs) return undefined;
    const row = this.#row;
    this.#row = undefined;
    return row;
  }

  /**
   * The next row if it is not later than `untilNs` (session ns), else undefined; reads on where
   * needed.
   * @throws BreakwaterError (bad-input) naming the row and field that is wrong
   */
  async next(untilNs: number): Promise<TruthRow | undefined> {
    while (this.#row === undefined) {
      const line = await this.#nextLine();
      if (line === undefined) return undefined;
      if (line !== '') this.#row = this.#parse(line);
    }
    return this.takeRow(untilNs);
  }

  close(): void {
    this.#stream.destroy();
  }

  #readHeading(line: string): void {
    const names = line.replace(BYTE_ORDER_MARK, '').split(',');
    for (const column of COLUMNS) {
      const place = names.indexOf(column);
      if (place < 0) {
        throw this.#wrong(
          `The truth file has no column ${column}.`,
          column,
          COLUMNS.join(','),
          line,
        );
      }
      this.#places[column] = place;
    }
  }

  #parse(line: string): TruthRow {
    this.rowCount++;
    const fields = line.split(',');
    const row: TruthRow = {
      timeNs: this.#time(this.#field(fields, 'ts_ns')),
      sequence: this.#whole(fields, 'sequence'),
      side: this.#choice(fields, 'side', 'B', 'A') === 'B' ? BID : ASK,
      tick: this.#tick(this.#field(fields, 'price')),
      size: this.#whole(fields, 'size_removed'),
      cause: this.#choice(fields, 'cause', 'FILL', 'PULL'),
    };
    if (row.timeNs < this.#lastNs - MAX_DISORDER_NS) {
      throw this.#wrong(
        'The rows of the truth file are not in the order of time.',
        'ts_ns',
        'a time at most 1 s before that of the rows above',
        this.#field(fields, 'ts_ns'),
      );
    }
    this.#lastNs = Math.max(this.#lastNs, row.timeNs);
    return row;
  }

  #field(fields: readonly string[], column: Column): string {
    const text = fields[this.#places[column]];
    if (text !== undefined) return text;
    throw this.#bad(column, 'a value', 'nothing');
  }

  #time(text: string): number {
    const { clock } = this.#scale;
    if (/^\d{7,19}$/.test(text)) {
      // Unix ns do not fit a double: ms and the rest of the ns do.
      const timeNs = clock.fromUnixMs(Number(text.slice(0, -6))) + Number(text.slice(-6));
      if (Number.isSafeInteger(timeNs)) return timeNs;
    }
    throw this.#bad('ts_ns', 'Unix ns within 104 days of the session', text);
  }

  #tick(text: string): number {
    const match = /^(-?)(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text);
    if (match !== null) {
      const [, sign = '', units = '', decimals = ''] = match;
      const nanos = Number(units) * 1e9 + Number(decimals.padEnd(9, '0'));
      const tick = nanos / this.#scale.tickNanos;
      if (Number.isInteger(tick)) return sign === '' || tick === 0 ? tick : -tick;
    }
    const size = this.#scale.tickNanos / 1e9;
    throw this.#bad('price', `a futures price, a multiple of ${size}`, text);
  }

  #whole(fields: readonly string[], column: Column): number {
    const text = this.#field(fields, column);
    if (/^\d{1,10}$/.test(text)) return Number(text);
    throw this.#bad(column, 'a whole number', text);
  }

  #choice<C extends string>(fields: readonly string[], column: Column, a: C, b: C): C {
    const text = this.#field(fields, column);
    if (text === a || text === b) return text as C;
    throw this.#bad(column, `${a} or ${b}`, text);
  }

  #bad(column: Column, expected: string, found: string): BreakwaterError {
    return this.#wrong('A row of the truth file cannot be used.', column, expected, found);
  }

  #wrong(message: string, column: Column, expected: string, found: string): BreakwaterError {
    return new BreakwaterError('bad-input', message, {
      place: {
        file: this.#path,
        field: `${column}, line ${Math.max(1, this.#line)}`,
        expected,
        found: JSON.stringify(found.slice(0, 80)),
      },
      remedy: 'Correct the file, or write it anew.',
    });
  }

  /** The next whole line already in memory. */
  #takeLine(): string | undefined {
    const end = this.#text.indexOf('\n', this.#at);
    if (end < 0) return undefined;
    const line = this.#text.slice(this.#at, this.#text[end - 1] === '\r' ? end - 1 : end);
    this.#at = end + 1;
    this.#line++;
    return line;
  }

  /** The next line, reading on where needed; undefined at the end of the file. */
  async #nextLine(): Promise<string | undefined> {
    for (;;) {
      const line = this.#takeLine();
      if (line !== undefined) return line;
      if (this.#hasEnded) return undefined;
      await this.#readPiece();
    }
  }

  async #readPiece(): Promise<void> {
    const rest = this.#text.slice(this.#at);
    if (rest.length > MAX_LINE_CHARS) {
      this.#line++;
      throw this.#bad('ts_ns', `a line of at most ${MAX_LINE_CHARS} characters`, rest);
    }
    let piece: IteratorResult<string>;
    try {
      piece = await this.#pieces.next();
    } catch (error) {
      throw unreadable(this.#path, error, `after line ${this.#line}`);
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
