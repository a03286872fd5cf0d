import type { TrailColumns } from '../core/protocol.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

const COLUMNS = [
  'ts',
  'spot',
  'high',
  'low',
  'vwap',
  'buy_volume',
  'sell_volume',
  'print',
  'print_size',
] as const;
type Column = (typeof COLUMNS)[number];

/** One snap of the trail, in the units of {@link TrailColumns}. */
export type TrailRow = Readonly<Record<Column, number>>;

const CHUNK_ROWS = 4096;
/** Two million rows, 151 MB: almost six days of snaps four times a second. Then the oldest go. */
const MAX_CHUNKS = 512;

/** All rows of a run's trail, append-only and bounded; row numbers are the snaps' sequences. */
export class TrailStore {
  /** One array per chunk, column after column, each {@link CHUNK_ROWS} long. */
  #chunks: Float64Array[] = [];
  #droppedChunks = 0;
  #next = 0;

  /** Sequence of the oldest row still kept. */
  get first(): number {
    return this.#droppedChunks * CHUNK_ROWS;
  }

  /** Sequence the next row will have. */
  get next(): number {
    return this.#next;
  }

  append(row: TrailRow): void {
    const offset = this.#next % CHUNK_ROWS;
    if (offset === 0) this.#addChunk();
    const chunk = this.#chunks.at(-1);
    if (chunk === undefined) throw new Error('Invariant: the trail has a chunk to write to');
    COLUMNS.forEach((column, index) => {
      chunk[index * CHUNK_ROWS + offset] = row[column];
    });
    this.#next++;
  }

  /** Takes over the rows of another trail before number `next`. Full chunks never change: they are shared. */
  takeOver(other: TrailStore, next: number): void {
    this.#droppedChunks = other.#droppedChunks;
    this.#next = Math.max(next, other.first);
    const chunks = Math.ceil(this.#next / CHUNK_ROWS) - this.#droppedChunks;
    this.#chunks = other.#chunks.slice(0, chunks);
    const last = this.#chunks.pop();
    if (last !== undefined) this.#chunks.push(last.slice());
  }

  transfer(state: StateTransfer): void {
    this.#droppedChunks = state.number(this.#droppedChunks);
    this.#next = state.number(this.#next);
    state.list(this.#chunks, (chunk = new Float64Array(COLUMNS.length * CHUNK_ROWS)) => {
      state.column(chunk, 0, chunk.length);
      return chunk;
    });
  }

  #addChunk(): void {
    if (this.#chunks.length === MAX_CHUNKS) {
      this.#chunks.shift();
      this.#droppedChunks++;
    }
    this.#chunks.push(new Float64Array(COLUMNS.length * CHUNK_ROWS));
  }

  /** Rows from sequence `from` (or the oldest kept) on, at most `maxRows`, as fresh arrays. */
  slice(from: number, maxRows: number): TrailColumns {
    const start = Math.min(Math.max(from, this.first), this.#next);
    const rows = Math.min(this.#next - start, maxRows);
    const column = (name: Column): Float64Array => this.#column(COLUMNS.indexOf(name), start, rows);
    return {
      first_sequence: start,
      ts: column('ts'),
      spot: column('spot'),
      high: column('high'),
      low: column('low'),
      vwap: column('vwap'),
      buy_volume: column('buy_volume'),
      sell_volume: column('sell_volume'),
      print: column('print'),
      print_size: column('print_size'),
    };
  }

  #column(index: number, start: number, rows: number): Float64Array {
    const values = new Float64Array(rows);
    let done = 0;
    while (done < rows) {
      const sequence = start + done;
      const offset = sequence % CHUNK_ROWS;
      const count = Math.min(rows - done, CHUNK_ROWS - offset);
      const chunk = this.#chunks[Math.floor(sequence / CHUNK_ROWS) - this.#droppedChunks];
      if (chunk === undefined) throw new Error('Invariant: rows that are kept have a chunk');
      const begin = index * CHUNK_ROWS + offset;
      values.set(chunk.subarray(begin, begin + count), done);
      done += count;
    }
    return values;
  }
}
