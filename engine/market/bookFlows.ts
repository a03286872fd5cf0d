import type { Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { Ring } from './ring.ts';
import { TickTable } from './tickTable.ts';

/** One flow record as it now stands: a change of displayed size at one price, in contracts. */
export interface FlowRecord {
  timeNs: number;
  side: Side;
  tick: number;
  added: number;
  pulled: number;
  filled: number;
}

/** What moved in a range of ticks within the barrier window, in contracts (SPEC §4). */
export interface FlowTotals {
  added: number;
  pulled: number;
  filled: number;
  /** Number of flow records. */
  records: number;
}

/**
 * The book flows of the barrier window: every change of displayed size, and their running sums per
 * (side, tick). Appending and expiring cost O(1); a query adds up the few ticks it names. Records
 * that left the sums stay as long as something may still explain or read them.
 */
export class BookFlows extends Ring {
  readonly #windowNs: number;
  readonly #keepNs: number;
  /** Sequence of the oldest record in the sums, `first` or later. */
  #counted = 0;
  readonly #sums: readonly [TickTable, TickTable] = [new TickTable(), new TickTable()];
  #timeNs = new Float64Array(this.capacity);
  #tick = new Int32Array(this.capacity);
  #side = new Uint8Array(this.capacity);
  #added = new Float64Array(this.capacity);
  #pulled = new Float64Array(this.capacity);
  #filled = new Float64Array(this.capacity);
  /** Sequence of the next older record of the same side and tick. */
  #older = new Float64Array(this.capacity);

  /**
   * @param windowNs records older than this no longer count (half-open window)
   * @param keepNs records up to this age, inclusive, can be revised or read; 0 for none
   */
  constructor(windowNs: number, keepNs = 0) {
    super('barrier window (W_b)');
    this.#windowNs = windowNs;
    this.#keepNs = keepNs;
  }

  /** Books one flow record; exactly one of added and (pulled + filled) is positive. */
  append(
    timeNs: number,
    side: Side,
    tick: number,
    added: number,
    pulled: number,
    filled: number,
  ): void {
    if (this.size === this.capacity) this.expire(timeNs);
    const page = this.#sums[side].ensure(tick);
    const slot = TickTable.slot(tick);
    const sequence = this.next;
    const index = this.claim();
    this.#timeNs[index] = timeNs;
    this.#tick[index] = tick;
    this.#side[index] = side;
    this.#added[index] = added;
    this.#pulled[index] = pulled;
    this.#filled[index] = filled;
    this.#older[index] = page.newest[slot] ?? -1;
    page.newest[slot] = sequence;
    page.added[slot] = (page.added[slot] ?? 0) + added;
    page.pulled[slot] = (page.pulled[slot] ?? 0) + pulled;
    page.filled[slot] = (page.filled[slot] ?? 0) + filled;
    page.records[slot] = (page.records[slot] ?? 0) + 1;
    page.liveRecords++;
  }

  /** Takes what has left the window at `nowNs` out of the sums. */
  expire(nowNs: number): void {
    const limitNs = nowNs - this.#windowNs;
    while (this.#counted < this.next) {
      const index = this.#counted & this.mask;
      if ((this.#timeNs[index] ?? 0) > limitNs) break;
      this.#subtract(index);
      this.#counted++;
    }
    this.#forget(nowNs - this.#keepNs);
  }

  /** Empties the sums, as at a session boundary. What late trades may explain stays. */
  startSession(): void {
    while (this.#counted < this.next) this.#subtract(this.#counted++ & this.mask);
  }

  /** Drops the records that neither the sums nor a look back to `oldestNs` can need. */
  #forget(oldestNs: number): void {
    while (this.first < this.#counted) {
      const index = this.first & this.mask;
      if (this.#keepNs > 0 && (this.#timeNs[index] ?? 0) >= oldestNs) return;
      const tick = this.#tick[index] ?? 0;
      const sums = this.#sums[this.#side[index] === 0 ? 0 : 1];
      if (--sums.ensure(tick).liveRecords === 0) sums.release(tick);
      this.first++;
    }
  }

  #subtract(index: number): void {
    const tick = this.#tick[index] ?? 0;
    const page = this.#sums[this.#side[index] === 0 ? 0 : 1].ensure(tick);
    const slot = TickTable.slot(tick);
    page.added[slot] = (page.added[slot] ?? 0) - (this.#added[index] ?? 0);
    page.pulled[slot] = (page.pulled[slot] ?? 0) - (this.#pulled[index] ?? 0);
    page.filled[slot] = (page.filled[slot] ?? 0) - (this.#filled[index] ?? 0);
    page.records[slot] = (page.records[slot] ?? 0) - 1;
  }

  /**
   * A trade that arrived after its depth change (SPEC §4, FILL_REMATCH_MS): turns `pulled` of the
   * same side and tick into `filled`, newest first, back to `oldestNs` inclusive. A record that no
   * longer counts, of before a session boundary or a short window, uses up the trade all the same.
   *
   * @returns the part of `size` that found nothing to explain
   */
  rematch(side: Side, tick: number, size: number, oldestNs: number): number {
    const page = this.#sums[side].find(tick);
    if (page === undefined) return size;
    const slot = TickTable.slot(tick);
    let left = size;
    let sequence = page.newest[slot] ?? -1;
    while (left > 0 && sequence >= this.first) {
      const index = sequence & this.mask;
      if ((this.#timeNs[index] ?? 0) < oldestNs) break;
      const moved = Math.min(left, this.#pulled[index] ?? 0);
      this.#revise(sequence, moved);
      left -= moved;
      sequence = this.#older[index] ?? -1;
    }
    return left;
  }

  /** Turns up to `size` of what one record pulled into filled; a record that has gone stays gone. */
  fill(sequence: number, size: number): void {
    if (sequence < this.first || sequence >= this.next) return;
    this.#revise(sequence, Math.min(size, this.#pulled[sequence & this.mask] ?? 0));
  }

  #revise(sequence: number, moved: number): void {
    const index = sequence & this.mask;
    this.#pulled[index] = (this.#pulled[index] ?? 0) - moved;
    this.#filled[index] = (this.#filled[index] ?? 0) + moved;
    if (sequence < this.#counted) return;
    const tick = this.#tick[index] ?? 0;
    const page = this.#sums[this.#side[index] === 0 ? 0 : 1].ensure(tick);
    const slot = TickTable.slot(tick);
    page.pulled[slot] = (page.pulled[slot] ?? 0) - moved;
    page.filled[slot] = (page.filled[slot] ?? 0) + moved;
  }

  /** Sequence of the oldest record in the sums. */
  get firstCounted(): number {
    return this.#counted;
  }

  /** Copies the record of a sequence number into `record`; false when it has gone. */
  read(sequence: number, record: FlowRecord): boolean {
    if (sequence < this.first || sequence >= this.next) return false;
    const index = sequence & this.mask;
    record.timeNs = this.#timeNs[index] ?? 0;
    record.side = this.#side[index] === 0 ? 0 : 1;
    record.tick = this.#tick[index] ?? 0;
    record.added = this.#added[index] ?? 0;
    record.pulled = this.#pulled[index] ?? 0;
    record.filled = this.#filled[index] ?? 0;
    return true;
  }

  /** Adds the sums of one tick to `totals`. */
  addTotals(side: Side, tick: number, totals: FlowTotals): void {
    const page = this.#sums[side].find(tick);
    if (page === undefined) return;
    const slot = TickTable.slot(tick);
    totals.added += page.added[slot] ?? 0;
    totals.pulled += page.pulled[slot] ?? 0;
    totals.filled += page.filled[slot] ?? 0;
    totals.records += page.records[slot] ?? 0;
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    this.#counted = state.number(this.#counted);
    for (const table of this.#sums) table.transfer(state);
  }

  protected override columns() {
    return [
      this.#timeNs,
      this.#tick,
      this.#side,
      this.#added,
      this.#pulled,
      this.#filled,
      this.#older,
    ];
  }

  protected override growColumns(): void {
    this.#timeNs = this.regrow(this.#timeNs, new Float64Array(this.capacity));
    this.#tick = this.regrow(this.#tick, new Int32Array(this.capacity));
    this.#side = this.regrow(this.#side, new Uint8Array(this.capacity));
    this.#added = this.regrow(this.#added, new Float64Array(this.capacity));
    this.#pulled = this.regrow(this.#pulled, new Float64Array(this.capacity));
    this.#filled = this.regrow(this.#filled, new Float64Array(this.capacity));
    this.#older = this.regrow(this.#older, new Float64Array(this.capacity));
  }
}
