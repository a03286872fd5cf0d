import type { EngineConfig } from '../core/config.ts';
import type { Aggressor, OptionContract, OptionQuote, OptionRight } from '../core/events.ts';
import type { Underlying } from '../core/profiles.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { nsOfSeconds, type TradingClock } from '../core/time.ts';
import { signByFeed, signByQuote } from './optionAggressor.ts';
import { OptionFlows } from './optionFlows.ts';
import { OptionPricer } from './optionPricer.ts';
import { OptionQuotes } from './optionQuotes.ts';

const NANOS = 1e9;

/** A ready aggregate of an outside flow service, in place of trades (SPEC §2). */
export interface FlowSnapshot {
  readonly expiryDay: number;
  readonly right: OptionRight;
  readonly strike: number;
  /** Net gamma flow to dealers, negative when customers bought. */
  readonly netGamma: number;
}

/** The option side of the market (SPEC §2): quotes, signed trades, and the gamma they move to dealers. */
export class OptionMarket {
  readonly flows: OptionFlows;
  readonly #config: EngineConfig;
  readonly #pricer: OptionPricer;
  readonly #quotes = new OptionQuotes();

  constructor(config: EngineConfig, underlying: Underlying, clock: TradingClock) {
    this.#config = config;
    this.flows = new OptionFlows({
      flowNs: nsOfSeconds(config.W_g),
      wallNs: nsOfSeconds(config.W_wall),
    });
    this.#pricer = new OptionPricer(
      config,
      underlying === 'spy' ? 'black-scholes' : 'black-76',
      clock,
    );
  }

  onQuote(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    this.#quotes.remember(timeNs, contract, quote);
  }

  /**
   * @param spot level price of the underlying; undefined while there is none
   * @param aggressor the feed's own, or null where it gives none
   * @param quote the quote carried by the trade record, or null where the feed carries none
   */
  onTrade(
    timeNs: number,
    spot: number | undefined,
    contract: OptionContract,
    priceNanos: number,
    size: number,
    aggressor: Aggressor | null,
    quote: OptionQuote | null,
  ): void {
    const judge = quote ?? this.#quotes.recent(timeNs, contract);
    const signed = aggressor === null ? signByQuote(priceNanos, judge) : signByFeed(aggressor);
    let netGamma = 0;
    // At a price of zero or less the models have no value; a NaN would spoil every sum it enters.
    if (spot !== undefined && spot > 0) {
      const gamma = this.#pricer.gamma(timeNs, contract, spot, judge, priceNanos / NANOS);
      netGamma = -signed.side * size * gamma * this.#config.OPTION_MULTIPLIER;
    }
    const { expiryDay, right, strike } = contract;
    this.flows.append(timeNs, expiryDay, right, strike, netGamma === 0 ? 0 : netGamma, signed);
  }

  integrateFlowSnapshot(timeNs: number, flow: FlowSnapshot): void {
    const { expiryDay, right, strike, netGamma } = flow;
    this.flows.append(timeNs, expiryDay, right, strike, netGamma, undefined);
  }

  /** Moves every window on to `nowNs`. */
  expire(nowNs: number): void {
    this.flows.expire(nowNs);
  }

  /** The session boundary (SPEC §2): flows start anew, quotes and volatilities go on. */
  startSession(): void {
    this.flows.clear();
  }

  transfer(state: StateTransfer): void {
    this.flows.transfer(state);
    this.#pricer.transfer(state);
    this.#quotes.transfer(state);
  }
}
