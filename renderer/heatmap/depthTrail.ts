import { DEPTH_TICKS, UNSEEN_DEPTH, type DepthColumns } from '../../engine/core/protocol.ts';
import { firstFrom } from '../chart/firstFrom.ts';

const FIRST_CAPACITY = 1024;
/** Ten minutes of columns decide what is a large size. */
const TOP_COLUMNS = 600;
const TOP_SHARE = 0.99;
/** The top of the scale is looked at again after this many columns, … */
const REVIEW_COLUMNS = 10;
/** … and moves only when it is off by more than this share, so that the picture stays still. */
const TOP_SLACK = 0.15;

function grown<T extends Float64Array | Int32Array | Uint16Array>(old: T, into: T): T {
  into.set(old);
  return into;
}

/** Displayed depth of one run and epoch, a column a second, as far as the screen was told. */
export class DepthTrail {
  #next: number | undefined;
  #count = 0;
  #ts = new Float64Array(FIRST_CAPACITY);
  #ratio = new Float64Array(FIRST_CAPACITY);
  #firstTick = new Int32Array(FIRST_CAPACITY);
  #sizes = new Uint16Array(FIRST_CAPACITY * DEPTH_TICKS);
  #top = 0;
  #reviewed = 0;

  /** Columns there are. */
  get count(): number {
    return this.#count;
  }

  /** Contracts at the top of the colour scale: almost all displayed sizes are smaller; 0 at first. */
  get top(): number {
    return this.#top;
  }

  /** Takes over what is new; columns already known (a reconnect repeats them) are skipped. */
  append({ first_column, ts, ratio, first_tick, sizes }: DepthColumns): void {
    const skipped = Math.min(ts.length, Math.max(0, (this.#next ?? 0) - first_column));
    const added = ts.length - skipped;
    if (added === 0) return;
    this.#reserve(this.#count + added);
    this.#ts.set(ts.subarray(skipped), this.#count);
    this.#ratio.set(ratio.subarray(skipped), this.#count);
    this.#firstTick.set(first_tick.subarray(skipped), this.#count);
    this.#sizes.set(sizes.subarray(skipped * DEPTH_TICKS), this.#count * DEPTH_TICKS);
    this.#count += added;
    this.#next = first_column + ts.length;
    if (this.#count - this.#reviewed >= REVIEW_COLUMNS || this.#top === 0) this.#review();
  }

  /** Unix ms of a column; NaN beyond the last. */
  tsAt(column: number): number {
    return column < this.#count ? (this.#ts[column] ?? Number.NaN) : Number.NaN;
  }

  /** Futures price / level price at a column. */
  ratioAt(column: number): number {
    return this.#ratio[column] ?? Number.NaN;
  }

  /** Futures tick of a column's first size. */
  firstTickAt(column: number): number {
    return this.#firstTick[column] ?? 0;
  }

  /** The sizes of a column; a view, valid until more is appended. */
  sizesAt(column: number): Uint16Array {
    return this.#sizes.subarray(column * DEPTH_TICKS, (column + 1) * DEPTH_TICKS);
  }

  /** The first column at or after a time; Unix ms. */
  columnFrom(ts: number): number {
    return firstFrom(this.#count, (column) => this.#ts[column] ?? Infinity, ts);
  }

  #reserve(count: number): void {
    let capacity = this.#ts.length;
    if (count <= capacity) return;
    while (capacity < count) capacity *= 2;
    this.#ts = grown(this.#ts, new Float64Array(capacity));
    this.#ratio = grown(this.#ratio, new Float64Array(capacity));
    this.#firstTick = grown(this.#firstTick, new Int32Array(capacity));
    this.#sizes = grown(this.#sizes, new Uint16Array(capacity * DEPTH_TICKS));
  }

  #review(): void {
    this.#reviewed = this.#count;
    const first = Math.max(0, this.#count - TOP_COLUMNS) * DEPTH_TICKS;
    const shown = this.#sizes
      .subarray(first, this.#count * DEPTH_TICKS)
      .filter((size) => size > 0 && size !== UNSEEN_DEPTH)
      .sort();
    const top = shown[Math.floor((shown.length - 1) * TOP_SHARE)] ?? 0;
    if (Math.abs(top - this.#top) > this.#top * TOP_SLACK) this.#top = top;
  }
}
