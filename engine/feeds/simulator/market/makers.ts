import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { submitLimit, type LimitOrder } from '../exchange/matching.ts';
import type { OrderBook } from '../exchange/orderBook.ts';
import { NO_ORDER } from '../exchange/orderPool.ts';
import type { Prng } from '../prng.ts';
import type { Conditions } from './conditions.ts';
import { drawTable } from './drawTable.ts';
import { limitSize, MOVE, WantedDepth } from './sizes.ts';

/** How often levels get orders and cancels, by distance from the best price. */
const LEVEL_DRAWS = drawTable([36, 19, 12, 8, 6, 5, 4, 4, 3, 3, 2, 1, 1, 1, 1, 1]);
/** The makers' doings where they have a purpose: largest order or cancel. */
const ZONE_ORDER = 22;
/** Orders of a queue that a cancel passes over at most, from the back. */
const MAX_QUEUE_STEPS = 12;
const NO_ZONE = { side: BID, fromTick: 0, toTick: 0, depthPercent: 100, sharePerMille: 0 };

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * Those of the crowd who make the book: limit orders and cancels by distance from the best price, so
 * that depth returns to what makers want there; cancels mostly from the back of the queue.
 */
export class Makers {
  readonly #book: OrderBook;
  readonly #prng: Prng;
  readonly #conditions: Conditions;
  readonly #wanted: WantedDepth;
  readonly #order: LimitOrder = { side: BID, tick: 0, size: 0, reserve: 0, tag: 0 };

  constructor(prng: Prng, book: OrderBook, conditions: Conditions) {
    this.#prng = prng;
    this.#book = book;
    this.#conditions = conditions;
    this.#wanted = new WantedDepth(conditions);
  }

