/** A whole random session as data: its setting and its steps. */
import fc from 'fast-check';
import { resolveConfig, type ConfigOverrides } from '../../core/config.ts';
import { BUY, MID, SELL, type OptionContract, type OptionQuote } from '../../core/events.ts';
import { dayNumber, newYorkToUnixMs, timeOfDayMs } from '../../core/newYork.ts';
import { findProfile, PROFILES } from '../../core/profiles.ts';
import { MS_PER_DAY } from '../../core/time.ts';
import { aQuote, nanos } from '../builders.ts';
import type { OptionTradeEvent, RawEvent, RawFeed } from '../naive/events.ts';
import type { Opening } from '../naive/inventory.ts';
import type { TwinSession } from '../naive/twin.ts';
import { MarketStage } from './marketStage.ts';
import { overrides } from './overrides.ts';
import {
  aStep,
  strikeName,
  type OptionName,
  type OutsideStep,
  type Step,
  type StrikeName,
} from './steps.ts';

/** Days and New York times at which sessions begin, each close to something. */
const BEGINNINGS = {
  'before the open': [dayNumber(2025, 12, 16), '09:29:56'],
  'before the close': [dayNumber(2025, 12, 16), '15:59:56'],
  "before a half day's close": [dayNumber(2025, 11, 28), '12:59:56'],
  'before midnight': [dayNumber(2025, 12, 16), '23:59:56'],
  'before daylight time': [dayNumber(2025, 3, 9), '01:59:56'],
  'before winter time': [dayNumber(2025, 11, 2), '00:59:56'],
} as const;

export interface Script {
  readonly profile: string;
  readonly overrides: ConfigOverrides;
  readonly begins: keyof typeof BEGINNINGS;
  readonly hasTradesFile: boolean;
  /** Futures price of a tick. */
  readonly tickSize: number;
  /** 10, or 1 for MBP-1. */
  readonly depth: number;
  readonly ladder: readonly number[];
  /** A command-line hotzone so many ticks from the middle; undefined for none. */
  readonly hotzoneTicks: number | undefined;
  /** The last feed ends in damage. */
  readonly endsDamaged: boolean;
  /** What dealers carried in; of one right, strike and day the first counts. */
  readonly openings: readonly (StrikeName & { readonly contracts: number })[];
  /** Seconds from the beginning to the expiry of options by root; undefined where none is defined. */
  readonly expiryS: Readonly<Record<OptionName['root'], number | undefined>>;
  readonly steps: readonly Step[];
}

/** Strikes from the money that a chain has. */
const CHAIN = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

const anExpiryS = fc.constantFrom(undefined, undefined, undefined, -60, 4.25, 10.001, 3600);

export const aScript = (maxSteps: number): fc.Arbitrary<Script> =>
  fc.record({
    profile: fc.constantFrom(...PROFILES.map(({ name }) => name)),
    overrides,
    begins: fc.constantFrom(...(Object.keys(BEGINNINGS) as Script['begins'][])),
    hasTradesFile: fc.boolean(),
    tickSize: fc.constantFrom(0.25, 0.25, 0.01),
    depth: fc.constantFrom(10, 10, 10, 1),
    ladder: fc.array(fc.constantFrom(0, 5, 30, 100, 300), {
      minLength: 1,
      maxLength: 14,
      size: 'max',
    }),
    hotzoneTicks: fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined }),
    endsDamaged: fc.constantFrom(false, false, false, true),
    openings: fc.oneof(
      fc.constant([]),
      fc.array(
        fc.record({ ...strikeName, contracts: fc.constantFrom(-2000, -150, -1, 0, 12.5, 40, 700) }),
        { minLength: 1, maxLength: 8 },
      ),
    ),
    expiryS: fc.record({ A: anExpiryS, B: anExpiryS }),
    steps: fc.array(aStep, { maxLength: maxSteps, size: 'max' }),
  });

/** Where the market begins, futures price: a round level of all profiles. */
const MIDDLE_PX = 6870;
const NS_PER_MS = 1e6;
const QUARTER_NS = 250 * NS_PER_MS;

/** What a feed that names sides says of trades at these prices. */
const FEED_SIDES = { bid: SELL, ask: BUY, mid: MID, quarter: SELL } as const;

const isTrade = (event: RawEvent): event is OptionTradeEvent =>
  event.kind === 'optionTrade' && event.marks?.condition !== 'cancel';

