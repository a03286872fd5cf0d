import { ASK, BID, type BookRecord, type Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { BookFlows } from './bookFlows.ts';
import { DecreaseWatch } from './decreaseWatch.ts';
import type { Fills } from './fills.ts';

const MAX_DEPTH = 10;

/** A key beyond every tick: the side hides nothing. */
const ALL_KNOWN = 0x7fff_ffff;

/** One displayed side, best first. A key is a tick turned so that it grows away from the best. */
class SideView {
  readonly side: Side;
  readonly sign: 1 | -1;
  readonly ticks = new Int32Array(MAX_DEPTH);
  readonly sizes = new Float64Array(MAX_DEPTH);
  count = 0;
  /** Key up to which every tick's size is known; a side without levels hides nothing. */
  knownKey = ALL_KNOWN;

  constructor(side: Side) {
    this.side = side;
    this.sign = side === BID ? -1 : 1;
  }

  /**
   * How many levels at the top are the same as in the view: most records change one level.
   * @param from levels before this one, and from `to` on, are known to be the same
   */
  samePrefix(
    from: number,
    to: number,
    ticks: Int32Array,
    sizes: Float64Array,
    count: number,
  ): number {
    const both = count < this.count ? count : this.count;
    const most = to < both ? to : both;
    let same = from;
    while (same < most && ticks[same] === this.ticks[same] && sizes[same] === this.sizes[same]) {
      same++;
    }
    return same;
  }

  /**
   * How many levels are left when those at the bottom that are the same, place by place, are taken
   * away: behind a change of size every level is.
   * @param to levels from this one on are known to be the same
   */
  withoutSameSuffix(
    from: number,
    to: number,
    ticks: Int32Array,
    sizes: Float64Array,
    count: number,
  ): number {
    if (count !== this.count) return count;
    let end = to < count ? to : count;
    while (
      end > from &&
      ticks[end - 1] === this.ticks[end - 1] &&
      sizes[end - 1] === this.sizes[end - 1]
    ) {
      end--;
    }
    return end;
  }

  /** Takes over the levels from index `from` up to `end`; those around are the same already. */
  replace(
    from: number,
    end: number,
    ticks: Int32Array,
    sizes: Float64Array,
    count: number,
    knownKey: number,
  ): void {
    for (let i = from; i < end; i++) {
      this.ticks[i] = ticks[i] ?? 0;
      this.sizes[i] = sizes[i] ?? 0;
    }
    this.count = count;
    this.knownKey = knownKey;
  }

  transfer(state: StateTransfer): void {
    state.column(this.ticks, 0, MAX_DEPTH);
    state.column(this.sizes, 0, MAX_DEPTH);
    this.count = state.number(this.count);
    this.knownKey = state.number(this.knownKey);
  }

  /** A side that shows fewer levels than the feed's depth hides nothing (SPEC §4). */
  knownKeyOf(ticks: Int32Array, count: number, depth: number): number {
    return count < depth ? ALL_KNOWN : this.sign * (ticks[count - 1] ?? 0);
  }
}

const isGoodRecord = ({ bidCount, askCount, bidTicks, askTicks }: BookRecord): boolean =>
  bidCount > 0 && askCount > 0 && (bidTicks[0] ?? 0) < (askTicks[0] ?? 0);

/**
 * The displayed book and the comparison of each new record with it (SPEC §4). All prices are in
 * futures ticks. A comparison books one flow per side and tick whose size changed in plain sight.
 */
export class Book {
  readonly #flows: BookFlows;
  readonly #fills: Fills;
  readonly #watch: DecreaseWatch;
  readonly #sides: readonly [SideView, SideView] = [new SideView(BID), new SideView(ASK)];
  /** False before the first record and after a clear: then nothing is displayed or known. */
  hasView = false;
  #isGood = false;

  constructor(flows: BookFlows, fills: Fills) {
    this.#flows = flows;
    this.#fills = fills;
    this.#watch = new DecreaseWatch(flows, fills);
  }

  /** Best bid in ticks; NaN when there is none. */
  get bestBid(): number {
    const side = this.#sides[BID];
    return this.hasView && side.count > 0 ? (side.ticks[0] ?? Number.NaN) : Number.NaN;
  }

  /** Best ask in ticks; NaN when there is none. */
  get bestAsk(): number {
    const side = this.#sides[ASK];
    return this.hasView && side.count > 0 ? (side.ticks[0] ?? Number.NaN) : Number.NaN;
  }

  /** Both sides present and best bid below best ask (SPEC §4). */
  get isGood(): boolean {
    return this.#isGood;
  }

  /** Drops view and credits: nothing is known until the next record. */
  clear(): void {
    this.hasView = false;
    this.#isGood = false;
    this.#fills.clear();
  }

  /** Takes over an image of the book without booking flows; credits start anew. */
  replaceByImage(record: BookRecord): void {
    this.#fills.clear();
    const { depth, bidTicks, bidSizes, bidCount, askTicks, askSizes, askCount } = record;
    const [bids, asks] = this.#sides;
    const bidKey = bids.knownKeyOf(bidTicks, bidCount, depth);
    const askKey = asks.knownKeyOf(askTicks, askCount, depth);
    bids.replace(0, bidCount, bidTicks, bidSizes, bidCount, bidKey);
    asks.replace(0, askCount, askTicks, askSizes, askCount, askKey);
    if (this.#fills.isTracking) this.#watch.remember(record);
    this.hasView = true;
    this.#isGood = isGoodRecord(record);
  }

  /**
   * Compares a record with the view, books the flows and takes it over.
   * @param tradedPlace where a trade's record says that it took depth, see openFills.ts; else NaN
   */
  update(timeNs: number, record: BookRecord, tradedPlace = Number.NaN): void {
    const { depth, bidTicks, bidSizes, bidCount, askTicks, askSizes, askCount } = record;
    const isNextGood = isGoodRecord(record);
    const isComparable = isNextGood && this.#isGood;
    this.#isGood = isNextGood;
    const [bids, asks] = this.#sides;
    const { changedFrom: from = 0, changedEnd: to = depth } = record;
    const first = this.#flows.next;
    this.#updateSide(timeNs, bids, depth, from, to, bidTicks, bidSizes, bidCount, isComparable);
    const firstAsk = this.#flows.next;
    this.#updateSide(timeNs, asks, depth, from, to, askTicks, askSizes, askCount, isComparable);
    if (this.#fills.isTracking) this.#watch.note(timeNs, first, firstAsk, record, tradedPlace);
    this.hasView = true;
  }

  #updateSide(
    timeNs: number,
    view: SideView,
    depth: number,
    from: number,
    to: number,
    ticks: Int32Array,
    sizes: Float64Array,
    count: number,
    isComparable: boolean,
  ): void {
    const same = view.samePrefix(from, to, ticks, sizes, count);
    if ((same === count || same >= to) && count === view.count) return;
    const end = view.withoutSameSuffix(same, to, ticks, sizes, count);
    const knownKey = view.knownKeyOf(ticks, count, depth);
    if (isComparable) {
      const bothKnow = knownKey < view.knownKey ? knownKey : view.knownKey;
      const oldEnd = view.count - (count - end);
      this.#compare(timeNs, view, same, oldEnd, bothKnow, ticks, sizes, end);
    }
    view.replace(same, end, ticks, sizes, count, knownKey);
  }

  /** Displayed contracts at a tick; 0 where none is shown. */
  sizeAt(side: Side, tick: number): number {
    if (!this.hasView) return 0;
    const view = this.#sides[side];
    for (let i = 0; i < view.count; i++) {
      if (view.ticks[i] === tick) return view.sizes[i] ?? 0;
    }
    return 0;
  }

  /** Whether the view knows what a side shows at a tick (SPEC §4). */
  knows(side: Side, tick: number): boolean {
    const { sign, knownKey } = this.#sides[side];
    return this.hasView && (knownKey === ALL_KNOWN || sign * tick <= knownKey);
  }

  transfer(state: StateTransfer): void {
    for (const side of this.#sides) side.transfer(state);
    this.#watch.transfer(state);
    this.hasView = state.flag(this.hasView);
    this.#isGood = state.flag(this.#isGood);
  }

  /** Books the change of every tick that both views know, from level `from` up to the ends. */
  #compare(
    timeNs: number,
    old: SideView,
    from: number,
    oldEnd: number,
    bothKnow: number,
    ticks: Int32Array,
    sizes: Float64Array,
    end: number,
  ): void {
    const { sign, side } = old;
    let i = from;
    let j = from;
    while (i < oldEnd || j < end) {
      const oldKey = i < oldEnd ? sign * (old.ticks[i] ?? 0) : ALL_KNOWN;
      const newKey = j < end ? sign * (ticks[j] ?? 0) : ALL_KNOWN;
      const key = oldKey < newKey ? oldKey : newKey;
      if (key > bothKnow) return;
      const oldSize = oldKey === key ? (old.sizes[i++] ?? 0) : 0;
      const newSize = newKey === key ? (sizes[j++] ?? 0) : 0;
      if (newSize !== oldSize) this.#bookFlow(timeNs, side, sign * key, newSize - oldSize);
    }
  }

  #bookFlow(timeNs: number, side: Side, tick: number, change: number): void {
    if (change > 0) {
      this.#flows.append(timeNs, side, tick, change, 0, 0);
      return;
    }
    const filled = this.#fills.take(timeNs, side, tick, -change);
    this.#flows.append(timeNs, side, tick, 0, -change - filled, filled);
  }
}
