import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { NO_AGGRESSOR } from './eventChanges.ts';
import type { OrderBook } from './orderBook.ts';

/** Whether a price is at or inside a limit of an order that takes from `resting`. */
const isWithin = (resting: Side, tick: number, limitTick: number): boolean =>
  resting === ASK ? tick <= limitTick : tick >= limitTick;

/**
 * Executes an incoming order against one side, best price first and first in, first out at each
 * price. Notes one trade per price.
 * @param resting side that is taken from
 * @param limitTick worst price it may trade at; ±Infinity for a market order
 * @returns contracts that found no match
 */
export function execute(book: OrderBook, resting: Side, size: number, limitTick: number): number {
  const levels = book.sideOf(resting);
  let left = size;
  while (left > 0) {
    const tick = levels.bestOccupiedTick();
    if (Number.isNaN(tick) || !isWithin(resting, tick, limitTick)) break;
    const executed = book.executeFront(resting, tick, left);
    book.changes.noteTrade(resting, tick, executed);
    left -= executed;
  }
  return left;
}

/** What a limit order asks for. */
export interface LimitOrder {
  side: Side;
  tick: number;
  /** Displayed contracts; 0 for a hidden order. */
  size: number;
  reserve: number;
  tag: number;
}

/**
 * Accepts a limit order in continuous trading: matches what crosses, rests what is left.
 * @returns the number of the resting order; undefined when all of it was executed
 */
export function submitLimit(book: OrderBook, order: LimitOrder): number | undefined {
  const { side, tick, size, reserve, tag } = order;
  const left = execute(book, side === BID ? ASK : BID, size + reserve, tick);
  if (left === 0) return undefined;
  const shown = Math.min(size, left);
  return book.rest(side, tick, shown, left - shown, tag);
}

/** The outcome of an auction: the price at which it clears and the contracts that trade. */
export interface Clearing {
  readonly tick: number;
  readonly volume: number;
}

/**
 * Finds the price that trades the most contracts, hidden ones included; of several, the one that
 * leaves the least unmatched, then the one nearest to the middle of the crossed prices.
 * @returns undefined when the book does not cross
 */
export function findClearing(book: OrderBook): Clearing | undefined {
  const low = book.asks.bestOccupiedTick();
  const high = book.bids.bestOccupiedTick();
  if (!(low <= high)) return undefined;
  let supply = 0;
  let demand = 0;
  for (let tick = low; tick <= high; tick++) demand += contractsAt(book, BID, tick);
  let best: Clearing | undefined;
  let bestSurplus = Infinity;
  const middle = (low + high) / 2;
  for (let tick = low; tick <= high; tick++) {
    supply += contractsAt(book, ASK, tick);
    const volume = Math.min(supply, demand);
    const surplus = Math.abs(supply - demand);
    if (
      best === undefined ||
      volume > best.volume ||
      (volume === best.volume &&
        (surplus < bestSurplus ||
          (surplus === bestSurplus && Math.abs(tick - middle) < Math.abs(best.tick - middle))))
    ) {
      best = { tick, volume };
      bestSurplus = surplus;
    }
    demand -= contractsAt(book, BID, tick);
  }
  return best;
}

/**
 * Uncrosses the book at one price: the best orders of both sides trade there until the clearing
 * volume is done. Notes one trade without an aggressor; the book does not cross afterwards.
 * @returns undefined when there was nothing to uncross
 */
export function uncross(book: OrderBook): Clearing | undefined {
  const clearing = findClearing(book);
  if (clearing === undefined) return undefined;
  for (const side of [BID, ASK]) {
    const levels = book.sideOf(side);
    for (let left = clearing.volume; left > 0;) {
      left -= book.executeFront(side, levels.bestOccupiedTick(), left);
    }
  }
  book.changes.noteTrade(NO_AGGRESSOR, clearing.tick, clearing.volume);
  return clearing;
}

/** All contracts at a price, hidden ones too. */
function contractsAt(book: OrderBook, side: Side, tick: number): number {
  const levels = book.sideOf(side);
  const { size, reserve, next } = book.orders;
  let total = 0;
  for (let order = levels.front[tick - levels.baseTick] ?? -1; order >= 0;) {
    total += (size[order] ?? 0) + (reserve[order] ?? 0);
    order = next[order] ?? -1;
  }
  return total;
}
