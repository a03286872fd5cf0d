import { ACTION, FLAG, SIDE } from '../../dbn/layout.ts';
import {
  makeRecordHead,
  type ConsolidatedQuote,
  type RecordEncoder,
  type RecordHead,
} from '../../dbn/writerRecords.ts';
import { OPTION_SERIES } from '../instruments.ts';
import type { Prng } from '../prng.ts';
import type { StandingQuote } from './quoteBoard.ts';

const CENT_NANOS = 10_000_000;
/** Publisher of consolidated quotes; a trade's is its venue. */
const CONSOLIDATED = 30;

/**
 * The consolidated option tape as DBN: each trade with the quote just before it (TCBBO), and, where
 * asked for, quotes and trades as CMBP-1. Trades carry no side, as on the real tape.
 */
export class OptionFeed {
  readonly #prng: Prng;
  readonly #trades: RecordEncoder;
  readonly #quotes: RecordEncoder | undefined;
  readonly #head: RecordHead;
  #lastRecvNs = 0;
  readonly #quote: ConsolidatedQuote = {
    bidNanos: 0,
    askNanos: 0,
    bidSize: 0,
    askSize: 0,
    bidPublisher: 0,
    askPublisher: 0,
  };

  constructor(prng: Prng, trades: RecordEncoder, quotes: RecordEncoder | undefined) {
    this.#prng = prng;
    this.#trades = trades;
    this.#quotes = quotes;
    this.#head = makeRecordHead({
      flags: FLAG.last | FLAG.topOfBook | FLAG.publisherSpecific,
      side: SIDE.none,
    });
  }

  /** A print of so many contracts at a venue. */
  trade(
    timeNs: number,
    series: number,
    cents: number,
    contracts: number,
    venue: number,
    quote: StandingQuote,
  ): void {
    const head = this.#stamp(timeNs, series, quote);
    head.publisherId = venue;
    head.action = ACTION.trade;
    head.priceNanos = cents * CENT_NANOS;
    head.size = contracts;
    this.#trades.tcbbo(head, this.#quote);
    this.#quotes?.cmbp1(head, this.#quote);
  }

  /** A series is quoted anew. */
  quote(timeNs: number, series: number, quote: StandingQuote): void {
    if (this.#quotes === undefined) return;
    const head = this.#stamp(timeNs, series, quote);
    head.publisherId = CONSOLIDATED;
    head.action = ACTION.add;
    head.priceNanos = quote.bidSize > 0 ? this.#quote.bidNanos : NaN;
    head.size = quote.bidSize;
    this.#quotes.cmbp1(head, this.#quote);
  }

  #stamp(timeNs: number, series: number, quote: StandingQuote): RecordHead {
    const head = this.#head;
    head.instrumentId = OPTION_SERIES[series]?.instrumentId ?? 0;
    head.eventNs = timeNs;
    head.recvNs = Math.max(this.#lastRecvNs, timeNs + this.#prng.between(190_000, 239_000));
    this.#lastRecvNs = head.recvNs;
    const to = this.#quote;
    to.bidNanos = quote.bidCents * CENT_NANOS;
    to.askNanos = quote.askCents * CENT_NANOS;
    to.bidSize = quote.bidSize;
    to.askSize = quote.askSize;
    to.bidPublisher = quote.bidSize === 0 ? 0 : quote.bidVenue;
    to.askPublisher = quote.askSize === 0 ? 0 : quote.askVenue;
    return head;
  }
}
