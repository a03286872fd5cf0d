import { ASK, BID, BUY, MID, SELL, type Aggressor, type Side } from '../../core/events.ts';
import type { BookEvent, RawEvent, Shown, TradeEvent } from '../naive/events.ts';
import { FullBook } from './fullBook.ts';
import type { MarketStep } from './steps.ts';

const NS_PER_MS = 1e6;

/** The whole book as one record left it: what a feed's record does not tell. */
export interface Truth {
  readonly record: BookEvent | TradeEvent;
  readonly book: FullBook;
}

export interface StageOptions {
  /** Tick around which the book begins. */
  readonly middle: number;
  /** Sizes of the first book from the middle outwards, the same on both sides. */
  readonly ladder: readonly number[];
  /** Futures price of a tick. */
  readonly tickSize: number;
  /** Levels a side that the feed shows. */
  readonly depth: number;
  /** Whether trades come in a file of their own; else as T records of the book file. */
  readonly hasTradesFile: boolean;
}

const AGGRESSORS: Readonly<Record<'buy' | 'sell' | 'unknown', Aggressor>> = {
  buy: BUY,
  sell: SELL,
  unknown: MID,
};

/** Plays steps on a whole order book and writes down what feeds say of it. */
export class MarketStage {
  readonly #options: StageOptions;
  /** The book file, T records included where there is no file of trades. */
  readonly bookEvents: RawEvent[] = [];
  readonly tradeEvents: RawEvent[] = [];
  /** One entry for each record of the book file that shows levels. */
  readonly truths: Truth[] = [];
  #book: FullBook;
  #sequence = 0;
  nowNs: number;

  constructor(options: StageOptions, startNs: number) {
    const { middle, ladder } = options;
    this.#options = options;
    this.nowNs = startNs;
    const side = (sign: 1 | -1): Shown[] =>
      ladder
        .map((size, i): Shown => [middle + sign * (i + 1), size])
        .filter(([, size]) => size > 0);
    this.#book = new FullBook(side(-1), side(1));
    this.#show();
  }

  /** Middle of the market in ticks, on a whole tick. */
  get middle(): number {
    const { middle } = this.#options;
    return Math.floor(((this.#book.best(BID) ?? middle) + (this.#book.best(ASK) ?? middle)) / 2);
  }

  act(step: MarketStep): void {
    switch (step.do) {
      case 'add':
        return this.#add(step.side === 'bid' ? BID : ASK, step.back, step.size);
      case 'cancel':
        return this.#cancel(step.side === 'bid' ? BID : ASK, step.nth, step.size);
      case 'take':
        return this.#take(step);
      case 'print': {
        const halfTick = 2 * (this.#book.best(BID) ?? this.#options.middle) + step.halfTicks;
        return this.#trade(halfTick / 2, step.size, AGGRESSORS[step.aggressor], 0, this.#book);
      }
      case 'shift':
        this.#book = this.#book.shifted(step.ticks);
        return this.#show();
      case 'thin':
        this.#book.keepBest(step.side === 'bid' ? BID : ASK, step.keep);
        return this.#show();
      case 'image':
        return this.#show('snapshot');
      case 'clear':
        return this.#show('clear');
      case 'doubt':
        return this.#show('update', true);
    }
  }

  #add(side: Side, back: number, size: number): void {
    const best = this.#book.best(side) ?? this.#options.middle;
    this.#book.change(side, best + (side === BID ? -back : back), size);
    this.#show();
  }

  #cancel(side: Side, nth: number, size: number): void {
    const level = this.#book.levels(side)[nth];
    if (level === undefined) return;
    this.#book.change(side, level[0], -size);
    this.#show();
  }

  /** Price by price: a T record, or a trade in its own file, then the record with what is left. */
  #take(step: MarketStep & { do: 'take' }): void {
    const { aggressor, size, lagMs, refill, showsRest, tellsLate } = step;
    const side = aggressor === 'sell' ? BID : ASK;
    let left = size;
    while (left > 0) {
      const best = this.#book.levels(side)[0];
      if (best === undefined) return;
      const [tick, displayed] = best;
      const traded = Math.min(left, displayed);
      left -= traded;
      const before = this.#book.copy();
      this.#book.change(side, tick, -traded);
      if (left === 0) this.#book.change(side, tick, refill);
      if (tellsLate) this.#show();
      const shownBook = showsRest && !tellsLate ? this.#book : before;
      this.#trade(tick, traded, AGGRESSORS[aggressor], lagMs, shownBook);
      if (!tellsLate) this.#show();
    }
  }

  #trade(tick: number, size: number, aggressor: Aggressor, lagMs: number, book: FullBook): void {
    const priceNanos = Math.round(tick * this.#options.tickSize * 1e9);
    const print = { kind: 'trade', priceNanos, size, aggressor } as const;
    if (this.#options.hasTradesFile) {
      const timeNs = this.nowNs + Math.round(lagMs * NS_PER_MS);
      this.tradeEvents.push({ ...print, ...this.#stamps(), timeNs });
      return;
    }
    const view = book.display(this.#options.depth);
    const levels = { how: 'update', isMaybeBad: false, view } as const;
    const record: TradeEvent = { ...print, ...this.#stamps(), book: levels };
    this.bookEvents.push(record);
    this.truths.push({ record, book: book.copy() });
  }

  #show(how: BookEvent['how'] = 'update', isMaybeBad = false): void {
    const view = this.#book.display(this.#options.depth);
    const record: BookEvent = { kind: 'book', ...this.#stamps(), how, isMaybeBad, view };
    this.bookEvents.push(record);
    this.truths.push({ record, book: this.#book.copy() });
  }

  #stamps() {
    return { timeNs: this.nowNs, recvNs: this.nowNs, sequence: this.#sequence++ };
  }
}
