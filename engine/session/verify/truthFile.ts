import { namesOf, TruthFields } from './truthFields.ts';
import { TruthLines } from './truthLines.ts';

/** A row may lie this much before the row above it: times of one feed are not always in order. */
export const MAX_DISORDER_NS = 1e9;

interface TimedRow {
  /** Session ns. */
  readonly timeNs: number;
}

/** What a kind of truth file holds. */
export interface TruthFormat<Column extends string, Row extends TimedRow> {
  /** Columns that it must have, in any order; `ts_ns` is the time of a row. */
  readonly columns: readonly ('ts_ns' | Column)[];
  /** @throws BreakwaterError (bad-input) naming line and field that is wrong */
  readonly parse: (fields: TruthFields<'ts_ns' | Column>) => Row;
}

/** The names of a file's columns: they tell what kind of truth it holds. */
export async function truthColumns(path: string): Promise<string[]> {
  const lines = await TruthLines.open(path);
  try {
    return namesOf((await lines.next()) ?? '');
  } finally {
    lines.close();
  }
}

/**
 * Reads a truth file row by row: CSV with a heading that names its columns in any order, plain or
 * gzip by content.
 */
export class TruthFile<Row extends TimedRow> {
  /** Data rows read so far. */
  rowCount = 0;
  readonly #lines: TruthLines;
  readonly #parse: (line: string) => Row;
  #lastNs = Number.NEGATIVE_INFINITY;
  /** The row that {@link next} stands on. */
  #row: Row | undefined;

  private constructor(lines: TruthLines, parse: (line: string) => Row) {
    this.#lines = lines;
    this.#parse = parse;
  }

  /**
   * Opens the file and reads its heading.
   * @throws BreakwaterError (bad-input) when it cannot be read or a column is missing
   */
  static async open<Column extends string, Row extends TimedRow>(
    path: string,
    { columns, parse }: TruthFormat<Column, Row>,
  ): Promise<TruthFile<Row>> {
    const lines = await TruthLines.open(path);
    try {
      const fields = new TruthFields(lines, (await lines.next()) ?? '', columns);
      return new TruthFile(lines, (line) => {
        fields.set(line);
        return parse(fields);
      });
    } catch (error) {
      lines.close();
      throw error;
    }
  }

  /**
   * The next row if it is not later than `untilNs` (session ns) and already in memory; undefined
   * says that {@link next} must be asked.
   */
  takeRow(untilNs: number): Row | undefined {
    if (this.#row === undefined) {
      const line = this.#lines.take();
      if (line === undefined || line === '') return undefined;
      this.#row = this.#read(line);
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
  async next(untilNs: number): Promise<Row | undefined> {
    while (this.#row === undefined) {
      const line = await this.#lines.next();
      if (line === undefined) return undefined;
      if (line !== '') this.#row = this.#read(line);
    }
    return this.takeRow(untilNs);
  }

  /** Hands over every row that is not later than `untilNs`. */
  async each(untilNs: number, take: (row: Row) => void): Promise<void> {
    for (;;) {
      const row = this.takeRow(untilNs) ?? (await this.next(untilNs));
      if (row === undefined) return;
      take(row);
    }
  }

  close(): void {
    this.#lines.close();
  }

  #read(line: string): Row {
    this.rowCount++;
    const row = this.#parse(line);
    if (row.timeNs < this.#lastNs - MAX_DISORDER_NS) {
      throw this.#lines.wrong(
        'The rows of the truth file are not in the order of time.',
        'ts_ns',
        'a time at most 1 s before that of the rows above',
        line,
      );
    }
    this.#lastNs = Math.max(this.#lastNs, row.timeNs);
    return row;
  }
}
