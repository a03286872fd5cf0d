import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { BookSide } from './bookSide.ts';
import type { EventChanges } from './eventChanges.ts';
import { NO_ORDER, OrderPool } from './orderPool.ts';

/**
 * A limit order book at order level: price levels with first-in-first-out queues. Every change is
 * noted in {@link changes}, which the caller clears when an event begins.
 *
 * Iceberg orders show `size` and keep `reserve` behind it. Hidden orders show nothing and hold
 * their place in the queue like any other, so that executions can leave displayed depth as it was.
 */
export class OrderBook {
  readonly orders = new OrderPool();
  readonly bids: BookSide;
  readonly asks: BookSide;
  readonly changes: EventChanges;

  /** @param aroundTick prices up to 32,768 ticks from it can be held */
  constructor(aroundTick: number, changes: EventChanges) {
    this.bids = new BookSide(BID, aroundTick);
    this.asks = new BookSide(ASK, aroundTick);
    this.changes = changes;
  }

  sideOf(side: Side): BookSide {
    return side === BID ? this.bids : this.asks;
  }

  /**
   * Rests an order at the back of its price's queue. It does not match: see `submitLimit`.
   * @param size displayed contracts; 0 for a hidden order
   * @param reserve contracts that do not show
   * @param tag see {@link OrderPool.tag}
   * @returns the order's number
   */
  rest(side: Side, tick: number, size: number, reserve: number, tag: number): number {
    const levels = this.sideOf(side);
    const index = levels.indexOf(tick);
    const { orders } = this;
    const order = orders.take();
    orders.size[order] = size;
    orders.reserve[order] = reserve;
    orders.peak[order] = size;
    orders.tick[order] = tick;
    orders.side[order] = side;
    orders.tag[order] = tag;
    this.#append(levels, index, order);
    if (size > 0) {
      levels.depth[index] = (levels.depth[index] ?? 0) + size;
      levels.orders[index] = (levels.orders[index] ?? 0) + 1;
      this.changes.noteAdded(side, tick, size, 'add');
    }
    levels.settle(index);
    return order;
  }

  /** Withdraws an order with all its contracts. */
  cancel(order: number): void {
    const { orders } = this;
    const side = orders.side[order] === 0 ? BID : ASK;
    const tick = orders.tick[order] ?? 0;
    const size = orders.size[order] ?? 0;
    const levels = this.sideOf(side);
    const index = tick - levels.baseTick;
    if (size > 0) {
      this.#hide(levels, index, size, 1);
      this.changes.notePulled(side, tick, size, 'cancel', size);
    }
    this.#unlink(levels, index, order);
    orders.release(order);
    levels.settle(index);
  }

  /**
   * Reduces the displayed contracts of an order; it keeps its place in the queue.
   * @param by fewer than it displays
   */
  reduce(order: number, by: number): void {
    const { orders } = this;
    const side = orders.side[order] === 0 ? BID : ASK;
    const tick = orders.tick[order] ?? 0;
    const left = (orders.size[order] ?? 0) - by;
    const levels = this.sideOf(side);
    orders.size[order] = left;
    this.#hide(levels, tick - levels.baseTick, by, 0);
    this.changes.notePulled(side, tick, by, 'modify', left);
  }

  /** Raises the displayed contracts of an order, which moves it to the back of the queue. */
  enlarge(order: number, by: number): void {
    const { orders } = this;
    const side = orders.side[order] === 0 ? BID : ASK;
    const tick = orders.tick[order] ?? 0;
    const levels = this.sideOf(side);
    const index = tick - levels.baseTick;
    orders.size[order] = (orders.size[order] ?? 0) + by;
    this.#unlink(levels, index, order);
    this.#append(levels, index, order);
    levels.depth[index] = (levels.depth[index] ?? 0) + by;
    this.changes.noteAdded(side, tick, by, 'modify');
  }

