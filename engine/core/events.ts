import type { BreakwaterError } from './errors.ts';
import type { OptionConditionKind } from './optionConditions.ts';
import type { Stateful } from './stateTransfer.ts';
import type { TradingClock } from './time.ts';

/** Which side crossed the spread: BUY +1, SELL −1, MID 0 for between or unknown (SPEC §1). */
export type Aggressor = 1 | -1 | 0;
export const BUY: Aggressor = 1;
export const SELL: Aggressor = -1;
export const MID: Aggressor = 0;

/** A book side by index: bids 0, asks 1. Typed arrays that hold both sides keep this order. */
export type Side = 0 | 1;
export const BID: Side = 0;
export const ASK: Side = 1;

/** Ticks of displayed prices are below this in magnitude, so that they fit 32 bits. */
const MAX_TICK = 2 ** 30;

/** Whether a book can show a price of so many ticks: a whole number in reach. */
export const isBookTick = (tick: number): boolean =>
  Number.isInteger(tick) && tick < MAX_TICK && tick > -MAX_TICK;

export type OptionRight = 'C' | 'P';

/** The feeds whose freshness and gaps the run reports (SPEC §11b). */
export type Feed = 'book' | 'trades' | 'underlying' | 'options';

/**
 * Rank of simultaneous events (SPEC §1, "Order and determinism"): the merge delivers equal times
 * in this order.
 */
export const EVENT_RANK = {
  futuresTrade: 0,
  book: 1,
  underlying: 2,
  optionQuote: 3,
  optionTrade: 4,
  hotzone: 5,
} as const;

/** An interruption of a feed: an event of the stream and a row of the run's ledger (SPEC §11b). */
export interface Gap {
  readonly feed: Feed;
  /** Session ns of the last event before the gap; null if there was none. */
  readonly fromNs: number | null;
  /** Session ns at which the gap was noticed or ended. */
  readonly toNs: number;
  /** In words, for the log: "book may be wrong (MAYBE_BAD_BOOK)", "file damaged", … */
  readonly cause: string;
  /** How many records are missing; null when the feed does not say. */
  readonly recordsLost: number | null;
}

/**
 * What is odd about a source's records and plays nevertheless: counted and warned of, never an
 * error. Which oddity a record has is decided by the source that decodes it.
 */
export type OddityKind =
  /** The event time lies before that of an earlier record of the source. */
  | 'time_back'
  /** A trade of no price or no size; it is no trade then. */
  | 'undefined_trade'
  /** A level with a size and no price; it is absent then. */
  | 'undefined_level'
  /** Best bid above best ask. */
  | 'crossed'
  /** Best bid equal to best ask. */
  | 'locked'
  /** A record type that this version does not know; the record was passed over. */
  | 'unknown_type'
  /** A record longer than its type; what is known of it was used. */
  | 'longer'
  /** An action that is none of A, C, M, R, T, F, N; the record was passed over. */
  | 'unknown_action'
  /** A trade's side that is none of B, A, N; its aggressor is unknown. */
  | 'unknown_side'
  /** Flag BAD_TS_RECV on a record that is no snapshot: the capture time cannot be relied on. */
  | 'bad_ts_recv'
  /** Flag MAYBE_BAD_BOOK: the book may be wrong (also a gap, SPEC §11b). */
  | 'maybe_bad_book'
  /** An instrument id that nothing maps to a symbol; the record was passed over. */
  | 'unmapped'
  /** A trade of a spread of options: it is no trade of its legs, and moves no dealer gamma. */
  | 'option_spread'
  /** Metadata between records: streams that were put together. */
  | 'metadata'
  /** An event that the file before also holds; it was passed over. */
  | 'overlap';

/** How often a source's records were odd in one way, and where first. */
export interface Oddity {
  readonly kind: OddityKind;
  readonly count: number;
  /** Index of the first such record in its file. */
  readonly firstRecord: number;
  /** Where that record starts in the decompressed stream; undefined in a file of rows. */
  readonly firstByte?: number | undefined;
  /** Path of the file, where the source reads several. */
  readonly file?: string;
}

/** The trader's own level, as an event of the stream (SPEC §1). */
export interface HotzoneEvent {
  readonly action: 'add' | 'move' | 'remove';
  /** Unique across all sources; the level id is `HOTZONE_<id>`. */
  readonly id: string;
  /** Level price. Ignored by `remove`. */
  readonly price: number;
  readonly label: string;
  /** A strong hotzone stops a runway like a wall does (SPEC §9). */
  readonly strong: boolean;
}

/**
 * One displayed side pair of a book, refilled in place for every record: no object per event.
 * Level 0 is the best price; `bidCount`/`askCount` say how many entries count.
 */
export interface BookRecord {
  /** How many levels a side the feed can show: 10 for MBP-10, 1 for MBP-1. */
  readonly depth: number;
  bidCount: number;
  askCount: number;
  /** Prices in futures ticks, best first. */
  readonly bidTicks: Int32Array;
  readonly askTicks: Int32Array;
  /** Displayed sizes in contracts. */
  readonly bidSizes: Float64Array;
  readonly askSizes: Float64Array;
  /**
   * Levels from `changedFrom` up to `changedEnd` (exclusive) may differ from the record delivered before;
   * all others are the same on both sides. Undefined where the feed has not compared them.
   */
  changedFrom?: number;
  changedEnd?: number;
  /** Orders behind each level; absent unless the run asked for them and the feed counts them. */
  readonly bidOrders?: Uint32Array;
  readonly askOrders?: Uint32Array;
}

