import { NS_PER_MS } from '../../core/time.ts';
import { ACTION, FLAG, SIDE } from '../dbn/layout.ts';
import {
  makeBookLevels,
  makeRecordHead,
  type RecordEncoder,
  type RecordHead,
} from '../dbn/writerRecords.ts';
import { Basis } from './basis.ts';
import { SPY } from './instruments.ts';
import type { Prng } from './prng.ts';

const CENT_NANOS = 10_000_000;
/** Mean time between quotes when the future stands still: sizes change all the time. */
const IDLE_GAP_NS = 110 * NS_PER_MS;
/** Market makers follow the future within a few milliseconds. */
const REACTION_NS = { from: 400_000, to: 4_000_000 } as const;
/** The future's move that they follow at once, SPY cents. */
const MOVE_CENTS = 0.8;
/** Shares shown on a side in calm, in round lots of 100. */
const USUAL_LOTS = 11;
/** Uncertainty after a move, in cents moved; it halves with each quote. */
const NERVOUS_CENTS = 1.6;

/**
 * SPY's best bid and offer on its listing venue, in whole cents: the future's price over a drifting
 * {@link Basis}. The spread widens and sizes shrink after moves, and come back.
 */
export class UnderlyingMarket {
  /** When it next quotes, ns since the session's start. */
  nextNs = 900_000;
  readonly #basis: Basis;
  readonly #prng: Prng;
  readonly #records: RecordEncoder;
  readonly #levels = makeBookLevels(1);
  readonly #head: RecordHead;
  #quotedCents = NaN;
  #nervousness = 0;
  #lastRecvNs = 0;

  constructor(prng: Prng, basisPrng: Prng, records: RecordEncoder) {
    this.#prng = prng;
    this.#basis = new Basis(basisPrng);
    this.#records = records;
    this.#head = makeRecordHead({
      publisherId: SPY.publisherId,
      instrumentId: SPY.instrumentId,
      sequence: 88_201,
    });
  }

  /** Futures price over SPY price now. */
  get ratio(): number {
    return this.#basis.ratio;
  }

  /** The future's mid changed: makers whose quote is off will quote anew soon. */
  notice(timeNs: number, futuresMidPoints: number): void {
    const moved = Math.abs((futuresMidPoints / this.ratio) * 100 - this.#quotedCents);
    if (!(moved >= MOVE_CENTS)) return;
    const reactionNs = timeNs + this.#prng.between(REACTION_NS.from, REACTION_NS.to);
    this.nextNs = Math.min(this.nextNs, reactionNs);
  }

  /** Quotes at {@link nextNs} after the future's mid in index points. */
  quote(futuresMidPoints: number): void {
    const prng = this.#prng;
    this.#basis.advance(this.nextNs);
    const fairCents = (futuresMidPoints / this.ratio) * 100;
    const movedCents = Number.isNaN(this.#quotedCents)
      ? 0
      : Math.abs(fairCents - this.#quotedCents);
    this.#nervousness = this.#nervousness / 2 + movedCents;
    this.#quotedCents = fairCents;
    const isNervous = this.#nervousness > NERVOUS_CENTS;
    const bidCents = Math.floor(fairCents);
    const askCents = bidCents + 1 + (prng.chance(isNervous ? 450 : 40) ? 1 : 0);
    const levels = this.#levels;
    const side = prng.chance(500) ? SIDE.bid : SIDE.ask;
    const bidMoved = levels.bidNanos[0] !== bidCents * CENT_NANOS;
    const askMoved = levels.askNanos[0] !== askCents * CENT_NANOS;
    levels.bidNanos[0] = bidCents * CENT_NANOS;
    levels.askNanos[0] = askCents * CENT_NANOS;
    // The nearer fair value is to a side, the less is shown there.
    const room = fairCents - bidCents;
    const usual = isNervous ? USUAL_LOTS / 2 : USUAL_LOTS;
    if (bidMoved || side === SIDE.bid) this.#size(levels.bidSizes, levels.bidOrders, usual * room);
    if (askMoved || side === SIDE.ask) {
      this.#size(levels.askSizes, levels.askOrders, usual * (1 - room));
    }
    this.#write(side);
    this.nextNs += 12_000 + prng.exponential(IDLE_GAP_NS);
  }

  #size(sizes: Uint32Array, orders: Uint32Array, lots: number): void {
    const shown = Math.max(1, Math.round(0.4 * lots + this.#prng.exponential(1000 * lots) / 1000));
    sizes[0] = shown * 100;
    orders[0] = Math.max(1, Math.min(shown, Math.round(shown / this.#prng.between(1, 3))));
  }

  #write(side: number): void {
    const levels = this.#levels;
    const head = this.#head;
    head.eventNs = this.nextNs;
    head.recvNs = Math.max(
      this.#lastRecvNs + 1,
      this.nextNs + this.#prng.between(160_000, 170_900),
    );
    this.#lastRecvNs = head.recvNs;
    head.inDeltaNs = this.#prng.between(150_000, 160_000);
    head.sequence += this.#prng.between(1, 900);
    head.action = this.#prng.chance(520) ? ACTION.add : ACTION.cancel;
    head.side = side;
    head.flags = FLAG.last;
    head.priceNanos = (side === SIDE.bid ? levels.bidNanos : levels.askNanos)[0] ?? NaN;
    head.size = this.#prng.between(1, 8) * 100;
    this.#records.mbp1(head, levels);
  }
}