/** Turns steps into feeds. Level prices here are those of the first ratio. */
class Stage {
  readonly #market: MarketStage;
  readonly #underlying: RawEvent[] = [];
  readonly #options: RawEvent[] = [];
  readonly #zones: RawEvent[] = [];
  readonly #contracts = new Map<string, OptionContract>();
  readonly #day: number;
  readonly #startMs: number;
  readonly #ratio: number;
  readonly #tickSize: number;
  readonly #expiryS: Script['expiryS'];

  /** @param startMs Unix ms */
  constructor(script: Script, day: number, startMs: number) {
    const { tickSize, expiryS } = script;
    this.#day = day;
    this.#startMs = startMs;
    this.#expiryS = expiryS;
    this.#tickSize = tickSize;
    this.#ratio = findProfile(script.profile).config.INITIAL_RATIO;
    const middle = Math.round(MIDDLE_PX / tickSize);
    const startNs = (startMs - day * MS_PER_DAY) * NS_PER_MS;
    this.#market = new MarketStage({ ...script, middle }, startNs);
  }

  act(step: Step): void {
    this.#market.nowNs += Math.round(step.waitMs * NS_PER_MS);
    switch (step.do) {
      case 'align':
        this.#market.nowNs = Math.ceil(this.#market.nowNs / QUARTER_NS) * QUARTER_NS;
        this.#market.nowNs += step.thenS * 1e9;
        return;
      case 'underlying':
        return this.#underlyingQuote(step);
      case 'optionTrade':
        return this.#optionTrade(step);
      case 'optionChain':
        return this.#optionChain(step);
      case 'optionCancel':
        return this.#optionCancel(step);
      case 'optionQuote': {
        const { contract, px } = this.#option(step);
        const [bidSize, askSize] = [step.sides === 'ask' ? 0 : 10, step.sides === 'bid' ? 0 : 10];
        const quote = aQuote(px, px + step.spreadCents / 100, bidSize, askSize);
        this.#options.push({ kind: 'optionQuote', ...this.#stamps(), contract, quote });
        return;
      }
      case 'hotzone':
        return this.#hotzone(step);
      default:
        this.#market.act(step);
    }
  }

  feeds(endsDamaged: boolean): RawFeed[] {
    const feeds: RawFeed[] = [
      { feed: 'book', events: this.#market.bookEvents },
      { feed: 'trades', events: this.#market.tradeEvents },
      { feed: 'underlying', events: this.#underlying },
      { feed: 'options', events: this.#options },
      { feed: 'options', events: this.#zones },
    ];
    const spoken = feeds.filter(({ events }) => events.length > 0);
    return spoken.map((feed, i) => ({
      ...feed,
      endsDamaged: endsDamaged && i === spoken.length - 1,
    }));
  }

  /** Level price of the middle of the market. */
  get #middlePx(): number {
    return (this.#market.middle * this.#tickSize) / this.#ratio;
  }

  #underlyingQuote({ cents, spreadCents, isFar }: OutsideStep & { do: 'underlying' }): void {
    const middleCents = Math.round(((this.#market.middle * this.#tickSize) / 10) * 100);
    const bidCents = (isFar ? 1.06 : 1) * middleCents + cents;
    const bidNanos = Math.round(bidCents) * 1e7;
    const askNanos = bidNanos + spreadCents * 1e7;
    this.#underlying.push({ kind: 'underlying', ...this.#stamps(), bidNanos, askNanos });
  }

  #optionTrade(step: OutsideStep & { do: 'optionTrade' }): void {
    const { contract, px } = this.#option(step);
    const [bid, ask] = [px, px + 0.08];
    const at = { bid, ask, mid: bid + 0.04, quarter: bid + 0.06 }[step.at];
    const quotes: Readonly<Record<typeof step.own, OptionQuote | null>> = {
      nothing: null,
      side: null,
      quote: aQuote(bid, ask),
      'locked quote': aQuote(bid, bid),
      'empty quote': aQuote(bid, ask, 0, 0),
      'lone ask': aQuote(bid, ask, 0),
    };
    this.#options.push({
      kind: 'optionTrade',
      ...this.#stamps(),
      contract,
      priceNanos: nanos(at),
      size: step.size,
      aggressor: step.own === 'side' ? FEED_SIDES[step.at] : null,
      quote: quotes[step.own],
      ...(step.marks === undefined ? {} : { marks: step.marks }),
    });
  }

  #optionChain({ cents, daysAhead, oddAt, side }: OutsideStep & { do: 'optionChain' }): void {
    for (const strikes of CHAIN) {
      const right = strikes < 0 ? 'P' : 'C';
      const faded = cents / (1 + strikes ** 2 / 4);
      const own = { root: 'A', right, strikes, daysAhead, cents: Math.round(faded) } as const;
      const odd = strikes === oddAt ? 5 * own.cents : own.cents;
      const print = { at: side, own: 'quote', marks: undefined, size: 5 } as const;
      this.#optionTrade({ do: 'optionTrade', ...own, cents: odd, ...print });
    }
  }

  #optionCancel({ back, butOf }: OutsideStep & { do: 'optionCancel' }): void {
    const trades = this.#options.filter(isTrade);
    const trade = trades.at(-1 - back);
    if (trade === undefined) return;
    const venue = (trade.marks?.venue ?? 0) + (butOf === 'venue' ? 1 : 0);
    this.#options.push({
      ...trade,
      ...this.#stamps(),
      priceNanos: trade.priceNanos + (butOf === 'price' ? nanos(0.01) : 0),
      size: trade.size + (butOf === 'size' ? 1 : 0),
      marks: { condition: 'cancel', venue },
    });
  }

