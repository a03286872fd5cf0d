import { NS_PER_S } from '../../../core/time.ts';
import type { RecordEncoder } from '../../dbn/writerRecords.ts';
import {
  listedStrike,
  OPTION_SERIES,
  seriesIndex,
  SESSION_CLOSE_MS,
  SESSION_START_MS,
} from '../instruments.ts';
import type { Prng } from '../prng.ts';
import { drawOrder, type CustomerOrder } from './customers.ts';
import type { Dealers } from './dealers.ts';
import type { OptionMood } from './mood.ts';
import { OptionFeed } from './optionFeed.ts';
import { drawPrint, type Print, type PrintKind } from './printing.ts';
import { QuoteBoard, VENUES, type MarketView } from './quoteBoard.ts';
import { VolatilityLevel } from './smile.ts';

const CLOSE_S = (SESSION_CLOSE_MS - SESSION_START_MS) / 1000;
/** Mean time between two looks of the market makers at some series. */
const QUOTE_GAP_NS = NS_PER_S / 80;
/** A marketable order meets quotes that were looked at this shortly before. */
const FRESH_NS = { from: 30_000, to: 400_000 } as const;
/** Where nobody trades, this long passes until the mood is asked again. */
const IDLE_NS = 500_000_000;
/** Larger orders are split over venues: prints of one event time. */
const SPLIT_FROM = 30;
const MOST_PRINTS = 4;

/** Takes the truth that no tape tells: whose trade it was and how it printed. */
export interface OptionTruthSink {
  print(
    timeNs: number,
    symbol: string,
    priceCents: number,
    contracts: number,
    isCustomerBuyer: boolean,
    kind: PrintKind,
  ): void;
}

/** Where the option market's records and its truth go. */
export interface OptionOutputs {
  readonly trades: RecordEncoder;
  readonly quotes: RecordEncoder | undefined;
  readonly truth: OptionTruthSink | undefined;
}

/** Customers and market makers of the SPY options that expire today. */
export class OptionsMarket {
  /** When something happens next, ns since the session's start. */
  nextNs = 1_500_000;
  readonly #prng: Prng;
  readonly #board: QuoteBoard;
  readonly #feed: OptionFeed;
  readonly #truth: OptionTruthSink | undefined;
  readonly #dealers: Dealers | undefined;
  readonly #activity: number;
  readonly #volatility = new VolatilityLevel();
  readonly #view: MarketView = { timeNs: 0, spot: 0, secondsLeft: 0, level: 0 };
  readonly #order: CustomerOrder = { series: 0, isBuyer: false, contracts: 0 };
  readonly #print: Print = { cents: 0, kind: 'AT' };
  /** The tape's times never go back. */
  #lastNs = 0;
  #nextQuoteNs = 1_500_000;
  #nextTradeNs = 2_400_000;

  /**
   * @param activity factor on how often customers trade
   * @param makers draws for quotes, `customers` for orders: streams of one seed
   * @param dealers who take the other side and hedge; undefined where nobody does
   */
  constructor(
    makers: Prng,
    customers: Prng,
    outputs: OptionOutputs,
    dealers: Dealers | undefined,
    activity = 1,
  ) {
    this.#activity = activity;
    this.#prng = customers;
    this.#board = new QuoteBoard(makers);
    this.#feed = new OptionFeed(makers, outputs.trades, outputs.quotes);
    this.#truth = outputs.truth;
    this.#dealers = dealers;
  }

  /** Plays what happens at {@link nextNs}: a quote or a trade. */
  advance(spot: number, anchor: number, mood: OptionMood): void {
    const view = this.look(this.nextNs, spot);
    if (this.nextNs === this.#nextQuoteNs) this.#quote(view);
    else if (mood.tradesPerSecond > 0) this.#trade(view, anchor, mood);
    else this.#nextTradeNs += IDLE_NS;
    this.#lastNs = this.nextNs;
    this.nextNs = Math.min(this.#nextQuoteNs, this.#nextTradeNs);
  }

  /** The market as option people see it at this time; refilled at the next call. */
  look(timeNs: number, spot: number): MarketView {
    this.#volatility.observe(timeNs, spot);
    const view = this.#view;
    view.timeNs = timeNs;
    view.spot = spot;
    view.secondsLeft = CLOSE_S - timeNs / NS_PER_S;
    view.level = this.#volatility.level;
    return view;
  }

  #quote(view: MarketView): void {
    const series = this.#drawSeries(view.spot);
    this.#feed.quote(view.timeNs, series, this.#board.refresh(series, view));
    this.#nextQuoteNs += 1_000 + this.#prng.exponential(QUOTE_GAP_NS);
  }

  /** Near the money as a rule, sometimes anywhere. */
  #drawSeries(spot: number): number {
    const prng = this.#prng;
    if (prng.chance(150)) return prng.below(OPTION_SERIES.length);
    const strike = listedStrike(Math.round(spot) + prng.between(-6, 6));
    return seriesIndex(prng.chance(500) ? 'C' : 'P', strike);
  }

  #trade(view: MarketView, anchor: number, mood: OptionMood): void {
    const prng = this.#prng;
    const order = drawOrder(this.#order, prng, mood, view.spot, anchor);
    const tradeNs = view.timeNs;
    view.timeNs = Math.max(this.#lastNs, tradeNs - prng.between(FRESH_NS.from, FRESH_NS.to));
    const quote = this.#board.refresh(order.series, view);
    this.#feed.quote(view.timeNs, order.series, quote);
    const { cents, kind } = drawPrint(this.#print, prng, quote, order.isBuyer);
    const symbol = OPTION_SERIES[order.series]?.symbol ?? '';
    const most = order.contracts >= SPLIT_FROM ? prng.between(1, MOST_PRINTS) : 1;
    let left = order.contracts;
    for (let prints = most; prints > 0; prints--) {
      const contracts = prints === 1 ? left : Math.ceil(left / prints);
      left -= contracts;
      const venue = VENUES[prng.below(VENUES.length)] ?? 0;
      this.#feed.trade(tradeNs, order.series, cents, contracts, venue, quote);
      this.#truth?.print(tradeNs, symbol, cents, contracts, order.isBuyer, kind);
    }
    this.#dealers?.take(order.series, order.isBuyer, order.contracts);
    this.#nextTradeNs +=
      500_000 + prng.exponential(NS_PER_S / (mood.tradesPerSecond * this.#activity));
  }
}
