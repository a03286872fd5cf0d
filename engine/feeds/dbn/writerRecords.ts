import {
  CONSOLIDATED_LEVEL,
  HEADER,
  LEVEL,
  LEVEL_BYTES,
  MARKET,
  MAX_RECORD_BYTES,
  recordSizes,
  RTYPE,
  WORD_BYTES,
} from './layout.ts';

const TWO_32 = 4_294_967_296;
const UNDEFINED_PRICE_LOW = -1;
const UNDEFINED_PRICE_HIGH = 0x7fff_ffff;

/** What all market records begin with. Refilled by the caller for each record. */
export interface RecordHead {
  publisherId: number;
  instrumentId: number;
  /** ns since the encoder's epoch. */
  eventNs: number;
  recvNs: number;
  /** Units of 1e-9, below 2^53; NaN is DBN's undefined price. */
  priceNanos: number;
  size: number;
  /** ASCII codes and bits of the layout's ACTION, SIDE and FLAG. */
  action: number;
  side: number;
  flags: number;
  /** Book level touched, 0 is the best. */
  depth: number;
  /** recv minus the venue's send time. */
  inDeltaNs: number;
  sequence: number;
}

/** A head to be refilled: everything is 0 but what is given. */
export const makeRecordHead = (given: Partial<RecordHead>): RecordHead => ({
  publisherId: 0,
  instrumentId: 0,
  eventNs: 0,
  recvNs: 0,
  priceNanos: 0,
  size: 0,
  action: 0,
  side: 0,
  flags: 0,
  depth: 0,
  inDeltaNs: 0,
  sequence: 0,
  ...given,
});

/** Price levels, best first, as MBP records hold them; a level of size 0 is absent. */
export interface BookLevels {
  readonly bidNanos: Float64Array;
  readonly askNanos: Float64Array;
  readonly bidSizes: Uint32Array;
  readonly askSizes: Uint32Array;
  readonly bidOrders: Uint32Array;
  readonly askOrders: Uint32Array;
}

/** The best bid and offer over all venues; a side of size 0 is absent. */
export interface ConsolidatedQuote {
  bidNanos: number;
  askNanos: number;
  bidSize: number;
  askSize: number;
  bidPublisher: number;
  askPublisher: number;
}

/** An empty book of so many levels a side. */
export function makeBookLevels(depth: number): BookLevels {
  return {
    bidNanos: new Float64Array(depth),
    askNanos: new Float64Array(depth),
    bidSizes: new Uint32Array(depth),
    askSizes: new Uint32Array(depth),
    bidOrders: new Uint32Array(depth),
    askOrders: new Uint32Array(depth),
  };
}

const bytesOf = (rtype: number): number => recordSizes(rtype)[0] ?? 0;
const MBP10_BYTES = bytesOf(RTYPE.mbp10);
const MBP1_BYTES = bytesOf(RTYPE.mbp1);
const TRADE_BYTES = bytesOf(RTYPE.trade);
const CONSOLIDATED_BYTES = bytesOf(RTYPE.tcbbo);

/**
 * Lays market records one after the other into blocks of bounded size; a record is never split
 * between two blocks. No object and no BigInt per record: millions pass through.
 */
export class RecordEncoder {
  /** Records encoded so far. */
  recordCount = 0;
  readonly #blockBytes: number;
  readonly #epochHigh: number;
  readonly #epochLow: number;
  #block: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;
  /** First and last event time, ns; in a column, so that no number is made per record. */
  readonly #spanNs = Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  /** Blocks to be filled again: fresh memory for each would keep the collector busy. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  /**
   * @param epochMs Unix ms that the records' times count from
   * @param blockBytes most bytes of a block, at least 1,020
   */
  constructor(epochMs: number, blockBytes: number) {
    const epochNs = BigInt(epochMs) * 1_000_000n;
    this.#epochHigh = Number(epochNs >> 32n);
    this.#epochLow = Number(epochNs & 0xffff_ffffn);
    this.#blockBytes = Math.max(blockBytes, MAX_RECORD_BYTES);
    this.#block = new Uint8Array(this.#blockBytes);
    this.#view = new DataView(this.#block.buffer);
  }

