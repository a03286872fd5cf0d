import {
  ACTION,
  FLAG,
  HEADER,
  MARKET,
  MBO,
  OHLCV,
  RTYPE,
  SIDE,
  UNDEFINED_SIZE,
  indexTimeOffset,
} from './layout.ts';
import { highHalfAt, isUndefinedTimeAt, lowHalfAt, priceNanosAt, u32At } from './records.ts';

/** Where a record that can be a trade keeps what is counted of it. */
interface TradeFields {
  readonly price: number;
  readonly size: number;
  readonly action: number;
  readonly side: number;
  readonly flags: number;
}

/**
 * Record types with trades. A stream with several of them repeats each trade: the first type of
 * this order that has any gives them all (SPEC §1: trades file, TBBO, book; then the others).
 */
const tradeFields: ReadonlyMap<number, TradeFields> = new Map<number, TradeFields>([
  [RTYPE.trade, MARKET],
  [RTYPE.tcbbo, MARKET],
  [RTYPE.mbp1, MARKET],
  [RTYPE.mbp10, MARKET],
  [RTYPE.cmbp1, MARKET],
  [RTYPE.mbo, MBO],
]);

const bars: ReadonlySet<number> = new Set([
  RTYPE.ohlcvDeprecated,
  RTYPE.ohlcv1s,
  RTYPE.ohlcv1m,
  RTYPE.ohlcv1h,
  RTYPE.ohlcv1d,
  RTYPE.ohlcvEod,
]);

/**
 * Records whose `ts_event` is not when they apply: samples carry their last trade's, definitions
 * are restated daily.
 */
const restated: ReadonlySet<number> = new Set([
  RTYPE.bbo1s,
  RTYPE.bbo1m,
  RTYPE.cbbo1s,
  RTYPE.cbbo1m,
  RTYPE.definition,
]);

/** Trades by aggressor and their price range. */
export class TradeTally {
  trades = 0;
  /** Contracts or shares by aggressor. `none`: an auction, or unknown. */
  buyVolume = 0;
  sellVolume = 0;
  noneVolume = 0;
  /** In units of 1e-9; low > high while there is no price. */
  lowNanos = Number.POSITIVE_INFINITY;
  highNanos = Number.NEGATIVE_INFINITY;

  addPrice(nanos: number): void {
    if (!Number.isFinite(nanos)) return;
    if (nanos < this.lowNanos) this.lowNanos = nanos;
    if (nanos > this.highNanos) this.highNanos = nanos;
  }

  /** @param side ASCII code of the aggressor's side */
  addTrade(priceNanos: number, size: number, side: number): void {
    this.trades += 1;
    this.addPrice(priceNanos);
    if (size === UNDEFINED_SIZE) return;
    if (side === SIDE.bid) this.buyVolume += size;
    else if (side === SIDE.ask) this.sellVolume += size;
    else this.noneVolume += size;
  }
}

const NO_TRADES = new TradeTally();

/** What records hold in sum: counts, time span, trades. */
export class RecordTally {
  records = 0;
  /** Records that say the book may be wrong (flag MAYBE_BAD_BOOK). */
  maybeBadBook = 0;
  readonly #tradesByRtype = new Map<number, TradeTally>();
  readonly #bars = new TradeTally();
  /** Earliest and latest event time as halves of a u64; high is −1 while there is none. */
  #firstHigh = -1;
  #firstLow = 0;
  #lastHigh = -1;
  #lastLow = 0;

  /** Counts the record that starts at `offset`. */
  add(view: DataView, offset: number, rtype: number): void {
    this.records += 1;
    const fields = tradeFields.get(rtype);
    const flags = fields === undefined ? 0 : view.getUint8(offset + fields.flags);
    if ((flags & FLAG.maybeBadBook) !== 0) this.maybeBadBook += 1;
    this.#addTime(view, offset, rtype, (flags & FLAG.snapshot) !== 0);
    if (fields === undefined) this.#addBar(view, offset, rtype);
    else if (view.getUint8(offset + fields.action) === ACTION.trade) {
      this.#tradesOf(rtype).addTrade(
        priceNanosAt(view, offset + fields.price),
        u32At(view, offset + fields.size),
        view.getUint8(offset + fields.side),
      );
    }
  }

  /** The trades, each counted once; of a stream of bars their price range alone. */
  get trades(): TradeTally {
    for (const rtype of tradeFields.keys()) {
      const tally = this.#tradesByRtype.get(rtype);
      if (tally !== undefined) return tally;
    }
    return this.#bars.highNanos >= this.#bars.lowNanos ? this.#bars : NO_TRADES;
  }

  /** Earliest event time in Unix ns; undefined when no record has one. */
  get firstNs(): bigint | undefined {
    return joinHalves(this.#firstHigh, this.#firstLow);
  }

  /** Latest event time in Unix ns. */
  get lastNs(): bigint | undefined {
    return joinHalves(this.#lastHigh, this.#lastLow);
  }

  #tradesOf(rtype: number): TradeTally {
    const known = this.#tradesByRtype.get(rtype);
    if (known !== undefined) return known;
    const tally = new TradeTally();
    this.#tradesByRtype.set(rtype, tally);
    return tally;
  }

  #addBar(view: DataView, offset: number, rtype: number): void {
    if (!bars.has(rtype)) return;
    this.#bars.addPrice(priceNanosAt(view, offset + OHLCV.low));
    this.#bars.addPrice(priceNanosAt(view, offset + OHLCV.high));
  }

  /** Event time as SPEC §1 defines it: `ts_event`, or `ts_recv` where that is another time. */
  #addTime(view: DataView, offset: number, rtype: number, isSnapshot: boolean): void {
    const usesRecv =
      isSnapshot || restated.has(rtype) || isUndefinedTimeAt(view, offset + HEADER.tsEvent);
    const at = offset + (usesRecv ? indexTimeOffset(rtype) : HEADER.tsEvent);
    if (isUndefinedTimeAt(view, at)) return;
    const high = highHalfAt(view, at);
    const low = lowHalfAt(view, at);
    if (this.#firstHigh < 0 || isBefore(high, low, this.#firstHigh, this.#firstLow)) {
      this.#firstHigh = high;
      this.#firstLow = low;
    }
    if (isBefore(this.#lastHigh, this.#lastLow, high, low)) {
      this.#lastHigh = high;
      this.#lastLow = low;
    }
  }
}

function isBefore(high: number, low: number, otherHigh: number, otherLow: number): boolean {
  return high < otherHigh || (high === otherHigh && low < otherLow);
}

function joinHalves(high: number, low: number): bigint | undefined {
  return high < 0 ? undefined : (BigInt(high) << 32n) | BigInt(low);
}
