import type { Side } from '../../core/events.ts';
import { ASK, BID } from '../../core/events.ts';
import { OrderBook, type Fill } from './orderBook.ts';
import type { Prng } from './prng.ts';

/** A stretch of ticks where makers want other sizes than usual. */
export interface TickZone {
  readonly side: Side;
  readonly fromTick: number;
  readonly toTick: number;
  readonly depthPercent: number;
  readonly sharePerMille: number;
}

/** What the traders of the moment are up to. */
export interface MarketConditions {
  /** Where price is drawn to, in ticks, fractions allowed. */
  targetTicks: number;
  /** −100 all sells … 100 all buys. */
  pressure: number;
  /** Share of market orders, per mille. */
  aggressionPerMille: number;
  zones: readonly TickZone[];
}

/** What becomes visible of the traders' acts, in order. */
export interface MarketListener {
  /** A market order executed; what {@link OrderBook.levels} displays is still the book before it. */
  onTrade(resting: Side, fills: readonly Fill[]): void;
  /** Follows {@link onTrade}: the book without the contracts that were taken. */
  onExecuted(resting: Side, last: Fill): void;
  onAdd(side: Side, tick: number, size: number): void;
  onCancel(side: Side, tick: number, size: number): void;
}

/** Contracts that makers want to show by distance from the best price. */
const USUAL_DEPTH = [58, 88, 102, 108, 112, 114, 118, 118, 122, 124] as const;
const DEEP_LEVEL = 130;
/** Which levels orders and cancels go to, by distance from the best price. */
const LEVEL_WEIGHTS = [16, 13, 11, 10, 9, 9, 8, 8, 8, 8] as const;
/** Ticks behind the best price that always hold orders, seen or not. */
const SEEDED_TICKS = 24;
/** Largest order or cancel of the makers in a zone. */
const ZONE_ORDER = 22;
/** Price moves only when the target is at least this far from the mid, ticks. */
const MOVE_TICKS = 0.75;

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * The traders of one future. Each act is a limit order, a cancel, a better quote or a market order,
 * drawn so that sizes return to what makers want and price is drawn to the target.
 */
export class FuturesMarket {
  readonly book: OrderBook;
  conditions: MarketConditions;
  readonly #prng: Prng;
  readonly #listener: MarketListener;

  constructor(prng: Prng, conditions: MarketConditions, listener: MarketListener) {
    this.#prng = prng;
    this.conditions = conditions;
    this.#listener = listener;
    const bestBid = Math.floor(conditions.targetTicks);
    this.book = new OrderBook(bestBid, bestBid + 1);
    for (const side of [BID, ASK]) this.#seed(side, 0);
  }

