import type { Aggressor } from '../core/events.ts';
import type { BreakDirection } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { lostByAdding } from './compensatedSum.ts';
import { Ring } from './ring.ts';

/** A cluster of same-side prints with no long pause inside (SPEC §5). Prices are futures prices. */
export interface Sweep {
  direction: BreakDirection;
  /** Σ price · size. */
  notional: number;
  size: number;
  prints: number;
  /** Distinct prices. */
  prices: number;
  lowPx: number;
  highPx: number;
  fromPx: number;
  toPx: number;
  startNs: number;
  endNs: number;
}

/** Where a cluster's trades lie on the tape; MID trades may lie between, the reader skips them. */
export interface ClusterSpan {
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/**
 * The run-length form of the tape: consecutive trades of one side with pauses of at most the gap.
 * MID trades are never given to it. When the window moves on, the oldest cluster loses its oldest
 * trades, just as if it had been cut from the window's trades alone.
 */
export class SweepClusters extends Ring {
  readonly #gapNs: number;
  /** Sequences of trades on the tape. */
  #firstTrade = new Float64Array(this.capacity);
  #lastTrade = new Float64Array(this.capacity);
  #lastNs = new Float64Array(this.capacity);
  #notional = new Float64Array(this.capacity);
  /** What rounding took from the running notional: a vast print must leave no dust behind. */
  #lost = new Float64Array(this.capacity);
  #prints = new Int32Array(this.capacity);
  #aggressor = new Int32Array(this.capacity);

  constructor(gapNs: number) {
    super('tape window (W_t)');
    this.#gapNs = gapNs;
  }

  append(sequence: number, timeNs: number, notional: number, aggressor: Aggressor): void {
    const last = (this.next - 1) & this.mask;
    const continues =
      this.size > 0 &&
      this.#aggressor[last] === aggressor &&
      timeNs - (this.#lastNs[last] ?? 0) <= this.#gapNs;
    const index = continues ? last : this.#begin(sequence, aggressor);
    this.#lastTrade[index] = sequence;
    this.#lastNs[index] = timeNs;
    this.#addNotional(index, notional);
    this.#prints[index] = (this.#prints[index] ?? 0) + 1;
  }

  #begin(sequence: number, aggressor: Aggressor): number {
    const index = this.claim();
    this.#firstTrade[index] = sequence;
    this.#aggressor[index] = aggressor;
    this.#notional[index] = 0;
    this.#lost[index] = 0;
    this.#prints[index] = 0;
    return index;
  }

  #addNotional(index: number, notional: number): void {
    const before = this.#notional[index] ?? 0;
    const after = before + notional;
    this.#lost[index] = (this.#lost[index] ?? 0) + lostByAdding(before, notional, after);
    this.#notional[index] = after;
  }

  /** The oldest trade given to `append` and not dropped yet has left the window. */
  dropOldest(sequence: number, notional: number): void {
    const index = this.first & this.mask;
    const left = (this.#prints[index] ?? 0) - 1;
    this.#prints[index] = left;
    this.#addNotional(index, -notional);
    this.#firstTrade[index] = sequence + 1;
    if (left === 0) this.first++;
  }

  /** Clusters whose running notional is at least `minNotional`, oldest first. */
  atLeast(minNotional: number): ClusterSpan[] {
    const found: ClusterSpan[] = [];
    for (let cluster = this.first; cluster < this.next; cluster++) {
      const index = cluster & this.mask;
      if ((this.#notional[index] ?? 0) + (this.#lost[index] ?? 0) < minNotional) continue;
      found.push({
        firstSequence: this.#firstTrade[index] ?? 0,
        lastSequence: this.#lastTrade[index] ?? 0,
      });
    }
    return found;
  }

  clear(): void {
    this.first = this.next;
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
  }

  protected override columns() {
    return [
      this.#firstTrade,
      this.#lastTrade,
      this.#lastNs,
      this.#notional,
      this.#lost,
      this.#prints,
      this.#aggressor,
    ];
  }

  protected override growColumns(): void {
    this.#firstTrade = this.regrow(this.#firstTrade, new Float64Array(this.capacity));
    this.#lastTrade = this.regrow(this.#lastTrade, new Float64Array(this.capacity));
    this.#lastNs = this.regrow(this.#lastNs, new Float64Array(this.capacity));
    this.#notional = this.regrow(this.#notional, new Float64Array(this.capacity));
    this.#lost = this.regrow(this.#lost, new Float64Array(this.capacity));
    this.#prints = this.regrow(this.#prints, new Int32Array(this.capacity));
    this.#aggressor = this.regrow(this.#aggressor, new Int32Array(this.capacity));
  }
}