  /** Earliest event time of all market records, ns since the epoch; infinite while there is none. */
  get firstEventNs(): number {
    return this.#spanNs[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Latest event time, likewise. */
  get lastEventNs(): number {
    return this.#spanNs[1] ?? Number.NEGATIVE_INFINITY;
  }

  /** Full blocks, oldest first, which then belong to the caller. */
  takeFull(): Uint8Array<ArrayBuffer>[] {
    return this.#full.splice(0);
  }

  /** Takes back a block of {@link takeFull} or {@link takeAll} that is no longer needed. */
  recycle(block: Uint8Array<ArrayBuffer>): void {
    const { buffer } = block;
    if (buffer.byteLength === this.#blockBytes) this.#spare.push(new Uint8Array(buffer));
  }

  /** All blocks, the last, partly filled one too. */
  takeAll(): Uint8Array<ArrayBuffer>[] {
    if (this.#length > 0) this.#startBlock();
    return this.takeFull();
  }

  /** A record of any type as it is. */
  raw(record: Uint8Array): void {
    const at = this.#claim(record.length);
    this.#block.set(record, at);
  }

  /** @param levels at least ten a side */
  mbp10(head: RecordHead, levels: BookLevels): void {
    this.#book(RTYPE.mbp10, MBP10_BYTES, head, levels, 10);
  }

  /** @param levels at least one a side */
  mbp1(head: RecordHead, levels: BookLevels): void {
    this.#book(RTYPE.mbp1, MBP1_BYTES, head, levels, 1);
  }

  trade(head: RecordHead): void {
    this.#head(RTYPE.trade, TRADE_BYTES, head);
  }

  /** A trade with the consolidated quote just before it; depth and sequence are not written. */
  tcbbo(head: RecordHead, quote: ConsolidatedQuote): void {
    this.#consolidated(RTYPE.tcbbo, head, quote);
  }

  /** A change of the consolidated quote or a trade; depth and sequence are not written. */
  cmbp1(head: RecordHead, quote: ConsolidatedQuote): void {
    this.#consolidated(RTYPE.cmbp1, head, quote);
  }

  #consolidated(rtype: number, head: RecordHead, quote: ConsolidatedQuote): void {
    const at = this.#head(rtype, CONSOLIDATED_BYTES, head);
    const level = at + MARKET.levels;
    this.#view.setUint8(at + MARKET.depth, 0);
    this.#view.setUint32(at + MARKET.sequence, 0, true);
    this.#price(level + LEVEL.bidPx, quote.bidSize === 0 ? NaN : quote.bidNanos);
    this.#price(level + LEVEL.askPx, quote.askSize === 0 ? NaN : quote.askNanos);
    this.#view.setUint32(level + LEVEL.bidSz, quote.bidSize, true);
    this.#view.setUint32(level + LEVEL.askSz, quote.askSize, true);
    this.#view.setUint16(level + CONSOLIDATED_LEVEL.bidPublisher, quote.bidPublisher, true);
    this.#view.setUint16(level + CONSOLIDATED_LEVEL.askPublisher, quote.askPublisher, true);
  }

  #book(rtype: number, bytes: number, head: RecordHead, levels: BookLevels, depth: number): void {
    let at = this.#head(rtype, bytes, head) + MARKET.levels;
    const view = this.#view;
    for (let index = 0; index < depth; index++) {
      const bidSize = levels.bidSizes[index] ?? 0;
      const askSize = levels.askSizes[index] ?? 0;
      this.#levelPrice(at + LEVEL.bidPx, levels.bidNanos, bidSize === 0 ? -1 : index);
      this.#levelPrice(at + LEVEL.askPx, levels.askNanos, askSize === 0 ? -1 : index);
      view.setUint32(at + LEVEL.bidSz, bidSize, true);
      view.setUint32(at + LEVEL.askSz, askSize, true);
      view.setUint32(at + LEVEL.bidCt, levels.bidOrders[index] ?? 0, true);
      view.setUint32(at + LEVEL.askCt, levels.askOrders[index] ?? 0, true);
      at += LEVEL_BYTES;
    }
  }

  /**
   * The price of a list's level, −1 for an absent one. Only whole 32-bit numbers are handed on here:
   * larger ones would cost memory each, almost as much as the record itself.
   */
  #levelPrice(at: number, prices: Float64Array, index: number): void {
    const nanos = prices[index] ?? NaN;
    const isUndefined = Number.isNaN(nanos);
    const high = Math.floor(nanos / TWO_32) | 0;
    const low = (nanos - high * TWO_32) | 0;
    this.#view.setInt32(at, isUndefined ? UNDEFINED_PRICE_LOW : low, true);
    this.#view.setInt32(at + 4, isUndefined ? UNDEFINED_PRICE_HIGH : high, true);
  }

