import {
  EVENT_RANK,
  MID,
  type Aggressor,
  type BookRecordFlags,
  type EventSink,
} from '../../../core/events.ts';
import { ACTION, MARKET, RTYPE, UNDEFINED_SIZE } from '../layout.ts';
import type { DbnReader } from '../reader.ts';
import { priceNanosAt, u32At } from '../records.ts';
import { aggressorOf } from './bookSource.ts';
import { DbnSource } from './dbnSource.ts';

const NO_FLAGS: BookRecordFlags = { isClear: false, isSnapshot: false, isMaybeBad: false };

/** Futures trades from a file of their own: trades, or TBBO whose quotes are not used. */
export class TradesSource extends DbnSource {
  readonly #symbol: string;
  #priceNanos = 0;
  #size = 0;
  #aggressor: Aggressor = MID;

  /** @param symbol the instrument's symbol in the file's mappings */
  constructor(reader: DbnReader, symbol: string) {
    super(reader, 'trades', [RTYPE.trade, RTYPE.mbp1], EVENT_RANK.futuresTrade);
    this.#symbol = symbol;
    this.rank = EVENT_RANK.futuresTrade;
  }

  protected override accept(): boolean {
    const { view, offset } = this.reader;
    if (view.getUint8(offset + MARKET.action) !== ACTION.trade) return false;
    if (!this.isOf(this.#symbol)) return false;
    this.#priceNanos = priceNanosAt(view, offset + MARKET.price);
    this.#size = u32At(view, offset + MARKET.size);
    this.#aggressor = aggressorOf(view.getUint8(offset + MARKET.side));
    this.rank = EVENT_RANK.futuresTrade;
    return Number.isFinite(this.#priceNanos) && this.#size > 0 && this.#size !== UNDEFINED_SIZE;
  }

  protected override hand(sink: EventSink): void {
    sink.onFuturesTrade(this.timeNs, this.#priceNanos, this.#size, this.#aggressor, null, NO_FLAGS);
  }
}
