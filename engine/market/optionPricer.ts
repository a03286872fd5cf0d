import type { EngineConfig } from '../core/config.ts';
import type { OptionContract, OptionQuote } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S, type TradingClock } from '../core/time.ts';
import { TOLERANCE } from '../core/tolerance.ts';
import { ExpiryClock } from './expiryClock.ts';
import { forwardOf, forwardPrice, gammaAt, type OptionTerms, type PricingModel } from './greeks.ts';
import { impliedVolatility, type IvResult } from './impliedVolatility.ts';
import { IvMemory, type KnownIv } from './ivMemory.ts';
import { isUsable } from './optionAggressor.ts';
import { Smiles } from './smiles.ts';

const CACHE_NS = NS_PER_S;
/** With a smile, an option's own last good volatility is preferred for so long. */
const RECENT_NS = 60 * NS_PER_S;
const CACHE_SPOT_MOVE = 0.0002;

/**
 * Where a volatility that was not solved just now comes from: the option's own last good one, the
 * smile of its expiry, the nearest strike, or DEFAULT_IV.
 */
export type IvSource = 'last_good' | 'smile' | 'nearest' | 'default';

export interface VolatilityReading {
  readonly iv: number;
  readonly source: IvSource;
}

interface CachedGamma {
  atNs: number;
  spot: number;
  gamma: number;
}

/**
 * Gamma of an option at the time of a trade (SPEC §2, "Greeks"): implied volatility from the quote,
 * else from the trade, else the last good one of the option, of its neighbours, or the default.
 */
export class OptionPricer {
  readonly model: PricingModel;
  readonly expiryClock: ExpiryClock;
  readonly #config: EngineConfig;
  /** By symbol: a restored run meets the same option as another object. */
  readonly #cache = new Map<string, CachedGamma>();
  readonly #memory = new IvMemory();
  /** Only with `iv_fallback: smile`. */
  readonly #smiles: Smiles | undefined;
  readonly #reading: { iv: number; source: IvSource } = { iv: 0, source: 'default' };

  constructor(config: EngineConfig, model: PricingModel, clock: TradingClock) {
    this.#config = config;
    this.model = model;
    this.#smiles = config.iv_fallback === 'smile' ? new Smiles(this.#memory) : undefined;
    this.expiryClock = new ExpiryClock(config, clock);
  }

  /**
   * @param spot level price of the underlying
   * @param quote the quote the trade is judged by; null where there is none
   * @param tradePx the option's trade price
   * @returns 0 once the option has expired by the calendar
   */
  gamma(
    timeNs: number,
    contract: OptionContract,
    spot: number,
    quote: OptionQuote | null,
    tradePx: number,
  ): number {
    if (this.expiryClock.isExpired(timeNs, contract)) return 0;
    const cached = this.#cache.get(contract.symbol);
    if (cached !== undefined && isFresh(cached, timeNs, spot)) return cached.gamma;
    const terms = this.terms(timeNs, contract, spot);
    const { iv: solved } = solveIv(terms, quote, tradePx);
    if (solved !== null) {
      this.#memory.remember(timeNs, contract, solved, isOutOfTheMoney(terms));
    }
    const volatility = solved ?? this.#fallback(timeNs, contract, spot).iv;
    const { model, strike, years, rate } = terms;
    const gamma = gammaAt(model, spot, strike, years, rate, volatility);
    this.#cache.set(contract.symbol, { atNs: timeNs, spot, gamma });
    return gamma;
  }

  /**
   * The volatility to price an option with while its own price gives none: its last good one, with
   * `iv_fallback: smile` while that is under a minute old, else the fallback. Never solves, and
   * never changes what trades will be given.
   *
   * @param spot level price of the underlying, above zero
   * @returns an object that is good until the next call
   */
  volatility(timeNs: number, contract: OptionContract, spot: number): VolatilityReading {
    const own = this.#memory.of(contract);
    if (own !== undefined && (this.#smiles === undefined || isRecent(own, timeNs))) {
      return this.#read(own.iv, 'last_good');
    }
    return this.#fallback(timeNs, contract, spot);
  }

  /** An option's terms as of a time, to solve or price it with. */
  terms(timeNs: number, contract: OptionContract, spot: number): OptionTerms {
    return {
      model: this.model,
      right: contract.right,
      strike: contract.strike,
      price: spot,
      years: this.expiryClock.years(timeNs, contract),
      rate: this.#config.RISK_FREE,
    };
  }

  /** The option's own last good volatility and its time; undefined while it has none. */
  lastGood(contract: OptionContract): Readonly<KnownIv> | undefined {
    return this.#memory.of(contract);
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#cache);
    this.#memory.transfer(state);
  }

  /** The smile where there is one, else the last good one, that of the nearest strike, DEFAULT_IV. */
  #fallback(timeNs: number, contract: OptionContract, spot: number): VolatilityReading {
    const smiled = this.#smiled(timeNs, contract, spot);
    if (smiled !== undefined) return this.#read(smiled, 'smile');
    const own = this.#memory.of(contract);
    if (own !== undefined) return this.#read(own.iv, 'last_good');
    const nearest = this.#memory.nearest(contract);
    if (nearest !== undefined) return this.#read(nearest.iv, 'nearest');
    return this.#read(this.#config.DEFAULT_IV, 'default');
  }

  #smiled(timeNs: number, contract: OptionContract, spot: number): number | undefined {
    if (this.#smiles === undefined) return undefined;
    const years = this.expiryClock.years(timeNs, contract);
    const forward = forwardOf(this.model, spot, years, this.#config.RISK_FREE);
    return this.#smiles.at(contract.expiryDay, contract.strike, timeNs, forward, years);
  }

  #read(iv: number, source: IvSource): VolatilityReading {
    this.#reading.iv = iv;
    this.#reading.source = source;
    return this.#reading;
  }
}

const isRecent = ({ atNs }: KnownIv, timeNs: number): boolean => timeNs - atNs < RECENT_NS;

function isFresh(cached: CachedGamma, timeNs: number, spot: number): boolean {
  const move = Math.abs(spot - cached.spot) / cached.spot;
  return timeNs - cached.atNs < CACHE_NS && move < CACHE_SPOT_MOVE - TOLERANCE;
}

/**
 * Volatility from the middle of a usable quote, else from the trade's price (SPEC §2).
 * @param tradePx NaN where there is no trade
 */
export function solveIv(terms: OptionTerms, quote: OptionQuote | null, tradePx: number): IvResult {
  if (quote === null || !isUsable(quote)) return impliedVolatility(terms, tradePx);
  const mid = (quote.bidNanos + quote.askNanos) / 2e9;
  return impliedVolatility(terms, mid, (quote.askNanos - quote.bidNanos) / 2e9);
}

const isOutOfTheMoney = (terms: OptionTerms): boolean =>
  terms.right === 'C' ? terms.strike >= forwardPrice(terms) : terms.strike <= forwardPrice(terms);
