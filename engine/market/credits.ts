import type { Side } from '../core/events.ts';

interface CreditQueue {
  readonly timesNs: number[];
  readonly sizes: number[];
}

/**
 * What trades may still explain (SPEC §4, "Credit"): per (side, tick) a queue of traded sizes, each
 * with its own time, that turns displayed decreases into fills. Oldest credit serves first.
 */
export class Credits {
  readonly #matchNs: number;
  readonly #queues = new Map<number, CreditQueue>();
  #newestNs = Number.NEGATIVE_INFINITY;

  /** @param matchNs how long a credit serves after its trade, inclusive */
  constructor(matchNs: number) {
    this.#matchNs = matchNs;
  }

  give(timeNs: number, side: Side, tick: number, size: number): void {
    this.#forgetIfVoid(timeNs);
    this.#newestNs = timeNs;
    const key = tick * 2 + side;
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = { timesNs: [], sizes: [] };
      this.#queues.set(key, queue);
    }
    this.#dropVoid(queue, timeNs);
    queue.timesNs.push(timeNs);
    queue.sizes.push(size);
  }

  /** Takes up to `wanted` contracts of credit and returns how many there were. */
  take(timeNs: number, side: Side, tick: number, wanted: number): number {
    this.#forgetIfVoid(timeNs);
    if (this.#queues.size === 0) return 0;
    const queue = this.#queues.get(tick * 2 + side);
    if (queue === undefined) return 0;
    this.#dropVoid(queue, timeNs);
    let taken = 0;
    while (taken < wanted && queue.sizes.length > 0) {
      const available = queue.sizes[0] ?? 0;
      const used = Math.min(available, wanted - taken);
      taken += used;
      if (used < available) {
        queue.sizes[0] = available - used;
      } else {
        queue.sizes.shift();
        queue.timesNs.shift();
      }
    }
    return taken;
  }

  clear(): void {
    this.#queues.clear();
  }

  #forgetIfVoid(timeNs: number): void {
    if (this.#queues.size > 0 && timeNs - this.#newestNs > this.#matchNs) this.#queues.clear();
  }

  #dropVoid(queue: CreditQueue, timeNs: number): void {
    while (queue.timesNs.length > 0 && timeNs - (queue.timesNs[0] ?? 0) > this.#matchNs) {
      queue.timesNs.shift();
      queue.sizes.shift();
    }
  }
}
