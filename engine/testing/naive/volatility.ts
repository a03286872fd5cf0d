/** SPEC §2, "Greeks": what an option's volatility is taken to be, and its gamma at that volatility. */
import type { EngineConfig } from '../../core/config.ts';
import type { OptionContract, OptionQuote } from '../../core/events.ts';
import { closeOfDayMs } from '../../core/marketCalendar.ts';
import { newYorkToUnixMs } from '../../core/newYork.ts';
import type { Underlying } from '../../core/profiles.ts';
import { gammaAt, impliedVol, type Terms } from './greeks.ts';
import { smileVol } from './smile.ts';
import { NS_PER_MS, NS_PER_SECOND } from './words.ts';

const YEAR_S = 365 * 86_400;
const CLOSE_MS = 16 * 3_600_000;

/** What an option is, whatever it is called. */
export type Series = Pick<OptionContract, 'expiryDay' | 'right' | 'strike' | 'expirationMs'>;

export const seriesKey = ({ expiryDay, right, strike }: Series): string =>
  `${expiryDay} ${right} ${strike}`;

/** A volatility that a trade gave. */
interface GoodVol {
  readonly contract: OptionContract;
  readonly vol: number;
  readonly timeNs: number;
  /** Whether the option was out of the money then, on the forward, or at it. */
  readonly isOutside: boolean;
}

export const isUsable = (quote: OptionQuote): boolean =>
  quote.bidSize > 0 && quote.askSize > 0 && quote.bidNanos >= 0 && quote.bidNanos < quote.askNanos;

/** What the market knows of volatilities, and the gamma they give. Remembers across the whole run. */
export class Volatility {
  readonly #config: EngineConfig;
  readonly #underlying: Underlying;
  readonly #epochMs: number;
  /** By symbol. */
  readonly #good = new Map<string, GoodVol>();

  constructor(config: EngineConfig, underlying: Underlying, epochMs: number) {
    this.#config = config;
    this.#underlying = underlying;
    this.#epochMs = epochMs;
  }

  /** The last good volatility of an option, and the time of the trade that gave it. */
  goodOf(contract: OptionContract): GoodVol | undefined {
    return this.#good.get(contract.symbol);
  }

  noteGood(contract: OptionContract, timeNs: number, spot: number, vol: number): void {
    const { forward } = this.#terms(contract, timeNs, spot);
    const { right, strike } = contract;
    const isOutside = right === 'C' ? strike >= forward : strike <= forward;
    this.#good.set(contract.symbol, { contract, timeNs, vol, isOutside });
  }

  /** 16:00 New York on the expiry day; by the calendar the defined instant, else the day's close. */
  #expiryNs({ expiryDay, expirationMs }: Series): number {
    const isByCalendar = this.#config.expiry_clock === 'calendar';
    const closeMs = newYorkToUnixMs(expiryDay, isByCalendar ? closeOfDayMs(expiryDay) : CLOSE_MS);
    const unixMs = isByCalendar ? (expirationMs ?? closeMs) : closeMs;
    return (unixMs - this.#epochMs) * NS_PER_MS;
  }

  /** Whether the expiry time has come; without the calendar options live on. */
  isExpired(series: Series, timeNs: number): boolean {
    return this.#config.expiry_clock === 'calendar' && timeNs >= this.#expiryNs(series);
  }

  /** Time to expiry, at least 60 s. */
  #years(series: Series, timeNs: number): number {
    return Math.max(60, (this.#expiryNs(series) - timeNs) / NS_PER_SECOND) / YEAR_S;
  }

  #terms(series: Series, timeNs: number, spot: number): Terms & { readonly growth: number } {
    const { right, strike } = series;
    const years = this.#years(series, timeNs);
    const growth = Math.exp(this.#config.RISK_FREE * years);
    return { right, strike, years, growth, forward: this.#isSpot ? spot * growth : spot };
  }

  get #isSpot(): boolean {
    return this.#underlying === 'spy';
  }

  gamma(series: Series, timeNs: number, spot: number, vol: number): number {
    const terms = this.#terms(series, timeNs, spot);
    return gammaAt(terms, vol, spot, this.#isSpot ? 1 : 1 / terms.growth);
  }

  ofPrice(series: Series, timeNs: number, spot: number, px: number): number | undefined {
    const terms = this.#terms(series, timeNs, spot);
    return impliedVol(terms, px, terms.growth, 0);
  }

  /** @param quote a usable one */
  ofQuote(series: Series, timeNs: number, spot: number, quote: OptionQuote): number | undefined {
    const terms = this.#terms(series, timeNs, spot);
    const [bid, ask] = [quote.bidNanos / 1e9, quote.askNanos / 1e9];
    return impliedVol(terms, (bid + ask) / 2, terms.growth, ask - bid);
  }

  /** What the expiry's smile says of an option; undefined without a smile. */
  smile(series: Series, nowNs: number, spot: number): number | undefined {
    if (this.#config.iv_fallback !== 'smile') return undefined;
    const told = [...this.#good.values()]
      .filter(({ contract }) => contract.expiryDay === series.expiryDay)
      .map((good) => ({ ...good, strike: good.contract.strike }));
    const { forward, years } = this.#terms(series, nowNs, spot);
    return smileVol(told, series.strike, { nowNs, forward, years });
  }

  /** For an option without a good one of its own: that of the nearest strike of the same expiry. */
  nearest(series: Series): number {
    const distance = ({ contract }: GoodVol): number => Math.abs(contract.strike - series.strike);
    const [nearest] = [...this.#good.values()]
      .filter(({ contract }) => contract.expiryDay === series.expiryDay)
      .sort(
        (a, b) =>
          distance(a) - distance(b) ||
          a.contract.strike - b.contract.strike ||
          Number(b.contract.right === series.right) - Number(a.contract.right === series.right),
      );
    return nearest?.vol ?? this.#config.DEFAULT_IV;
  }
}
