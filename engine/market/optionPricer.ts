import type { EngineConfig } from '../core/config.ts';
import type { OptionContract, OptionQuote } from '../core/events.ts';
import { newYorkToUnixMs } from '../core/newYork.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S, type TradingClock } from '../core/time.ts';
import { TOLERANCE } from '../core/tolerance.ts';
import { isUsable } from './optionAggressor.ts';
import {
  forwardTimeValue,
  impliedVolatility,
  optionGamma,
  type OptionTerms,
  type PricingModel,
} from './greeks.ts';

const CLOSE_OF_DAY_MS = 16 * 3_600_000;
const NS_PER_YEAR = 365 * 86_400 * NS_PER_S;
const MIN_YEARS = (60 * NS_PER_S) / NS_PER_YEAR;
const CACHE_NS = NS_PER_S;
const CACHE_SPOT_MOVE = 0.0002;
const MIN_TIME_VALUE = 1e-9;

interface CachedGamma {
  atNs: number;
  spot: number;
  gamma: number;
}

interface KnownIv {
  readonly contract: OptionContract;
  iv: number;
}

/**
 * Gamma of an option at the time of a trade (SPEC §2, "Greeks"): implied volatility from the quote,
 * else from the trade, else the last good one of the option, of its neighbours, or the default.
 */
export class OptionPricer {
  readonly #config: EngineConfig;
  readonly #model: PricingModel;
  readonly #clock: TradingClock;
  /** By symbol: a restored run meets the same option as another object. */
  readonly #cache = new Map<string, CachedGamma>();
  /** Last good volatilities by expiry day. */
  readonly #known = new Map<number, Map<string, KnownIv>>();
  readonly #expiryNs = new Map<number, number>();

  constructor(config: EngineConfig, model: PricingModel, clock: TradingClock) {
    this.#config = config;
    this.#model = model;
    this.#clock = clock;
  }

  /**
   * @param spot level price of the underlying
   * @param quote the quote the trade is judged by; null where there is none
   * @param tradePx the option's trade price
   */
  gamma(
    timeNs: number,
    contract: OptionContract,
    spot: number,
    quote: OptionQuote | null,
    tradePx: number,
  ): number {
    const cached = this.#cache.get(contract.symbol);
    if (cached !== undefined && isFresh(cached, timeNs, spot)) return cached.gamma;
    const terms: OptionTerms = {
      model: this.#model,
      right: contract.right,
      strike: contract.strike,
      price: spot,
      years: this.#yearsToExpiry(timeNs, contract.expiryDay),
      rate: this.#config.RISK_FREE,
    };
    const solved = solveIv(terms, quote, tradePx);
    if (solved !== undefined) this.#remember(contract, solved);
    const gamma = optionGamma(terms, solved ?? this.#fallbackIv(contract));
    this.#cache.set(contract.symbol, { atNs: timeNs, spot, gamma });
    return gamma;
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#cache);
    state.map(this.#known, (expiryDay, chain = new Map<string, KnownIv>()) => {
      const savedDay = state.number(expiryDay ?? 0);
      state.jsonMap(chain);
      return [savedDay, chain];
    });
  }

  #yearsToExpiry(timeNs: number, expiryDay: number): number {
    let expiryNs = this.#expiryNs.get(expiryDay);
    if (expiryNs === undefined) {
      expiryNs = this.#clock.fromUnixMs(newYorkToUnixMs(expiryDay, CLOSE_OF_DAY_MS));
      this.#expiryNs.set(expiryDay, expiryNs);
    }
    return Math.max(MIN_YEARS, (expiryNs - timeNs) / NS_PER_YEAR);
  }

  #remember(contract: OptionContract, iv: number): void {
    let chain = this.#known.get(contract.expiryDay);
    if (chain === undefined) {
      chain = new Map();
      this.#known.set(contract.expiryDay, chain);
    }
    const known = chain.get(contract.symbol);
    if (known === undefined) chain.set(contract.symbol, { contract, iv });
    else known.iv = iv;
  }

  #fallbackIv(contract: OptionContract): number {
    const chain = this.#known.get(contract.expiryDay);
    const own = chain?.get(contract.symbol);
    if (chain === undefined) return this.#config.DEFAULT_IV;
    if (own !== undefined) return own.iv;
    let best: KnownIv | undefined;
    for (const candidate of chain.values()) {
      if (best === undefined || isNearer(candidate.contract, best.contract, contract)) {
        best = candidate;
      }
    }
    return best?.iv ?? this.#config.DEFAULT_IV;
  }
}

function isFresh(cached: CachedGamma, timeNs: number, spot: number): boolean {
  const move = Math.abs(spot - cached.spot) / cached.spot;
  return timeNs - cached.atNs < CACHE_NS && move < CACHE_SPOT_MOVE - TOLERANCE;
}

function solveIv(
  terms: OptionTerms,
  quote: OptionQuote | null,
  tradePx: number,
): number | undefined {
  const usable = quote !== null && isUsable(quote) ? quote : null;
  const optionPx = usable === null ? tradePx : (usable.bidNanos + usable.askNanos) / 2e9;
  const halfSpread = usable === null ? 0 : (usable.askNanos - usable.bidNanos) / 2e9;
  const timeValue = forwardTimeValue(terms, optionPx);
  if (timeValue < MIN_TIME_VALUE || timeValue < halfSpread - TOLERANCE) return undefined;
  return impliedVolatility(terms, timeValue);
}

/** Nearest strike first; of equally near ones the lower, then the same right (SPEC §2). */
function isNearer(
  candidate: OptionContract,
  best: OptionContract,
  wanted: OptionContract,
): boolean {
  const byDistance =
    Math.abs(candidate.strike - wanted.strike) - Math.abs(best.strike - wanted.strike);
  if (Math.abs(byDistance) > TOLERANCE) return byDistance < 0;
  if (candidate.strike !== best.strike) return candidate.strike < best.strike;
  return candidate.right === wanted.right && best.right !== wanted.right;
}