  /** Writes the 48 bytes that all share and returns the record's offset in the block. */
  #head(rtype: number, bytes: number, head: RecordHead): number {
    const at = this.#claim(bytes);
    const view = this.#view;
    view.setUint8(at + HEADER.lengthWords, bytes / WORD_BYTES);
    view.setUint8(at + HEADER.rtype, rtype);
    view.setUint16(at + HEADER.publisherId, head.publisherId, true);
    view.setUint32(at + HEADER.instrumentId, head.instrumentId, true);
    if (head.eventNs < this.firstEventNs) this.#spanNs[0] = head.eventNs;
    if (head.eventNs > this.lastEventNs) this.#spanNs[1] = head.eventNs;
    this.#time(at + HEADER.tsEvent, head.eventNs);
    this.#price(at + MARKET.price, head.priceNanos);
    view.setUint32(at + MARKET.size, head.size, true);
    view.setUint8(at + MARKET.action, head.action);
    view.setUint8(at + MARKET.side, head.side);
    view.setUint8(at + MARKET.flags, head.flags);
    view.setUint8(at + MARKET.depth, head.depth);
    this.#time(at + MARKET.tsRecv, head.recvNs);
    view.setInt32(at + MARKET.tsInDelta, head.inDeltaNs, true);
    view.setUint32(at + MARKET.sequence, head.sequence, true);
    return at;
  }

  /** Room for the next record: its offset in the block. */
  #claim(bytes: number): number {
    if (this.#length + bytes > this.#blockBytes) this.#startBlock();
    const at = this.#length;
    this.#length += bytes;
    this.recordCount++;
    return at;
  }

  #startBlock(): void {
    this.#full.push(this.#block.subarray(0, this.#length));
    this.#block = this.#spare.pop()?.fill(0) ?? new Uint8Array(this.#blockBytes);
    this.#view = new DataView(this.#block.buffer);
    this.#length = 0;
  }

  #time(at: number, ns: number): void {
    const high = Math.floor(ns / TWO_32);
    const low = this.#epochLow + (ns - high * TWO_32);
    const carry = low >= TWO_32 ? 1 : 0;
    this.#view.setInt32(at, (low - carry * TWO_32) | 0, true);
    this.#view.setInt32(at + 4, (this.#epochHigh + high + carry) | 0, true);
  }

  #price(at: number, nanos: number): void {
    if (Number.isNaN(nanos)) {
      this.#view.setInt32(at, UNDEFINED_PRICE_LOW, true);
      this.#view.setUint32(at + 4, UNDEFINED_PRICE_HIGH, true);
      return;
    }
    const high = Math.floor(nanos / TWO_32);
    this.#view.setInt32(at, (nanos - high * TWO_32) | 0, true);
    this.#view.setInt32(at + 4, high | 0, true);
  }
}
