/** engine/README.md, "Fill habit": `nearest`, trades and decreases of a snap interval put together. */
import { BID, type Side } from '../../core/events.ts';
import { shown, type Flow } from './book.ts';
import type { View } from './events.ts';
import { largestPairing } from './pairing.ts';

/** Trades and changes further apart than this are never one. */
const REACH_NS = 51_200_000;
/** So many ranges of offsets, each twice as wide as the one before, reach that far. */
const RANGES = 11;
const LESSONS = 200;

/** What speaks against a decrease being a fill; where a feed counts no orders there are no others. */
const SEVERAL_PRICES = 0;
const ONE_PRICE = 1;

export interface Place {
  readonly side: Side;
  readonly tick: number;
}

interface OpenTrade extends Place {
  readonly timeNs: number;
  readonly size: number;
  left: number;
}

interface OpenDecrease extends OpenTrade {
  readonly flow: Flow;
  /** Infinite where only a trade of its very time may explain it. */
  readonly doubt: number;
  /** Snaps that have shown it. */
  snaps: number;
}

const isAt = (one: Place, other: Place): boolean =>
  one.side === other.side && one.tick === other.tick;
const changeOf = ({ added, pulled, filled }: Flow): number => added - pulled - filled;

export class NearestFills {
  #trades: OpenTrade[] = [];
  #decreases: OpenDecrease[] = [];
  /** Flows of older books that trades showed, which the next record undoes. */
  #echo: Flow[] = [];
  readonly #offsetsNs: number[] = [];
  /** Trade minus change, both ends included. */
  #window: { readonly lowNs: number; readonly highNs: number } | undefined;

  /**
   * @param flows what the record booked
   * @param traded where the record itself says that a trade took depth
   */
  noteRecord(timeNs: number, flows: readonly Flow[], view: View, traded?: Place): void {
    if (traded !== undefined && flows.some((flow) => flow.added > 0 && isAt(flow, traded))) {
      this.#echo.push(...flows);
      return;
    }
    const changed = flows.map((flow) => {
      const echoes = this.#echo.filter((echo) => isAt(echo, flow));
      return { flow, change: echoes.reduce((sum, echo) => sum + changeOf(echo), changeOf(flow)) };
    });
    this.#echo = [];
    for (const { flow, change } of changed) {
      if (change >= 0) continue;
      const { side, tick } = flow;
      const ofSide = changed.filter((other) => other.flow.side === side);
      const best = shown(view, side)[0]?.[0] ?? tick;
      const isProtected = side === BID ? best > tick : best < tick;
      const isFillable = !isProtected && ofSide.every((other) => other.change <= 0);
      const hasSeveral = ofSide.filter((other) => other.change < 0).length > 1;
      const doubt = hasSeveral ? SEVERAL_PRICES : ONE_PRICE;
      const size = -change;
      const open = { timeNs, side, tick, size, left: size, flow, snaps: 0 };
      this.#decreases.push({ ...open, doubt: isFillable ? doubt : Infinity });
    }
  }

  noteTrade(timeNs: number, { side, tick }: Place, size: number): void {
    this.#trades.push({ timeNs, side, tick, size, left: size });
  }

  /** The end of a snap interval. */
  settle(nowNs: number): void {
    this.#match();
    for (const decrease of this.#decreases) decrease.snaps++;
    const isOpen = ({ timeNs, left }: OpenTrade): boolean => left > 0 && timeNs >= nowNs - REACH_NS;
    this.#trades = this.#trades.filter(isOpen);
    this.#decreases = this.#decreases.filter(isOpen);
  }

  /** A clear or an image of the book: what is open is decided, nothing reaches across. */
  clear(): void {
    this.#match();
    this.#trades = [];
    this.#decreases = [];
    this.#echo = [];
  }

  #match(): void {
    if (this.#trades.length === 0 || this.#decreases.length === 0) return;
    this.#matchSameTimes();
    this.#matchEqualSizes();
    this.#matchRest();
    if (this.#offsetsNs.length >= LESSONS) this.#window ??= windowOf(this.#offsetsNs);
  }

  #matchSameTimes(): void {
    for (const trade of this.#trades) {
      const partners = this.#decreases.filter(
        (decrease) => decrease.timeNs === trade.timeNs && isAt(decrease, trade),
      );
      const taken = partners.map((decrease) => take(trade, decrease));
      if (taken.some((contracts) => contracts > 0)) this.#offsetsNs.push(0);
    }
  }