  /** One act of one trader. */
  act(): void {
    const drift = this.conditions.targetTicks - this.book.midTicks();
    if (this.book.spreadTicks() > 1 && this.#prng.chance(700)) return this.#improve(drift);
    const urgency = Math.min(4, Math.max(0, Math.abs(drift) - MOVE_TICKS));
    if (this.#prng.chance(this.conditions.aggressionPerMille + 60 * urgency)) {
      if (this.#marketOrder(drift)) return;
    }
    this.#limitOrder(drift);
  }

  /** A large market order that may run through several prices: one part of a sweep. */
  sweep(direction: 1 | -1, size: number, limitTicks: number): void {
    this.#execute(direction === 1 ? ASK : BID, size, limitTicks);
  }

  /** Someone quotes inside the spread, on the side that brings the mid nearer to the target. */
  #improve(drift: number): void {
    const side = drift > 0 || (drift === 0 && this.#prng.chance(500)) ? BID : ASK;
    const tick = this.book.tickBehind(side, -1);
    const size = this.#prng.between(4, 26);
    this.book.add(side, tick, size, this.#ordersIn(size));
    this.#listener.onAdd(side, tick, size);
  }

  /** @returns false when the best price is too thin to trade without moving price off target */
  #marketOrder(drift: number): boolean {
    const lean = 500 + 110 * clamp(drift, -3, 3) + 4 * this.conditions.pressure;
    const direction = this.#prng.chance(clamp(lean, 15, 985)) ? 1 : -1;
    const resting = direction === 1 ? ASK : BID;
    const best = this.book.size(resting, this.book.best(resting));
    if (direction * drift >= MOVE_TICKS) {
      const takesAll = best <= 66 && this.#prng.chance(400);
      this.#execute(resting, takesAll ? best : Math.min(best, this.#marketSize()), 1);
      return true;
    }
    const size = Math.min(this.#marketSize(), best - 3);
    if (size < 1) return false;
    this.#execute(resting, size, 1);
    return true;
  }

  #execute(resting: Side, size: number, limitTicks: number): void {
    const before = this.book.best(resting);
    const fills = this.book.take(resting, size, limitTicks);
    const last = fills.at(-1);
    if (last === undefined) return;
    this.#listener.onTrade(resting, fills);
    if (this.book.best(resting) !== before) this.#seed(resting, USUAL_DEPTH.length);
    this.#listener.onExecuted(resting, last);
  }

  #limitOrder(drift: number): void {
    const zone = this.#drawZone();
    if (zone !== undefined && this.#zoneOrder(zone, drift)) return;
    const side = this.#prng.chance(500) ? BID : ASK;
    const tick = this.book.tickBehind(side, this.#prng.weighted(LEVEL_WEIGHTS));
    if (this.#isDeserted(side, tick)) return;
    const have = this.book.size(side, tick);
    const wanted = this.#wantedSize(side, tick, drift);
    const shortfall = clamp((wanted - have) / wanted, -1, 1);
    const size = this.#limitSize(Math.abs(wanted - have));
    if (this.#prng.chance(500 + 460 * shortfall)) this.#add(side, tick, size);
    else this.#cancel(side, tick, have, size, drift);
  }

  /**
   * In a zone makers act with one purpose: to bring each price to the size they want there.
   * @returns false when there is nothing to do at the price that was looked at
   */
  #zoneOrder({ side, fromTick, toTick }: TickZone, drift: number): boolean {
    const tick = this.#prng.between(fromTick, toTick);
    const distance = this.book.distance(side, tick);
    if (distance < 0 || distance >= USUAL_DEPTH.length) return false;
    const have = this.book.size(side, tick);
    const gap = this.#wantedSize(side, tick, drift) - have;
    if (Math.abs(gap) < Math.max(3, have / 8)) return false;
    const size = Math.min(Math.ceil(Math.abs(gap)), this.#prng.between(2, ZONE_ORDER));
    if (gap > 0) this.#add(side, tick, size);
    else this.#cancel(side, tick, have, size, drift);
    return true;
  }

  #add(side: Side, tick: number, size: number): void {
    this.book.add(side, tick, size, this.#ordersIn(size));
    this.#listener.onAdd(side, tick, size);
  }

  #cancel(side: Side, tick: number, have: number, size: number, drift: number): void {
    const pricePullsAway = side === BID ? drift <= -MOVE_TICKS : drift >= MOVE_TICKS;
    const isBest = this.book.distance(side, tick) === 0;
    // The last contracts of a price leave only where price is on its way through it.
    const keep = isBest && pricePullsAway && have < 25 ? 0 : 2;
    const leaving = Math.min(keep === 0 ? have : size, have - keep);
    if (leaving < 1) return;
    this.book.cancel(side, tick, leaving);
    if (leaving === have) this.#seed(side, USUAL_DEPTH.length);
    this.#listener.onCancel(side, tick, leaving);
  }

  /** Where makers withdraw, nobody else quotes either. */
  #isDeserted(side: Side, tick: number): boolean {
    return this.conditions.zones.some(
      (zone) =>
        zone.depthPercent < 50 &&
        zone.side === side &&
        tick >= zone.fromTick &&
        tick <= zone.toTick,
    );
  }

  #drawZone(): TickZone | undefined {
    let draw = this.#prng.below(1000);
    for (const zone of this.conditions.zones) {
      draw -= zone.sharePerMille;
      if (draw < 0) return zone;
    }
    return undefined;
  }

  #wantedSize(side: Side, tick: number, drift: number): number {
    const distance = this.book.distance(side, tick);
    let wanted: number = USUAL_DEPTH[distance] ?? DEEP_LEVEL;
    if (distance === 0) {
      const towards = side === BID ? -drift : drift;
      if (towards >= MOVE_TICKS) wanted *= 0.3;
      else if (towards <= -MOVE_TICKS) wanted *= 1.4;
    }
    wanted *= 0.7 + tickTexture(side, tick) * 0.6;
    for (const zone of this.conditions.zones) {
      if (zone.side === side && tick >= zone.fromTick && tick <= zone.toTick) {
        wanted *= zone.depthPercent / 100;
      }
    }
    return Math.max(4, wanted);
  }

  /** Puts orders on the unseen prices behind the best so that none is bare when it comes into view. */
  #seed(side: Side, fromDistance: number): void {
    for (let distance = fromDistance; distance < SEEDED_TICKS; distance++) {
      const tick = this.book.tickBehind(side, distance);
      if (this.book.size(side, tick) > 0) continue;
      const size = Math.round(this.#wantedSize(side, tick, 0));
      this.book.add(side, tick, size, this.#ordersIn(size));
    }
  }

  #marketSize(): number {
    const kind = this.#prng.weighted([62, 28, 10]);
    if (kind === 0) return this.#prng.between(1, 3);
    return kind === 1 ? this.#prng.between(4, 12) : this.#prng.between(13, 45);
  }

  /** Small as a rule; the larger the gap to what is wanted, the larger the orders that close it. */
  #limitSize(gap: number): number {
    const kind = this.#prng.weighted([55, 33, 12]);
    const usual = [1, this.#prng.between(2, 4), this.#prng.between(5, 14)][kind] ?? 1;
    return Math.max(usual, gap > 40 ? this.#prng.below(Math.ceil(gap / 5)) : 0);
  }

  #ordersIn(size: number): number {
    return Math.max(1, Math.round((size * this.#prng.between(20, 60)) / 100));
  }
}

/** A fixed pseudo-random 0…1 for each price, so that the book keeps its own relief. */
function tickTexture(side: Side, tick: number): number {
  let hash = Math.imul(tick * 2 + side + 1, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
