/** SPEC §2: aggressor and dealer flow of each option trade. */
import type { EngineConfig } from '../../core/config.ts';
import {
  BUY,
  MID,
  SELL,
  type Aggressor,
  type OptionContract,
  type OptionQuote,
} from '../../core/events.ts';
import type { OptionQuoteEvent, OptionTradeEvent } from './events.ts';
import { isUsable, type Volatility } from './volatility.ts';
import { seconds } from './words.ts';

export interface OptionFlow {
  readonly timeNs: number;
  readonly contract: OptionContract;
  readonly trade: OptionTradeEvent;
  readonly side: Aggressor;
  readonly netGamma: number;
}

/** Against a usable quote, in whole price units; exactly 25% of the spread from mid is MID. */
function aggressorOf(priceNanos: number, quote: OptionQuote | undefined): Aggressor {
  if (quote === undefined || !isUsable(quote)) return MID;
  const { bidNanos, askNanos } = quote;
  if (priceNanos >= askNanos) return BUY;
  if (priceNanos <= bidNanos) return SELL;
  const fourTimesFromMid = 4 * priceNanos - 2 * (bidNanos + askNanos);
  const spread = askNanos - bidNanos;
  if (fourTimesFromMid > spread) return BUY;
  return fourTimesFromMid < -spread ? SELL : MID;
}

/** `option_signing: careful`: a trade with such a condition has no side, and its price tells nothing. */
const isExcluded = ({ marks }: OptionTradeEvent): boolean =>
  marks !== undefined && marks.condition !== 'ordinary';

interface Computed {
  readonly timeNs: number;
  readonly spot: number;
  readonly gamma: number;
}

/** What is remembered of options across the whole run: quotes and cached greeks. */
export class OptionDesk {
  readonly #config: EngineConfig;
  readonly #volatility: Volatility;
  /** By symbol. */
  readonly #quotes = new Map<string, OptionQuoteEvent[]>();
  readonly #computed = new Map<string, Computed>();

  constructor(config: EngineConfig, volatility: Volatility) {
    this.#config = config;
    this.#volatility = volatility;
  }

  noteQuote(event: OptionQuoteEvent): void {
    const { symbol } = event.contract;
    this.#quotes.set(symbol, [...this.#quotesOf(symbol), event]);
  }

  latestQuote({ symbol }: OptionContract): OptionQuoteEvent | undefined {
    return this.#quotesOf(symbol).at(-1);
  }

  #quotesOf(symbol: string): readonly OptionQuoteEvent[] {
    return this.#quotes.get(symbol) ?? [];
  }

  /** @param spot level price; undefined before there is one */
  flowOf(trade: OptionTradeEvent, spot: number | undefined): OptionFlow {
    const { timeNs, contract, priceNanos, size } = trade;
    const traded = { timeNs, contract, trade };
    if (this.#isCareful && isExcluded(trade)) return { ...traded, side: MID, netGamma: 0 };
    const quote = trade.quote ?? this.#recentQuote(trade);
    const side = trade.aggressor ?? aggressorOf(priceNanos, quote);
    // At a price of zero or less no option has a value.
    const isPriced =
      spot !== undefined && spot > 0 && !this.#volatility.isExpired(contract, timeNs);
    const gamma = isPriced ? this.#gamma(trade, spot, quote) : 0;
    const netGamma = -side * size * gamma * this.#config.OPTION_MULTIPLIER;
    return { ...traded, side, netGamma };
  }

  get #isCareful(): boolean {
    return this.#config.option_signing === 'careful';
  }

  /**
   * The latest quote of that option at or before the trade, at most 5 s old; where signing is careful
   * of a time before the trade's.
   */
  #recentQuote({ timeNs, contract }: OptionTradeEvent): OptionQuote | undefined {
    const latest = this.#quotesOf(contract.symbol).findLast(
      (event) => !(this.#isCareful && event.timeNs === timeNs),
    );
    return latest !== undefined && timeNs - latest.timeNs <= seconds(5) ? latest.quote : undefined;
  }

  /** Reused while less than 1 s has passed and spot has moved by less than 0.02%. */
  #gamma(trade: OptionTradeEvent, spot: number, quote: OptionQuote | undefined): number {
    const { timeNs, contract } = trade;
    const old = this.#computed.get(contract.symbol);
    if (
      old !== undefined &&
      timeNs - old.timeNs < seconds(1) &&
      Math.abs(spot / old.spot - 1) < 0.0002
    ) {
      return old.gamma;
    }
    const gamma = this.#computeGamma(trade, spot, quote);
    this.#computed.set(contract.symbol, { timeNs, spot, gamma });
    return gamma;
  }

  /** From the usable quote's mid, else from the trade price. */
  #computeGamma(trade: OptionTradeEvent, spot: number, quote: OptionQuote | undefined): number {
    const { contract, timeNs, priceNanos } = trade;
    const volatility = this.#volatility;
    const solved =
      quote !== undefined && isUsable(quote)
        ? volatility.ofQuote(contract, timeNs, spot, quote)
        : volatility.ofPrice(contract, timeNs, spot, priceNanos / 1e9);
    if (solved !== undefined) volatility.noteGood(contract, timeNs, spot, solved);
    const vol =
      solved ??
      volatility.smile(contract, timeNs, spot) ??
      volatility.goodOf(contract)?.vol ??
      volatility.nearest(contract);
    return volatility.gamma(contract, timeNs, spot, vol);
  }
}
