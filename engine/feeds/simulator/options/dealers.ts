import { NS_PER_S } from '../../../core/time.ts';
import { naturalLog } from '../basicMath.ts';
import { OPTION_SERIES } from '../instruments.ts';
import type { Prng } from '../prng.ts';
import { valueOption, type Valuation } from './pricing.ts';
import type { MarketView } from './quoteBoard.ts';
import { smileVolatility } from './smile.ts';

/** With what options the dealers start: none, or a large position near the money. */
export const DEALER_BOOKS = ['flat', 'short', 'long'] as const;
export type DealerBook = (typeof DEALER_BOOKS)[number];

const SHARES_PER_OPTION = 100;
/** Dollars that a contract of the future gains per index point. */
const FUTURE_MULTIPLIER = 50;
/** Mean time between two looks at the book's delta. */
const LOOK_GAP_NS = 0.5 * NS_PER_S;
/** Delta that dealers leave alone, futures contracts. */
const BAND = 20;
/** Most contracts that they send in one go. */
const LARGEST_HEDGE = 120;
/** Gamma is a spike in the last minutes: nobody hedges as if less time than this were left. */
const SHORTEST_LEFT_S = 300;
/** Options of each series that an opening book holds, within so many dollars of the money. */
const OPENING_POSITION = 6_000;
const OPENING_REACH = 4;

/**
 * The option dealers. They take the other side of every customer, hold what they took, and hold their
 * delta near nought with futures: with short gamma they buy into a rise and sell into a fall, with
 * long gamma they do the opposite.
 */
export class Dealers {
  /** When they next look at their delta, ns since the session's start. */
  nextNs = NS_PER_S;
  /** Contracts of the future that they hold by their hedging. */
  futures = 0;
  readonly #prng: Prng;
  readonly #hedge: (contracts: number) => void;
  /** By series: > 0 dealers own the option. */
  readonly #positions = new Float64Array(OPTION_SERIES.length);
  readonly #book: DealerBook;
  readonly #valuation: Valuation = { price: 0, delta: 0 };
  #hasStarted = false;

  /** @param hedge sends futures orders: > 0 buys so many contracts */
  constructor(prng: Prng, book: DealerBook, hedge: (contracts: number) => void) {
    this.#prng = prng;
    this.#book = book;
    this.#hedge = hedge;
  }

  /** A customer's trade: the dealers are its other side. */
  take(series: number, isCustomerBuyer: boolean, contracts: number): void {
    const held = this.#positions[series] ?? 0;
    this.#positions[series] = held + (isCustomerBuyer ? -contracts : contracts);
  }

  /**
   * Looks at the book's delta and trades futures when it is too large.
   * @param ratio futures price over SPY price
   */
  look(view: MarketView, ratio: number): void {
    this.nextNs = view.timeNs + 1_000 + this.#prng.exponential(LOOK_GAP_NS);
    if (!this.#hasStarted) this.#open(view.spot);
    const optionDelta = this.#deltaShares(view) / (FUTURE_MULTIPLIER * ratio);
    // What they start with was hedged before the session.
    if (!this.#hasStarted) this.futures = -optionDelta;
    this.#hasStarted = true;
    const excess = Math.round(optionDelta + this.futures);
    if (Math.abs(excess) < BAND) return;
    const contracts = -Math.max(-LARGEST_HEDGE, Math.min(LARGEST_HEDGE, excess));
    this.futures += contracts;
    this.#hedge(contracts);
  }

  #open(spot: number): void {
    if (this.#book === 'flat') return;
    const position = this.#book === 'short' ? -OPENING_POSITION : OPENING_POSITION;
    for (const [index, { strike }] of OPTION_SERIES.entries()) {
      if (Math.abs(strike - spot) <= OPENING_REACH) this.#positions[index] = position;
    }
  }

  #deltaShares({ spot, secondsLeft, level }: MarketView): number {
    const seconds = Math.max(SHORTEST_LEFT_S, secondsLeft);
    let shares = 0;
    for (const [index, { strike, right }] of OPTION_SERIES.entries()) {
      const held = this.#positions[index] ?? 0;
      if (held === 0) continue;
      const volatility = smileVolatility(level, naturalLog(strike / spot));
      valueOption(this.#valuation, spot, strike, right, seconds, volatility);
      shares += held * SHARES_PER_OPTION * this.#valuation.delta;
    }
    return shares;
  }
}