  /** As many pairs of one place and size as possible, of these ways the cheapest. */
  #matchEqualSizes(): void {
    const isWhole = ({ left, size }: OpenTrade): boolean => left === size;
    const alike = (one: OpenTrade, other: OpenTrade): boolean =>
      isAt(one, other) && one.size === other.size;
    for (const [index, first] of this.#trades.entries()) {
      if (this.#trades.findIndex((trade) => alike(trade, first)) < index) continue;
      const trades = this.#trades.filter((trade) => alike(trade, first) && isWhole(trade));
      const decreases = this.#decreases.filter((each) => alike(each, first) && isWhole(each));
      const pairs = largestPairing(trades, decreases, (trade, decrease) =>
        this.#cost(trade, decrease),
      );
      for (const [trade, decrease] of pairs) {
        this.#offsetsNs.push(trade.timeNs - decrease.timeNs);
        take(trade, decrease);
      }
    }
  }

  /** What is left of each trade, oldest first, goes to the cheapest decreases, of equals the oldest. */
  #matchRest(): void {
    for (const trade of this.#trades) {
      const near = this.#decreases
        .filter((decrease) => isAt(decrease, trade))
        .map((decrease) => ({ decrease, cost: this.#cost(trade, decrease) }))
        .filter(({ cost }) => cost < Infinity)
        .sort((a, b) => a.cost - b.cost);
      for (const { decrease } of near) take(trade, decrease);
    }
  }

  /** Distance in time as a share of the reach, and doubt; infinite where the two cannot be one. */
  #cost(trade: OpenTrade, { timeNs, doubt }: OpenDecrease): number {
    const { lowNs, highNs } = this.#window ?? { lowNs: -REACH_NS, highNs: REACH_NS };
    const offsetNs = trade.timeNs - timeNs;
    if (offsetNs < lowNs || offsetNs > highNs) return Infinity;
    return Math.abs(offsetNs) / Math.max(-lowNs, highNs, 1) + doubt;
  }
}

/** A decrease that two snaps have shown keeps its cause, and only uses its trade up. */
function take(trade: OpenTrade, decrease: OpenDecrease): number {
  const moved = Math.min(trade.left, decrease.left);
  trade.left -= moved;
  decrease.left -= moved;
  const { flow, snaps } = decrease;
  const filled = snaps < 2 ? Math.min(moved, flow.pulled) : 0;
  flow.pulled -= filled;
  flow.filled += filled;
  return moved;
}

/**
 * What the feed's own offsets need: early and late by itself, twice the outermost range that is a
 * tenth as dense as those that hold the nearer half of all, and holds two at least.
 */
function windowOf(offsetsNs: readonly number[]): { lowNs: number; highNs: number } {
  const ends = Array.from({ length: RANGES }, (_, i) => REACH_NS / 2 ** (RANGES - 1 - i));
  const start = (range: number): number => ends[range - 1] ?? 0;
  const rangeOf = (offsetNs: number): number => ends.findIndex((end) => Math.abs(offsetNs) <= end);
  const ranges = offsetsNs.map(rangeOf);
  const half = ends.findIndex(
    (_, range) => ranges.filter((each) => each <= range).length >= offsetsNs.length / 2,
  );
  const density = ranges.filter((each) => each <= half).length / (ends[half] ?? 1);
  const reach = (isMeant: (offsetNs: number) => boolean): number => {
    const counts = ends.map(
      (_, range) => offsetsNs.filter((each, i) => ranges[i] === range && isMeant(each)).length,
    );
    const outermost = counts.findLastIndex((count, range) => {
      const widthNs = (ends[range] ?? 0) - start(range);
      return count >= 2 && count / widthNs >= 0.1 * density;
    });
    return Math.min(REACH_NS, 2 * (ends[outermost] ?? 0));
  };
  return { lowNs: -reach((offsetNs) => offsetNs < 0), highNs: reach((offsetNs) => offsetNs >= 0) };
}
