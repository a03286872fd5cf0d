import {
  EVENT_RANK,
  MID,
  type Aggressor,
  type BookRecord,
  type BookRecordFlags,
  type EventSink,
  type Side,
} from '../../../core/events.ts';
import { ACTION, FLAG, LEVEL, LEVEL_BYTES, MARKET, RTYPE, UNDEFINED_SIZE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { priceNanosAt, u32At } from '../records.ts';
import { DbnSource } from './dbnSource.ts';

const MAX_TICK = 2 ** 30;

/** 64-bit words of a level that matter here: bid price, ask price, both sizes. */
const LEVEL_WORDS = 3;

export interface BookSourceOptions {
  /** The instrument's symbol in the file's mappings. */
  readonly symbol: string;
  readonly tickSize: number;
  /** 10 for MBP-10, 1 for MBP-1. */
  readonly depth: 10 | 1;
  /** T records are no events: trades come from another file (SPEC §1, no double count). */
  readonly ignoresTrades: boolean;
  /** Also read how many orders stand behind each level. */
  readonly countsOrders?: boolean;
}

/** Futures book events from an MBP-10 or MBP-1 file: A, C, M, R as book records, T as trades. */
export class BookSource extends DbnSource {
  readonly #symbol: string;
  readonly #tickNanos: number;
  readonly #ignoresTrades: boolean;
  readonly #record: BookRecord;
  readonly #flags: BookRecordFlags = { isClear: false, isSnapshot: false, isMaybeBad: false };
  /** Prices and sizes of the last record as they stand in it: {@link LEVEL_WORDS} a level. */
  readonly #words: BigInt64Array;
  /** Whether {@link #words} are those of the record, which has every level on both sides. */
  #isWhole = false;
  /** Raw halves and ticks of the last price read at each place, bids first. */
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #ticks: Int32Array;
  #isTrade = false;
  #priceNanos = 0;
  #size = 0;
  #aggressor: Aggressor = MID;

  constructor(reader: RecordReader, options: BookSourceOptions) {
    const rtype = options.depth === 10 ? RTYPE.mbp10 : RTYPE.mbp1;
    super(reader, 'book', [rtype], EVENT_RANK.book);
    this.#symbol = options.symbol;
    this.#tickNanos = Math.round(options.tickSize * 1e9);
    this.#ignoresTrades = options.ignoresTrades;
    this.#words = new BigInt64Array(LEVEL_WORDS * options.depth);
    const places = 2 * options.depth;
    // Price 0 in its halves, which is tick 0: the arrays agree from the start.
    this.#lows = new Int32Array(places);
    this.#highs = new Int32Array(places);
    this.#ticks = new Int32Array(places);
    const record: BookRecord = {
      depth: options.depth,
      bidCount: 0,
      askCount: 0,
      bidTicks: new Int32Array(options.depth),
      askTicks: new Int32Array(options.depth),
      bidSizes: new Float64Array(options.depth),
      askSizes: new Float64Array(options.depth),
      changedFrom: 0,
      changedEnd: options.depth,
    };
    this.#record =
      options.countsOrders === true
        ? {
            ...record,
            bidOrders: new Uint32Array(options.depth),
            askOrders: new Uint32Array(options.depth),
          }
        : record;
  }

  protected override accept(): boolean {
    const { view, offset } = this.reader;
    const action = view.getUint8(offset + MARKET.action);
    const isTrade = action === ACTION.trade;
    if (isTrade && this.#ignoresTrades) return false;
    if (!this.isOf(this.#symbol)) return false;
    if (!isTrade && !isBookAction(action)) {
      this.noteAction(action);
      return false;
    }
    const flags = view.getUint8(offset + MARKET.flags);
    this.#flags.isClear = action === ACTION.clear;
    this.#flags.isSnapshot = (flags & FLAG.snapshot) !== 0;
    this.#flags.isMaybeBad = (flags & FLAG.maybeBadBook) !== 0;
    if (!this.#flags.isClear) this.#readLevels(view, offset + MARKET.levels);
    this.#isTrade = isTrade && this.#readTrade(view, offset);
    this.rank = this.#isTrade ? EVENT_RANK.futuresTrade : EVENT_RANK.book;
    return true;
  }

  /** False when price or size are undefined: then the record is no trade, only a book. */
  #readTrade(view: DataView, offset: number): boolean {
    this.#priceNanos = priceNanosAt(view, offset + MARKET.price);
    this.#size = u32At(view, offset + MARKET.size);
    this.#aggressor = this.aggressor();
    return this.isTradeOf(this.#priceNanos, this.#size);
  }

  #readLevels(view: DataView, start: number): void {
    const record = this.#record;
    if (!this.#isWhole || !this.#readSizes(view, start)) this.#readSides(view, start);
    if (record.bidOrders !== undefined) this.#readOrders(view, start, 0, record.bidOrders);
    if (record.askOrders !== undefined) this.#readOrders(view, start, 1, record.askOrders);
    if (record.bidCount === 0 || record.askCount === 0) return;
    const spreadTicks = (record.askTicks[0] ?? 0) - (record.bidTicks[0] ?? 0);
    if (spreadTicks <= 0) this.odd(spreadTicks === 0 ? 'locked' : 'crossed');
  }

  /**
   * Takes over the sizes of a record that shows the prices of the one before it, as nine of ten do;
   * false when there is more to it. Words are compared whole, which makes no BigInt: a third of the
   * time it takes to read every level.
   */
  #readSizes(view: DataView, start: number): boolean {
    const { depth, bidSizes, askSizes } = this.#record;
    const words = this.#words;
    let at = start;
    for (let level = 0; level < depth; level++, at += LEVEL_BYTES) {
      const word = level * LEVEL_WORDS;
      if (view.getBigInt64(at + LEVEL.bidPx, true) !== words[word]) return false;
      if (view.getBigInt64(at + LEVEL.askPx, true) !== words[word + 1]) return false;
      if (view.getBigInt64(at + LEVEL.bidSz, true) === words[word + 2]) continue;
      const bidSize = view.getUint32(at + LEVEL.bidSz, true);
      const askSize = view.getUint32(at + LEVEL.askSz, true);
      if (isAbsent(bidSize) || isAbsent(askSize)) return false;
      words[word + 2] = view.getBigInt64(at + LEVEL.bidSz, true);
      bidSizes[level] = bidSize;
      askSizes[level] = askSize;
      this.#noteChange(level, level + 1);
    }
    return true;
  }

  /** Levels that changed since the last record that was delivered; some are only read. */
  #noteChange(from: number, end: number): void {
    const record = this.#record;
    if (from < (record.changedFrom ?? 0)) record.changedFrom = from;
    if (end > (record.changedEnd ?? 0)) record.changedEnd = end;
  }

  #readSides(view: DataView, start: number): void {
    const record = this.#record;
    this.#isWhole = false;
    this.#noteChange(0, record.depth);
    record.bidCount = this.#readSide(view, start, 0, record.bidTicks, record.bidSizes);
    record.askCount = this.#readSide(view, start, 1, record.askTicks, record.askSizes);
    if (record.bidCount < record.depth || record.askCount < record.depth) return;
    for (let level = 0; level < record.depth; level++) {
      const at = start + level * LEVEL_BYTES;
      const word = level * LEVEL_WORDS;
      this.#words[word] = view.getBigInt64(at + LEVEL.bidPx, true);
      this.#words[word + 1] = view.getBigInt64(at + LEVEL.askPx, true);
      this.#words[word + 2] = view.getBigInt64(at + LEVEL.bidSz, true);
    }
    this.#isWhole = true;
  }

  /** Order counts of the levels that {@link #readSide} took, in the same places. */
  #readOrders(view: DataView, start: number, side: Side, orders: Uint32Array): void {
    const { depth } = this.#record;
    const sizeOffset = side === 0 ? LEVEL.bidSz : LEVEL.askSz;
    const countOffset = side === 0 ? LEVEL.bidCt : LEVEL.askCt;
    let count = 0;
    for (let level = 0; level < depth; level++) {
      const at = start + level * LEVEL_BYTES;
      const size = view.getUint32(at + sizeOffset, true);
      if (isAbsent(size) || this.#ticks[side * depth + level] === NO_TICK) continue;
      orders[count++] = view.getUint32(at + countOffset, true);
    }
  }

  /** Reads the levels of one side, absent ones left out, and returns how many there are. */
  #readSide(
    view: DataView,
    start: number,
    side: Side,
    ticks: Int32Array,
    sizes: Float64Array,
  ): number {
    const { depth } = this.#record;
    const lows = this.#lows;
    const highs = this.#highs;
    const known = this.#ticks;
    const sizeOffset = side === 0 ? LEVEL.bidSz : LEVEL.askSz;
    const priceOffset = side === 0 ? LEVEL.bidPx : LEVEL.askPx;
    let count = 0;
    let previous = side === 0 ? MAX_TICK : -MAX_TICK;
    let at = start;
    for (let place = side * depth; place < (side + 1) * depth; place++, at += LEVEL_BYTES) {
      const size = view.getUint32(at + sizeOffset, true);
      if (size === 0) continue;
      if (size === UNDEFINED_SIZE) {
        this.odd('undefined_level');
        continue;
      }
      const low = view.getInt32(at + priceOffset, true);
      const high = view.getInt32(at + priceOffset + 4, true);
      // Prices mostly stand where they stood in the record before: no need to divide again.
      if (low !== lows[place] || high !== highs[place]) {
        known[place] = this.#toTick(priceNanosAt(view, at + priceOffset));
        lows[place] = low;
        highs[place] = high;
      }
      const tick = known[place] ?? NO_TICK;
      if (tick === NO_TICK) {
        this.odd('undefined_level');
        continue;
      }
      // Bids fall and asks rise from the best price on.
      if (side === 0 ? tick >= previous : tick <= previous) this.#refuseOrder(side, tick, previous);
      previous = tick;
      ticks[count] = tick;
      sizes[count++] = size;
    }
    return count;
  }

  /** The price in ticks, {@link NO_TICK} where undefined; refuses one off the grid (SPEC §1). */
  #toTick(nanos: number): number {
    const tick = nanos / this.#tickNanos;
    if (Number.isInteger(tick) && tick < MAX_TICK && tick > -MAX_TICK) return tick;
    if (Number.isNaN(nanos)) return NO_TICK;
    return this.refuse(
      'A book price is not a multiple of the tick size.',
      'levels',
      `a multiple of ${this.#tickNanos / 1e9}`,
      String(nanos / 1e9),
    );
  }

  #refuseOrder(side: Side, tick: number, previous: number): never {
    const toPrice = (ticks: number): string => String((ticks * this.#tickNanos) / 1e9);
    return this.refuse(
      'The levels of a book are out of order.',
      side === 0 ? 'bid levels' : 'ask levels',
      `a price ${side === 0 ? 'below' : 'above'} ${toPrice(previous)}`,
      toPrice(tick),
    );
  }

  protected override hand(sink: EventSink): void {
    this.#handTo(sink);
    this.#record.changedFrom = this.#record.depth;
    this.#record.changedEnd = 0;
  }

  #handTo(sink: EventSink): void {
    if (!this.#isTrade) {
      sink.onBook(this.timeNs, this.#record, this.#flags);
      return;
    }
    sink.onFuturesTrade(
      this.timeNs,
      this.#priceNanos,
      this.#size,
      this.#aggressor,
      this.#record,
      this.#flags,
    );
  }
}

const NO_TICK = MAX_TICK;

const isAbsent = (size: number): boolean => size === 0 || size === UNDEFINED_SIZE;

const isBookAction = (action: number): boolean =>
  action === ACTION.add ||
  action === ACTION.cancel ||
  action === ACTION.modify ||
  action === ACTION.clear;
