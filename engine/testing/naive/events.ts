/** The events of SPEC §1 as plain data: what a feed says, with its stamps. */
import {
  type Aggressor,
  type BookRecord,
  type BookRecordFlags,
  type EventSink,
  type Feed,
  type HotzoneEvent,
  type OptionContract,
  type OptionQuote,
  type OptionTradeMarks,
} from '../../core/events.ts';

/** One displayed price: futures tick and contracts. */
export type Shown = readonly [tick: number, size: number];

/** A displayed book, best first. `depth` is how many levels a side the feed can show. */
export interface View {
  readonly depth: number;
  readonly bids: readonly Shown[];
  readonly asks: readonly Shown[];
}

interface Stamps {
  /** Session ns, as the feed says it: may run backwards. */
  readonly timeNs: number;
  readonly recvNs?: number;
  readonly sequence?: number;
}

export interface BookEvent extends Stamps {
  readonly kind: 'book';
  /** What the record is; `clear` is action R, and its view does not count. */
  readonly how: 'update' | 'snapshot' | 'clear';
  readonly isMaybeBad: boolean;
  readonly view: View;
}

export interface TradeEvent extends Stamps {
  readonly kind: 'trade';
  readonly priceNanos: number;
  readonly size: number;
  readonly aggressor: Aggressor;
  /** The levels of a T record inside a book file; none in a file of trades. */
  readonly book?: Pick<BookEvent, 'how' | 'isMaybeBad' | 'view'>;
}

export interface UnderlyingEvent extends Stamps {
  readonly kind: 'underlying';
  readonly bidNanos: number;
  readonly askNanos: number;
}

export interface OptionQuoteEvent extends Stamps {
  readonly kind: 'optionQuote';
  readonly contract: OptionContract;
  readonly quote: OptionQuote;
}

export interface OptionTradeEvent extends Stamps {
  readonly kind: 'optionTrade';
  readonly contract: OptionContract;
  readonly priceNanos: number;
  readonly size: number;
  readonly aggressor: Aggressor | null;
  readonly quote: OptionQuote | null;
  /** Condition and venue; a cancel is no trade, but takes an earlier one back. */
  readonly marks?: OptionTradeMarks;
}

export interface ZoneEvent extends Stamps {
  readonly kind: 'hotzone';
  readonly zone: HotzoneEvent;
}

export type RawEvent =
  BookEvent | TradeEvent | UnderlyingEvent | OptionQuoteEvent | OptionTradeEvent | ZoneEvent;

/** A feed from its first to its last event, which may be followed by damage. */
export interface RawFeed {
  readonly feed: Feed;
  readonly events: readonly RawEvent[];
  readonly endsDamaged?: boolean;
}

/** What the merged stream holds: events at their event time, and gaps. */
export type StreamEvent = RawEvent | { readonly kind: 'gap'; readonly timeNs: number };

/** Writes down what a source delivers. */
export class Recorder implements EventSink {
  readonly events: RawEvent[] = [];
  stamps: { recvNs: number; sequence: number } = { recvNs: 0, sequence: 0 };

  onBook(timeNs: number, record: BookRecord, flags: BookRecordFlags): void {
    this.events.push({ kind: 'book', timeNs, ...this.stamps, ...bookOf(record, flags) });
  }

  onFuturesTrade(...event: Parameters<EventSink['onFuturesTrade']>): void {
    const [timeNs, priceNanos, size, aggressor, record, flags] = event;
    const book = record === null ? {} : { book: bookOf(record, flags) };
    const trade = { timeNs, ...this.stamps, priceNanos, size, aggressor, ...book };
    this.events.push({ kind: 'trade', ...trade });
  }

  onUnderlyingQuote(timeNs: number, bidNanos: number, askNanos: number): void {
    this.events.push({ kind: 'underlying', timeNs, ...this.stamps, bidNanos, askNanos });
  }

  onOptionQuote(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    const own = { ...quote };
    this.events.push({ kind: 'optionQuote', timeNs, ...this.stamps, contract, quote: own });
  }

  onOptionTrade(...event: Parameters<EventSink['onOptionTrade']>): void {
    const [timeNs, contract, priceNanos, size, aggressor, quote, marks] = event;
    const own = quote === null ? null : { ...quote };
    const said = marks === undefined ? {} : { marks: { ...marks } };
    const print = { contract, priceNanos, size, aggressor, quote: own, ...said };
    this.events.push({ kind: 'optionTrade', timeNs, ...this.stamps, ...print });
  }

  onHotzone(timeNs: number, zone: HotzoneEvent): void {
    this.events.push({ kind: 'hotzone', timeNs, ...this.stamps, zone });
  }

  onGap(): void {
    throw new Error('Sources deliver no gaps: a run makes them where a source ends damaged.');
  }
}

function bookOf(record: BookRecord, flags: BookRecordFlags) {
  const side = (ticks: Int32Array, sizes: Float64Array, count: number): Shown[] =>
    Array.from({ length: count }, (_, i) => [ticks[i] ?? 0, sizes[i] ?? 0]);
  const how = flags.isClear ? 'clear' : flags.isSnapshot ? 'snapshot' : 'update';
  const view = {
    depth: record.depth,
    bids: side(record.bidTicks, record.bidSizes, record.bidCount),
    asks: side(record.askTicks, record.askSizes, record.askCount),
  };
  return { how, isMaybeBad: flags.isMaybeBad, view } as const;
}
