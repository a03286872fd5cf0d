import { OPTION_SERIES } from '../instruments.ts';
import type { Prng } from '../prng.ts';
import { valueOption, type Valuation } from './pricing.ts';
import { smileVolatility } from './smile.ts';
import { naturalLog } from '../basicMath.ts';

/** Venues by the vendor's publisher ids; trades and best prices come from any of them. */
export const VENUES: readonly number[] = [
  20, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 36, 37,
];
/** Of a thousand looks at a quote so many find it locked, crossed or with a side missing. */
const TROUBLE_PER_MILLE = 4;
/** Level of volatility at which market makers quote their usual width. */
const USUAL_LEVEL = 0.13;

/** What the option market makers see when they quote. */
export interface MarketView {
  timeNs: number;
  /** SPY dollars. */
  spot: number;
  secondsLeft: number;
  /** At-the-money volatility per year. */
  level: number;
}

/** The best bid and offer of a series over all venues. A side of size 0 is absent. */
export interface StandingQuote {
  bidCents: number;
  askCents: number;
  bidSize: number;
  askSize: number;
  bidVenue: number;
  askVenue: number;
}

/**
 * The quotes of the whole chain, by series of {@link OPTION_SERIES}. Empty until each is quoted for
 * the first time.
 */
export class QuoteBoard {
  readonly #prng: Prng;
  readonly #quotes: readonly StandingQuote[];
  readonly #valuation: Valuation = { price: 0, delta: 0 };

  constructor(prng: Prng) {
    this.#prng = prng;
    this.#quotes = OPTION_SERIES.map(() => ({
      bidCents: 0,
      askCents: 0,
      bidSize: 0,
      askSize: 0,
      bidVenue: 0,
      askVenue: 0,
    }));
  }

  /** @throws RangeError for a series that is not listed */
  quote(index: number): StandingQuote {
    const quote = this.#quotes[index];
    if (quote === undefined) throw new RangeError(`Invariant: no series ${index}`);
    return quote;
  }

  /**
   * Market makers look at a series and quote it anew: prices after smile and spot, sizes that breathe
   * around what is usual there.
   */
  refresh(index: number, view: MarketView): StandingQuote {
    const quote = this.quote(index);
    const series = OPTION_SERIES[index];
    if (series === undefined) throw new RangeError(`Invariant: no series ${index}`);
    const { spot, secondsLeft, level } = view;
    const volatility = smileVolatility(level, naturalLog(series.strike / spot));
    valueOption(this.#valuation, spot, series.strike, series.right, secondsLeft, volatility);
    const { price, delta } = this.#valuation;
    this.#price(quote, price * 100, level);
    const usualSize = usualSizeAt(Math.abs(delta));
    quote.bidSize = quote.bidCents === 0 ? 0 : this.#breathe(quote.bidSize, usualSize);
    quote.askSize = this.#breathe(quote.askSize, usualSize);
    if (this.#prng.chance(TROUBLE_PER_MILLE)) this.#trouble(quote);
    return quote;
  }

  #price(quote: StandingQuote, fairCents: number, level: number): void {
    const width = this.#width(fairCents, level);
    // Makers agree on the value to a fraction of a cent only.
    const opinion = this.#prng.between(-20, 20) / 100;
    const bidCents = Math.max(0, Math.round(fairCents - width / 2 + opinion));
    const askCents = bidCents + width;
    if (quote.bidCents !== bidCents || quote.bidVenue === 0) quote.bidVenue = this.#venue();
    if (quote.askCents !== askCents || quote.askVenue === 0) quote.askVenue = this.#venue();
    if (bidCents === 0) quote.bidVenue = 0;
    quote.bidCents = bidCents;
    quote.askCents = askCents;
  }

  /** A cent when cheap, some cents in the money; more where the market moves fast. */
  #width(fairCents: number, level: number): number {
    let width = 1;
    if (fairCents >= 600) width = 4 + Math.floor(fairCents / 150);
    else if (fairCents >= 300) width = this.#prng.between(2, 5);
    else if (fairCents >= 120) width = this.#prng.between(1, 3);
    else if (fairCents >= 40) width = this.#prng.chance(300) ? 2 : 1;
    const haste = level / USUAL_LEVEL;
    if (haste <= 1.3) return width;
    return width + (this.#prng.chance(Math.min(900, Math.round((haste - 1.3) * 500))) ? 1 : 0);
  }

  #breathe(size: number, usual: number): number {
    if (size === 0) return Math.max(1, this.#prng.between(usual >> 1, usual + (usual >> 1)));
    const drawn = this.#prng.between(-(usual >> 1), usual >> 1);
    return Math.max(1, Math.round(size + (usual - size) / 5 + drawn));
  }

  /** What a consolidated quote does now and then: locked, crossed, one side or both withdrawn. */
  #trouble(quote: StandingQuote): void {
    const kind = this.#prng.weighted([4, 1, 3, 1, 1]);
    if (kind <= 1 && quote.bidCents > 0) quote.askCents = quote.bidCents - (kind === 1 ? 1 : 0);
    if (kind === 2 || kind === 4) quote.bidSize = 0;
    if (kind === 3 || kind === 4) quote.askSize = 0;
    if (quote.askCents === 0) quote.askSize = 0;
  }

  #venue(): number {
    return VENUES[this.#prng.below(VENUES.length)] ?? 0;
  }
}

/** Contracts shown on a side: many where an option is cheap, few deep in the money. */
function usualSizeAt(absoluteDelta: number): number {
  if (absoluteDelta > 0.9) return 24;
  if (absoluteDelta > 0.6) return 90;
  return absoluteDelta > 0.08 ? 180 : 650;
}
