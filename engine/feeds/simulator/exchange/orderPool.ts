import { doubled } from './eventChanges.ts';

/** Ends a list of orders: no order has this number. */
export const NO_ORDER = -1;

/**
 * All resting orders in typed arrays, one number per order. Numbers of orders that are gone are used
 * again, so that a session of any length runs in the memory of its fullest moment.
 */
export class OrderPool {
  /** Displayed contracts; 0 for a fully hidden order. */
  size = new Int32Array(4096);
  /** Contracts behind the displayed ones (iceberg), or all of a hidden order. */
  reserve = new Int32Array(4096);
  /** Displayed contracts after a refresh; 0 for orders that are no iceberg. */
  peak = new Int32Array(4096);
  tick = new Int32Array(4096);
  /** 0 bid, 1 ask. */
  side = new Uint8Array(4096);
  /** Whose order it is: see `PlacedOrder`; 0 for the crowd's and for free numbers. */
  tag = new Int32Array(4096);
  /** Neighbours in the queue of the price, towards the back and the front. */
  next = new Int32Array(4096);
  previous = new Int32Array(4096);
  #used = 0;
  #firstFree = NO_ORDER;

  /** A free number; its fields hold what they held last. */
  take(): number {
    const free = this.#firstFree;
    if (free !== NO_ORDER) {
      this.#firstFree = this.next[free] ?? NO_ORDER;
      return free;
    }
    if (this.#used === this.size.length) this.#grow();
    return this.#used++;
  }

  release(order: number): void {
    this.tag[order] = 0;
    this.size[order] = 0;
    this.reserve[order] = 0;
    this.next[order] = this.#firstFree;
    this.#firstFree = order;
  }

  #grow(): void {
    this.size = doubled(this.size, Int32Array);
    this.reserve = doubled(this.reserve, Int32Array);
    this.peak = doubled(this.peak, Int32Array);
    this.tick = doubled(this.tick, Int32Array);
    this.side = doubled(this.side, Uint8Array);
    this.tag = doubled(this.tag, Int32Array);
    this.next = doubled(this.next, Int32Array);
    this.previous = doubled(this.previous, Int32Array);
  }
}
