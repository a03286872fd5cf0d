import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { execute } from '../exchange/matching.ts';
import type { OrderBook } from '../exchange/orderBook.ts';
import type { Prng } from '../prng.ts';
import { BOUGHT, SOLD, UNPROMPTED, type Stimulus } from './arrivals.ts';
import type { Conditions } from './conditions.ts';
import { Makers } from './makers.ts';
import { limitSize, marketSize, MOVE } from './sizes.ts';

/** Where price is not held it may go this far beyond its target, in usual spreads. */
const LOOSE = 0.6;
/** After a trade others follow: how likely market orders are against the usual share, */
const FOLLOWERS_FACTOR = 6;
const UNPROMPTED_FACTOR = 0.7;
/** and how often they go in its direction. */
const FOLLOW_PER_MILLE = 700;
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
  readonly makers: Makers;
  readonly #book: OrderBook;
  readonly #prng: Prng;
  readonly #conditions: Conditions;
  /** Signs and remaining children of the split orders that are being worked. */
  readonly #splitSigns = [1, -1, 1];
  readonly #splitLeft = [0, 0, 0];

  constructor(prng: Prng, book: OrderBook, conditions: Conditions) {
    this.#prng = prng;
    this.#book = book;
    this.#conditions = conditions;
    this.makers = new Makers(prng, book, conditions);
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
    const { targetTicks, spreadTicks } = this.#conditions;
    const drift = (targetTicks - (bid + ask) / 2) / spreadTicks;
    if (ask - bid > spreadTicks && prng.chance(700)) {
      return this.#improve(drift, bid, ask);
    }
    const urgency = clamp(Math.abs(drift) - MOVE, 0, 4);
    const following = stimulus === UNPROMPTED ? UNPROMPTED_FACTOR : FOLLOWERS_FACTOR;
    if (prng.chance(this.#conditions.aggressionPerMille * following + 60 * urgency)) {
      const direction = this.#marketOrder(drift, stimulus);
      if (direction !== UNPROMPTED) return direction;
    }
    this.makers.limitOrder(drift, bid, ask);
    return UNPROMPTED;
  }

  /** An act while orders may cross: around the target, on both sides of it. */
  actInAuction(): void {
    const prng = this.#prng;
    const side: Side = prng.chance(500) ? BID : ASK;
    const behind = this.makers.drawLevel() * this.#conditions.gapTicks;
    const eager = prng.chance(220) ? prng.between(1, 8) * this.#conditions.gapTicks : 0;
    const target = Math.round(this.#conditions.targetTicks);
    const tick = side === BID ? target - behind + eager : target + 1 + behind - eager;
    const have = this.#book.sideOf(side).depthAt(tick);
    if (have > 0 && prng.chance(420)) {
      this.makers.withdraw(side, tick, limitSize(prng), have);
      return;
    }
    this.#book.rest(side, tick, limitSize(prng), 0, 0);
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
      this.makers.rest(side, side === BID ? bid + by : ask - by, this.#prng.between(2, 12));
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
    const mayMove = room >= (this.#conditions.isHeld ? MOVE : -LOOSE);
    let size = marketSize(this.#prng);
    if (mayMove) {
      const takesAll = best <= 66 && this.#prng.chance(room >= MOVE ? 400 : 60);
      if (takesAll) this.#takeAll(resting, tick, best);
      else execute(this.#book, resting, size, tick);
    } else {
      // Too thin to trade without moving price off its target.
      size = Math.min(size, best - 3);
      if (size < 1) return UNPROMPTED;
      execute(this.#book, resting, size, tick);
    }
    return direction === 1 ? BOUGHT : SOLD;
  }

  /**
   * Takes all that the best price shows: just that, or a little of the next price too, or by a limit
   * order whose rest then stands at the price it took.
   */
  #takeAll(resting: Side, tick: number, best: number): void {
    const prng = this.#prng;
    const manner = prng.below(100);
    if (manner < 75) {
      execute(this.#book, resting, best, tick);
    } else if (manner < 85) {
      const reach = this.#conditions.gapTicks;
      const size = best + prng.between(1, 12);
      execute(this.#book, resting, size, resting === ASK ? tick + reach : tick - reach);
    } else {
      this.makers.submit(resting === ASK ? BID : ASK, tick, best + limitSize(prng));
    }
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
      if (sign * drift > -MOVE) {
        this.#splitLeft[split] = (this.#splitLeft[split] ?? 0) - 1;
        return sign;
      }
    }
    if (stimulus !== UNPROMPTED && prng.chance(FOLLOW_PER_MILLE)) {
      const direction = stimulus === BOUGHT ? 1 : -1;
      if (direction * drift > -MOVE) return direction;
    }
    return leaning;
  }
}

/** Children of a split order: longer than n with probability about n^−1.5. */
function drawSplit(prng: Prng): number {
  let children = 1;
  while (children < 1024 && prng.chance(354)) children *= 2;
  return children + prng.below(children);
}
