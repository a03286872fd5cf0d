import { FLAG, HEADER, MARKET, MBO, RTYPE, indexTimeOffset } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { highHalfAt, isUndefinedTimeAt, lowHalfAt } from '../records.ts';

const TWO_32 = 4_294_967_296;

/** Where a record of order-flow keeps what is counted of it; offsets from its start. */
export interface FlowFields {
  readonly price: number;
  readonly size: number;
  readonly action: number;
  readonly side: number;
  readonly flags: number;
}

/** Record types with actions. */
const flowFields: ReadonlyMap<number, FlowFields> = new Map<number, FlowFields>([
  [RTYPE.trade, MARKET],
  [RTYPE.tcbbo, MARKET],
  [RTYPE.mbp1, MARKET],
  [RTYPE.mbp10, MARKET],
  [RTYPE.cmbp1, MARKET],
  [RTYPE.mbo, MBO],
]);

/** Samples of a book: their action is a leftover, their `ts_event` is that of the last trade. */
const samples: ReadonlySet<number> = new Set([
  RTYPE.bbo1s,
  RTYPE.bbo1m,
  RTYPE.cbbo1s,
  RTYPE.cbbo1m,
]);

interface TypeFacts {
  readonly flow: FlowFields | undefined;
  readonly flags: number | undefined;
  readonly indexTime: number;
  /** Whether `ts_event` is not when the record applies: definitions are restated daily. */
  readonly isRestated: boolean;
}

const typeFacts: readonly TypeFacts[] = Array.from({ length: 256 }, (_, rtype) => ({
  flow: flowFields.get(rtype),
  flags: flowFields.get(rtype)?.flags ?? (samples.has(rtype) ? MARKET.flags : undefined),
  indexTime: indexTimeOffset(rtype),
  isRestated: samples.has(rtype) || rtype === RTYPE.definition,
}));
const NO_FACTS: TypeFacts = {
  flow: undefined,
  flags: undefined,
  indexTime: HEADER.tsEvent,
  isRestated: false,
};

/** What every tally looks at of the current record, read once. Reused for every record. */
export class RecordHead {
  view: DataView = new DataView(new ArrayBuffer(0));
  offset = 0;
  lengthBytes = 0;
  rtype = 0;
  recordIndex = 0;
  byteOffset = 0;
  /** Undefined for types without actions. */
  flow: FlowFields | undefined;
  /** ASCII code, see `ACTION`; 0 for types without actions. */
  action = 0;
  flags = 0;
  /** Event time as SPEC §1 defines it, as halves of a u64; −1 where there is none. */
  timeHigh = -1;
  timeLow = 0;
  /** The same in ns since the file's first; exact for 104 days; NaN where there is none. */
  timeNs = Number.NaN;
  /** Whether {@link timeNs} is `ts_event`: only those are in order of time. */
  isEventTime = false;
  /** `ts_recv` in ns since the file's first time; NaN for types without. */
  recvNs = Number.NaN;
  #baseHigh = Number.NaN;
  #baseLow = 0;

  /** What {@link timeNs} counts from, in Unix ns; undefined while no record has a time. */
  get originNs(): bigint | undefined {
    if (Number.isNaN(this.#baseHigh)) return undefined;
    return (BigInt(this.#baseHigh) << 32n) | BigInt(this.#baseLow);
  }

  /** Takes the reader's current record. */
  take(reader: RecordReader): void {
    const { view, offset, rtype } = reader;
    const facts = typeFacts[rtype] ?? NO_FACTS;
    this.view = view;
    this.offset = offset;
    this.lengthBytes = reader.lengthBytes;
    this.rtype = rtype;
    this.recordIndex = reader.recordIndex;
    this.byteOffset = reader.byteOffset;
    this.flow = facts.flow;
    this.action = facts.flow === undefined ? 0 : view.getUint8(offset + facts.flow.action);
    this.flags = facts.flags === undefined ? 0 : view.getUint8(offset + facts.flags);
    this.#takeTimes(facts);
  }

  #takeTimes({ indexTime, isRestated }: TypeFacts): void {
    const { view, offset } = this;
    this.isEventTime =
      !isRestated &&
      (this.flags & FLAG.snapshot) === 0 &&
      !isUndefinedTimeAt(view, offset + HEADER.tsEvent);
    const at = offset + (this.isEventTime ? HEADER.tsEvent : indexTime);
    const isUndefined = !this.isEventTime && isUndefinedTimeAt(view, at);
    this.timeHigh = isUndefined ? -1 : highHalfAt(view, at);
    this.timeLow = isUndefined ? 0 : lowHalfAt(view, at);
    if (Number.isNaN(this.#baseHigh) && !isUndefined) {
      this.#baseHigh = this.timeHigh;
      this.#baseLow = this.timeLow;
    }
    this.timeNs = isUndefined ? Number.NaN : this.#sinceBase(this.timeHigh, this.timeLow);
    const recvAt = offset + indexTime;
    this.recvNs =
      indexTime === HEADER.tsEvent || isUndefinedTimeAt(view, recvAt)
        ? Number.NaN
        : this.#sinceBase(highHalfAt(view, recvAt), lowHalfAt(view, recvAt));
  }

  #sinceBase(high: number, low: number): number {
    return (high - this.#baseHigh) * TWO_32 + (low - this.#baseLow);
  }
}
