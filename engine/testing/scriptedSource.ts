import type { BreakwaterError } from '../core/errors.ts';
import {
  BUY,
  EVENT_RANK,
  SELL,
  type Aggressor,
  type EventSink,
  type EventSource,
  type Feed,
  type Oddity,
  type OptionContract,
  type UnixTime,
} from '../core/events.ts';
import { findProfile } from '../core/profiles.ts';
import { MS_PER_DAY, type TradingClock } from '../core/time.ts';
import type { ConfigOverrides } from '../core/config.ts';
import type { HotzoneState } from '../core/protocol.ts';
import type { OpenedSession } from '../session/open.ts';
import type { TimedHotzone } from '../session/sessionHotzones.ts';
import { aBook, aConfig, aQuote, nanos, newYorkNs, TEST_DAY, type BookSides } from './builders.ts';

const NO_FLAGS = { isClear: false, isSnapshot: false, isMaybeBad: false };
const FEED_RANKS: Readonly<Record<Feed, number>> = {
  trades: EVENT_RANK.futuresTrade,
  book: EVENT_RANK.book,
  underlying: EVENT_RANK.underlying,
  options: EVENT_RANK.optionTrade,
};

interface ScriptedEvent {
  readonly atNs: number;
  readonly rank: number;
  readonly recvNs: number;
  readonly sequence: number;
  readonly deliver: (sink: EventSink, timeNs: number) => void;
}

/** Capture time and sequence of the events that follow. */
export interface Stamps {
  readonly recvNs?: number;
  readonly sequence?: number;
}

/**
 * A feed told as a story: `aSource('book').at('10:00').book({ bids: [[6870, 100]] })`. It hands out
 * its events in chunks, as a file read piece by piece does.
 */
export class ScriptedSource implements EventSource {
  readonly name: string;
  readonly feed: Feed;
  rank = 0;
  recvNs = 0;
  sequence = 0;
  timeNs = Number.NEGATIVE_INFINITY;
  recordCount = 0;
  damage: BreakwaterError | undefined;
  oddities: readonly Oddity[] = [];
  isClosed = false;
  readonly #events: ScriptedEvent[] = [];
  readonly #chunk: number;
  #available: number;
  #index = -1;
  #writeNs = newYorkNs('10:00');
  #stamps: Stamps = {};
  #breakError: BreakwaterError | undefined;
  /** Session ns of the test day's midnight UTC. */
  #originNs = 0;

  constructor(feed: Feed, chunk: number) {
    this.feed = feed;
    this.name = feed;
    this.#chunk = chunk;
    this.#available = chunk;
  }

  at(time: string, stamps: Stamps = {}): this {
    this.#writeNs = newYorkNs(time);
    this.#stamps = stamps;
    return this;
  }

  later(ms: number): this {
    this.#writeNs += Math.round(ms * 1e6);
    return this;
  }

  book(sides: BookSides): this {
    const record = aBook(sides);
    return this.#add(EVENT_RANK.book, (sink, at) => sink.onBook(at, record, NO_FLAGS));
  }

  buys(px: number, size = 1): this {
    return this.#trade(px, size, BUY);
  }

  sells(px: number, size = 1): this {
    return this.#trade(px, size, SELL);
  }

  underlying(bid: number, ask: number): this {
    return this.#add(EVENT_RANK.underlying, (sink, at) =>
      sink.onUnderlyingQuote(at, nanos(bid), nanos(ask)),
    );
  }

  option(contract: OptionContract, px: number, size = 1): this {
    const quote = aQuote(px - 0.02, px);
    return this.#add(EVENT_RANK.optionTrade, (sink, at) =>
      sink.onOptionTrade(at, contract, nanos(px), size, null, quote),
    );
  }

  /** An event that only says that it was delivered. */
  says(word: string, heard: string[]): this {
    return this.#add(FEED_RANKS[this.feed], () => heard.push(word));
  }

  /** The source ends in damage after its last event. */
  thenBreaks(error: BreakwaterError): this {
    this.#breakError = error;
    return this;
  }

  prime(): Promise<UnixTime | undefined> {
    const first = this.#events[0];
    if (first === undefined) this.damage = this.#breakError;
    else this.#stand(0);
    const ms = TEST_DAY * MS_PER_DAY + Math.floor((first?.atNs ?? 0) / 1e6);
    return Promise.resolve(first === undefined ? undefined : { ms, ns: first.atNs % 1e6 });
  }

  setClock(clock: TradingClock): void {
    this.#originNs = clock.fromUnixMs(TEST_DAY * MS_PER_DAY);
    this.#stand(this.#index);
  }

  advance(): boolean {
    if (this.#index + 1 >= Math.min(this.#available, this.#events.length)) return false;
    this.#stand(this.#index + 1);
    return true;
  }

  fill(): Promise<boolean> {
    const hasMore = this.#available < this.#events.length;
    if (!hasMore) this.damage = this.#breakError;
    this.#available += this.#chunk;
    return Promise.resolve(hasMore);
  }

  deliver(sink: EventSink): void {
    this.#events[this.#index]?.deliver(sink, this.timeNs);
  }

  get sizeBytes(): number {
    return this.#events.length;
  }

  get progress(): number {
    return this.#events.length === 0 ? 1 : (this.#index + 1) / this.#events.length;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  #stand(index: number): void {
    const event = this.#events[index];
    if (event === undefined) return;
    this.#index = index;
    this.recordCount = index + 1;
    this.rank = event.rank;
    this.recvNs = this.#originNs + event.recvNs;
    this.sequence = event.sequence;
    this.timeNs = Math.max(this.timeNs, this.#originNs + event.atNs);
  }

  #trade(px: number, size: number, aggressor: Aggressor): this {
    return this.#add(EVENT_RANK.futuresTrade, (sink, at) =>
      sink.onFuturesTrade(at, nanos(px), size, aggressor, null, NO_FLAGS),
    );
  }

  #add(rank: number, deliver: ScriptedEvent['deliver']): this {
    const { recvNs = this.#writeNs, sequence = 0 } = this.#stamps;
    this.#events.push({ atNs: this.#writeNs, rank, recvNs, sequence, deliver });
    return this;
  }
}

/** @param chunk events in memory at a time */
export const aSource = (feed: Feed, chunk = 3): ScriptedSource => new ScriptedSource(feed, chunk);

export interface SessionSetting {
  readonly profile?: string;
  readonly overrides?: ConfigOverrides;
  readonly hotzones?: readonly HotzoneState[];
  readonly timedHotzones?: readonly TimedHotzone[];
}

/** An opened session of scripted sources. */
export function aSession(
  sources: readonly EventSource[],
  { profile = 'es-0dte', overrides = {}, hotzones = [], timedHotzones = [] }: SessionSetting = {},
): OpenedSession {
  return {
    name: 'script',
    origin: 'files',
    profile: findProfile(profile),
    config: aConfig(overrides, profile),
    instrument: 'ESZ5',
    columnMap: undefined,
    sources,
    infos: [],
    ignored: [],
    warnings: [],
    changes: [],
    damages: [],
    digests: [],
    hotzones,
    timedHotzones,
  };
}
