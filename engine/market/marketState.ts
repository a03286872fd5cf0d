import type { EngineConfig } from '../core/config.ts';
import {
  ASK,
  BID,
  MID,
  SELL,
  isBookTick,
  type Aggressor,
  type BookRecord,
  type BookRecordFlags,
  type EventSink,
  type Gap,
  type HotzoneEvent,
  type OptionContract,
  type OptionQuote,
  type OptionTradeMarks,
} from '../core/events.ts';
import { newYorkDay } from '../core/newYork.ts';
import type { Underlying } from '../core/profiles.ts';
import type { Stateful, StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S, nsOfMs, nsOfSeconds, type TradingClock } from '../core/time.ts';
import { Book } from './book.ts';
import { BookFlows } from './bookFlows.ts';
import { DayRanges } from './dayRanges.ts';
import { FeedHealth } from './feedHealth.ts';
import { Fills, type FillHabitState } from './fills.ts';
import { Hotzones } from './hotzones.ts';
import { placeOf } from './openFills.ts';
import { OptionMarket, type FlowSnapshot } from './optionMarket.ts';
import { PriceConverter } from './priceConverter.ts';
import { SessionStats } from './sessionStats.ts';
import { TimeAndSales } from './timeAndSales.ts';
import { TradeBar } from './tradeBar.ts';
import { TradeTape } from './tradeTape.ts';
import { TradeTotals } from './tradeTotals.ts';
import { VolumeProfile } from './volumeProfile.ts';

const NANOS = 1e9;
const MAX_BOOK_AGE_FOR_RATIO_NS = NS_PER_S;

/**
 * Everything the physics may ask about the market (SPEC §2): updated only by events, queried only
 * at snaps, single-threaded, free of clocks. Times are session ns, prices futures prices unless
 * they say otherwise.
 */
export class MarketState implements EventSink {
  readonly config: EngineConfig;
  readonly clock: TradingClock;
  readonly book: Book;
  readonly flows: BookFlows;
  readonly tape: TradeTape;
  readonly stats = new SessionStats();
  readonly day: DayRanges;
  /** Over the whole run, across session boundaries. */
  readonly totals = new TradeTotals();
  readonly profile = new VolumeProfile();
  /** Trades since the screen's last bar; whoever draws bars clears it. */
  readonly bar = new TradeBar();
  /** Large prints and sweeps, and how fast trades come: for screens. */
  readonly timeAndSales: TimeAndSales;
  readonly options: OptionMarket;
  readonly converter: PriceConverter;
  readonly health: FeedHealth;
  readonly hotzones = new Hotzones();
  readonly #fills: Fills;
  readonly #tickNanos: number;
  /** Session ns of the snap being computed; the queries below are as of then. */
  nowNs = 0;
  #lastTradePx: number | undefined;
  #lastMidPx: number | undefined;
  #hasBook = false;
  /** The last print, for the ladder. */
  lastTrade: { tick: number; size: number; aggressor: Aggressor } | undefined;

