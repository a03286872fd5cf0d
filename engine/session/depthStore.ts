import { DEPTH_TICKS, type DepthColumns } from '../core/protocol.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { MarketState } from '../market/marketState.ts';
import { lowestDepthTick, readDepth } from './readDepth.ts';

/** One column a second of the session. */
const STEP_MS = 1000;
const CHUNK_COLUMNS = 1024;
/** 600,000 columns, 50 MB: a week of seconds. Then the oldest go. */
const MAX_CHUNKS = 600;

interface DepthChunk {
  readonly ts: Float64Array;
  readonly ratio: Float64Array;
  readonly firstTick: Int32Array;
  readonly sizes: Uint16Array;
}

const newChunk = (): DepthChunk => ({
  ts: new Float64Array(CHUNK_COLUMNS),
  ratio: new Float64Array(CHUNK_COLUMNS),
  firstTick: new Int32Array(CHUNK_COLUMNS),
  sizes: new Uint16Array(CHUNK_COLUMNS * DEPTH_TICKS),
});

const copyOf = ({ ts, ratio, firstTick, sizes }: DepthChunk): DepthChunk => ({
  ts: ts.slice(),
  ratio: ratio.slice(),
  firstTick: firstTick.slice(),
  sizes: sizes.slice(),
});

/** Displayed depth over a run, second by second; append-only and bounded. */
export class DepthStore {
  #chunks: DepthChunk[] = [];
  #droppedChunks = 0;
  #next = 0;

  /** Number of the oldest column still kept. */
  get first(): number {
    return this.#droppedChunks * CHUNK_COLUMNS;
  }

  /** Number the next column will have. */
  get next(): number {
    return this.#next;
  }

  /** Whether a second has passed since the last column. */
  isDue(ts: number): boolean {
    const before = this.#next - 1;
    if (before < this.first) return true;
    return ts - (this.#chunkOf(before).ts[before % CHUNK_COLUMNS] ?? 0) >= STEP_MS;
  }

  /** Reads the book as it stands; where there is none, nothing is kept. */
  append(ts: number, market: MarketState): void {
    const firstTick = lowestDepthTick(market.book);
    if (firstTick === undefined) return;
    const offset = this.#next % CHUNK_COLUMNS;
    if (offset === 0) this.#addChunk();
    const chunk = this.#chunkOf(this.#next);
    chunk.ts[offset] = ts;
    chunk.ratio[offset] = market.converter.ratio;
    chunk.firstTick[offset] = firstTick;
    readDepth(market.book, firstTick, chunk.sizes, offset * DEPTH_TICKS);
    this.#next++;
  }

  /** Takes over the columns of another store before number `next`; full chunks are shared. */
  takeOver(other: DepthStore, next: number): void {
    this.#droppedChunks = other.#droppedChunks;
    this.#next = Math.max(next, other.first);
    const chunks = Math.ceil(this.#next / CHUNK_COLUMNS) - this.#droppedChunks;
    this.#chunks = other.#chunks.slice(0, chunks);
    const last = this.#chunks.pop();
    if (last !== undefined) this.#chunks.push(copyOf(last));
  }

  transfer(state: StateTransfer): void {
    this.#droppedChunks = state.number(this.#droppedChunks);
    this.#next = state.number(this.#next);
    state.list(this.#chunks, (chunk = newChunk()) => {
      for (const column of [chunk.ts, chunk.ratio, chunk.firstTick, chunk.sizes]) {
        state.column(column, 0, column.length);
      }
      return chunk;
    });
  }

  /** Columns from number `from` (or the oldest kept) on, at most `maxColumns`, as fresh arrays. */
  slice(from: number, maxColumns: number): DepthColumns {
    const start = Math.min(Math.max(from, this.first), this.#next);
    const count = Math.min(this.#next - start, maxColumns);
    const columns = {
      first_column: start,
      ts: new Float64Array(count),
      ratio: new Float64Array(count),
      first_tick: new Int32Array(count),
      sizes: new Uint16Array(count * DEPTH_TICKS),
    };
    for (let done = 0; done < count;) {
      const offset = (start + done) % CHUNK_COLUMNS;
      const end = offset + Math.min(count - done, CHUNK_COLUMNS - offset);
      const { ts, ratio, firstTick, sizes } = this.#chunkOf(start + done);
      columns.ts.set(ts.subarray(offset, end), done);
      columns.ratio.set(ratio.subarray(offset, end), done);
      columns.first_tick.set(firstTick.subarray(offset, end), done);
      columns.sizes.set(
        sizes.subarray(offset * DEPTH_TICKS, end * DEPTH_TICKS),
        done * DEPTH_TICKS,
      );
      done += end - offset;
    }
    return columns;
  }

  #chunkOf(column: number): DepthChunk {
    const chunk = this.#chunks[Math.floor(column / CHUNK_COLUMNS) - this.#droppedChunks];
    if (chunk === undefined) throw new Error('Invariant: columns that are kept have a chunk');
    return chunk;
  }

  #addChunk(): void {
    if (this.#chunks.length === MAX_CHUNKS) {
      this.#chunks.shift();
      this.#droppedChunks++;
    }
    this.#chunks.push(newChunk());
  }
}
