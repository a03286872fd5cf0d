import type { EventSink } from '../core/events.ts';

/** Writes down what a source delivers, one line an event, without its time. */
export class RecordingSink implements EventSink {
  readonly lines: string[] = [];
  readonly timesNs: number[] = [];

  onBook(...[timeNs, record, flags]: Parameters<EventSink['onBook']>): void {
    const kind = flags.isClear ? 'clear' : flags.isSnapshot ? 'snapshot' : 'book';
    const doubt = flags.isMaybeBad ? ' doubtful' : '';
    this.#note(timeNs, `${kind}${doubt} ${flags.isClear ? '' : sides(record)}`.trimEnd());
  }

  onFuturesTrade(...event: Parameters<EventSink['onFuturesTrade']>): void {
    const [timeNs, priceNanos, size, aggressor, book] = event;
    const levels = book === null ? '' : ` with ${sides(book)}`;
    this.#note(timeNs, `trade ${size} @ ${priceNanos / 1e9} side ${aggressor}${levels}`);
  }

  onUnderlyingQuote(timeNs: number, bidNanos: number, askNanos: number): void {
    this.#note(timeNs, `underlying ${bidNanos / 1e9} x ${askNanos / 1e9}`);
  }

  onOptionQuote(...[timeNs, contract, quote]: Parameters<EventSink['onOptionQuote']>): void {
    this.#note(timeNs, `quote ${contract.symbol} ${quoteText(quote)}`);
  }

  onOptionTrade(...event: Parameters<EventSink['onOptionTrade']>): void {
    const [timeNs, contract, priceNanos, size, aggressor, quote, marks] = event;
    const side = aggressor === null ? 'unsaid' : String(aggressor);
    const judged = quote === null ? 'no quote' : quoteText(quote);
    const { symbol } = contract;
    const kind = marks === undefined ? '' : `, ${marks.condition} of ${marks.venue}`;
    this.#note(timeNs, `option ${symbol} ${size} @ ${priceNanos / 1e9} ${side}, ${judged}${kind}`);
  }

  onHotzone(timeNs: number, event: Parameters<EventSink['onHotzone']>[1]): void {
    this.#note(timeNs, `hotzone ${event.action} ${event.id}`);
  }

  onGap(gap: Parameters<EventSink['onGap']>[0]): void {
    this.#note(gap.toNs, `gap of ${gap.feed}: ${gap.cause}`);
  }

  #note(timeNs: number, line: string): void {
    this.timesNs.push(timeNs);
    this.lines.push(line);
  }
}

function sides(record: Parameters<EventSink['onBook']>[1]): string {
  const side = (ticks: Int32Array, sizes: Float64Array, count: number): string =>
    Array.from({ length: count }, (_, i) => `${sizes[i] ?? 0}@${ticks[i] ?? 0}`).join(' ');
  const bids = side(record.bidTicks, record.bidSizes, record.bidCount);
  const asks = side(record.askTicks, record.askSizes, record.askCount);
  return `[${bids} | ${asks}]`;
}

const quoteText = (quote: Parameters<EventSink['onOptionQuote']>[2]): string =>
  `${quote.bidSize}@${quote.bidNanos / 1e9} x ${quote.askSize}@${quote.askNanos / 1e9}`;
