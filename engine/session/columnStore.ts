import type { StateTransfer } from '../core/stateTransfer.ts';

/** How much a {@link ColumnStore} holds: whole chunks go when there are more, the oldest first. */
export interface ColumnLimits {
  readonly chunkRows: number;
  readonly maxChunks: number;
}

/** Rows of numbers, append-only, numbered from 0 and bounded, kept column by column. */
export class ColumnStore<C extends string> {
  readonly #columns: readonly C[];
  readonly #chunkRows: number;
  readonly #maxChunks: number;
  /** One array per chunk, column after column. */
  #chunks: Float64Array[] = [];
  #droppedChunks = 0;
  #next = 0;

  constructor(columns: readonly C[], { chunkRows, maxChunks }: ColumnLimits) {
    this.#columns = columns;
    this.#chunkRows = chunkRows;
    this.#maxChunks = maxChunks;
  }

  /** Number of the oldest row still kept. */
  get first(): number {
    return this.#droppedChunks * this.#chunkRows;
  }

  /** Number the next row will have. */
  get next(): number {
    return this.#next;
  }

  append(row: Readonly<Record<C, number>>): void {
    const offset = this.#next % this.#chunkRows;
    if (offset === 0) this.#addChunk();
    const chunk = this.#chunkOf(this.#next);
    this.#columns.forEach((column, index) => {
      chunk[index * this.#chunkRows + offset] = row[column];
    });
    this.#next++;
  }

  /** Takes over the rows of another store before number `next`. Full chunks never change: they are shared. */
  takeOver(other: ColumnStore<C>, next: number): void {
    this.#droppedChunks = other.#droppedChunks;
    this.#next = Math.max(next, other.first);
    const chunks = Math.ceil(this.#next / this.#chunkRows) - this.#droppedChunks;
    this.#chunks = other.#chunks.slice(0, chunks);
    const last = this.#chunks.pop();
    if (last !== undefined) this.#chunks.push(last.slice());
  }

  transfer(state: StateTransfer): void {
    this.#droppedChunks = state.number(this.#droppedChunks);
    this.#next = state.number(this.#next);
    state.list(this.#chunks, (chunk = this.#newChunk()) => {
      state.column(chunk, 0, chunk.length);
      return chunk;
    });
  }

  /** Number of the first row that {@link columns} gives for `from`. */
  firstFrom(from: number): number {
    return Math.min(Math.max(from, this.first), this.#next);
  }

  /** Rows from number `from` (or the oldest kept) on, at most `maxRows`, as fresh arrays. */
  columns(from: number, maxRows: number): Record<C, Float64Array> {
    const start = this.firstFrom(from);
    const rows = Math.min(this.#next - start, maxRows);
    const entries = this.#columns.map((column, index) => [
      column,
      this.#column(index, start, rows),
    ]);
    return Object.fromEntries(entries) as Record<C, Float64Array>;
  }

  #column(index: number, start: number, rows: number): Float64Array {
    const values = new Float64Array(rows);
    for (let done = 0; done < rows;) {
      const offset = (start + done) % this.#chunkRows;
      const count = Math.min(rows - done, this.#chunkRows - offset);
      const begin = index * this.#chunkRows + offset;
      values.set(this.#chunkOf(start + done).subarray(begin, begin + count), done);
      done += count;
    }
    return values;
  }

  #chunkOf(row: number): Float64Array {
    const chunk = this.#chunks[Math.floor(row / this.#chunkRows) - this.#droppedChunks];
    if (chunk === undefined) throw new Error('Invariant: rows that are kept have a chunk');
    return chunk;
  }

  #addChunk(): void {
    if (this.#chunks.length === this.#maxChunks) {
      this.#chunks.shift();
      this.#droppedChunks++;
    }
    this.#chunks.push(this.#newChunk());
  }

  #newChunk(): Float64Array {
    return new Float64Array(this.#columns.length * this.#chunkRows);
  }
}
