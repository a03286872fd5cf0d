import {
  BUY,
  EVENT_RANK,
  MID,
  SELL,
  type Aggressor,
  type BookRecord,
  type BookRecordFlags,
  type EventSink,
} from '../../../core/events.ts';
import {
  ACTION,
  FLAG,
  LEVEL,
  LEVEL_BYTES,
  MARKET,
  RTYPE,
  SIDE,
  UNDEFINED_SIZE,
} from '../layout.ts';
import type { DbnReader } from '../reader.ts';
import { priceNanosAt, u32At } from '../records.ts';
import { DbnSource } from './dbnSource.ts';

const MAX_TICK = 2 ** 30;

export interface BookSourceOptions {
  /** The instrument's symbol in the file's mappings. */
  readonly symbol: string;
  readonly tickSize: number;
  /** 10 for MBP-10, 1 for MBP-1. */
  readonly depth: 10 | 1;
  /** T records are no events: trades come from another file (SPEC §1, no double count). */
  readonly ignoresTrades: boolean;
}

/** The side byte of a trade is its aggressor's: `B` bought, `A` sold, anything else is unknown. */
export function aggressorOf(side: number): Aggressor {
  if (side === SIDE.bid) return BUY;
  return side === SIDE.ask ? SELL : MID;
}

/** Futures book events from an MBP-10 or MBP-1 file: A, C, M, R as book records, T as trades. */
export class BookSource extends DbnSource {
  readonly #symbol: string;
  readonly #tickNanos: number;
  readonly #ignoresTrades: boolean;
  readonly #record: BookRecord;
  readonly #flags: BookRecordFlags = { isClear: false, isSnapshot: false, isMaybeBad: false };
  #isTrade = false;
  #priceNanos = 0;
  #size = 0;
  #aggressor: Aggressor = MID;

  constructor(reader: DbnReader, options: BookSourceOptions) {
    const rtype = options.depth === 10 ? RTYPE.mbp10 : RTYPE.mbp1;
    super(reader, 'book', [rtype], EVENT_RANK.book);
    this.#symbol = options.symbol;
    this.#tickNanos = Math.round(options.tickSize * 1e9);
    this.#ignoresTrades = options.ignoresTrades;
    this.#record = {
      depth: options.depth,
      bidCount: 0,
      askCount: 0,
      bidTicks: new Int32Array(options.depth),
      askTicks: new Int32Array(options.depth),
      bidSizes: new Float64Array(options.depth),
      askSizes: new Float64Array(options.depth),
    };
  }

  protected override accept(): boolean {
    const { view, offset } = this.reader;
    const action = view.getUint8(offset + MARKET.action);
    const isTrade = action === ACTION.trade;
    if (isTrade && this.#ignoresTrades) return false;
    if (!isTrade && !isBookAction(action)) return false;
    if (this.symbol() !== this.#symbol) return false;
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
    this.#aggressor = aggressorOf(view.getUint8(offset + MARKET.side));
    return Number.isFinite(this.#priceNanos) && this.#size > 0 && this.#size !== UNDEFINED_SIZE;
  }

  #readLevels(view: DataView, start: number): void {
    const record = this.#record;
    const { bidTicks, askTicks, bidSizes, askSizes } = record;
    const end = start + record.depth * LEVEL_BYTES;
    let bidCount = 0;
    let askCount = 0;
    for (let at = start; at < end; at += LEVEL_BYTES) {
      const bidSize = u32At(view, at + LEVEL.bidSz);
      if (bidSize !== 0 && bidSize !== UNDEFINED_SIZE) {
        const tick = this.#tickAt(view, at + LEVEL.bidPx);
        if (tick !== NO_TICK) {
          bidTicks[bidCount] = tick;
          bidSizes[bidCount++] = bidSize;
        }
      }
      const askSize = u32At(view, at + LEVEL.askSz);
      if (askSize !== 0 && askSize !== UNDEFINED_SIZE) {
        const tick = this.#tickAt(view, at + LEVEL.askPx);
        if (tick !== NO_TICK) {
          askTicks[askCount] = tick;
          askSizes[askCount++] = askSize;
        }
      }
    }
    record.bidCount = bidCount;
    record.askCount = askCount;
  }

  /** The price in ticks, or {@link NO_TICK} where it is undefined; refuses a price off the grid. */
  #tickAt(view: DataView, at: number): number {
    const nanos = priceNanosAt(view, at);
    const tick = nanos / this.#tickNanos;
    const whole = tick | 0;
    if (whole === tick && whole < MAX_TICK && whole > -MAX_TICK) return whole;
    if (Number.isNaN(nanos)) return NO_TICK;
    return this.refuse(
      'A book price is not a multiple of the tick size.',
      'levels',
      `a multiple of ${this.#tickNanos / 1e9}`,
      String(nanos / 1e9),
    );
  }

  protected override hand(sink: EventSink): void {
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

const isBookAction = (action: number): boolean =>
  action === ACTION.add ||
  action === ACTION.cancel ||
  action === ACTION.modify ||
  action === ACTION.clear;
