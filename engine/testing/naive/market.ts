/** SPEC §2: everything that has happened, kept for good. Windows are cut at the snap, from all of it. */
import type { EngineConfig } from '../../core/config.ts';
import {
  ASK,
  BID,
  MID,
  SELL,
  type Aggressor,
  type HotzoneEvent,
  type OptionContract,
} from '../../core/events.ts';
import type { Underlying } from '../../core/profiles.ts';
import { sessionStartNs } from './boundary.ts';
import { flowsBetween, isGood, rematch, type Credit, type Flow } from './book.ts';
import type {
  BookEvent,
  OptionQuoteEvent,
  OptionTradeEvent,
  StreamEvent,
  TradeEvent,
  UnderlyingEvent,
  View,
} from './events.ts';
import { NearestFills, type Place } from './nearest.ts';
import { OptionDesk, type OptionFlow } from './options.ts';
import { Ratio } from './ratio.ts';
import { seriesKey, Volatility } from './volatility.ts';
import { milliseconds, seconds } from './words.ts';

export interface Print {
  readonly timeNs: number;
  /** Futures price. */
  readonly px: number;
  readonly size: number;
  readonly aggressor: Aggressor;
}

/** An entry of the log that tells whether the book can be trusted. */
export interface HealthEntry {
  readonly timeNs: number;
  readonly what: 'good book' | 'trouble';
}

export class NaiveMarket {
  readonly config: EngineConfig;
  readonly flows: Flow[] = [];
  readonly prints: Print[] = [];
  readonly optionFlows: OptionFlow[] = [];
  readonly healthLog: HealthEntry[] = [];
  readonly zones = new Map<string, HotzoneEvent>();
  readonly ratio: Ratio;
  readonly volatility: Volatility;
  readonly #desk: OptionDesk;
  readonly #epochMs: number;
  /** The first option of each right, strike and expiry that quoted or traded. */
  readonly #firstOptions = new Map<string, OptionContract>();
  #credits: Credit[] = [];
  /** Only with `fill_habit: nearest`. */
  readonly #nearest: NearestFills | undefined;
  /** The displayed book; undefined before the first record and after R. */
  view: View | undefined;
  hasHadView = false;
  gaps = 0;
  bookNs: number | undefined;
  tradeNs: number | undefined;
  optionNs: number | undefined;
  #lastMidPx: number | undefined;
  #wasMaybeBad = false;

  constructor(config: EngineConfig, underlying: Underlying, epochMs: number) {
    this.config = config;
    this.#epochMs = epochMs;
    this.ratio = new Ratio(config);
    this.#nearest = config.fill_habit === 'nearest' ? new NearestFills() : undefined;
    this.volatility = new Volatility(config, underlying, epochMs);
    this.#desk = new OptionDesk(config, this.volatility);
  }

  /** Last futures trade price; until there is one, the last book mid. Level price. */
  get spot(): number | undefined {
    const px = this.prints.at(-1)?.px ?? this.#lastMidPx;
    return px === undefined ? undefined : this.ratio.toLevel(px);
  }

  /** The option of which the run heard first, of those of one expiry, right and strike. */
  firstOption(key: string): OptionContract | undefined {
    return this.#firstOptions.get(key);
  }

  #hearOf(contract: OptionContract): void {
    const key = seriesKey(contract);
    if (!this.#firstOptions.has(key)) this.#firstOptions.set(key, contract);
  }

  latestQuote(contract: OptionContract): OptionQuoteEvent | undefined {
    return this.#desk.latestQuote(contract);
  }

  /** The end of a snap interval, before its snap is computed. */
  settle(nowNs: number): void {
    this.#nearest?.settle(nowNs);
  }

