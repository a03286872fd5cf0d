import {
  ACTION,
  FLAG,
  HEADER,
  LEVEL,
  LEVEL_BYTES,
  MARKET,
  RTYPE,
  UNDEFINED_SIZE,
} from '../layout.ts';
import { highHalfAt, isUndefinedTimeAt, lowHalfAt, priceNanosAt, u32At } from '../records.ts';

const TWO_32 = 4_294_967_296;
export const MAX_LEVELS = 10;

/**
 * A longer silence is a closed market or a hole in the file (or a jump back): it counts neither as
 * time that a book stood nor as seconds without updates.
 */
export const LONGEST_SILENCE_NS = 60e9;

/** The displayed levels of one side, the best first; those beyond `count` mean nothing. */
export class BookSide {
  readonly ticks = new Float64Array(MAX_LEVELS);
  readonly sizes = new Float64Array(MAX_LEVELS);
  count = 0;

  /** Best price in ticks; NaN while the side is empty. */
  get best(): number {
    return this.count === 0 ? Number.NaN : (this.ticks[0] ?? Number.NaN);
  }

  decode(
    view: DataView,
    firstLevel: number,
    levels: number,
    fields: SideFields,
    tickNanos: number,
  ): void {
    this.count = 0;
    for (let index = 0; index < levels; index++) {
      const at = firstLevel + index * LEVEL_BYTES;
      const nanos = priceNanosAt(view, at + fields.price);
      const size = u32At(view, at + fields.size);
      if (!Number.isFinite(nanos) || size === 0 || size === UNDEFINED_SIZE) return;
      this.ticks[index] = nanos / tickNanos;
      this.sizes[index] = size;
      this.count = index + 1;
    }
  }
}

interface SideFields {
  readonly price: number;
  readonly size: number;
}
const BID: SideFields = { price: LEVEL.bidPx, size: LEVEL.bidSz };
const ASK: SideFields = { price: LEVEL.askPx, size: LEVEL.askSz };

/** How many levels a record of this type shows; 0 for those that show no book event by event. */
export function levelsShown(rtype: number): number {
  if (rtype === RTYPE.mbp10) return MAX_LEVELS;
  return rtype === RTYPE.mbp1 || rtype === RTYPE.cmbp1 ? 1 : 0;
}

/** One book record in ticks, with the book before it. Reused for every record. */
export class BookView {
  readonly #tickNanos: number;
  bids = new BookSide();
  asks = new BookSide();
  priorBids = new BookSide();
  priorAsks = new BookSide();
  /** Levels that the record can show on each side: 1 or 10. */
  levels = 0;
  /** ASCII codes, see `ACTION` and `SIDE` of the layout. */
  action = 0;
  side = 0;
  /** NaN where the record has no price. */
  priceTicks = Number.NaN;
  size = 0;
  /** Images of the book are no events of the market. */
  isSnapshot = false;
  /** Event time in ns since the first record; of an image, when it was captured. */
  elapsedNs = 0;
  /** For how long the book before this record stood in ns; 0 after a long silence. */
  heldNs = 0;
  /** Whether a silence came before that is no part of the market. */
  isAfterSilence = true;
  #baseHigh = Number.NaN;
  #baseLow = 0;

  /** @param tickNanos the price grid in units of 1e-9 */
  constructor(tickNanos: number) {
    this.#tickNanos = tickNanos;
  }

  get isTrade(): boolean {
    return this.action === ACTION.trade;
  }

  /** Middle of the best prices in ticks; NaN while a side is empty or the book is crossed or locked. */
  get mid(): number {
    const { best: bid } = this.bids;
    const { best: ask } = this.asks;
    return bid < ask ? (bid + ask) / 2 : Number.NaN;
  }

  /** Takes the record that starts at `offset`; its type must show levels. */
  take(view: DataView, offset: number, rtype: number): void {
    this.levels = levelsShown(rtype);
    this.action = view.getUint8(offset + MARKET.action);
    this.side = view.getUint8(offset + MARKET.side);
    this.isSnapshot = (view.getUint8(offset + MARKET.flags) & FLAG.snapshot) !== 0;
    this.priceTicks = priceNanosAt(view, offset + MARKET.price) / this.#tickNanos;
    this.size = u32At(view, offset + MARKET.size);
    this.#takeTime(view, offset);
    [this.bids, this.priorBids] = [this.priorBids, this.bids];
    [this.asks, this.priorAsks] = [this.priorAsks, this.asks];
    const first = offset + MARKET.levels;
    this.bids.decode(view, first, this.levels, BID, this.#tickNanos);
    this.asks.decode(view, first, this.levels, ASK, this.#tickNanos);
  }

  #takeTime(view: DataView, offset: number): void {
    const usesRecv = this.isSnapshot || isUndefinedTimeAt(view, offset + HEADER.tsEvent);
    const at = offset + (usesRecv ? MARKET.tsRecv : HEADER.tsEvent);
    const isFirst = Number.isNaN(this.#baseHigh);
    if (isFirst) {
      this.#baseHigh = highHalfAt(view, at);
      this.#baseLow = lowHalfAt(view, at);
    }
    const elapsedNs =
      (highHalfAt(view, at) - this.#baseHigh) * TWO_32 + (lowHalfAt(view, at) - this.#baseLow);
    const heldNs = elapsedNs - this.elapsedNs;
    this.isAfterSilence = isFirst || Math.abs(heldNs) > LONGEST_SILENCE_NS;
    this.heldNs = this.isAfterSilence ? 0 : Math.max(0, heldNs);
    this.elapsedNs = elapsedNs;
  }
}

/** A number of the market that is taken from a stream of book records. */
export interface Measure<Result> {
  add(view: BookView): void;
  result(): Result;
}
