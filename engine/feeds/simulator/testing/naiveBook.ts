import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import type { OrderBook } from '../exchange/orderBook.ts';

/** An order of the naive book. */
export interface NaiveOrder {
  readonly id: number;
  readonly side: Side;
  tick: number;
  shown: number;
  reserve: number;
  readonly peak: number;
}

/** One list of orders by time, searched from the start for everything: slow and plain. For tests. */
export class NaiveBook {
  orders: NaiveOrder[] = [];

  rest(order: NaiveOrder): void {
    this.orders.push(order);
  }

  cancel(id: number): void {
    this.orders = this.orders.filter((order) => order.id !== id);
  }

  reduce(id: number, by: number): void {
    this.#get(id).shown -= by;
  }

  /** A larger size or another price: the order goes to the back. */
  requeue(id: number, by: number, tick: number): void {
    const order = this.#get(id);
    this.cancel(id);
    this.orders.push({ ...order, tick, shown: order.shown + by });
  }

  /** @returns contracts by tick that a market order takes */
  execute(resting: Side, size: number, limitTick: number): Map<number, number> {
    const taken = new Map<number, number>();
    for (let left = size; left > 0;) {
      const best = this.#front(resting);
      if (best === undefined || this.#isBeyond(best, limitTick)) break;
      const executed = Math.min(left, best.shown === 0 ? best.reserve : best.shown);
      taken.set(best.tick, (taken.get(best.tick) ?? 0) + executed);
      left -= executed;
      this.#fill(best, executed);
    }
    return taken;
  }

  /** The most contracts that can trade at one price. */
  clearingVolume(): number {
    let most = 0;
    for (const { tick } of this.orders) {
      const demand = this.#total(BID, (other) => other >= tick);
      const supply = this.#total(ASK, (other) => other <= tick);
      most = Math.max(most, Math.min(demand, supply));
    }
    return most;
  }

  /** Displayed contracts by price of a side. */
  depth(side: Side): Map<number, number> {
    const depth = new Map<number, number>();
    for (const order of this.orders) {
      if (order.side !== side || order.shown === 0) continue;
      depth.set(order.tick, (depth.get(order.tick) ?? 0) + order.shown);
    }
    return depth;
  }

  #fill(order: NaiveOrder, executed: number): void {
    if (order.shown === 0) {
      order.reserve -= executed;
      if (order.reserve === 0) this.cancel(order.id);
      return;
    }
    order.shown -= executed;
    if (order.shown > 0) return;
    this.cancel(order.id);
    if (order.reserve === 0) return;
    order.shown = Math.min(order.peak, order.reserve);
    order.reserve -= order.shown;
    this.orders.push(order);
  }

  #front(side: Side): NaiveOrder | undefined {
    const better = (a: NaiveOrder, b: NaiveOrder): NaiveOrder =>
      (side === BID ? b.tick > a.tick : b.tick < a.tick) ? b : a;
    return this.orders
      .filter((order) => order.side === side)
      .reduce<NaiveOrder | undefined>((a, b) => (a === undefined ? b : better(a, b)), undefined);
  }

  #isBeyond({ side, tick }: NaiveOrder, limitTick: number): boolean {
    return side === ASK ? tick > limitTick : tick < limitTick;
  }

  #total(side: Side, holds: (tick: number) => boolean): number {
    return this.orders
      .filter((order) => order.side === side && holds(order.tick))
      .reduce((sum, { shown, reserve }) => sum + shown + reserve, 0);
  }

  #get(id: number): NaiveOrder {
    const order = this.orders.find((other) => other.id === id);
    if (order === undefined) throw new Error(`The naive book has no order ${id}`);
    return order;
  }
}

/** Displayed contracts by price of the real book, read from its ladder. */
export function depthOf(book: OrderBook, side: Side): Map<number, number> {
  const levels = book.sideOf(side);
  const depth = new Map<number, number>();
  for (let tick = levels.bestTick(); !Number.isNaN(tick); tick = levels.tickBehind(tick)) {
    depth.set(tick, levels.depthAt(tick));
  }
  return depth;
}
