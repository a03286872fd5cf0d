import type { StateTransfer } from '../core/stateTransfer.ts';

const PAGE_BITS = 8;
const PAGE_TICKS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_TICKS - 1;

/** Window sums of 256 neighbouring ticks of one book side. */
export class TickPage {
  readonly added = new Float64Array(PAGE_TICKS);
  readonly pulled = new Float64Array(PAGE_TICKS);
  readonly filled = new Float64Array(PAGE_TICKS);
  /** Flow records in the window, per tick. */
  readonly records = new Float64Array(PAGE_TICKS);
  /** Sequence of the newest flow record, per tick; meaningful only while that record lives. */
  readonly newest = new Float64Array(PAGE_TICKS).fill(-1);
  /** Flow records in the window over the whole page: at 0 the page can go. */
  liveRecords = 0;

  transfer(state: StateTransfer): void {
    for (const sums of [this.added, this.pulled, this.filled, this.records, this.newest]) {
      state.column(sums, 0, PAGE_TICKS);
    }
    this.liveRecords = state.number(this.liveRecords);
  }
}

/**
 * Sums per tick of one book side, in pages that exist only where there are flows: a lookup costs a
 * shift and usually no hashing, and memory follows the number of live records, not the price range.
 */
export class TickTable {
  readonly #pages = new Map<number, TickPage>();
  #cachedKey = Number.NaN;
  #cachedPage: TickPage | undefined;

  /** Index of a tick inside its page. */
  static slot(tick: number): number {
    return tick & PAGE_MASK;
  }

  find(tick: number): TickPage | undefined {
    const key = tick >> PAGE_BITS;
    if (key === this.#cachedKey) return this.#cachedPage;
    this.#cachedKey = key;
    this.#cachedPage = this.#pages.get(key);
    return this.#cachedPage;
  }

  ensure(tick: number): TickPage {
    const found = this.find(tick);
    if (found !== undefined) return found;
    const page = new TickPage();
    this.#pages.set(tick >> PAGE_BITS, page);
    this.#cachedPage = page;
    return page;
  }

  /** Forgets a page without live records. */
  release(tick: number): void {
    this.#pages.delete(tick >> PAGE_BITS);
    this.#cachedKey = Number.NaN;
    this.#cachedPage = undefined;
  }

  clear(): void {
    this.#pages.clear();
    this.#cachedKey = Number.NaN;
    this.#cachedPage = undefined;
  }

  transfer(state: StateTransfer): void {
    state.map(this.#pages, (key, page = new TickPage()) => {
      const savedKey = state.number(key ?? 0);
      page.transfer(state);
      return [savedKey, page];
    });
    this.#cachedKey = Number.NaN;
    this.#cachedPage = undefined;
  }
}
