import { NS_PER_S } from '../../core/time.ts';
import { ACTION, FLAG, SIDE } from '../dbn/layout.ts';
import {
  makeRecordHead,
  type ConsolidatedQuote,
  type RecordEncoder,
  type RecordHead,
} from '../dbn/writerRecords.ts';
import {
  findSeries,
  HIGHEST_STRIKE,
  LOWEST_STRIKE,
  SESSION_CLOSE_MS,
  SESSION_START_MS,
} from './instruments.ts';
import { optionPrice } from './optionPricing.ts';
import type { Prng } from './prng.ts';
import type { OptionMood } from './options/mood.ts';

const CENT_NANOS = 10_000_000;
const CLOSE_S = (SESSION_CLOSE_MS - SESSION_START_MS) / 1000;
/** Venues by the vendor's publisher ids; trades and best prices come from any of them. */
const VENUES = [20, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 36, 37] as const;
/** How often strikes trade, by dollars from the money: −4 … +4. */
const STRIKE_WEIGHTS = [3, 6, 12, 20, 26, 20, 12, 6, 3] as const;

/** Customers trading SPY options that expire today, as TCBBO records. */
export class OptionsMarket {
  /** When the next trade happens, ns since the session's start. */
  nextNs = 2_400_000;
  readonly #prng: Prng;
  readonly #records: RecordEncoder;
  readonly #head: RecordHead;
  readonly #quote: ConsolidatedQuote = {
    bidNanos: 0,
    askNanos: 0,
    bidSize: 0,
    askSize: 0,
    bidPublisher: 0,
    askPublisher: 0,
  };

  constructor(prng: Prng, records: RecordEncoder) {
    this.#prng = prng;
    this.#records = records;
    this.#head = makeRecordHead({
      action: ACTION.trade,
      side: SIDE.none,
      flags: FLAG.last | FLAG.topOfBook | FLAG.publisherSpecific,
    });
  }

  /** One trade; then sets when the next one comes. */
  trade(spotDollars: number, anchor: number, mood: OptionMood): void {
    const prng = this.#prng;
    const kind = prng.weighted([mood.callBuys, mood.callSells, mood.putBuys, mood.putSells]);
    const right = kind < 2 ? 'C' : 'P';
    const isBuy = kind % 2 === 0;
    // Large orders go the way the mood leans.
    const isBlock = prng.chance(mood.blocksPerMille) && leansThisWay(mood, kind);
    const strike = isBlock ? anchor + mood.focus : this.#drawStrike(spotDollars);
    const size = isBlock ? prng.between(25, 100) : this.#usualSize();
    this.#write(right, strike, isBuy, size, spotDollars);
    this.nextNs += 50_000 + prng.exponential(NS_PER_S / mood.tradesPerSecond);
  }

  #drawStrike(spotDollars: number): number {
    const nearest = Math.round(spotDollars);
    const strike = nearest + this.#prng.weighted(STRIKE_WEIGHTS) - 4;
    return Math.min(HIGHEST_STRIKE, Math.max(LOWEST_STRIKE, strike));
  }

  #usualSize(): number {
    const kind = this.#prng.weighted([58, 32, 10]);
    if (kind === 0) return this.#prng.between(1, 4);
    return kind === 1 ? this.#prng.between(5, 15) : this.#prng.between(16, 50);
  }

  #write(right: 'C' | 'P', strike: number, isBuy: boolean, size: number, spot: number): void {
    const prng = this.#prng;
    const series = findSeries(right, strike);
    const secondsLeft = CLOSE_S - this.nextNs / NS_PER_S;
    const { bidCents, askCents } = quoteAround(optionPrice(spot, strike, right, secondsLeft));
    const quote = this.#quote;
    quote.bidNanos = bidCents * CENT_NANOS;
    quote.askNanos = askCents * CENT_NANOS;
    quote.bidSize = bidCents === 0 ? 0 : prng.between(8, 420);
    quote.askSize = prng.between(8, 420);
    quote.bidPublisher = bidCents === 0 ? 0 : this.#venue();
    quote.askPublisher = this.#venue();
    const head = this.#head;
    head.publisherId = this.#venue();
    head.instrumentId = series.instrumentId;
    head.eventNs = this.nextNs;
    head.recvNs = this.nextNs + prng.between(190_000, 239_000);
    head.priceNanos = this.#tradeCents(bidCents, askCents, isBuy) * CENT_NANOS;
    head.size = size;
    this.#records.tcbbo(head, quote);
  }

  /** At the far side as a rule, seldom inside a wide quote: nobody knows then who was the aggressor. */
  #tradeCents(bidCents: number, askCents: number, isBuy: boolean): number {
    const spread = askCents - bidCents;
    if (spread >= 2 && this.#prng.chance(90)) return bidCents + (spread >> 1);
    return isBuy ? askCents : Math.max(1, bidCents);
  }

  #venue(): number {
    return VENUES[this.#prng.below(VENUES.length)] ?? VENUES[0];
  }
}

/** A market maker's quote around the model price: a cent wide when cheap, wider in the money. */
function quoteAround(dollars: number): { bidCents: number; askCents: number } {
  const halfWidth = dollars < 1.6 ? 0.5 : dollars < 4 ? 1 : 2;
  const bidCents = Math.max(0, Math.round(dollars * 100 - halfWidth));
  return { bidCents, askCents: bidCents + 2 * halfWidth };
}

function leansThisWay(mood: OptionMood, kind: number): boolean {
  const weights = [mood.callBuys, mood.callSells, mood.putBuys, mood.putSells];
  return (weights[kind] ?? 0) >= Math.max(...weights) / 2;
}