  constructor(config: EngineConfig, underlying: Underlying, clock: TradingClock) {
    this.config = config;
    this.clock = clock;
    const rematchNs = nsOfMs(config.FILL_REMATCH_MS);
    // Up to the second snap that shows it a record can be revised, and whoever compares may read it.
    const keepNs = rematchNs + 3 * nsOfMs(config.SNAP_INTERVAL_MS);
    this.flows = new BookFlows(nsOfSeconds(config.W_b), keepNs);
    this.#fills = new Fills(this.flows, {
      habit: config.fill_habit,
      matchNs: nsOfMs(config.FILL_MATCH_MS),
      rematchNs,
    });
    this.book = new Book(this.flows, this.#fills);
    this.tape = new TradeTape({
      tapeNs: nsOfSeconds(config.W_t),
      velocityNs: nsOfSeconds(config.W_v),
      sweepGapNs: nsOfMs(config.SWEEP_MAX_GAP_MS),
    });
    this.timeAndSales = new TimeAndSales({
      gapNs: nsOfMs(config.SWEEP_MAX_GAP_MS),
      minNotional: config.SWEEP_MIN_NOTIONAL,
    });
    this.options = new OptionMarket(config, underlying, clock);
    this.day = new DayRanges(clock, config.opening_range_min);
    this.converter = new PriceConverter(config);
    this.health = new FeedHealth(config);
    this.#tickNanos = Math.round(config.TICK_SIZE * NANOS);
  }

  // Queries, as of `nowNs`.

  /** Whether there is a spot and a book: no snap before (SPEC §1, "Snap clock"). */
  get isReady(): boolean {
    return this.#hasBook && this.spotPx !== undefined;
  }

  /** Last trade price, until there is one the last book mid; futures price. */
  get spotPx(): number | undefined {
    return this.#lastTradePx ?? this.#lastMidPx;
  }

  /** Middle of best bid and ask; undefined unless both are displayed. */
  get midPx(): number | undefined {
    const mid = ((this.book.bestBid + this.book.bestAsk) / 2) * this.config.TICK_SIZE;
    return Number.isNaN(mid) ? undefined : mid;
  }

  /** Day number of the snap's New York date: the only expiry fuel looks at (SPEC §6). */
  get tradingDay(): number {
    return newYorkDay(this.clock.toUnixMs(this.nowNs));
  }

  /** Level price of a futures tick. */
  levelOfTick(tick: number): number {
    return this.converter.toLevel(tick * this.config.TICK_SIZE);
  }

  /** What explains decreases: as configured, or as found out by now. */
  get fillHabit(): FillHabitState {
    return this.#fills.habit;
  }

  /** Contracts that trades took, and those of them that met a decrease at their time (SPEC §4). */
  get creditUse(): { readonly given: number; readonly met: number } {
    return this.#fills.creditUse;
  }

  /** Prepares for queries at a snap: every window is moved on to it. */
  startSnap(nowNs: number): void {
    this.nowNs = nowNs;
    this.#fills.settle(nowNs);
    this.flows.expire(nowNs);
    this.tape.expire(nowNs);
    this.timeAndSales.closeSnap(nowNs);
    this.day.moveTo(nowNs);
    this.options.expire(nowNs);
    this.#markInventory();
  }

  /** At a price of zero or less the models have no value, and without a book there is no snap. */
  #markInventory(): void {
    const { spotPx } = this;
    if (!this.isReady || spotPx === undefined || spotPx <= 0) return;
    this.options.inventory.mark(this.nowNs, this.converter.toLevel(spotPx), this.tradingDay);
  }

  /** The session boundary (SPEC §2): windows and session sums start anew, the rest goes on. */
  startSession(): void {
    this.flows.startSession();
    this.tape.clear();
    this.timeAndSales.startSession();
    this.options.startSession();
    this.stats.clear();
    this.profile.clear();
  }

  /** Carries everything an event has ever changed; taken between two events. */
  transfer(state: StateTransfer): void {
    const parts: readonly Stateful[] = [
      this.book,
      this.flows,
      this.#fills,
      this.tape,
      this.stats,
      this.day,
      this.totals,
      this.profile,
      this.bar,
      this.timeAndSales,
      this.options,
      this.converter,
      this.health,
      this.hotzones,
    ];
    for (const part of parts) part.transfer(state);
    this.nowNs = state.number(this.nowNs);
    this.#lastTradePx = state.optionalNumber(this.#lastTradePx);
    this.#lastMidPx = state.optionalNumber(this.#lastMidPx);
    this.#hasBook = state.flag(this.#hasBook);
    this.lastTrade = state.json(this.lastTrade ?? null) ?? undefined;
  }

  // Events.

  onBook(timeNs: number, record: BookRecord, flags: BookRecordFlags): void {
    this.#takeBook(timeNs, record, flags, Number.NaN);
  }

  #takeBook(timeNs: number, record: BookRecord, flags: BookRecordFlags, tradedPlace: number): void {
    if (flags.isClear) {
      this.book.clear();
    } else if (flags.isSnapshot) {
      this.book.replaceByImage(record);
    } else {
      this.book.update(timeNs, record, tradedPlace);
    }
    this.#hasBook ||= this.book.hasView;
    this.health.noteBook(timeNs, flags.isMaybeBad, this.book.isGood);
    if (this.#lastTradePx === undefined) this.#lastMidPx = this.midPx ?? this.#lastMidPx;
  }

  onFuturesTrade(
    timeNs: number,
    priceNanos: number,
    size: number,
    aggressor: Aggressor,
    book: BookRecord | null,
    flags: BookRecordFlags,
  ): void {
    const tick = priceNanos / this.#tickNanos;
    const side = aggressor === SELL ? BID : ASK;
    const tradedPlace = aggressor === MID ? Number.NaN : placeOf(side, tick);
    if (book !== null) this.#takeBook(timeNs, book, flags, tradedPlace);
    this.health.tradeNs = timeNs;
    const px = priceNanos / NANOS;
    if (isBookTick(tick)) {
      if (aggressor !== MID) this.#fills.trade(timeNs, side, tick, size);
      this.profile.add(tick, size, aggressor);
      this.lastTrade = { tick, size, aggressor };
    }
    this.tape.append(timeNs, px, size, aggressor);
    this.stats.add(px, size);
    this.day.add(timeNs, px);
    this.bar.add(px, size, aggressor);
    this.timeAndSales.add(timeNs, px, size, aggressor);
    this.totals.add(px, size, aggressor);
    this.#lastTradePx = px;
  }

  onUnderlyingQuote(timeNs: number, bidNanos: number, askNanos: number): void {
    const { bookNs } = this.health;
    const futuresMidPx = this.midPx;
    if (futuresMidPx === undefined || bookNs === undefined) return;
    if (timeNs - bookNs > MAX_BOOK_AGE_FOR_RATIO_NS) return;
    this.converter.observe(timeNs, futuresMidPx, bidNanos / NANOS, askNanos / NANOS);
  }

  onOptionQuote(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    this.health.optionNs = timeNs;
    this.options.onQuote(timeNs, contract, quote);
  }

  onOptionTrade(
    timeNs: number,
    contract: OptionContract,
    priceNanos: number,
    size: number,
    aggressor: Aggressor | null,
    quote: OptionQuote | null,
    marks?: OptionTradeMarks,
  ): void {
    this.health.optionNs = timeNs;
    const { spotPx } = this;
    const spot = spotPx === undefined ? undefined : this.converter.toLevel(spotPx);
    this.options.onTrade(timeNs, spot, contract, priceNanos, size, aggressor, quote, marks);
  }

  /** A ready aggregate from an outside flow service, in place of trades (SPEC §2). */
  integrateFlowSnapshot(timeNs: number, flow: FlowSnapshot): void {
    this.health.optionNs = timeNs;
    this.options.integrateFlowSnapshot(timeNs, flow);
  }

  onHotzone(_timeNs: number, event: HotzoneEvent): void {
    this.hotzones.apply(event);
  }

  onGap(gap: Gap): void {
    this.health.noteGap(gap);
  }
}