  /** The contract, the same object every time, and a price of so much time value. */
  #option(name: OptionName) {
    const { root, right, cents } = name;
    const series = this.seriesOf(name);
    const { strike, expiryDay } = series;
    const symbol = `${root}${expiryDay}${right}${strike}`;
    const expiryS = this.#expiryS[root];
    const contract = this.#contracts.get(symbol) ?? {
      symbol,
      ...series,
      ...(expiryS === undefined ? {} : { expirationMs: this.#startMs + expiryS * 1000 }),
    };
    this.#contracts.set(symbol, contract);
    const sign = right === 'C' ? 1 : -1;
    const intrinsic = Math.max(0, sign * (this.#middlePx - strike));
    return { contract, px: Math.round(intrinsic * 100 + cents) / 100 };
  }

  seriesOf({ right, strikes, daysAhead }: StrikeName) {
    const strikeStep = this.#ratio === 1 ? 5 : 1;
    const strike = MIDDLE_PX / this.#ratio + strikes * strikeStep;
    return { right, strike, expiryDay: this.#day + daysAhead };
  }

  #hotzone({ action, id, ticks, strong }: OutsideStep & { do: 'hotzone' }): void {
    const price = this.#middlePx + (ticks * this.#tickSize) / this.#ratio;
    const zone = { action, id: `z${id}`, price, label: '', strong };
    this.#zones.push({ kind: 'hotzone', ...this.#stamps(), zone });
  }

  #stamps() {
    return { timeNs: this.#market.nowNs, recvNs: this.#market.nowNs, sequence: 0 };
  }
}

/** Moves feeds whose times count from some midnight to the midnight of their first event. */
function sinceOwnMidnight(feeds: readonly RawFeed[], midnightMs: number) {
  const firstNs = Math.min(...feeds.map(({ events }) => events[0]?.timeNs ?? Infinity));
  const days = Math.floor(firstNs / (MS_PER_DAY * NS_PER_MS));
  const moved = <E extends RawEvent>(event: E): E => ({
    ...event,
    timeNs: event.timeNs - days * MS_PER_DAY * NS_PER_MS,
    recvNs: (event.recvNs ?? 0) - days * MS_PER_DAY * NS_PER_MS,
  });
  return {
    epochMs: midnightMs + days * MS_PER_DAY,
    feeds: feeds.map((feed) => ({ ...feed, events: feed.events.map(moved) })),
  };
}

function openingsOf({ openings }: Script, stage: Stage): Opening[] {
  const found = new Map<string, Opening>();
  for (const { contracts, ...name } of openings) {
    const series = stage.seriesOf(name);
    const key = JSON.stringify(series);
    if (!found.has(key)) found.set(key, { ...series, contracts });
  }
  return [...found.values()];
}

/** The session a script stands for. */
export function sessionOf(script: Script): TwinSession {
  const { name, underlying, config } = findProfile(script.profile);
  const [day, time] = BEGINNINGS[script.begins];
  const midnightMs = day * MS_PER_DAY;
  const startMs = newYorkToUnixMs(day, timeOfDayMs(time));
  const stage = new Stage(script, day, startMs);
  for (const step of script.steps) {
    for (let time = 0; time < step.times; time++) stage.act(step);
  }
  const hotzones =
    script.hotzoneTicks === undefined
      ? []
      : [
          {
            id: '1',
            price: (MIDDLE_PX + script.hotzoneTicks * script.tickSize) / config.INITIAL_RATIO,
            label: '',
            strong: false,
          },
        ];
  return {
    profile: { name, underlying },
    config: resolveConfig(config, script.overrides, { TICK_SIZE: script.tickSize }),
    hotzones,
    openings: openingsOf(script, stage),
    ...sinceOwnMidnight(stage.feeds(script.endsDamaged), midnightMs),
  };
}
