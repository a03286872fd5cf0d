import type { Side } from '../../../core/events.ts';
import { BID } from '../../../core/events.ts';
import type { Prng } from '../prng.ts';
import type { Trading } from './trading.ts';

/** Orders and contracts of a wall at a price away from the market. */
interface Wall {
  /** Spoofed walls vanish when price comes near; defended ones are filled up again. */
  readonly kind: 'spoofed' | 'defended';
  readonly side: Side;
  readonly tick: number;
  readonly tag: number;
  readonly orders: number[];
  /** Displayed contracts that a defended wall is brought back to. */
  readonly size: number;
  /** Contracts its owner is still ready to add. */
  budget: number;
  readonly untilNs: number;
  isLeaving: boolean;
  /** When its owner acts next. */
  dueNs: number;
}

/** A spoofed wall leaves when the best price of its side is this near, ticks. */
const NEAR_TICKS = 2;
const SPOOF_ORDERS = 5;

/**
 * Traders who show size they want seen. A spoofed wall is pulled, order by order within
 * milliseconds, when price approaches or after some seconds; a defended one is filled up again,
 * each time by a new order, until its owner has enough.
 */
export class Walls {
  /** When the next of them acts. */
  nextNs = Infinity;
  readonly #trading: Trading;
  readonly #prng: Prng;
  #walls: Wall[] = [];

  constructor(trading: Trading, prng: Prng) {
    this.#trading = trading;
    this.#prng = prng;
  }

  /** Puts up a wall, as one event of several orders at one price. */
  put(nowNs: number, kind: Wall['kind'], side: Side, tick: number, size: number): void {
    if (this.#trading.wouldCross(side, tick)) return;
    const tag = this.#trading.newTag();
    const orders: number[] = [];
    for (let left = size; left > 0;) {
      const part = Math.min(left, Math.ceil(size / SPOOF_ORDERS));
      orders.push(this.#trading.book.rest(side, tick, part, 0, tag));
      left -= part;
    }
    const untilNs = nowNs + this.#prng.between(8_000, 40_000) * 1e6;
    const budget = kind === 'defended' ? size * this.#prng.between(2, 6) : 0;
    const isLeaving = false;
    const dueNs = untilNs;
    this.#walls.push({
      kind,
      side,
      tick,
      tag,
      orders,
      size,
      budget,
      untilNs,
      isLeaving,
      dueNs,
    });
    this.#findNext();
  }

  /** Looks at what an event did; to be called after each one. */
  watch(nowNs: number): void {
    if (this.#walls.length === 0) return;
    for (const wall of this.#walls) {
      if (wall.isLeaving || wall.dueNs <= nowNs) continue;
      if (wall.kind === 'spoofed') this.#watchSpoof(wall, nowNs);
      else if (wall.dueNs === wall.untilNs && wall.budget > 0 && this.#shownBy(wall) < wall.size) {
        wall.dueNs = Math.min(wall.untilNs, nowNs + this.#prng.between(150_000, 3_000_000));
      }
    }
    this.#findNext();
  }

  /** Lets the wall whose time has come act: one order is withdrawn or added. */
  act(nowNs: number): void {
    const wall = this.#walls.find(({ dueNs }) => dueNs <= nowNs);
    if (wall === undefined) return this.#findNext();
    if (this.#trading.mode === 'halted') wall.dueNs = nowNs + 1e9;
    else if (wall.isLeaving || wall.untilNs <= nowNs) this.#withdraw(wall, nowNs);
    else this.#fillUp(wall);
    this.#findNext();
  }

  #watchSpoof(wall: Wall, nowNs: number): void {
    const best = this.#trading.best(wall.side);
    const distance = wall.side === BID ? best - wall.tick : wall.tick - best;
    // Written so that an empty side (NaN) counts as near.
    if (distance > NEAR_TICKS) return;
    wall.isLeaving = true;
    wall.dueNs = nowNs + this.#prng.between(80_000, 900_000);
  }

  #withdraw(wall: Wall, nowNs: number): void {
    wall.isLeaving = true;
    for (let order = wall.orders.pop(); order !== undefined; order = wall.orders.pop()) {
      if (!this.#trading.isResting(order, wall.tag)) continue;
      this.#trading.book.cancel(order);
      wall.dueNs = nowNs + this.#prng.between(30_000, 600_000);
      return;
    }
    this.#walls = this.#walls.filter((other) => other !== wall);
  }

  #fillUp(wall: Wall): void {
    const size = Math.min(wall.budget, wall.size - this.#shownBy(wall));
    wall.dueNs = wall.untilNs;
    wall.budget -= Math.max(0, size);
    if (size <= 0 || this.#trading.wouldCross(wall.side, wall.tick)) return;
    wall.orders.push(this.#trading.book.rest(wall.side, wall.tick, size, 0, wall.tag));
  }

  #shownBy(wall: Wall): number {
    const { size } = this.#trading.book.orders;
    let shown = 0;
    for (const order of wall.orders) {
      if (this.#trading.isResting(order, wall.tag)) shown += size[order] ?? 0;
    }
    return shown;
  }

  #findNext(): void {
    let nextNs = Infinity;
    for (const { dueNs } of this.#walls) nextNs = Math.min(nextNs, dueNs);
    this.nextNs = nextNs;
  }
}
