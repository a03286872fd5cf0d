import type { StateTransfer } from '../core/stateTransfer.ts';
import { Alignment } from './alignment.ts';
import { MAX_REACH_NS, OffsetWindow } from './offsetWindow.ts';
import { DOUBT, OpenList } from './openFills.ts';

/** Decreases looked at on each side of a trade's time: a bound for bursts, far beyond real ones. */
const MAX_CANDIDATES = 512;

/** How the trades of an interval met the decreases: evidence for the feed's habit. */
export interface MeetingCounts {
  /** Trades followed, at the same event time, by a decrease of their price: SPEC §4's order. */
  sameTime: number;
  /** Trades whose decrease came before them, or at another time, with exactly their size. */
  apart: number;
}

/**
 * Which trade explains which decrease when trades do not come right before their change (`nearest`).
 * All trades and decreases of one snap interval are matched together at its end:
 *
 * 1. Same side, price and event time, in the order they came, whichever is first.
 * 2. Same side, price and size, inside the {@link OffsetWindow}: as many pairs as possible, then
 *    the nearest in time, then those that look least like a cancellation ({@link DOUBT}).
 * 3. What is left of each trade goes to the nearest decreases of its side and price.
 *
 * Trades and decreases without a partner wait for the next interval as long as the reach goes, but
 * a
 * decrease that two snaps have shown keeps its cause: it only uses its trade up.
 */
export class NearestFills {
  readonly trades = new OpenList();
  readonly decreases = new OpenList();
  readonly window = new OffsetWindow();
  readonly counts: MeetingCounts = { sameTime: 0, apart: 0 };
  readonly #alignment = new Alignment();
  #tradeOrder: Int32Array = new Int32Array(0);
  #decreaseOrder: Int32Array = new Int32Array(0);

  /** Matches what is open; {@link OpenList.matched} of the decreases tells the outcome. */
  match(): void {
    if (this.trades.count === 0 || this.decreases.count === 0) return;
    this.#matchSameTimes();
    this.#tradeOrder = this.trades.sorted();
    this.#decreaseOrder = this.decreases.sorted();
    this.#eachShared(this.#samePlaceAndSize, this.#matchEqual);
    this.#eachShared(this.#samePlace, this.#matchRest);
    this.window.settle();
  }

  /** Forgets what is matched or out of reach at `nowNs`. */
  prune(nowNs: number): void {
    this.trades.prune(nowNs - MAX_REACH_NS);
    this.decreases.prune(nowNs - MAX_REACH_NS);
  }

  clear(): void {
    this.trades.count = 0;
    this.decreases.count = 0;
  }

  transfer(state: StateTransfer): void {
    for (const part of [this.trades, this.decreases, this.window]) part.transfer(state);
    this.counts.sameTime = state.number(this.counts.sameTime);
    this.counts.apart = state.number(this.counts.apart);
  }

  /** Both lists are in the order of time: equal times are met in one walk. */
  #matchSameTimes(): void {
    const { trades, decreases } = this;
    let start = 0;
    for (let trade = 0; trade < trades.count; trade++) {
      const timeNs = trades.timeNs[trade] ?? 0;
      while (start < decreases.count && (decreases.timeNs[start] ?? 0) < timeNs) start++;
      let hadLeft = (trades.left[trade] ?? 0) > 0;
      for (let at = start; at < decreases.count && decreases.timeNs[at] === timeNs; at++) {
        if (decreases.place[at] !== trades.place[trade]) continue;
        if (this.#take(trade, at) === 0 || !hadLeft) continue;
        hadLeft = false;
        this.window.learn(0);
        const isAfter = (decreases.flow[at] ?? 0) >= (trades.flow[trade] ?? 0);
        if (isAfter) this.counts.sameTime++;
        else this.counts.apart++;
      }
    }
  }