  /** Mid of a view with both sides, futures price. */
  get #midPx(): number | undefined {
    const [bid, ask] = [this.view?.bids[0], this.view?.asks[0]];
    if (bid === undefined || ask === undefined) return undefined;
    return ((bid[0] + ask[0]) / 2) * this.config.TICK_SIZE;
  }

  apply(event: StreamEvent): void {
    switch (event.kind) {
      case 'book':
        return this.#book(event.timeNs, event);
      case 'trade':
        return this.#trade(event);
      case 'underlying':
        return this.#underlying(event);
      case 'optionQuote':
        this.optionNs = event.timeNs;
        this.#hearOf(event.contract);
        return this.#desk.noteQuote(event);
      case 'optionTrade':
        this.optionNs = event.timeNs;
        return this.#optionTrade(event);
      case 'hotzone':
        return this.#zone(event.zone);
      case 'gap':
        this.#gap(event.timeNs);
    }
  }

  /** §4: the record's levels are compared with the view and replace it. */
  #book(
    timeNs: number,
    record: Pick<BookEvent, 'how' | 'isMaybeBad' | 'view'>,
    traded?: Place,
  ): void {
    const { how, view, isMaybeBad } = record;
    const matchNs = milliseconds(this.config.FILL_MATCH_MS);
    this.#credits = this.#credits.filter((credit) => timeNs - credit.timeNs <= matchNs);
    if (how === 'update') {
      const credits = this.#credits;
      const flows =
        this.view === undefined ? [] : flowsBetween(this.view, view, { timeNs, matchNs, credits });
      this.flows.push(...flows);
      this.#nearest?.noteRecord(timeNs, flows, view, traded);
    } else {
      this.#credits = [];
      this.#nearest?.clear();
    }
    this.view = how === 'clear' ? undefined : view;
    this.hasHadView ||= this.view !== undefined;
    this.#lastMidPx = this.#midPx ?? this.#lastMidPx;
    this.#noteHealth(timeNs, isMaybeBad);
  }

  /** §11b: several MAYBE_BAD_BOOK records in a row are one gap. */
  #noteHealth(timeNs: number, isMaybeBad: boolean): void {
    this.bookNs = timeNs;
    if (isMaybeBad && !this.#wasMaybeBad) this.gaps++;
    this.#wasMaybeBad = isMaybeBad;
    const isTrusted = !isMaybeBad && this.view !== undefined && isGood(this.view);
    this.healthLog.push({ timeNs, what: isTrusted ? 'good book' : 'trouble' });
  }

  #gap(timeNs: number): void {
    this.gaps++;
    this.healthLog.push({ timeNs, what: 'trouble' });
  }

  /** §1: a T record's levels first, and only then its size becomes credit. */
  #trade({ timeNs, priceNanos, size, aggressor, book }: TradeEvent): void {
    const tickNanos = Math.round(this.config.TICK_SIZE * 1e9);
    const side = aggressor === SELL ? BID : ASK;
    const tick = priceNanos / tickNanos;
    const place = aggressor === MID ? undefined : { side, tick };
    if (book !== undefined) this.#book(timeNs, book, place);
    this.tradeNs = timeNs;
    this.prints.push({ timeNs, px: priceNanos / 1e9, size, aggressor });
    if (place === undefined || priceNanos % tickNanos !== 0) return;
    if (this.#nearest !== undefined) return this.#nearest.noteTrade(timeNs, place, size);
    const rematchNs = milliseconds(this.config.FILL_REMATCH_MS);
    const trade = { timeNs, side, tick, size };
    const left = rematchNs > 0 ? rematch(this.flows, trade, rematchNs) : size;
    this.#credits.push({ timeNs, side, tick, left });
  }

  #optionTrade(event: OptionTradeEvent): void {
    if (event.marks?.condition === 'cancel') return this.#cancel(event);
    this.#hearOf(event.contract);
    this.optionFlows.push(this.#desk.flowOf(event, this.spot));
  }

  /** A cancel means the option's latest trade of that venue, price and size in this session. */
  #cancel({ timeNs, contract, priceNanos, size, marks }: OptionTradeEvent): void {
    const sessionNs = sessionStartNs(timeNs, this.config, this.#epochMs);
    const found = this.optionFlows.findLastIndex(
      ({ trade }) =>
        trade.timeNs >= sessionNs &&
        trade.contract.symbol === contract.symbol &&
        trade.priceNanos === priceNanos &&
        trade.size === size &&
        trade.marks?.venue === marks?.venue,
    );
    if (found >= 0) this.optionFlows.splice(found, 1);
  }

  /** §2: counts while both sides of the book are present and its last record is at most 1 s old. */
  #underlying({ timeNs, bidNanos, askNanos }: UnderlyingEvent): void {
    const midPx = this.#midPx;
    if (midPx === undefined || this.bookNs === undefined) return;
    if (timeNs - this.bookNs > seconds(1)) return;
    this.ratio.observe(timeNs, midPx, bidNanos / 1e9, askNanos / 1e9);
  }

  #zone(zone: HotzoneEvent): void {
    if (zone.action === 'remove') this.zones.delete(zone.id);
    else this.zones.set(zone.id, zone);
  }
}
