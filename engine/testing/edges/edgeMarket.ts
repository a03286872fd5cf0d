import { resolveConfig, type ConfigOverrides } from '../../core/config.ts';
import type { Aggressor, OptionContract } from '../../core/events.ts';
import { newYorkDay } from '../../core/newYork.ts';
import { findProfile } from '../../core/profiles.ts';
import { MS_PER_DAY, NS_PER_MS } from '../../core/time.ts';
import { aQuote, nanos, type Quote } from '../builders.ts';
import type { BookEvent, RawEvent, Shown, View } from '../naive/events.ts';
import type { TwinSession } from '../naive/twin.ts';

/** Tuesday 16 December 2025, 10:00 in New York. */
const USUAL_START_MS = Date.UTC(2025, 11, 16, 15);

/** What an extreme market starts from. */
export interface EdgeSetting {
  readonly profile?: string;
  readonly overrides?: ConfigOverrides;
  /** Unix ms. */
  readonly startMs?: number;
}

/**
 * An extreme market told as a story, to be played by the engine and by its twin. Prices are
 * futures prices; time stands where `later` put it.
 */
export class EdgeMarket {
  readonly #profile: ReturnType<typeof findProfile>;
  readonly #overrides: ConfigOverrides;
  readonly #epochMs: number;
  readonly #startMs: number;
  readonly #tickSize: number;
  readonly #book: RawEvent[] = [];
  readonly #trades: RawEvent[] = [];
  readonly #options: RawEvent[] = [];
  readonly #zones: RawEvent[] = [];
  readonly #contracts = new Map<string, OptionContract>();
  #nowNs: number;

  constructor(setting: EdgeSetting) {
    const { profile = 'es-0dte', overrides = {}, startMs = USUAL_START_MS } = setting;
    this.#profile = findProfile(profile);
    this.#overrides = overrides;
    this.#startMs = startMs;
    this.#tickSize = resolveConfig(this.#profile.config, overrides).TICK_SIZE;
    this.#epochMs = Math.floor(startMs / MS_PER_DAY) * MS_PER_DAY;
    this.#nowNs = (startMs - this.#epochMs) * NS_PER_MS;
  }

  later(ms: number): this {
    this.#nowNs += Math.round(ms * NS_PER_MS);
    return this;
  }

  book(bids: readonly Quote[], asks: readonly Quote[], how: BookEvent['how'] = 'update'): this {
    const shown = ([px, size]: Quote): Shown => [Math.round(px / this.#tickSize), size];
    const view: View = { depth: 10, bids: bids.map(shown), asks: asks.map(shown) };
    this.#book.push({ kind: 'book', ...this.#stamps(), how, isMaybeBad: false, view });
    return this;
  }

  trade(px: number, size: number, aggressor: Aggressor): this {
    const priceNanos = nanos(px);
    this.#trades.push({ kind: 'trade', ...this.#stamps(), priceNanos, size, aggressor });
    return this;
  }

  /** An option of the day on which the market starts, bought or sold at 5.00 in 4.90 to 5.10. */
  option(strike: number, size: number, aggressor: Aggressor): this {
    const symbol = `C${strike}`;
    const expiryDay = newYorkDay(this.#startMs);
    const contract = this.#contracts.get(symbol) ?? { symbol, right: 'C', strike, expiryDay };
    this.#contracts.set(symbol, contract);
    const print = { contract, priceNanos: nanos(5), size, aggressor, quote: aQuote(4.9, 5.1) };
    this.#options.push({ kind: 'optionTrade', ...this.#stamps(), ...print });
    return this;
  }

  /** @param price level price */
  zone(id: string, price: number): this {
    const zone = { action: 'add', id, price, label: '', strong: false } as const;
    this.#zones.push({ kind: 'hotzone', ...this.#stamps(), zone });
    return this;
  }

  session(): TwinSession {
    const feeds = [
      { feed: 'book', events: this.#book },
      { feed: 'trades', events: this.#trades },
      { feed: 'options', events: this.#options },
      { feed: 'options', events: this.#zones },
    ] as const;
    return {
      profile: this.#profile,
      config: resolveConfig(this.#profile.config, this.#overrides),
      epochMs: this.#epochMs,
      hotzones: [],
      feeds: feeds.filter(({ events }) => events.length > 0),
    };
  }

  #stamps() {
    return { timeNs: this.#nowNs, recvNs: this.#nowNs, sequence: 0 };
  }
}

export const anEdge = (setting: EdgeSetting = {}): EdgeMarket => new EdgeMarket(setting);

/** Paths of all numbers in a payload that no JSON could hold, negative zero among them. */
export function oddNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? [] : [`${path}: ${value}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => oddNumbers(part, `${path}.${key}`));
}
