import {
  EVENT_RANK,
  MID,
  type Aggressor,
  type BookRecordFlags,
  type EventSink,
} from '../../../core/events.ts';
import { ACTION, MARKET, RTYPE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { priceNanosAt, u32At } from '../records.ts';
import { DbnSource } from './dbnSource.ts';

const NO_FLAGS: BookRecordFlags = { isClear: false, isSnapshot: false, isMaybeBad: false };

/** Futures trades from a file of their own: trades, or TBBO whose quotes are not used. */
export class TradesSource extends DbnSource {
  readonly #symbol: string;
  #priceNanos = 0;
  #size = 0;
  #aggressor: Aggressor = MID;

  /** @param symbol the instrument's symbol in the file's mappings */
  constructor(reader: RecordReader, symbol: string) {
    super(reader, 'trades', [RTYPE.trade, RTYPE.mbp1], EVENT_RANK.futuresTrade);
    this.#symbol = symbol;
    this.rank = EVENT_RANK.futuresTrade;
  }

  protected override accept(): boolean {
    const { view, offset } = this.reader;
    if (!this.isOf(this.#symbol)) return false;
    const action = view.getUint8(offset + MARKET.action);
    if (action !== ACTION.trade) {
      this.noteAction(action);
      return false;
    }
    this.#priceNanos = priceNanosAt(view, offset + MARKET.price);
    this.#size = u32At(view, offset + MARKET.size);
    this.#aggressor = this.aggressor();
    this.rank = EVENT_RANK.futuresTrade;
    return this.isTradeOf(this.#priceNanos, this.#size);
  }

  protected override hand(sink: EventSink): void {
    sink.onFuturesTrade(this.timeNs, this.#priceNanos, this.#size, this.#aggressor, null, NO_FLAGS);
  }
}
