import { BreakwaterError } from '../../../core/errors.ts';
import type {
  Aggressor,
  EventSink,
  Feed,
  Gap,
  Oddity,
  OddityKind,
  SeekableSource,
  UnixTime,
} from '../../../core/events.ts';
import type { StateTransfer } from '../../../core/stateTransfer.ts';
import { MAX_SESSION_NS, unixTimeFromHalves, type TradingClock } from '../../../core/time.ts';
import { HEADER, MARKET, RTYPE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { highHalfAt, lowHalfAt, u32At } from '../records.ts';
import { eventTimeField, hasSequence, isMarketTime } from './recordTimes.ts';
import { aggressorOf, isTradeOf, noteAction, noteFlags, vendorErrorGap } from './recordValues.ts';
import { NOWHERE, type Standing } from './standing.ts';
import { SymbolLookup } from './symbolLookup.ts';

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
  readonly #symbols: SymbolLookup;
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
    this.#symbols = new SymbolLookup(reader);
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
      if (this.#seek()) return this.#firstTime();
    } while (await this.fill());
    return undefined;
  }

  /** The time that a session may start with; undefined where it is no time of a market. */
  #firstTime(): UnixTime | undefined {
    const { view, offset } = this.reader;
    const at = offset + this.#timeOffset();
    const high = highHalfAt(view, at);
    if (isMarketTime(high)) return unixTimeFromHalves(high, lowHalfAt(view, at));
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
    this.#hasEnded = !this.isWaiting;
    return false;
  }

  get isWaiting(): boolean {
    return this.#damage === undefined && this.reader.isWaiting === true;
  }

  /** Takes what the file holds by now for all of it. */
  closeGrowth(): void {
    this.reader.closeGrowth?.();
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

  /** The current record's symbol on its UTC day; undefined when nothing maps it. */
  protected symbol(): string | undefined {
    return this.#symbols.find();
  }

  /** Whether the current record is of the wanted symbol, the only one this source asks for. */
  protected isOf(wanted: string): boolean {
    const symbol = this.#symbols.find();
    if (symbol === undefined) this.odd('unmapped');
    return this.#symbols.isWanted(symbol, wanted);
  }

  /** Counts that the current record is odd. */
  protected odd(kind: OddityKind): void {
    this.reader.noteOddity(kind);
  }

  /** Counts an action that nobody documents. */
  protected noteAction(action: number): void {
    noteAction(this.reader, action);
  }

  /** Aggressor of the current record, which is a trade. */
  protected aggressor(): Aggressor {
    return aggressorOf(this.reader);
  }

  /** Whether a trade has a price and a size; one without is counted, and is no trade. */
  protected isTradeOf(priceNanos: number, size: number): boolean {
    return isTradeOf(this.reader, priceNanos, size);
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
      noteFlags(this.reader);
      return true;
    }
    return rtype === RTYPE.error && this.#acceptError();
  }

  #stopAt(error: unknown): void {
    if (!(error instanceof BreakwaterError)) throw error;
    this.#damage = error;
  }

  #acceptError(): boolean {
    this.rank = this.#errorRank;
    this.#gap = vendorErrorGap(this.reader, this.feed, this.timeNs);
    return true;
  }

  /** Where the event's time is in the current record (SPEC §1, "Event time"). */
  #timeOffset(): number {
    const { view, offset, rtype } = this.reader;
    if (this.#isEventType[rtype] !== 1) return HEADER.tsEvent;
    return eventTimeField(view, offset, rtype);
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
