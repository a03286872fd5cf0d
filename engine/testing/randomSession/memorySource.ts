import { BreakwaterError } from '../../core/errors.ts';
import {
  EVENT_RANK,
  type BookRecord,
  type EventSink,
  type EventSource,
  type Feed,
  type UnixTime,
} from '../../core/events.ts';
import type { BookEvent, RawEvent, RawFeed, View } from '../naive/events.ts';

const RANKS: Readonly<Record<RawEvent['kind'], number>> = {
  trade: EVENT_RANK.futuresTrade,
  book: EVENT_RANK.book,
  underlying: EVENT_RANK.underlying,
  optionQuote: EVENT_RANK.optionQuote,
  optionTrade: EVENT_RANK.optionTrade,
  hotzone: EVENT_RANK.hotzone,
};

function recordOf({ depth, bids, asks }: View): BookRecord {
  const column = <A extends Int32Array | Float64Array>(array: A, values: readonly number[]): A => {
    array.set(values);
    return array;
  };
  return {
    depth,
    bidCount: bids.length,
    askCount: asks.length,
    bidTicks: column(
      new Int32Array(depth),
      bids.map(([tick]) => tick),
    ),
    askTicks: column(
      new Int32Array(depth),
      asks.map(([tick]) => tick),
    ),
    bidSizes: column(
      new Float64Array(depth),
      bids.map(([, size]) => size),
    ),
    askSizes: column(
      new Float64Array(depth),
      asks.map(([, size]) => size),
    ),
  };
}

const flagsOf = ({ how, isMaybeBad }: Pick<BookEvent, 'how' | 'isMaybeBad'>) => ({
  isClear: how === 'clear',
  isSnapshot: how === 'snapshot',
  isMaybeBad,
});

/** Hands an event to the engine as a source of that feed would. */
export function deliver(event: RawEvent, timeNs: number, sink: EventSink): void {
  switch (event.kind) {
    case 'book':
      return sink.onBook(timeNs, recordOf(event.view), flagsOf(event));
    case 'trade': {
      const { priceNanos, size, aggressor, book } = event;
      const record = book === undefined ? null : recordOf(book.view);
      const flags = flagsOf(book ?? { how: 'update', isMaybeBad: false });
      return sink.onFuturesTrade(timeNs, priceNanos, size, aggressor, record, flags);
    }
    case 'underlying':
      return sink.onUnderlyingQuote(timeNs, event.bidNanos, event.askNanos);
    case 'optionQuote':
      return sink.onOptionQuote(timeNs, event.contract, event.quote);
    case 'optionTrade': {
      const { contract, priceNanos, size, aggressor, quote, marks } = event;
      return sink.onOptionTrade(timeNs, contract, priceNanos, size, aggressor, quote, marks);
    }
    case 'hotzone':
      return sink.onHotzone(timeNs, event.zone);
  }
}

/** A feed in memory as a source of the engine. */
export class MemorySource implements EventSource {
  readonly name: string;
  readonly feed: Feed;
  readonly #events: readonly RawEvent[];
  readonly #endsDamaged: boolean;
  readonly #epochMs: number;
  #index = 0;
  timeNs = Number.NEGATIVE_INFINITY;
  damage: BreakwaterError | undefined;
  readonly oddities = [];

  /** @param epochMs Unix ms from which the feed's times count */
  constructor({ feed, events, endsDamaged = false }: RawFeed, epochMs: number) {
    this.name = feed;
    this.feed = feed;
    this.#events = events;
    this.#endsDamaged = endsDamaged;
    this.#epochMs = epochMs;
  }

  get #event(): RawEvent {
    const event = this.#events[this.#index];
    if (event === undefined) throw new Error(`The feed ${this.name} has no event ${this.#index}.`);
    return event;
  }

  get rank(): number {
    return RANKS[this.#event.kind];
  }

  get recvNs(): number {
    return this.#event.recvNs ?? 0;
  }

  get sequence(): number {
    return this.#event.sequence ?? 0;
  }

  get recordCount(): number {
    return this.#index + 1;
  }

  get sizeBytes(): number {
    return this.#events.length;
  }

  get progress(): number {
    return (this.#index + 1) / this.#events.length;
  }

  prime(): Promise<UnixTime | undefined> {
    this.#stand(0);
    const ms = Math.floor(this.timeNs / 1e6);
    return Promise.resolve({ ms: this.#epochMs + ms, ns: this.timeNs - ms * 1e6 });
  }

  /** Times count from the session's own midnight already. */
  setClock(): void {
    this.#stand(this.#index);
  }

  advance(): boolean {
    if (this.#index + 1 >= this.#events.length) return false;
    this.#stand(this.#index + 1);
    return true;
  }

  fill(): Promise<boolean> {
    if (this.#endsDamaged) this.damage = new BreakwaterError('bad-input', 'The feed is torn.');
    return Promise.resolve(false);
  }

  deliver(sink: EventSink): void {
    deliver(this.#event, this.timeNs, sink);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #stand(index: number): void {
    this.#index = index;
    this.timeNs = Math.max(this.timeNs, this.#event.timeNs);
  }
}
