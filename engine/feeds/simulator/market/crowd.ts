import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { execute, submitLimit, type LimitOrder } from '../exchange/matching.ts';
import type { OrderBook } from '../exchange/orderBook.ts';
import { NO_ORDER } from '../exchange/orderPool.ts';
import type { Prng } from '../prng.ts';
import { BOUGHT, SOLD, UNPROMPTED, type Stimulus } from './arrivals.ts';
import type { Conditions } from './conditions.ts';
import { limitSize, marketSize, WantedDepth } from './sizes.ts';

/** How often levels get orders and cancels, by distance from the best price. */
const LEVEL_WEIGHTS = [17, 13, 11, 10, 9, 8, 8, 7, 6, 6, 3, 2, 2, 1, 1, 1] as const;
/** The makers' doings where they have a purpose: largest order or cancel. */
const ZONE_ORDER = 22;
/** Price moves for sure only when the target is at least this far from the mid, ticks. */
const MOVE_TICKS = 0.75;
/** Where price is not held it may go this far beyond its target, ticks. */
const LOOSE_TICKS = 0.6;
/** Orders of a queue that a cancel passes over at most, from the back. */
const MAX_QUEUE_STEPS = 12;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * The crowd of traders of one future, as a zero-intelligence model with memory (in the spirit of
 * Smith, Farmer, Gillemot and Krishnamurthy 2003 and of Cont, Stoikov and Talreja 2010): limit
 * orders and cancels by distance from the best price, so that depth returns to what makers want;
 * cancels mostly from the back of the queue; market orders that lean to a target and come in the
 * long runs of one sign that split orders leave (Lillo, Mike and Farmer 2005).
 */
export class Crowd {
  readonly wanted: WantedDepth;
  readonly #book: OrderBook;
  readonly #prng: Prng;
  readonly #conditions: Conditions;
  readonly #order: LimitOrder = { side: BID, tick: 0, size: 0, reserve: 0, tag: 0 };
  /** Signs and remaining children of the split orders that are being worked. */
  readonly #splitSigns = [1, -1, 1];
  readonly #splitLeft = [0, 0, 0];

  constructor(prng: Prng, book: OrderBook, conditions: Conditions) {
    this.#prng = prng;
    this.#book = book;
    this.#conditions = conditions;
    this.wanted = new WantedDepth(conditions);
  }

