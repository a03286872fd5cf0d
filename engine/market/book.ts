import { ASK, BID, type BookRecord, type Side } from '../core/events.ts';
import type { BookFlows } from './bookFlows.ts';
import type { Credits } from './credits.ts';

const MAX_DEPTH = 10;

/** One displayed side, best first. `signs` turn ticks into keys that grow away from the best. */
class SideView {
  readonly side: Side;
  readonly sign: 1 | -1;
  readonly ticks = new Int32Array(MAX_DEPTH);
  readonly sizes = new Float64Array(MAX_DEPTH);
  count = 0;
  /** Key up to which every tick's size is known; infinite when the side shows its whole depth. */
  knownKey = 0;

  constructor(side: Side) {
    this.side = side;
    this.sign = side === BID ? -1 : 1;
  }

  replace(ticks: Int32Array, sizes: Float64Array, count: number, knownKey: number): void {
    for (let i = 0; i < count; i++) {
      this.ticks[i] = ticks[i] ?? 0;
      this.sizes[i] = sizes[i] ?? 0;
    }
    this.count = count;
    this.knownKey = knownKey;
  }
}

/** Best tick against worst: a side that shows fewer levels than the feed's depth hides nothing. */
function knownKeyOf(ticks: Int32Array, count: number, depth: number, sign: number): number {
  return count < depth ? Number.POSITIVE_INFINITY : sign * (ticks[count - 1] ?? 0);
}

/**
 * The displayed book and the comparison of each new record with it (SPEC §4). All prices are in
 * futures ticks. A comparison books one flow per side and tick whose size changed in plain sight.
 */
export class Book {
  readonly #flows: BookFlows;
  readonly #credits: Credits;
  readonly #sides: readonly [SideView, SideView] = [new SideView(BID), new SideView(ASK)];
  /** False before the first record and after a clear: then nothing is displayed or known. */
  hasView = false;

  constructor(flows: BookFlows, credits: Credits) {
    this.#flows = flows;
    this.#credits = credits;
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
    return this.bestBid < this.bestAsk;
  }

  /** Drops view and credits: nothing is known until the next record. */
  clear(): void {
    this.hasView = false;
    this.#credits.clear();
  }

  /** Takes over an image of the book without booking flows; credits start anew. */
  replaceByImage(record: BookRecord): void {
    this.#credits.clear();
    this.#take(record);
  }

  /** Compares a record with the view, books the flows and takes it over. */
  update(timeNs: number, record: BookRecord): void {
    const bestBid = record.bidTicks[0] ?? 0;
    const bestAsk = record.askTicks[0] ?? 0;
    const isNextGood = record.bidCount > 0 && record.askCount > 0 && bestBid < bestAsk;
    if (isNextGood && this.isGood) {
      this.#compare(
        timeNs,
        this.#sides[BID],
        record,
        record.bidTicks,
        record.bidSizes,
        record.bidCount,
      );
      this.#compare(
        timeNs,
        this.#sides[ASK],
        record,
        record.askTicks,
        record.askSizes,
        record.askCount,
      );
    }
    this.#take(record);
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
    const view = this.#sides[side];
    return this.hasView && view.sign * tick <= view.knownKey;
  }

  #take(record: BookRecord): void {
    const { depth, bidTicks, bidSizes, bidCount, askTicks, askSizes, askCount } = record;
    this.#sides[BID].replace(
      bidTicks,
      bidSizes,
      bidCount,
      knownKeyOf(bidTicks, bidCount, depth, -1),
    );
    this.#sides[ASK].replace(
      askTicks,
      askSizes,
      askCount,
      knownKeyOf(askTicks, askCount, depth, 1),
    );
    this.hasView = true;
  }

  #compare(
    timeNs: number,
    old: SideView,
    record: BookRecord,
    ticks: Int32Array,
    sizes: Float64Array,
    count: number,
  ): void {
    const { sign, side } = old;
    const knownKey = Math.min(old.knownKey, knownKeyOf(ticks, count, record.depth, sign));
    let i = 0;
    let j = 0;
    while (i < old.count || j < count) {
      const oldKey = i < old.count ? sign * (old.ticks[i] ?? 0) : Number.POSITIVE_INFINITY;
      const newKey = j < count ? sign * (ticks[j] ?? 0) : Number.POSITIVE_INFINITY;
      const key = oldKey < newKey ? oldKey : newKey;
      if (key > knownKey) return;
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
    const filled = this.#credits.take(timeNs, side, tick, -change);
    this.#flows.append(timeNs, side, tick, 0, -change - filled, filled);
  }
}
