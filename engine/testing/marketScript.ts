import type { ConfigOverrides } from '../core/config.ts';
import {
  BUY,
  MID,
  SELL,
  type Aggressor,
  type Feed,
  type OptionContract,
  type OptionQuote,
} from '../core/events.ts';
import type { LevelPayload, SnapPayload } from '../core/payload.ts';
import type { OptionConditionKind } from '../core/optionConditions.ts';
import { findProfile } from '../core/profiles.ts';
import { MarketState } from '../market/marketState.ts';
import type { LevelView } from '../physics/engine.ts';
import { LevelSignals } from '../signal/levelSignals.ts';
import { aBook, aClock, aConfig, nanos, newYorkNs, type BookSides } from './builders.ts';

const NO_FLAGS = { isClear: false, isSnapshot: false, isMaybeBad: false };

export interface OptionPrint {
  readonly px?: number;
  readonly size?: number;
  /** The feed's own word; most feeds give none. */
  readonly aggressor?: Aggressor | null;
  readonly quote?: OptionQuote | null;
  /** What the trade's condition says, of feeds that give one. */
  readonly condition?: OptionConditionKind;
  readonly venue?: number;
}

/**
 * A market told as a story, in futures prices:
 * `aMarket().at('10:00').book({ bids: [[6870, 100]] }).sells(6870, 40)`.
 * Time stands where `at` or `later` put it.
 */
export class MarketScript {
  readonly market: MarketState;
  readonly signals: LevelSignals;
  readonly #tickSize: number;
  #nowNs = newYorkNs('10:00');

  constructor(overrides: ConfigOverrides, profileName: string) {
    const { name, underlying } = findProfile(profileName);
    const config = aConfig(overrides, profileName);
    this.#tickSize = config.TICK_SIZE;
    this.market = new MarketState(config, underlying, aClock());
    this.signals = new LevelSignals({ config, profile: name, underlying });
  }

  get nowNs(): number {
    return this.#nowNs;
  }

  /** @param time New York time of day, `HH:MM[:SS[.mmm]]` */
  at(time: string): this {
    this.#nowNs = newYorkNs(time);
    return this;
  }

  later(ms: number): this {
    this.#nowNs += Math.round(ms * 1e6);
    return this;
  }

  book(sides: BookSides): this {
    this.market.onBook(this.#nowNs, this.#record(sides), NO_FLAGS);
    return this;
  }

  snapshot(sides: BookSides): this {
    this.market.onBook(this.#nowNs, this.#record(sides), { ...NO_FLAGS, isSnapshot: true });
    return this;
  }

  /** A book record the venue marks as possibly wrong. */
  doubtfulBook(sides: BookSides): this {
    this.market.onBook(this.#nowNs, this.#record(sides), { ...NO_FLAGS, isMaybeBad: true });
    return this;
  }

  /** Action `R`. */
  clearBook(): this {
    this.market.onBook(this.#nowNs, aBook({}), { ...NO_FLAGS, isClear: true });
    return this;
  }

  /** @param book the levels that came with the trade; none when trades have a file of their own */
  buys(px: number, size = 1, book?: BookSides): this {
    return this.#trade(px, size, BUY, book);
  }

  sells(px: number, size = 1, book?: BookSides): this {
    return this.#trade(px, size, SELL, book);
  }

  /** A trade of unknown side. */
  prints(px: number, size = 1, book?: BookSides): this {
    return this.#trade(px, size, MID, book);
  }

  underlying(bid: number, ask: number): this {
    this.market.onUnderlyingQuote(this.#nowNs, nanos(bid), nanos(ask));
    return this;
  }

  optionQuote(contract: OptionContract, quote: OptionQuote): this {
    this.market.onOptionQuote(this.#nowNs, contract, quote);
    return this;
  }

  option(contract: OptionContract, print: OptionPrint = {}): this {
    const { px = 1, size = 1, aggressor = null, quote = null, condition, venue = 0 } = print;
    const marks = condition === undefined ? undefined : { condition, venue };
    this.market.onOptionTrade(this.#nowNs, contract, nanos(px), size, aggressor, quote, marks);
    return this;
  }

  /** Net gamma to dealers from an outside service. */
  flow({ right, strike, expiryDay }: OptionContract, netGamma: number): this {
    this.market.integrateFlowSnapshot(this.#nowNs, { right, strike, expiryDay, netGamma });
    return this;
  }

  hotzone(id: string, price: number, strong = false): this {
    this.market.onHotzone(this.#nowNs, { action: 'add', id, price, label: '', strong });
    return this;
  }

  gap(feed: Feed): this {
    const cause = 'reconnected';
    this.market.onGap({ feed, fromNs: null, toNs: this.#nowNs, cause, recordsLost: null });
    return this;
  }

  /** The session boundary passes. */
  newSession(): this {
    this.market.startSession();
    this.signals.startSession();
    return this;
  }

  /** The market made ready for queries at this moment. */
  looked(): MarketState {
    this.market.startSnap(this.#nowNs);
    return this.market;
  }

  /** The snap at this moment, or undefined where there is none yet. */
  trySnap(): SnapPayload | undefined {
    return this.signals.snap(this.market, this.#nowNs);
  }

  snap(): SnapPayload {
    const payload = this.trySnap();
    if (payload === undefined) throw new Error('The script has no spot or no book yet.');
    return payload;
  }

  /** One level of a new snap. */
  level(id: string): LevelPayload {
    const payload = this.snap();
    const found = payload.levels.find((level) => level.id === id);
    const others = payload.levels.map((level) => level.id).join(', ');
    if (found === undefined) throw new Error(`${id} is not active, but: ${others}`);
    return found;
  }

  #record(sides: BookSides) {
    return aBook({ tickSize: this.#tickSize, ...sides });
  }

  #trade(px: number, size: number, aggressor: Aggressor, book: BookSides | undefined): this {
    const record = book === undefined ? null : this.#record(book);
    this.market.onFuturesTrade(this.#nowNs, nanos(px), size, aggressor, record, NO_FLAGS);
    return this;
  }
}

/** An empty market at 10:00 New York with the ES profile, or another. */
export function aMarket(overrides: ConfigOverrides = {}, profile = 'es-0dte'): MarketScript {
  return new MarketScript(overrides, profile);
}

/** A level below spot, which bids defend. */
export const support = (price: number): LevelView => ({
  price,
  direction: 'SUPPORT',
  breakDirection: 'DOWN',
});

/** A level above spot, which asks defend. */
export const resistance = (price: number): LevelView => ({
  price,
  direction: 'RESISTANCE',
  breakDirection: 'UP',
});