  /** Moves an order to the back of another price's queue; the price must not cross the other side. */
  move(order: number, tick: number): void {
    const { orders, changes } = this;
    const side = orders.side[order] === 0 ? BID : ASK;
    const size = orders.size[order] ?? 0;
    const from = orders.tick[order] ?? 0;
    const levels = this.sideOf(side);
    const fromIndex = from - levels.baseTick;
    const index = levels.indexOf(tick);
    this.#unlink(levels, fromIndex, order);
    if (size > 0) {
      this.#hide(levels, fromIndex, size, 1);
      changes.notePulled(side, from, size, 'modify', size);
    }
    levels.settle(fromIndex);
    orders.tick[order] = tick;
    this.#append(levels, index, order);
    if (size > 0) {
      levels.depth[index] = (levels.depth[index] ?? 0) + size;
      levels.orders[index] = (levels.orders[index] ?? 0) + 1;
      changes.noteAdded(side, tick, size, 'modify');
    }
    levels.settle(index);
  }

  /**
   * Executes up to `size` contracts of the order at the front of a price's queue. An iceberg whose
   * displayed part is used up shows the next part at once, at the back of the queue.
   * @returns contracts executed
   */
  executeFront(side: Side, tick: number, size: number): number {
    const { orders } = this;
    const levels = this.sideOf(side);
    const index = tick - levels.baseTick;
    const order = levels.front[index] ?? NO_ORDER;
    const displayed = orders.size[order] ?? 0;
    if (displayed === 0) return this.#executeHidden(levels, index, order, size);
    const executed = Math.min(size, displayed);
    const isUsedUp = executed === displayed;
    this.#hide(levels, index, executed, isUsedUp ? 1 : 0);
    orders.size[order] = displayed - executed;
    const label = isUsedUp ? executed : displayed - executed;
    this.changes.noteFilled(side, tick, executed, isUsedUp ? 'cancel' : 'modify', label);
    if (isUsedUp) this.#refresh(levels, index, order, side, tick);
    return executed;
  }

  #executeHidden(levels: BookSide, index: number, order: number, size: number): number {
    const { orders } = this;
    const reserve = orders.reserve[order] ?? 0;
    const executed = Math.min(size, reserve);
    orders.reserve[order] = reserve - executed;
    if (executed === reserve) {
      this.#unlink(levels, index, order);
      orders.release(order);
      levels.settle(index);
    }
    return executed;
  }

  #refresh(levels: BookSide, index: number, order: number, side: Side, tick: number): void {
    const { orders } = this;
    const reserve = orders.reserve[order] ?? 0;
    this.#unlink(levels, index, order);
    if (reserve === 0) {
      orders.release(order);
    } else {
      const shown = Math.min(reserve, orders.peak[order] ?? 0);
      orders.size[order] = shown;
      orders.reserve[order] = reserve - shown;
      this.#append(levels, index, order);
      levels.depth[index] = (levels.depth[index] ?? 0) + shown;
      levels.orders[index] = (levels.orders[index] ?? 0) + 1;
      this.changes.noteAdded(side, tick, shown, 'modify');
    }
    levels.settle(index);
  }

  /** Takes contracts and orders out of a price's displayed depth. */
  #hide(levels: BookSide, index: number, size: number, orders: number): void {
    levels.depth[index] = (levels.depth[index] ?? 0) - size;
    levels.orders[index] = (levels.orders[index] ?? 0) - orders;
  }

  #append(levels: BookSide, index: number, order: number): void {
    const { next, previous } = this.orders;
    const back = levels.back[index] ?? NO_ORDER;
    next[order] = NO_ORDER;
    previous[order] = back;
    if (back === NO_ORDER) levels.front[index] = order;
    else next[back] = order;
    levels.back[index] = order;
  }

  #unlink(levels: BookSide, index: number, order: number): void {
    const { next, previous } = this.orders;
    const after = next[order] ?? NO_ORDER;
    const before = previous[order] ?? NO_ORDER;
    if (before === NO_ORDER) levels.front[index] = after;
    else next[before] = after;
    if (after === NO_ORDER) levels.back[index] = before;
    else previous[after] = before;
  }
}