  /**
   * One act of one trader in continuous trading.
   * @returns what others saw: a purchase, a sale, or nothing that stirs
   */
  act(stimulus: Stimulus): Stimulus {
    const bid = this.#book.bids.bestTick();
    const ask = this.#book.asks.bestTick();
    if (Number.isNaN(bid) || Number.isNaN(ask)) return this.#restore(bid, ask);
    const prng = this.#prng;
    const drift = this.#conditions.targetTicks - (bid + ask) / 2;
    if (ask - bid > this.#conditions.spreadTicks && prng.chance(700)) {
      return this.#improve(drift, bid, ask);
    }
    const urgency = clamp(Math.abs(drift) - MOVE_TICKS, 0, 4);
    if (prng.chance(this.#conditions.aggressionPerMille + 60 * urgency)) {
      const direction = this.#marketOrder(drift, stimulus);
      if (direction !== UNPROMPTED) return direction;
    }
    this.#limitOrder(drift, bid, ask);
    return UNPROMPTED;
  }

  /** An act while orders may cross: around the target, on both sides of it. */
  actInAuction(): void {
    const prng = this.#prng;
    const side: Side = prng.chance(500) ? BID : ASK;
    const behind = prng.weighted(LEVEL_WEIGHTS) * this.#conditions.gapTicks;
    const eager = prng.chance(140) ? prng.between(1, 8) * this.#conditions.gapTicks : 0;
    const target = Math.round(this.#conditions.targetTicks);
    const tick = side === BID ? target - behind + eager : target + 1 + behind - eager;
    const have = this.#book.sideOf(side).depthAt(tick);
    if (have > 0 && prng.chance(420)) {
      this.#withdraw(side, tick, limitSize(prng), have);
      return;
    }
    this.#book.rest(side, tick, limitSize(prng), 0, 0);
  }

  /** Puts orders at bare prices out of sight, so that the book goes on when price moves. */
  deepen(side: Side, fromTick: number, toTick: number): void {
    const step = side === BID ? -1 : 1;
    const levels = this.#book.sideOf(side);
    for (let tick = fromTick; (toTick - tick) * step >= 0; tick += step) {
      if (levels.depthAt(tick) > 0 || !this.wanted.isUsed(side, tick)) continue;
      let left = Math.round(this.wanted.at(side, tick, Math.abs(tick - fromTick), 0));
      while (left > 0) {
        const size = Math.min(left, limitSize(this.#prng) + this.#prng.below(4));
        this.#book.rest(side, tick, size, 0, 0);
        left -= size;
      }
    }
  }

  /** Someone quotes a side that has nothing left. */
  #restore(bid: number, ask: number): Stimulus {
    const target = Math.round(this.#conditions.targetTicks);
    const half = this.#conditions.spreadTicks;
    if (Number.isNaN(bid)) {
      const tick = Number.isNaN(ask) ? target - half : Math.min(target, ask) - half;
      this.#book.rest(BID, tick, limitSize(this.#prng), 0, 0);
    } else {
      this.#book.rest(ASK, Math.max(target, bid) + half, limitSize(this.#prng), 0, 0);
    }
    return UNPROMPTED;
  }

  /** Someone quotes inside the spread, on the side that brings the mid nearer to the target. */
  #improve(drift: number, bid: number, ask: number): Stimulus {
    const side = drift > 0 || (drift === 0 && this.#prng.chance(500)) ? BID : ASK;
    const room = ask - bid - 1;
    const by = room > 1 ? 1 + this.#prng.below(Math.min(room, this.#conditions.gapTicks)) : 1;
    const orders = this.#prng.between(1, 3);
    for (let order = 0; order < orders; order++) {
      this.#rest(side, side === BID ? bid + by : ask - by, this.#prng.between(2, 12));
    }
    return UNPROMPTED;
  }

  #marketOrder(drift: number, stimulus: Stimulus): Stimulus {
    const direction = this.#drawDirection(drift, stimulus);
    const resting: Side = direction === 1 ? ASK : BID;
    const levels = this.#book.sideOf(resting);
    const tick = levels.bestTick();
    const best = levels.depthAt(tick);
    const room = direction * drift;
    const mayMove = room >= (this.#conditions.isHeld ? MOVE_TICKS : -LOOSE_TICKS);
    let size = marketSize(this.#prng);
    if (mayMove) {
      const takesAll = best <= 66 && this.#prng.chance(room >= MOVE_TICKS ? 400 : 60);
      size = takesAll ? best : Math.min(best, size);
    } else {
      // Too thin to trade without moving price off its target.
      size = Math.min(size, best - 3);
      if (size < 1) return UNPROMPTED;
    }
    execute(this.#book, resting, size, tick);
    return direction === 1 ? BOUGHT : SOLD;
  }

  /** Buy or sell: the next child of a split order, a follower of the last trade, or by the lean. */
  #drawDirection(drift: number, stimulus: Stimulus): 1 | -1 {
    const prng = this.#prng;
    const lean = clamp(500 + 110 * clamp(drift, -3, 3) + 4 * this.#conditions.pressure, 15, 985);
    const leaning = prng.chance(lean) ? 1 : -1;
    if (prng.chance(this.#conditions.splitPerMille)) {
      const split = prng.below(this.#splitLeft.length);
      if ((this.#splitLeft[split] ?? 0) <= 0) {
        this.#splitSigns[split] = leaning;
        this.#splitLeft[split] = drawSplit(prng);
      }
      const sign = (this.#splitSigns[split] ?? 1) > 0 ? 1 : -1;
      // A split order waits while price runs away from where it is wanted.
      if (sign * drift > -MOVE_TICKS) {
        this.#splitLeft[split] = (this.#splitLeft[split] ?? 0) - 1;
        return sign;
      }
    }
    if (stimulus !== UNPROMPTED && prng.chance(250)) {
      const direction = stimulus === BOUGHT ? 1 : -1;
      if (direction * drift > -MOVE_TICKS) return direction;
    }
    return leaning;
  }

  #limitOrder(drift: number, bid: number, ask: number): void {
    const zone = this.#drawZone();
    if (zone >= 0 && this.#zoneOrder(zone, drift, bid, ask)) return;
    const prng = this.#prng;
    const { gapTicks } = this.#conditions;
    const side: Side = prng.chance(500) ? BID : ASK;
    const best = side === BID ? bid : ask;
    const level = prng.weighted(LEVEL_WEIGHTS);
    const distance = level * gapTicks;
    const tick = side === BID ? best - distance : best + distance;
    if (this.#conditions.isDeserted(side, tick)) return;
    if (gapTicks > 1 && !this.wanted.isUsed(side, tick)) {
      this.#sparseOrder(side, best, distance);
      return;
    }
    this.#orderAt(side, tick, distance, drift);
  }

  /** Between used prices of a thin book: an order at some price nearby, or the end of one there. */
  #sparseOrder(side: Side, best: number, distance: number): void {
    const behind = distance + this.#prng.below(this.#conditions.gapTicks);
    const tick = side === BID ? best - behind : best + behind;
    const levels = this.#book.sideOf(side);
    const have = levels.depthAt(tick);
    if (have > 0) this.#withdraw(side, tick, have, have);
    else if (this.wanted.isUsed(side, tick) || this.#prng.chance(120)) {
      this.#rest(side, tick, limitSize(this.#prng));
    }
  }

  #orderAt(side: Side, tick: number, distance: number, drift: number): void {
    const prng = this.#prng;
    const have = this.#book.sideOf(side).depthAt(tick);
    const wanted = this.wanted.at(side, tick, distance / this.#conditions.gapTicks, drift);
    const shortfall = clamp((wanted - have) / wanted, -1, 1);
    const gap = Math.abs(wanted - have);
    const usual = limitSize(prng);
    const size = Math.max(usual, gap > 40 ? prng.below(Math.ceil(gap / 5)) : 0);
    if (prng.chance(500 + 460 * shortfall)) this.#rest(side, tick, size);
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
    const gap = this.wanted.at(side, tick, distance / this.#conditions.gapTicks, drift) - have;
    if (Math.abs(gap) < Math.max(3, have / 8)) return false;
    const size = Math.min(Math.ceil(Math.abs(gap)), this.#prng.between(2, ZONE_ORDER));
    if (gap > 0) this.#rest(side, tick, size);
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

  #rest(side: Side, tick: number, size: number): void {
    const order = this.#order;
    order.side = side;
    order.tick = tick;
    order.size = size;
    // Now and then a maker changes an order instead of sending one.
    if (this.#prng.chance(this.#conditions.modifyPerMille) && this.#modify(side, tick, size))
      return;
    submitLimit(this.#book, order);
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
    const limit = this.#conditions.isHeld ? MOVE_TICKS : 0;
    // The last contracts of a price leave only where price may go through it.
    const keep = isBest && pullsAway >= limit && have < 25 ? 0 : 2;
    const leaving = Math.min(keep === 0 ? have : size, have - keep);
    if (leaving >= 1) this.#withdraw(side, tick, leaving, have);
  }

  /** Takes one order, or a part of it, from the price: late comers give up their place sooner. */
  #withdraw(side: Side, tick: number, size: number, have: number): void {
    const { orders } = this.#book;
    const levels = this.#book.sideOf(side);
    let order = levels.back[tick - levels.baseTick] ?? NO_ORDER;
    let skips = this.#prng.below(MAX_QUEUE_STEPS) >> this.#prng.below(3);
    while (order !== NO_ORDER) {
      const shown = orders.size[order] ?? 0;
      if (orders.tag[order] === 0 && shown > 0) {
        const before = orders.previous[order] ?? NO_ORDER;
        if (skips <= 0 || before === NO_ORDER) {
          if (shown > size && shown > have - size) this.#book.reduce(order, size);
          else if (shown > 3 * size && this.#prng.chance(500)) this.#book.reduce(order, size);
          else this.#book.cancel(order);
          return;
        }
        skips--;
      }
      order = orders.previous[order] ?? NO_ORDER;
    }
  }
}

const NO_ZONE = { side: BID, fromTick: 0, toTick: 0, depthPercent: 100, sharePerMille: 0 };

/** Children of a split order: longer than n with probability about n^−1.5. */
function drawSplit(prng: Prng): number {
  let children = 1;
  while (children < 1024 && prng.chance(354)) children *= 2;
  return children + prng.below(children);
}
