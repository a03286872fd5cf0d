import { ASK, BID, type Side } from '../../core/events.ts';
import type { Shown, View } from '../naive/events.ts';

/** The whole order book by price, beyond what a feed shows. */
export class FullBook {
  readonly #sides: readonly [Map<number, number>, Map<number, number>];

  constructor(bids: Iterable<Shown> = [], asks: Iterable<Shown> = []) {
    this.#sides = [new Map(bids), new Map(asks)];
  }

  /** Every price of a side, best first. */
  levels(side: Side): Shown[] {
    const towardsWorse = side === BID ? -1 : 1;
    return [...this.#sides[side]].sort(([a], [b]) => towardsWorse * (a - b));
  }

  best(side: Side): number | undefined {
    return this.levels(side)[0]?.[0];
  }

  sizeAt(side: Side, tick: number): number {
    return this.#sides[side].get(tick) ?? 0;
  }

  /** Adds contracts at a price, or takes them away: a negative change goes down to 0. */
  change(side: Side, tick: number, change: number): void {
    const size = Math.max(0, this.sizeAt(side, tick) + change);
    if (size === 0) this.#sides[side].delete(tick);
    else this.#sides[side].set(tick, size);
  }

  /** Cuts a side down to its best prices. */
  keepBest(side: Side, count: number): void {
    for (const [tick] of this.levels(side).slice(count)) this.#sides[side].delete(tick);
  }

  /** Moves every order by so many ticks. */
  shifted(ticks: number): FullBook {
    const moved = (side: Side) =>
      this.levels(side).map(([tick, size]) => [tick + ticks, size] as const);
    return new FullBook(moved(BID), moved(ASK));
  }

  copy(): FullBook {
    return this.shifted(0);
  }

  /** What a feed of so many levels a side shows. */
  display(depth: number): View {
    const side = (which: Side) => this.levels(which).slice(0, depth);
    return { depth, bids: side(BID), asks: side(ASK) };
  }
}
