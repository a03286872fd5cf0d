import { BreakwaterError } from '../../../core/errors.ts';
import {
  BUY,
  MID,
  SELL,
  type Aggressor,
  type EventSink,
  type SeekableSource,
  type Feed,
  type Gap,
  type Oddity,
  type OddityKind,
  type UnixTime,
} from '../../../core/events.ts';
import type { StateTransfer } from '../../../core/stateTransfer.ts';
import { MAX_SESSION_NS, unixTimeFromHalves, type TradingClock } from '../../../core/time.ts';
import { decodeError } from '../gatewayRecords.ts';
import { ACTION, FLAG, HEADER, MARKET, RTYPE, SIDE, UNDEFINED_SIZE } from '../layout.ts';
import type { RecordPlace } from '../reader.ts';
import type { RecordReader } from '../recordReader.ts';
import { highHalfAt, isUndefinedTimeAt, lowHalfAt, u32At, utcDayAt } from '../records.ts';

/** CMBP, TCBBO and CBBO records have reserved bytes where others carry the sequence. */
const hasSequence = (rtype: number): boolean =>
  rtype === RTYPE.trade ||
  rtype === RTYPE.mbp1 ||
  rtype === RTYPE.mbp10 ||
  rtype === RTYPE.bbo1s ||
  rtype === RTYPE.bbo1m;

/** Sampled records: their ts_event is the last trade's, so ts_recv is the event's time (SPEC §1). */
const isSampled = (rtype: number): boolean =>
  rtype === RTYPE.bbo1s ||
  rtype === RTYPE.bbo1m ||
  rtype === RTYPE.cbbo1s ||
  rtype === RTYPE.cbbo1m;

/** 1 for each action that the vendor documents. */
const isKnownAction = new Uint8Array(256);
for (const action of Object.values(ACTION)) isKnownAction[action] = 1;

const DOUBTFUL_FLAGS = FLAG.badTsRecv | FLAG.maybeBadBook;

/** Upper halves of Unix ns: 1990-01-01 and 2200-01-01. No market data is older or newer. */
const MIN_TIME_HIGH = Number((631_152_000n * 1_000_000_000n) >> 32n);
const MAX_TIME_HIGH = Number((7_258_118_400n * 1_000_000_000n) >> 32n);

/** Where a source stands in its file. */
interface Standing {
  readonly place: RecordPlace;
  readonly hasEnded: boolean;
  readonly gap: Gap | undefined;
  readonly oddities: readonly Oddity[];
}

const NOWHERE: Standing = {
  place: { byteOffset: 0, recordIndex: 0 },
  hasEnded: false,
  gap: undefined,
  oddities: [],
};

/** The answer to the last symbol lookup, and what it was an answer to. */
interface LastSymbol {
  instrumentId: number;
  /** Upper half of ts_recv; NaN where the answer may not be used again. */
  timeHigh: number;
  revision: number;
  symbol: string | undefined;
}

const TWO_32_NS = 2n ** 32n;
const DAY_NS = 86_400n * 1_000_000_000n;

/** Whether a UTC midnight lies inside the 4.3 s that share an upper half of a Unix ns time. */
function hasMidnight(timeHigh: number): boolean {
  const startNs = BigInt(timeHigh) * TWO_32_NS;
  return startNs / DAY_NS !== (startNs + TWO_32_NS - 1n) / DAY_NS;
}

/**
 * Reads one file of DBN records as events. A subclass says which records are events and hands them over; this
 * class gives them their times and ends the source at damage, be it of the file or of a value.
 */
