import type { Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** Columns that double together; a list keeps its room, so that nothing is allocated per event. */
const INITIAL_CAPACITY = 256;

/** What trades and decreases that wait for each other have in common, in the order they came. */
export class OpenList {
  count = 0;
  timeNs = new Float64Array(INITIAL_CAPACITY);
  /** Side and tick in one number, see {@link placeOf}. */
  place = new Float64Array(INITIAL_CAPACITY);
  /** Contracts at first, and those still without a partner. */
  size = new Float64Array(INITIAL_CAPACITY);
  left = new Float64Array(INITIAL_CAPACITY);
  /** Trades: the flow record booked next after it. Decreases: their own flow record. */
  flow = new Float64Array(INITIAL_CAPACITY);
  /** Decreases: how much speaks against a fill, see {@link DOUBT}. */
  doubt = new Uint8Array(INITIAL_CAPACITY);
  /** Decreases: contracts matched since the last snap. */
  matched = new Float64Array(INITIAL_CAPACITY);
  /** Indices in the order of matching. */
  order = new Int32Array(INITIAL_CAPACITY);

  add(timeNs: number, place: number, size: number, flow: number, doubt: number): void {
    if (this.count === this.timeNs.length) this.#grow();
    const index = this.count++;
    this.timeNs[index] = timeNs;
    this.place[index] = place;
    this.size[index] = size;
    this.left[index] = size;
    this.flow[index] = flow;
    this.doubt[index] = doubt;
    this.matched[index] = 0;
  }

  /** Drops what has found its partners and what is older than `oldestNs`. */
  prune(oldestNs: number): void {
    let kept = 0;
    for (let index = 0; index < this.count; index++) {
      if ((this.timeNs[index] ?? 0) < oldestNs || this.left[index] === 0) continue;
      this.timeNs[kept] = this.timeNs[index] ?? 0;
      this.place[kept] = this.place[index] ?? 0;
      this.size[kept] = this.size[index] ?? 0;
      this.left[kept] = this.left[index] ?? 0;
      this.flow[kept] = this.flow[index] ?? 0;
      this.doubt[kept] = this.doubt[index] ?? 0;
      this.matched[kept] = 0;
      kept++;
    }
    this.count = kept;
  }

  /** Puts {@link order} by place, then size, then age, and returns it. */
  sorted(): Int32Array {
    const order = this.order.subarray(0, this.count);
    for (let index = 0; index < this.count; index++) order[index] = index;
    const { place, size } = this;
    return order.sort(
      (a, b) => (place[a] ?? 0) - (place[b] ?? 0) || (size[a] ?? 0) - (size[b] ?? 0) || a - b,
    );
  }

  transfer(state: StateTransfer): void {
    this.count = state.number(this.count);
    while (this.timeNs.length < this.count) this.#grow();
    const { timeNs, place, size, left, flow, doubt, matched } = this;
    for (const column of [timeNs, place, size, left, flow, doubt, matched]) {
      state.column(column, 0, this.count);
    }
  }

  #grow(): void {
    const capacity = this.timeNs.length * 2;
    this.timeNs = longer(this.timeNs, new Float64Array(capacity));
    this.place = longer(this.place, new Float64Array(capacity));
    this.size = longer(this.size, new Float64Array(capacity));
    this.left = longer(this.left, new Float64Array(capacity));
    this.flow = longer(this.flow, new Float64Array(capacity));
    this.doubt = longer(this.doubt, new Uint8Array(capacity));
    this.matched = longer(this.matched, new Float64Array(capacity));
    this.order = new Int32Array(capacity);
  }
}

/** Side and tick as one number: ticks are below 2^30 in magnitude. */
export const placeOf = (side: Side, tick: number): number => tick * 2 + side;

/**
 * How much a decrease looks like a cancellation. One message cancels one order, a trade goes on
 * until it is filled: whoever takes several orders or prices at once has traded.
 */
export const DOUBT = {
  /** Several orders or several prices went in one record. */
  none: 0,
  /** Part of an order went, or the feed counts no orders. */
  some: 1,
  /** Exactly one order went. */
  more: 2,
  /** Better prices stay, or the side grew elsewhere in the same record: a fill only at its time. */
  implausible: 3,
} as const;

function longer<C extends Float64Array | Uint8Array>(column: C, larger: C): C {
  larger.set(column);
  return larger;
}
