import { OHLCV, RTYPE, SIDE, UNDEFINED_SIZE } from '../layout.ts';
import { priceNanosAt, u32At } from '../records.ts';
import type { FlowFields, RecordHead } from './recordHead.ts';

/**
 * Types with trades, by precedence. A stream with several of them repeats each trade: the first type
 * of this order that has any gives them all (SPEC §1: trades file, TBBO, book; then the others).
 */
const TRADE_TYPES = [
  RTYPE.trade,
  RTYPE.tcbbo,
  RTYPE.mbp1,
  RTYPE.mbp10,
  RTYPE.cmbp1,
  RTYPE.mbo,
] as const;

const bars: ReadonlySet<number> = new Set([
  RTYPE.ohlcvDeprecated,
  RTYPE.ohlcv1s,
  RTYPE.ohlcv1m,
  RTYPE.ohlcv1h,
  RTYPE.ohlcv1d,
  RTYPE.ohlcvEod,
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

  get volume(): number {
    return this.buyVolume + this.sellVolume + this.noneVolume;
  }

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

  merge(other: Readonly<TradeTally>): void {
    this.trades += other.trades;
    this.buyVolume += other.buyVolume;
    this.sellVolume += other.sellVolume;
    this.noneVolume += other.noneVolume;
    this.addPrice(other.lowNanos);
    this.addPrice(other.highNanos);
  }
}

const NO_TRADES: Readonly<TradeTally> = new TradeTally();

/** The trades of one instrument, each counted once though several schemas tell it. */
export class TradesByType {
  #byType: Map<number, TradeTally> | undefined;
  #bars: TradeTally | undefined;

  /** Adds a record with action T. */
  addTrade({ view, offset, rtype }: RecordHead, flow: FlowFields): void {
    this.#of(rtype).addTrade(
      priceNanosAt(view, offset + flow.price),
      u32At(view, offset + flow.size),
      view.getUint8(offset + flow.side),
    );
  }

  /**
   * Adds a bar's range; anything else is passed over.
   *
   * @returns whether it is a bar
   */
  addBar({ view, offset, rtype }: RecordHead): boolean {
    if (!bars.has(rtype)) return false;
    const range = (this.#bars ??= new TradeTally());
    range.addPrice(priceNanosAt(view, offset + OHLCV.low));
    range.addPrice(priceNanosAt(view, offset + OHLCV.high));
    return true;
  }

  /** The trades; of a stream of bars their price range alone. */
  get trades(): Readonly<TradeTally> {
    for (const rtype of TRADE_TYPES) {
      const tally = this.#byType?.get(rtype);
      if (tally !== undefined) return tally;
    }
    return this.#bars ?? NO_TRADES;
  }

  #of(rtype: number): TradeTally {
    const tallies = (this.#byType ??= new Map<number, TradeTally>());
    const known = tallies.get(rtype);
    if (known !== undefined) return known;
    const tally = new TradeTally();
    tallies.set(rtype, tally);
    return tally;
  }
}