export abstract class DbnSource implements SeekableSource {
  readonly feed: Feed;
  protected readonly reader: RecordReader;
  /** 1 for each record type that can be an event of this source. */
  readonly #isEventType = new Uint8Array(256);
  /** Rank of the current event; set by {@link accept}. */
  rank = 0;
  timeNs = Number.NEGATIVE_INFINITY;
  recvNs = 0;
  sequence = 0;
  #clock: TradingClock | undefined;
  #damage: BreakwaterError | undefined;
  #hasEnded = false;
  /** Where the source stands, as its state says. */
  #standing: Standing = NOWHERE;
  #gap: Gap | undefined;
  readonly #lastSymbol: LastSymbol = {
    instrumentId: -1,
    timeHigh: Number.NaN,
    revision: -1,
    symbol: undefined,
  };
  #checkedSymbol: string | undefined;
  #isWanted = false;
  readonly #errorRank: number;

  /**
   * @param rtypes the record types that can be events of this source
   * @param errorRank rank of the gap that a gateway's error record stands for
   */
  protected constructor(
    reader: RecordReader,
    feed: Feed,
    rtypes: readonly number[],
    errorRank: number,
  ) {
    this.reader = reader;
    this.feed = feed;
    for (const rtype of rtypes) this.#isEventType[rtype] = 1;
    this.#errorRank = errorRank;
  }

  /** Decodes the current record; false when it is no event of this source. */
  protected abstract accept(): boolean;

  /** Hands the event decoded by {@link accept} over. */
  protected abstract hand(sink: EventSink): void;

  get name(): string {
    return this.reader.path;
  }

  get recordCount(): number {
    return this.reader.recordIndex + 1;
  }

  get byteOffset(): number {
    return this.reader.byteOffset;
  }

  get sizeBytes(): number {
    return this.reader.sizeBytes;
  }

  get progress(): number {
    return this.reader.progress;
  }

  get damage(): BreakwaterError | undefined {
    return this.#damage ?? this.reader.damage ?? undefined;
  }

  get oddities(): readonly Oddity[] {
    return this.reader.oddities.list();
  }

  async prime(): Promise<UnixTime | undefined> {
    do {
      if (this.#seek()) {
        return this.#firstTime();
      }
    } while (await this.fill());
    return undefined;
  }

  /** The time that a session may start with; undefined where it is no time of a market. */
  #firstTime(): UnixTime | undefined {
    const { view, offset } = this.reader;
    const at = offset + this.#timeOffset();
    const high = highHalfAt(view, at);
    if (high >= MIN_TIME_HIGH && high <= MAX_TIME_HIGH) {
      return unixTimeFromHalves(high, lowHalfAt(view, at));
    }
    try {
      this.#refuseTime(view, at, 'No market has this time.', 'a time from 1990 to 2200');
    } catch (error) {
      this.#stopAt(error);
    }
    return undefined;
  }

  setClock(clock: TradingClock): void {
    this.#clock = clock;
    try {
      this.#stamp(clock);
    } catch (error) {
      this.#stopAt(error);
    }
  }

  advance(): boolean {
    return this.#seek();
  }

  async fill(): Promise<boolean> {
    if (this.#damage === undefined && (await this.reader.fill())) return true;
    this.#hasEnded = true;
    return false;
  }

  deliver(sink: EventSink): void {
    if (this.#gap !== undefined) sink.onGap(this.#gap);
    else this.hand(sink);
  }

  transfer(state: StateTransfer): void {
    this.#standing = state.json<Standing>({
      place: this.reader.place,
      hasEnded: this.#hasEnded,
      gap: this.#gap,
      oddities: this.oddities,
    });
    this.timeNs = state.number(this.timeNs);
    this.reader.symbols.transfer(state);
  }

  async resume(): Promise<void> {
    const { place, hasEnded, gap, oddities } = this.#standing;
    this.#damage = undefined;
    this.#hasEnded = false;
    await this.reader.seek(place);
    if (hasEnded) while (this.advance() || (await this.fill()));
    else while (!this.advance() && (await this.fill()));
    this.#gap = gap;
    // The event was counted a second time when it was read again.
    this.reader.oddities.replace(oddities);
  }

  async close(): Promise<void> {
    await this.reader.close();
  }

  /** Counts that the file before also holds the current event. */
  noteOverlap(): void {
    this.odd('overlap');
  }

  /** Lifts the current event's time, and with it those that follow, to a source's time so far. */
  notBefore(timeNs: number): void {
    if (this.timeNs < timeNs) this.timeNs = timeNs;
  }

  /**
   * The current record's symbol on its UTC day; undefined when nothing maps it. Neighbouring records
   * are mostly of one instrument and minute, so the last answer is tried first.
   */
  protected symbol(): string | undefined {
    const { view, offset, instrumentId, symbols } = this.reader;
    const timeAt = offset + MARKET.tsRecv;
    const timeHigh = highHalfAt(view, timeAt);
    const last = this.#lastSymbol;
    if (
      instrumentId === last.instrumentId &&
      timeHigh === last.timeHigh &&
      symbols.revision === last.revision
    ) {
      return last.symbol;
    }
    const symbol = symbols.symbolOf(instrumentId, utcDayAt(view, timeAt));
    // The upper half of a time spans 4.3 s, which may hold a midnight: only then ask each time.
    last.timeHigh = hasMidnight(timeHigh) ? Number.NaN : timeHigh;
    last.instrumentId = instrumentId;
    last.revision = symbols.revision;
    last.symbol = symbol;
    return symbol;
  }

  /**
   * Whether the current record is of the wanted symbol. Equal strings of two origins take a call to
   * compare; the same answer as last time takes none.
   */
  protected isOf(wanted: string): boolean {
    const symbol = this.symbol();
    if (symbol !== this.#checkedSymbol) {
      this.#checkedSymbol = symbol;
      this.#isWanted = symbol === wanted;
    }
    if (symbol === undefined) this.odd('unmapped');
    return this.#isWanted;
  }

  /** Counts that the current record is odd. */
  protected odd(kind: OddityKind): void {
    this.reader.noteOddity(kind);
  }

  /** Counts an action that nobody documents. */
  protected noteAction(action: number): void {
    if (isKnownAction[action] !== 1) this.odd('unknown_action');
  }

  /** The side byte of a trade is its aggressor's: `B` bought, `A` sold, anything else is unknown. */
  protected aggressor(): Aggressor {
    const side = this.reader.view.getUint8(this.reader.offset + MARKET.side);
    if (side === SIDE.bid) return BUY;
    if (side === SIDE.ask) return SELL;
    if (side !== SIDE.none) this.odd('unknown_side');
    return MID;
  }

  /** Whether a trade has a price and a size; one without is counted, and is no trade. */
  protected isTradeOf(priceNanos: number, size: number): boolean {
    const isWhole = Number.isFinite(priceNanos) && size > 0 && size !== UNDEFINED_SIZE;
    if (!isWhole) this.odd('undefined_trade');
    return isWhole;
  }

  /** Ends the source before the current record, which cannot be used. */
  protected refuse(message: string, field: string, expected: string, found: string): never {
    throw new BreakwaterError('bad-input', message, {
      place: { ...this.reader.where, field, expected, found },
      remedy: 'Everything before this record was played. Check the file and the configuration.',
    });
  }

  /** Moves the reader to the next record that is an event, and gives it its time. */
  #seek(): boolean {
    if (this.#damage !== undefined) return false;
    const clock = this.#clock;
    try {
      while (this.reader.next()) {
        if (!this.#accepts()) continue;
        if (clock !== undefined) this.#stamp(clock);
        return true;
      }
    } catch (error) {
      this.#stopAt(error);
    }
    return false;
  }

  #accepts(): boolean {
    const { rtype } = this.reader;
    if (this.#isEventType[rtype] === 1) {
      this.#gap = undefined;
      if (!this.accept()) return false;
      const { view, offset } = this.reader;
      const flags = view.getUint8(offset + MARKET.flags);
      if ((flags & DOUBTFUL_FLAGS) !== 0) this.#noteFlags(flags);
      return true;
    }
    return rtype === RTYPE.error && this.#acceptError();
  }

  /** Every snapshot has an unreliable capture time: no oddity there. */
  #noteFlags(flags: number): void {
    const isSnapshot = (flags & FLAG.snapshot) !== 0;
    if ((flags & FLAG.badTsRecv) !== 0 && !isSnapshot) this.odd('bad_ts_recv');
    if ((flags & FLAG.maybeBadBook) !== 0) this.odd('maybe_bad_book');
  }

  #stopAt(error: unknown): void {
    if (!(error instanceof BreakwaterError)) throw error;
    this.#damage = error;
  }

  #acceptError(): boolean {
    const { view, offset, lengthBytes } = this.reader;
    const { text } = decodeError(view, offset, lengthBytes);
    this.rank = this.#errorRank;
    this.#gap = {
      feed: this.feed,
      fromNs: Number.isFinite(this.timeNs) ? this.timeNs : null,
      toNs: 0,
      cause: `the vendor reported an error: ${text}`,
      recordsLost: null,
    };
    return true;
  }

  /** Where the event's time is in the current record (SPEC §1, "Event time"). */
  #timeOffset(): number {
    const { view, offset, rtype } = this.reader;
    if (this.#isEventType[rtype] !== 1) return HEADER.tsEvent;
    const isSnapshot = (view.getUint8(offset + MARKET.flags) & FLAG.snapshot) !== 0;
    const usesRecv =
      isSnapshot || isSampled(rtype) || isUndefinedTimeAt(view, offset + HEADER.tsEvent);
    return usesRecv ? MARKET.tsRecv : HEADER.tsEvent;
  }

  #stamp(clock: TradingClock): void {
    const { view, offset, rtype } = this.reader;
    const at = offset + this.#timeOffset();
    const eventNs = clock.fromHalves(highHalfAt(view, at), lowHalfAt(view, at));
    if (!(eventNs <= MAX_SESSION_NS && eventNs >= -MAX_SESSION_NS)) {
      this.#refuseTime(
        view,
        at,
        'A timestamp lies more than 104 days from the start of the session.',
        'a time within 104 days',
      );
    }
    if (eventNs >= this.timeNs) this.timeNs = eventNs;
    else this.odd('time_back');
    if (this.#gap !== undefined) {
      this.#gap = { ...this.#gap, toNs: this.timeNs };
      this.recvNs = this.timeNs;
      this.sequence = 0;
      return;
    }
    const recvAt = offset + MARKET.tsRecv;
    this.recvNs = clock.fromHalves(highHalfAt(view, recvAt), lowHalfAt(view, recvAt));
    this.sequence = hasSequence(rtype) ? u32At(view, offset + MARKET.sequence) : 0;
  }

  #refuseTime(view: DataView, at: number, message: string, expected: string): never {
    return this.refuse(message, 'ts_event', expected, String(view.getBigUint64(at, true)));
  }
}
