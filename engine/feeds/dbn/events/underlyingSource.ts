import { EVENT_RANK, type EventSink, type OptionQuote } from '../../../core/events.ts';
import { RTYPE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { DbnSource } from './dbnSource.ts';
import { isTwoSided, readQuote } from './quotes.ts';

/**
 * Quotes of the underlying from an MBP-1, TBBO or BBO file: every record with both sides, whatever
 * its action (SPEC §1).
 */
export class UnderlyingSource extends DbnSource {
  readonly #symbol: string;
  readonly #quote: OptionQuote = { bidNanos: 0, askNanos: 0, bidSize: 0, askSize: 0 };

  /** @param symbol the underlying's symbol in the file's mappings, e.g. `SPY` */
  constructor(reader: RecordReader, symbol: string) {
    super(reader, 'underlying', [RTYPE.mbp1, RTYPE.bbo1s, RTYPE.bbo1m], EVENT_RANK.underlying);
    this.#symbol = symbol;
  }

  protected override accept(): boolean {
    if (!this.isOf(this.#symbol)) return false;
    readQuote(this.reader.view, this.reader.offset, this.#quote);
    this.rank = EVENT_RANK.underlying;
    if (!isTwoSided(this.#quote)) return false;
    if (this.#quote.bidNanos > this.#quote.askNanos) this.odd('crossed');
    return true;
  }

  protected override hand(sink: EventSink): void {
    sink.onUnderlyingQuote(this.timeNs, this.#quote.bidNanos, this.#quote.askNanos);
  }
}
