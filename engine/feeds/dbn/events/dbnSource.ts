import { BreakwaterError } from '../../../core/errors.ts';
import type { EventSink, EventSource, Feed, Gap, UnixTime } from '../../../core/events.ts';
import { MAX_SESSION_NS, unixTimeFromHalves, type TradingClock } from '../../../core/time.ts';
import { decodeError } from '../gatewayRecords.ts';
import { FLAG, HEADER, MARKET, RTYPE } from '../layout.ts';
import type { DbnReader } from '../reader.ts';
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
 * Reads one DBN file as events. A subclass says which records are events and hands them over; this
 * class gives them their times and ends the source at damage, be it of the file or of a value.
 */
export abstract class DbnSource implements EventSource {
  readonly feed: Feed;
  protected readonly reader: DbnReader;
  protected readonly rtypes: ReadonlySet<number>;
  /** Rank of the current event; set by {@link accept}. */
  rank = 0;
  timeNs = Number.NEGATIVE_INFINITY;
  recvNs = 0;
  sequence = 0;
  #clock: TradingClock | undefined;
  #damage: BreakwaterError | undefined;
  #gap: Gap | undefined;
  readonly #lastSymbol: LastSymbol = {
    instrumentId: -1,
    timeHigh: Number.NaN,
    revision: -1,
    symbol: undefined,
  };
  readonly #errorRank: number;

  /**
   * @param rtypes the record types that can be events of this source
   * @param errorRank rank of the gap that a gateway's error record stands for
   */
  protected constructor(
    reader: DbnReader,
    feed: Feed,
    rtypes: readonly number[],
    errorRank: number,
  ) {
    this.reader = reader;
    this.feed = feed;
    this.rtypes = new Set(rtypes);
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

  get progress(): number {
    return this.reader.progress;
  }

  get damage(): BreakwaterError | undefined {
    return this.#damage ?? this.reader.damage ?? undefined;
  }

  async prime(): Promise<UnixTime | undefined> {
    do {
      if (this.#seek()) {
        const { view, offset } = this.reader;
        const at = offset + this.#timeOffset();
        return unixTimeFromHalves(highHalfAt(view, at), lowHalfAt(view, at));
      }
    } while (await this.fill());
    return undefined;
  }

  setClock(clock: TradingClock): void {
    this.#clock = clock;
    this.#guard(() => {
      this.#stamp();
      return true;
    });
  }

  advance(): boolean {
    return this.#seek() && this.#guard(this.#stampIt);
  }

  async fill(): Promise<boolean> {
    return this.#damage === undefined && (await this.reader.fill());
  }

  deliver(sink: EventSink): void {
    if (this.#gap !== undefined) sink.onGap(this.#gap);
    else this.hand(sink);
  }

  async close(): Promise<void> {
    await this.reader.close();
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

  /** Ends the source before the current record, which cannot be used. */
  protected refuse(message: string, field: string, expected: string, found: string): never {
    throw new BreakwaterError('bad-input', message, {
      place: {
        file: this.reader.path,
        byteOffset: this.reader.byteOffset,
        recordIndex: this.reader.recordIndex,
        field,
        expected,
        found,
      },
      remedy: 'Everything before this record was played. Check the file and the configuration.',
    });
  }

  readonly #accepts = (): boolean => {
    const { rtype } = this.reader;
    if (rtype === RTYPE.error) return this.#acceptError();
    this.#gap = undefined;
    return this.rtypes.has(rtype) && this.accept();
  };

  readonly #stampIt = (): boolean => {
    this.#stamp();
    return true;
  };

  /** Moves the reader to the next record that is an event. */
  #seek(): boolean {
    if (this.#damage !== undefined) return false;
    while (this.reader.next()) {
      if (this.#guard(this.#accepts)) return true;
      if (this.#damage !== undefined) return false;
    }
    return false;
  }

  #guard(step: () => boolean): boolean {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof BreakwaterError)) throw error;
      this.#damage = error;
      return false;
    }
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
    if (!this.rtypes.has(rtype)) return HEADER.tsEvent;
    const isSnapshot = (view.getUint8(offset + MARKET.flags) & FLAG.snapshot) !== 0;
    const usesRecv =
      isSnapshot || isSampled(rtype) || isUndefinedTimeAt(view, offset + HEADER.tsEvent);
    return usesRecv ? MARKET.tsRecv : HEADER.tsEvent;
  }

  #stamp(): void {
    const { view, offset, rtype } = this.reader;
    const eventNs = this.#sessionNs(offset + this.#timeOffset());
    if (!(Math.abs(eventNs) <= MAX_SESSION_NS)) {
      this.refuse(
        'A timestamp lies more than 104 days from the start of the session.',
        'ts_event',
        'a time within 104 days',
        String(view.getBigUint64(offset + this.#timeOffset(), true)),
      );
    }
    if (eventNs > this.timeNs) this.timeNs = eventNs;
    if (this.#gap !== undefined) {
      this.#gap = { ...this.#gap, toNs: this.timeNs };
      this.recvNs = this.timeNs;
      this.sequence = 0;
      return;
    }
    this.recvNs = this.#sessionNs(offset + MARKET.tsRecv);
    this.sequence = hasSequence(rtype) ? u32At(view, offset + MARKET.sequence) : 0;
  }

  #sessionNs(at: number): number {
    const { view } = this.reader;
    if (this.#clock === undefined) throw new Error('Invariant: the source has no clock yet');
    return this.#clock.fromHalves(highHalfAt(view, at), lowHalfAt(view, at));
  }
}
