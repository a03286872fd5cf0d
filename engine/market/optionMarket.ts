import type { EngineConfig } from '../core/config.ts';
import type {
  Aggressor,
  OptionContract,
  OptionQuote,
  OptionRight,
  OptionTradeMarks,
} from '../core/events.ts';
import type { Underlying } from '../core/profiles.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S, nsOfSeconds, type TradingClock } from '../core/time.ts';
import { CancellableTrades } from './cancellableTrades.ts';
import {
  signByCondition,
  signByFeed,
  signByQuote,
  VERDICTS,
  type SignedTrade,
} from './optionAggressor.ts';
import { OptionFlows } from './optionFlows.ts';
import { OptionInventory } from './optionInventory.ts';
import { OptionPricer } from './optionPricer.ts';
import { OptionQuotes, type TimedQuote } from './optionQuotes.ts';
import { OptionSigning } from './optionSigning.ts';

const NANOS = 1e9;
/** An older quote signs no trade (SPEC §2). */
const MAX_QUOTE_AGE_NS = 5 * NS_PER_S;

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
  readonly signing = new OptionSigning();
  readonly inventory: OptionInventory;
  readonly #config: EngineConfig;
  /** Whether more is asked of a trade than the specification does before it is signed. */
  readonly #isCareful: boolean;
  readonly #pricer: OptionPricer;
  readonly #quotes: OptionQuotes;
  readonly #cancellable = new CancellableTrades();

  constructor(config: EngineConfig, underlying: Underlying, clock: TradingClock) {
    this.#config = config;
    this.#isCareful = config.option_signing === 'careful';
    this.#quotes = new OptionQuotes(this.#isCareful);
    this.flows = new OptionFlows({
      flowNs: nsOfSeconds(config.W_g),
      wallNs: nsOfSeconds(config.W_wall),
    });
    this.#pricer = new OptionPricer(
      config,
      underlying === 'spy' ? 'black-scholes' : 'black-76',
      clock,
    );
    this.inventory = new OptionInventory(config, this.#pricer, this.#quotes);
  }

  onQuote(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    this.#quotes.remember(timeNs, contract, quote);
    this.inventory.note(contract);
  }

  /**
   * @param spot level price of the underlying; undefined while there is none
   * @param aggressor the feed's own, or null where it gives none
   * @param quote the quote carried by the trade record, or null where the feed carries none
   * @param marks what else the feed says of the trade; undefined where it says nothing
   */
  onTrade(
    timeNs: number,
    spot: number | undefined,
    contract: OptionContract,
    priceNanos: number,
    size: number,
    aggressor: Aggressor | null,
    quote: OptionQuote | null,
    marks: OptionTradeMarks | undefined,
  ): void {
    if (marks?.condition === 'cancel') {
      this.#cancel(contract, marks.venue, priceNanos, size);
      return;
    }
    const standing = quote === null ? this.#standingQuote(timeNs, contract) : undefined;
    const isStale = standing !== undefined && timeNs - standing.timeNs > MAX_QUOTE_AGE_NS;
    const judge = isStale ? null : (quote ?? standing ?? null);
    const signed = this.#sign(priceNanos, aggressor, judge, isStale, marks);
    let netGamma = 0;
    // At a price of zero or less the models have no value; a NaN would spoil every sum it enters. What
    // its condition excludes teaches no volatility either: its price is not one of now.
    if (spot !== undefined && spot > 0 && !isExcluded(signed)) {
      const gamma = this.#pricer.gamma(timeNs, contract, spot, judge, priceNanos / NANOS);
      netGamma = -signed.side * size * gamma * this.#config.OPTION_MULTIPLIER;
      if (netGamma === 0) netGamma = 0;
    }
    const { expiryDay, right, strike } = contract;
    const flow = this.flows.next;
    this.flows.append(timeNs, expiryDay, right, strike, netGamma, signed);
    this.signing.add(expiryDay, signed.signing, size);
    // What trades once the option has expired hedges nothing: volume only.
    const isHeld = !this.#pricer.expiryClock.isExpired(timeNs, contract);
    if (isHeld) this.inventory.trade(contract, signed.side * size);
    else this.inventory.note(contract);
    if (marks === undefined) return;
    if (marks.condition === 'unknown') this.signing.unknownConditions++;
    const contribution = { flow, netGamma, signed, isHeld };
    this.#cancellable.remember(contract, marks.venue, priceNanos, size, contribution);
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
    this.signing.clear();
    this.#cancellable.clear();
    this.inventory.startSession();
  }

  transfer(state: StateTransfer): void {
    const parts = [this.flows, this.signing, this.#pricer, this.#quotes, this.#cancellable];
    for (const part of [...parts, this.inventory]) part.transfer(state);
  }

  /**
   * The option's own quote for a trade that carries none: the latest at or before it (SPEC §2). A
   * careful run takes one of an earlier time: a trade moves the quote that it hits, and the moved one
   * may bear the trade's own time.
   */
  #standingQuote(timeNs: number, contract: OptionContract): TimedQuote | undefined {
    return this.#isCareful ? this.#quotes.before(timeNs, contract) : this.#quotes.latest(contract);
  }

  /** @param judge the quote that the trade is judged by; null where there is none or an old one */
  #sign(
    priceNanos: number,
    aggressor: Aggressor | null,
    judge: OptionQuote | null,
    isStale: boolean,
    marks: OptionTradeMarks | undefined,
  ): SignedTrade {
    const excluded = this.#isCareful ? signByCondition(marks) : undefined;
    if (excluded !== undefined) return excluded;
    if (aggressor !== null) return signByFeed(aggressor);
    if (isStale) return VERDICTS.staleQuote;
    return signByQuote(priceNanos, judge);
  }

  /** Takes a cancelled trade's contribution back; one that is not known is counted. */
  #cancel(contract: OptionContract, venue: number, priceNanos: number, size: number): void {
    const trade = this.#cancellable.take(contract, venue, priceNanos, size);
    if (trade === undefined) {
      this.signing.unknownCancels++;
      return;
    }
    const { expiryDay, right, strike } = contract;
    this.flows.takeBack(trade.flow, expiryDay, right, strike, trade.netGamma);
    this.signing.add(expiryDay, trade.signed.signing, -size);
    if (trade.isHeld) this.inventory.cancel(contract, trade.signed.side * size);
  }
}

const isExcluded = ({ signing }: SignedTrade): boolean =>
  signing === 'condition' || signing === 'multi_leg';
