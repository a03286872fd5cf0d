import { closeOfDayMs, isTradingDay } from '../core/marketCalendar.ts';
import { newYorkDay, newYorkToUnixMs, timeOfDayMs } from '../core/newYork.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S, type TradingClock } from '../core/time.ts';
import { PriceRange } from './priceRange.ts';

/** Start of regular trading on the American stock market. */
const REGULAR_OPEN_MS = timeOfDayMs('09:30');
const NS_PER_MINUTE = 60 * NS_PER_S;
/** Trades known from so long after its beginning on still make a stretch whole. */
const REGULAR_GRACE_NS = NS_PER_MINUTE;
const OVERNIGHT_GRACE_NS = 5 * NS_PER_MINUTE;

/**
 * Ranges of price by the stock market's day (core/marketCalendar.ts): regular hours, the night between
 * a close and the next open, weekends and holidays included, and the first minutes after the open. A
 * range of which the beginning is not known does not exist. Times are session ns.
 */
export class DayRanges {
  readonly #clock: TradingClock;
  readonly #openingNs: number;
  /** First trade of the run; NaN before it. */
  #knownSinceNs = Number.NaN;
  #isRegular = false;
  /** The present stretch, of regular hours or of night; none before the first trade. */
  #startNs = Number.NaN;
  #endNs = Number.NEGATIVE_INFINITY;
  readonly #prior = new PriceRange();
  readonly #regular = new PriceRange();
  readonly #overnight = new PriceRange();
  readonly #opening = new PriceRange();
  #nowNs = Number.NEGATIVE_INFINITY;

  /** @param openingMinutes length of the opening range */
  constructor(clock: TradingClock, openingMinutes: number) {
    this.#clock = clock;
    this.#openingNs = openingMinutes * NS_PER_MINUTE;
  }

  /** A futures trade. */
  add(timeNs: number, px: number): void {
    if (Number.isNaN(this.#knownSinceNs)) this.#knownSinceNs = timeNs;
    this.moveTo(timeNs);
    if (!this.#isRegular) {
      this.#overnight.add(px);
      return;
    }
    this.#regular.add(px);
    if (timeNs < this.#startNs + this.#openingNs) this.#opening.add(px);
  }

  /** Goes on to a time, of a trade or a snap: a stretch ends when its time is over. */
  moveTo(timeNs: number): void {
    this.#nowNs = timeNs;
    if (timeNs < this.#endNs || Number.isNaN(this.#knownSinceNs)) return;
    if (this.#isRegular) this.#prior.copy(this.#regular);
    const endedNs = this.#endNs;
    this.#enter(timeNs);
    if (!this.#isRegular) this.#overnight.start(this.#isKnownFrom(OVERNIGHT_GRACE_NS));
    else {
      // Days may pass without a trade: the night before this morning is then another one.
      if (endedNs !== this.#startNs) this.#overnight.start(false);
      this.#regular.start(this.#isKnownFrom(REGULAR_GRACE_NS));
      this.#opening.start(this.#regular.isWhole);
    }
  }

  /** Regular hours of the last day that has ended; undefined unless known from their beginning. */
  get prior(): PriceRange | undefined {
    return known(this.#prior);
  }

  /** The night that goes on, or by day the one before; undefined unless known from its beginning. */
  get overnight(): PriceRange | undefined {
    return known(this.#overnight);
  }

  /** The opening range once it is complete, for the rest of the day. */
  get opening(): PriceRange | undefined {
    const isComplete = this.#isRegular && this.#nowNs >= this.#startNs + this.#openingNs;
    return isComplete ? known(this.#opening) : undefined;
  }

  transfer(state: StateTransfer): void {
    this.#knownSinceNs = state.number(this.#knownSinceNs);
    this.#isRegular = state.flag(this.#isRegular);
    this.#startNs = state.number(this.#startNs);
    this.#endNs = state.number(this.#endNs);
    this.#nowNs = state.number(this.#nowNs);
    for (const range of [this.#prior, this.#regular, this.#overnight, this.#opening]) {
      range.transfer(state);
    }
  }

  #isKnownFrom(graceNs: number): boolean {
    return this.#knownSinceNs <= this.#startNs + graceNs;
  }

  /** Finds the stretch that a time lies in. */
  #enter(timeNs: number): void {
    const today = newYorkDay(this.#clock.toUnixMs(timeNs));
    const isBefore = isTradingDay(today) && timeNs < this.#openOf(today);
    this.#isRegular = isTradingDay(today) && !isBefore && timeNs < this.#closeOf(today);
    if (this.#isRegular) {
      this.#startNs = this.#openOf(today);
      this.#endNs = this.#closeOf(today);
      return;
    }
    const isAfter = isTradingDay(today) && !isBefore;
    this.#startNs = this.#closeOf(isAfter ? today : tradingDay(today - 1, -1));
    this.#endNs = this.#openOf(isBefore ? today : tradingDay(today + 1, 1));
  }

  #openOf(day: number): number {
    return this.#clock.fromUnixMs(newYorkToUnixMs(day, REGULAR_OPEN_MS));
  }

  #closeOf(day: number): number {
    return this.#clock.fromUnixMs(newYorkToUnixMs(day, closeOfDayMs(day)));
  }
}

/** The next trading day from `day` on, itself included, in a direction. */
function tradingDay(day: number, step: 1 | -1): number {
  let found = day;
  while (!isTradingDay(found)) found += step;
  return found;
}

const known = (range: PriceRange): PriceRange | undefined =>
  range.isWhole && range.hasTraded ? range : undefined;