/** What kind of book record it is; decides how the view is replaced (SPEC §1, §4). */
export interface BookRecordFlags {
  /** Action `R`: no view until the next record. */
  isClear: boolean;
  /** SNAPSHOT flag: replaces the view without a flow. */
  isSnapshot: boolean;
  /** MAYBE_BAD_BOOK flag: a gap of the book feed. */
  isMaybeBad: boolean;
}

/** An option contract, made once per symbol and shared by all its events. */
export interface OptionContract {
  /** The feed's symbol, e.g. `SPY   251216C00687000`. */
  readonly symbol: string;
  /** Days since 1970-01-01 of the expiry's New York calendar date. */
  readonly expiryDay: number;
  readonly strike: number;
  readonly right: OptionRight;
  /** The instant of its expiration in Unix ms, where a definition states one. */
  readonly expirationMs?: number;
}

/** The quote that came with an option trade, or an option's own quote; sizes 0 mean absent. */
export interface OptionQuote {
  /** Prices in units of 1e-9. */
  bidNanos: number;
  askNanos: number;
  bidSize: number;
  askSize: number;
}

/** What a feed says of an option trade beside price, size and side. */
export interface OptionTradeMarks {
  /** What its sale condition says; `cancel` is no trade, but takes an earlier one back. */
  condition: OptionConditionKind;
  /**
   * Executing venue as the feed numbers it, 0 where it names none: a cancel means the option's latest
   * trade of the same venue, price and size.
   */
  venue: number;
}

/**
 * Receives decoded events. MarketState implements it; a source hands each event over through
 * exactly one of these calls. Arguments are only valid during the call.
 */
export interface EventSink {
  onBook(timeNs: number, record: BookRecord, flags: BookRecordFlags): void;
  /**
   * @param priceNanos futures price in units of 1e-9
   * @param book the levels that came with the trade (an MBP-10 `T` record), compared and taken over
   *   before the trade gives credit; null when trades come from a file of their own
   */
  onFuturesTrade(
    timeNs: number,
    priceNanos: number,
    size: number,
    aggressor: Aggressor,
    book: BookRecord | null,
    flags: BookRecordFlags,
  ): void;
  /** Prices in units of 1e-9. */
  onUnderlyingQuote(timeNs: number, bidNanos: number, askNanos: number): void;
  onOptionQuote(timeNs: number, contract: OptionContract, quote: OptionQuote): void;
  /**
   * @param aggressor the feed's own, or null where it gives none (always on OPRA)
   * @param quote the quote carried by the trade record, or null where the feed carries none
   * @param marks condition and venue, of feeds that give them
   */
  onOptionTrade(
    timeNs: number,
    contract: OptionContract,
    priceNanos: number,
    size: number,
    aggressor: Aggressor | null,
    quote: OptionQuote | null,
    marks?: OptionTradeMarks,
  ): void;
  onHotzone(timeNs: number, event: HotzoneEvent): void;
  onGap(gap: Gap): void;
}

/**
 * A stream of events of one file or feed, read like a cursor: `advance` decodes the next event in
 * place, the public fields describe it, `deliver` hands it over.
 */
export interface EventSource {
  /** For messages: the file's path or the feed's name. */
  readonly name: string;
  readonly feed: Feed;
  /** Event time of the current event in session ns, never decreasing within a source. */
  readonly timeNs: number;
  /** One of {@link EVENT_RANK}, of the current event. */
  readonly rank: number;
  /** Capture time of the current event in session ns. */
  readonly recvNs: number;
  readonly sequence: number;
  /** Records read so far, events or not. */
  readonly recordCount: number;
  /** Where the current record starts in the decompressed bytes; undefined where there is no file. */
  readonly byteOffset?: number;
  /** Why the source ended early; undefined while it is sound. */
  readonly damage: BreakwaterError | undefined;
  /** Damage of files that the source has gone on from, where it reads several. */
  readonly passedDamages?: readonly BreakwaterError[];
  /** What was odd so far, in order of first appearance. */
  readonly oddities: readonly Oddity[];
  readonly sizeBytes: number;
  /** Share of the source's bytes already used, 0…1. */
  readonly progress: number;
  /** Finds the first event; undefined when there is none, or none yet. The source then stands on it. */
  prime(): Promise<UnixTime | undefined>;
  /** Session ns count from here on. Called once, after `prime` and before anything else. */
  setClock(clock: TradingClock): void;
  /** Moves to the next event already in memory; false when more bytes are needed. */
  advance(): boolean;
  /** Reads more; false at the end of the source, sound or damaged, or while it {@link isWaiting}. */
  fill(): Promise<boolean>;
  /** Whether `fill` found that a source which still grows holds no more at present. */
  readonly isWaiting?: boolean;
  deliver(sink: EventSink): void;
  close(): Promise<void>;
}

/**
 * A source that can be taken back to where it once stood: the file of a replay, not a live feed.
 * `transfer` carries its state between two events; after restoring, `resume` reads the event again
 * that it stood on, or reads on to its end where it had ended.
 */
export interface SeekableSource extends EventSource, Stateful {
  resume(): Promise<void>;
}

/** A Unix time split so that nanoseconds stay exact: `ms` whole milliseconds, `ns` 0…999,999. */
export interface UnixTime {
  readonly ms: number;
  readonly ns: number;
}
