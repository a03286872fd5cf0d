import { ACTION, FLAG, SIDE } from '../dbn/layout.ts';
import {
  makeBookLevels,
  makeRecordHead,
  type RecordEncoder,
  type RecordHead,
} from '../dbn/writerRecords.ts';
import { NANOS, SPY } from './instruments.ts';
import type { Prng } from './prng.ts';

const MEAN_QUOTE_GAP_NS = 170_000_000;
const CENT_NANOS = 10_000_000;
const FIRST_RATIO_MILLIONTHS = 10_030_000;
/** The ratio wanders no further than this from where it starts. */
const RATIO_RANGE_MILLIONTHS = 900;

/**
 * SPY's best bid and offer: the future's price over a ratio that drifts a little with carry and
 * index arbitrage, in whole cents.
 */
export class UnderlyingMarket {
  /** When it next quotes, ns since the session's start. */
  nextNs = 900_000;
  /** Futures price / SPY price now. */
  ratio = FIRST_RATIO_MILLIONTHS / 1e6;
  /** Mid of the last quote in dollars; 0 before the first. */
  midDollars = 0;
  readonly #prng: Prng;
  readonly #records: RecordEncoder;
  readonly #levels = makeBookLevels(1);
  readonly #head: RecordHead;
  #ratioMillionths = FIRST_RATIO_MILLIONTHS;

  constructor(prng: Prng, records: RecordEncoder) {
    this.#prng = prng;
    this.#records = records;
    this.#head = makeRecordHead({
      publisherId: SPY.publisherId,
      instrumentId: SPY.instrumentId,
      sequence: 88_201,
    });
  }

  /** Quotes after the future's mid in index points. */
  quote(futuresMidPoints: number): void {
    this.#drift();
    const fairCents = (futuresMidPoints / this.ratio) * 100;
    const bidCents = Math.floor(fairCents);
    const askCents = bidCents + (this.#prng.chance(930) ? 1 : 2);
    this.midDollars = (bidCents + askCents) / 200;
    const side = this.#prng.chance(500) ? SIDE.bid : SIDE.ask;
    const levels = this.#levels;
    levels.bidNanos[0] = bidCents * CENT_NANOS;
    levels.askNanos[0] = askCents * CENT_NANOS;
    levels.bidSizes[0] = this.#prng.between(2, 24) * 100;
    levels.askSizes[0] = this.#prng.between(2, 24) * 100;
    levels.bidOrders[0] = this.#prng.between(1, 9);
    levels.askOrders[0] = this.#prng.between(1, 9);
    this.#write(side, side === SIDE.bid ? bidCents : askCents);
    this.nextNs += 12_000 + this.#prng.exponential(MEAN_QUOTE_GAP_NS);
  }

  #drift(): void {
    const step = this.#prng.between(-4, 4);
    const offset = this.#ratioMillionths + step - FIRST_RATIO_MILLIONTHS;
    if (Math.abs(offset) <= RATIO_RANGE_MILLIONTHS) this.#ratioMillionths += step;
    this.ratio = this.#ratioMillionths / 1e6;
  }

  #write(side: number, priceCents: number): void {
    const head = this.#head;
    head.eventNs = this.nextNs;
    head.recvNs = this.nextNs + this.#prng.between(160_000, 170_900);
    head.inDeltaNs = this.#prng.between(150_000, 160_000);
    head.sequence += this.#prng.between(1, 900);
    head.action = this.#prng.chance(500) ? ACTION.add : ACTION.cancel;
    head.side = side;
    head.flags = FLAG.last;
    head.priceNanos = Math.round((priceCents / 100) * NANOS);
    head.size = this.#prng.between(1, 8) * 100;
    this.#records.mbp1(head, this.#levels);
  }
}
