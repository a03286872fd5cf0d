import type { Side } from '../../../core/events.ts';

/** What happened last to an order in an event: the label of the event's book record. */
export type ChangeKind = 'add' | 'cancel' | 'modify';

/**
 * What one event did to the book, gathered while the matching engine works and read by the
 * publisher when the event is over. Cleared and refilled for each event; nothing is allocated but
 * when an event is larger than any before it.
 *
 * Per touched price and side it keeps the displayed contracts that were added, filled and pulled:
 * `added − filled − pulled` is the net change of displayed depth there. Executions of hidden size
 * appear only among the trades.
 */
export class EventChanges {
  /** Prices touched, each once per side. */
  touchCount = 0;
  touchSide = new Uint8Array(64);
  touchTick = new Int32Array(64);
  added = new Int32Array(64);
  filled = new Int32Array(64);
  pulled = new Int32Array(64);

  /** Trades, one per (aggressor, price), in the order of execution. */
  tradeCount = 0;
  tradeTick = new Int32Array(16);
  tradeSize = new Int32Array(16);
  /** Side of the resting orders; {@link NO_AGGRESSOR} in an auction. */
  tradeResting = new Uint8Array(16);

  /** The last order touched, and what was left of it or taken from it. */
  lastKind: ChangeKind = 'add';
  lastSide: Side = 0;
  lastTick = 0;
  lastSize = 0;

  clear(): void {
    this.touchCount = 0;
    this.tradeCount = 0;
  }

  noteAdded(side: Side, tick: number, size: number, kind: ChangeKind): void {
    const touch = this.#touch(side, tick);
    this.added[touch] = (this.added[touch] ?? 0) + size;
    this.#last(kind, side, tick, size);
  }

  /** @param size displayed contracts that left by the owner's will */
  notePulled(side: Side, tick: number, size: number, kind: ChangeKind, label: number): void {
    const touch = this.#touch(side, tick);
    this.pulled[touch] = (this.pulled[touch] ?? 0) + size;
    this.#last(kind, side, tick, label);
  }

  /** @param size displayed contracts that were executed */
  noteFilled(side: Side, tick: number, size: number, kind: ChangeKind, label: number): void {
    const touch = this.#touch(side, tick);
    this.filled[touch] = (this.filled[touch] ?? 0) + size;
    this.#last(kind, side, tick, label);
  }

  /** Contracts that changed hands, hidden ones too; those of one aggressor at one price add up. */
  noteTrade(resting: number, tick: number, size: number): void {
    const last = this.tradeCount - 1;
    if (last >= 0 && this.tradeTick[last] === tick && this.tradeResting[last] === resting) {
      this.tradeSize[last] = (this.tradeSize[last] ?? 0) + size;
      return;
    }
    if (this.tradeCount === this.tradeTick.length) this.#growTrades();
    const trade = this.tradeCount++;
    this.tradeTick[trade] = tick;
    this.tradeSize[trade] = size;
    this.tradeResting[trade] = resting;
  }

  #last(kind: ChangeKind, side: Side, tick: number, size: number): void {
    this.lastKind = kind;
    this.lastSide = side;
    this.lastTick = tick;
    this.lastSize = size;
  }

  #touch(side: Side, tick: number): number {
    // The latest first: an event works on one price for a while.
    for (let touch = this.touchCount - 1; touch >= 0; touch--) {
      if (this.touchTick[touch] === tick && this.touchSide[touch] === side) return touch;
    }
    if (this.touchCount === this.touchTick.length) this.#growTouches();
    const touch = this.touchCount++;
    this.touchSide[touch] = side;
    this.touchTick[touch] = tick;
    this.added[touch] = 0;
    this.filled[touch] = 0;
    this.pulled[touch] = 0;
    return touch;
  }

  #growTouches(): void {
    this.touchSide = doubled(this.touchSide, Uint8Array);
    this.touchTick = doubled(this.touchTick, Int32Array);
    this.added = doubled(this.added, Int32Array);
    this.filled = doubled(this.filled, Int32Array);
    this.pulled = doubled(this.pulled, Int32Array);
  }

  #growTrades(): void {
    this.tradeTick = doubled(this.tradeTick, Int32Array);
    this.tradeSize = doubled(this.tradeSize, Int32Array);
    this.tradeResting = doubled(this.tradeResting, Uint8Array);
  }
}

/** Stands for the resting side of a trade that has no aggressor: the uncrossing of an auction. */
export const NO_AGGRESSOR = 2;

/** A copy with room for twice as many numbers. */
export function doubled<A extends Uint8Array | Int32Array | Uint32Array>(
  array: A,
  type: new (length: number) => A,
): A {
  const copy = new type(array.length * 2);
  copy.set(array);
  return copy;
}