  /** Calls `visit` with each pair of runs, one of trades and one of decreases, that compare equal. */
  #eachShared(
    compare: (trade: number, decrease: number) => number,
    visit: (trades: Int32Array, decreases: Int32Array) => void,
  ): void {
    const trades = this.#tradeOrder;
    const decreases = this.#decreaseOrder;
    let trade = 0;
    let decrease = 0;
    while (trade < trades.length && decrease < decreases.length) {
      const order = compare(trades[trade] ?? 0, decreases[decrease] ?? 0);
      if (order < 0) trade++;
      else if (order > 0) decrease++;
      else {
        const firstTrade = trades[trade] ?? 0;
        const firstDecrease = decreases[decrease] ?? 0;
        let tradeEnd = trade + 1;
        let decreaseEnd = decrease + 1;
        while (tradeEnd < trades.length && compare(trades[tradeEnd] ?? 0, firstDecrease) === 0) {
          tradeEnd++;
        }
        while (
          decreaseEnd < decreases.length &&
          compare(firstTrade, decreases[decreaseEnd] ?? 0) === 0
        ) {
          decreaseEnd++;
        }
        visit(trades.subarray(trade, tradeEnd), decreases.subarray(decrease, decreaseEnd));
        trade = tradeEnd;
        decrease = decreaseEnd;
      }
    }
  }

  readonly #samePlace = (trade: number, decrease: number): number =>
    (this.trades.place[trade] ?? 0) - (this.decreases.place[decrease] ?? 0);

  readonly #samePlaceAndSize = (trade: number, decrease: number): number =>
    this.#samePlace(trade, decrease) ||
    (this.trades.size[trade] ?? 0) - (this.decreases.size[decrease] ?? 0);

  readonly #matchEqual = (trades: Int32Array, decreases: Int32Array): void => {
    this.#alignment.align(
      trades.length,
      decreases.length,
      (row, column) => this.#equalCost(trades[row] ?? 0, decreases[column] ?? 0),
      (row, column) => {
        const trade = trades[row] ?? 0;
        const decrease = decreases[column] ?? 0;
        this.window.learn(this.#offsetNs(trade, decrease));
        this.counts.apart++;
        this.#take(trade, decrease);
      },
    );
  };

  /** Trades oldest first, each to its cheapest decreases. */
  readonly #matchRest = (trades: Int32Array, decreases: Int32Array): void => {
    const openDecreases = this.#inTime(this.decreases, decreases);
    if (openDecreases.length === 0) return;
    for (const trade of this.#inTime(this.trades, trades)) {
      while ((this.trades.left[trade] ?? 0) > 0) {
        const nearest = this.#cheapest(trade, openDecreases);
        if (nearest < 0) break;
        this.#take(trade, nearest);
      }
    }
  };

  /** Those of a run that still have contracts left, oldest first. */
  #inTime(list: OpenList, run: Int32Array): Int32Array {
    return run.filter((index) => (list.left[index] ?? 0) > 0).sort();
  }

  /** The decrease that costs least among those around the trade's time; −1 for none. */
  #cheapest(trade: number, decreases: Int32Array): number {
    const middle = this.#firstNotBefore(decreases, this.trades.timeNs[trade] ?? 0);
    const end = Math.min(decreases.length, middle + MAX_CANDIDATES);
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let at = Math.max(0, middle - MAX_CANDIDATES); at < end; at++) {
      const decrease = decreases[at] ?? 0;
      if (this.decreases.left[decrease] === 0) continue;
      const cost = this.#cost(trade, decrease);
      if (cost < least) {
        least = cost;
        best = decrease;
      }
    }
    return best;
  }

  #firstNotBefore(decreases: Int32Array, timeNs: number): number {
    let low = 0;
    let high = decreases.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.decreases.timeNs[decreases[middle] ?? 0] ?? 0) < timeNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** As {@link #cost}, for pairs of which neither has met anyone yet. */
  #equalCost(trade: number, decrease: number): number {
    const isWhole =
      this.trades.left[trade] === this.trades.size[trade] &&
      this.decreases.left[decrease] === this.decreases.size[decrease];
    return isWhole ? this.#cost(trade, decrease) : Number.POSITIVE_INFINITY;
  }

  #cost(trade: number, decrease: number): number {
    const doubt = this.decreases.doubt[decrease] ?? 0;
    const offsetNs = this.#offsetNs(trade, decrease);
    if (doubt === DOUBT.implausible || !this.window.includes(offsetNs)) {
      return Number.POSITIVE_INFINITY;
    }
    return this.window.distance(offsetNs) + doubt;
  }

  #offsetNs(trade: number, decrease: number): number {
    return (this.trades.timeNs[trade] ?? 0) - (this.decreases.timeNs[decrease] ?? 0);
  }

  /** Gives a decrease as much of a trade as both have left; returns how much. */
  #take(trade: number, decrease: number): number {
    const { trades, decreases } = this;
    const moved = Math.min(trades.left[trade] ?? 0, decreases.left[decrease] ?? 0);
    trades.left[trade] = (trades.left[trade] ?? 0) - moved;
    decreases.left[decrease] = (decreases.left[decrease] ?? 0) - moved;
    decreases.matched[decrease] = (decreases.matched[decrease] ?? 0) + moved;
    return moved;
  }
}