  /**
   * An order, a cancel or a change of one trader somewhere in the book.
   * @param drift from the mid to where price is drawn, in usual spreads
   * @param bid best bid
   * @param ask best ask
   */
  limitOrder(drift: number, bid: number, ask: number): void {
    const zone = this.#drawZone();
    if (zone >= 0 && this.#zoneOrder(zone, drift, bid, ask)) return;
    const prng = this.#prng;
    const { gapTicks } = this.#conditions;
    const side: Side = prng.chance(500) ? BID : ASK;
    const best = side === BID ? bid : ask;
    const level = this.drawLevel();
    const distance = level * gapTicks;
    const tick = side === BID ? best - distance : best + distance;
    if (this.#conditions.isDeserted(side, tick)) return;
    if (gapTicks > 1 && !this.#wanted.isUsed(side, tick)) {
      this.#sparseOrder(side, best, distance);
      return;
    }
    this.#orderAt(side, tick, distance, drift);
  }

  /** Puts orders at bare prices out of sight, so that the book goes on when price moves. */
  deepen(side: Side, fromTick: number, toTick: number): void {
    const step = side === BID ? -1 : 1;
    const levels = this.#book.sideOf(side);
    for (let tick = fromTick; (toTick - tick) * step >= 0; tick += step) {
      if (levels.depthAt(tick) > 0 || !this.#wanted.isUsed(side, tick)) continue;
      let left = Math.round(this.#wanted.at(side, tick, Math.abs(tick - fromTick), 0));
      while (left > 0) {
        const size = Math.min(left, limitSize(this.#prng) + this.#prng.below(4));
        this.#book.rest(side, tick, size, 0, 0);
        left -= size;
      }
    }
  }

  /** Sends an order, or changes one to the same end. */
  rest(side: Side, tick: number, size: number): void {
    // Now and then a maker changes an order instead of sending one.
    const modifies = this.#prng.chance(this.#conditions.modifyPerMille);
    if (modifies && this.#modify(side, tick, size)) return;
    this.submit(side, tick, size);
  }

  /** Sends a limit order, which trades at once where it can. */
  submit(side: Side, tick: number, size: number): void {
    const order = this.#order;
    order.side = side;
    order.tick = tick;
    order.size = size;
    submitLimit(this.#book, order);
  }

  /**
   * Takes one order, or a part of it, from a price: late comers give up their place sooner.
   * @param size contracts that may leave
   * @param have contracts at the price
   */
  withdraw(side: Side, tick: number, size: number, have: number): void {
    const { orders } = this.#book;
    const levels = this.#book.sideOf(side);
    let order = levels.back[tick - levels.baseTick] ?? NO_ORDER;
    let skips = this.#prng.below(MAX_QUEUE_STEPS) >> this.#prng.below(3);
    while (order !== NO_ORDER) {
      const shown = orders.size[order] ?? 0;
      if (orders.tag[order] === 0 && shown > 0) {
        const before = orders.previous[order] ?? NO_ORDER;
        if (skips <= 0 || before === NO_ORDER) {
          // Where a whole order is more than may leave, a part of it goes.
          const isTooMuch = shown > size && shown > have - size;
          const isLarge = shown > 3 * size;
          if (isTooMuch || (isLarge && this.#prng.chance(500))) this.#book.reduce(order, size);
          else this.#book.cancel(order);
          return;
        }
        skips--;
      }
      order = orders.previous[order] ?? NO_ORDER;
    }
  }

  /** Distance from the best price, in usual gaps. */
  drawLevel(): number {
    return LEVEL_DRAWS[this.#prng.below(LEVEL_DRAWS.length)] ?? 0;
  }

  /** Between used prices of a thin book: an order at some price nearby, or the end of one there. */
  #sparseOrder(side: Side, best: number, distance: number): void {
    const behind = distance + this.#prng.below(this.#conditions.gapTicks);
    const tick = side === BID ? best - behind : best + behind;
    const levels = this.#book.sideOf(side);
    const have = levels.depthAt(tick);
    if (have > 0) this.withdraw(side, tick, have, have);
    else if (this.#wanted.isUsed(side, tick) || this.#prng.chance(120)) {
      this.rest(side, tick, limitSize(this.#prng));
    }
  }

  #orderAt(side: Side, tick: number, distance: number, drift: number): void {
    const prng = this.#prng;
    const have = this.#book.sideOf(side).depthAt(tick);
    const wanted = this.#wanted.at(side, tick, distance / this.#conditions.gapTicks, drift);
    const shortfall = clamp((wanted - have) / wanted, -1, 1);
    const gap = Math.abs(wanted - have);
    const usual = limitSize(prng);
    const size = Math.max(usual, gap > 40 ? prng.below(Math.ceil(gap / 5)) : 0);
    if (prng.chance(500 + 460 * shortfall)) this.rest(side, tick, size);
    else this.#cancel(side, tick, have, size, distance === 0, drift);
  }

  /**
   * In a zone makers act with one purpose: to bring each price to the size they want there.
   * @returns false when there is nothing to do at the price that was looked at
   */
  #zoneOrder(zone: number, drift: number, bid: number, ask: number): boolean {
    const { side, fromTick, toTick } = this.#conditions.zones[zone] ?? NO_ZONE;
    const tick = this.#prng.between(fromTick, toTick);
    const distance = side === BID ? bid - tick : tick - ask;
    if (distance < 0 || distance >= 10 * this.#conditions.gapTicks) return false;
    const have = this.#book.sideOf(side).depthAt(tick);
    const gap = this.#wanted.at(side, tick, distance / this.#conditions.gapTicks, drift) - have;
    if (Math.abs(gap) < Math.max(3, have / 8)) return false;
    const size = Math.min(Math.ceil(Math.abs(gap)), this.#prng.between(2, ZONE_ORDER));
    if (gap > 0) this.rest(side, tick, size);
    else this.#cancel(side, tick, have, size, distance === 0, drift);
    return true;
  }

  #drawZone(): number {
    const { zones } = this.#conditions;
    if (zones.length === 0) return -1;
    let draw = this.#prng.below(1000);
    for (let zone = 0; zone < zones.length; zone++) {
      draw -= zones[zone]?.sharePerMille ?? 0;
      if (draw < 0) return zone;
    }
    return -1;
  }

  /** Raises the last order of the price, or brings one of a price nearby here. */
  #modify(side: Side, tick: number, size: number): boolean {
    const levels = this.#book.sideOf(side);
    const { tag } = this.#book.orders;
    if (this.#prng.chance(300)) {
      const last = levels.back[tick - levels.baseTick] ?? NO_ORDER;
      if (last === NO_ORDER || tag[last] !== 0 || (this.#book.orders.size[last] ?? 0) === 0) {
        return false;
      }
      this.#book.enlarge(last, size);
      return true;
    }
    const from = side === BID ? tick - 1 : tick + 1;
    const mover = levels.back[from - levels.baseTick] ?? NO_ORDER;
    const opposite = this.#book.sideOf(side === BID ? ASK : BID).bestOccupiedTick();
    const crosses = side === BID ? tick >= opposite : tick <= opposite;
    if (mover === NO_ORDER || tag[mover] !== 0 || crosses) return false;
    this.#book.move(mover, tick);
    return true;
  }

  #cancel(
    side: Side,
    tick: number,
    have: number,
    size: number,
    isBest: boolean,
    drift: number,
  ): void {
    const pullsAway = side === BID ? -drift : drift;
    const limit = this.#conditions.isHeld ? MOVE : 0;
    // The last contracts of a price leave only where price may go through it.
    const keep = isBest && pullsAway >= limit && have < 25 ? 0 : 2;
    const leaving = Math.min(keep === 0 ? have : size, have - keep);
    if (leaving >= 1) this.withdraw(side, tick, leaving, have);
  }
}
