/** SPEC §2: aggressor, greeks and dealer flow of each option trade. */
import type { EngineConfig } from '../../core/config.ts';
import {
  BUY,
  MID,
  SELL,
  type Aggressor,
  type OptionContract,
  type OptionQuote,
} from '../../core/events.ts';
import { newYorkToUnixMs } from '../../core/newYork.ts';
import type { Underlying } from '../../core/profiles.ts';
import type { OptionQuoteEvent, OptionTradeEvent } from './events.ts';
import { gammaAt, impliedVol, type Terms } from './greeks.ts';
import { NS_PER_MS, seconds } from './words.ts';

const YEAR_S = 365 * 86_400;
const CLOSE_MS = 16 * 3_600_000;

export interface OptionFlow {
  readonly timeNs: number;
  readonly contract: OptionContract;
  readonly netGamma: number;
}

const isUsable = (quote: OptionQuote): boolean =>
  quote.bidSize > 0 && quote.askSize > 0 && quote.bidNanos >= 0 && quote.bidNanos < quote.askNanos;

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

interface Computed {
  readonly timeNs: number;
  readonly spot: number;
  readonly gamma: number;
}

/** What is remembered of options across the whole run: quotes, good volatilities, cached greeks. */
export class OptionDesk {
  readonly #config: EngineConfig;
  readonly #underlying: Underlying;
  readonly #epochMs: number;
  readonly #quotes: OptionQuoteEvent[] = [];
  readonly #goodVols = new Map<OptionContract, number>();
  readonly #computed = new Map<OptionContract, Computed>();

  constructor(config: EngineConfig, underlying: Underlying, epochMs: number) {
    this.#config = config;
    this.#underlying = underlying;
    this.#epochMs = epochMs;
  }

  noteQuote(event: OptionQuoteEvent): void {
    this.#quotes.push(event);
  }

  /** @param spot level price; undefined before there is one */
  flowOf(trade: OptionTradeEvent, spot: number | undefined): OptionFlow {
    const { timeNs, contract, priceNanos, size } = trade;
    const quote = trade.quote ?? this.#recentQuote(trade);
    const aggressor = trade.aggressor ?? aggressorOf(priceNanos, quote);
    if (spot === undefined) return { timeNs, contract, netGamma: 0 };
    const gamma = this.#gamma(trade, spot, quote);
    const netGamma = -aggressor * size * gamma * this.#config.OPTION_MULTIPLIER;
    return { timeNs, contract, netGamma };
  }

  /** The latest quote of that option at or before the trade, at most 5 s old. */
  #recentQuote({ timeNs, contract }: OptionTradeEvent): OptionQuote | undefined {
    const latest = this.#quotes.findLast((event) => event.contract === contract);
    return latest !== undefined && timeNs - latest.timeNs <= seconds(5) ? latest.quote : undefined;
  }

  /** Reused while less than 1 s has passed and spot has moved by less than 0.02%. */
  #gamma(trade: OptionTradeEvent, spot: number, quote: OptionQuote | undefined): number {
    const { timeNs, contract } = trade;
    const old = this.#computed.get(contract);
    if (
      old !== undefined &&
      timeNs - old.timeNs < seconds(1) &&
      Math.abs(spot / old.spot - 1) < 0.0002
    ) {
      return old.gamma;
    }
    const gamma = this.#computeGamma(trade, spot, quote);
    this.#computed.set(contract, { timeNs, spot, gamma });
    return gamma;
  }

  #computeGamma(trade: OptionTradeEvent, spot: number, quote: OptionQuote | undefined): number {
    const { contract, timeNs, priceNanos } = trade;
    const years = this.#years(contract, timeNs);
    const growth = Math.exp(this.#config.RISK_FREE * years);
    const isSpot = this.#underlying === 'spy';
    const { right, strike } = contract;
    const terms: Terms = { right, strike, years, forward: isSpot ? spot * growth : spot };
    const vol = this.#solve(terms, growth, priceNanos / 1e9, quote);
    if (vol !== undefined) this.#goodVols.set(contract, vol);
    const carry = isSpot ? 1 : 1 / growth;
    return gammaAt(terms, vol ?? this.#fallbackVol(contract), spot, carry);
  }

  /** Time to 16:00 New York on the expiry day, at least 60 s. */
  #years({ expiryDay }: OptionContract, timeNs: number): number {
    const closeMs = newYorkToUnixMs(expiryDay, CLOSE_MS) - this.#epochMs;
    return Math.max(60, (closeMs - timeNs / NS_PER_MS) / 1000) / YEAR_S;
  }

  /** From the usable quote's mid, else from the trade price. */
  #solve(
    terms: Terms,
    growth: number,
    tradePx: number,
    quote: OptionQuote | undefined,
  ): number | undefined {
    if (quote === undefined || !isUsable(quote)) return impliedVol(terms, tradePx, growth, 0);
    const [bid, ask] = [quote.bidNanos / 1e9, quote.askNanos / 1e9];
    return impliedVol(terms, (bid + ask) / 2, growth, ask - bid);
  }

  /** The option's last good volatility, else the nearest strike's of the same expiry. */
  #fallbackVol(contract: OptionContract): number {
    const own = this.#goodVols.get(contract);
    if (own !== undefined) return own;
    const distance = (other: OptionContract): number => Math.abs(other.strike - contract.strike);
    const nearest = [...this.#goodVols.keys()]
      .filter((other) => other.expiryDay === contract.expiryDay)
      .sort(
        (a, b) =>
          distance(a) - distance(b) ||
          a.strike - b.strike ||
          Number(b.right === contract.right) - Number(a.right === contract.right),
      )[0];
    return (
      (nearest === undefined ? undefined : this.#goodVols.get(nearest)) ?? this.#config.DEFAULT_IV
    );
  }
}
