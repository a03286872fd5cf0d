import { MID, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** The present run of prints of one side without a long pause: what a sweep is made of (SPEC §5). */
export class TradeRun {
  /** Numbered from 1; 0 before the first. */
  number = 0;
  aggressor: Aggressor = MID;
  startNs = Number.NaN;
  lastNs = Number.NaN;
  /** Futures prices of its first and its last print. */
  fromPx = Number.NaN;
  lastPx = Number.NaN;
  size = 0;
  /** Σ price · size. */
  notional = 0;
  prints = 0;
  /** Prints of it that a sweep has told of; 0 while none has. */
  toldPrints = 0;
  readonly #prices = new Set<number>();

  /** Distinct prices. */
  get prices(): number {
    return this.#prices.size;
  }

  /** Whether a print of a side belongs to it. @param gapNs longest pause inside a run */
  takes(timeNs: number, aggressor: Aggressor, gapNs: number): boolean {
    return this.prints > 0 && aggressor === this.aggressor && timeNs - this.lastNs <= gapNs;
  }

  /** The print is the first of the next run. */
  begin(timeNs: number, px: number, aggressor: Aggressor): void {
    this.clear();
    this.number++;
    this.aggressor = aggressor;
    this.startNs = timeNs;
    this.fromPx = px;
  }

  add(timeNs: number, px: number, size: number): void {
    // A price that repeats is the usual case.
    if (px !== this.lastPx || this.prints === 0) this.#prices.add(px);
    this.lastNs = timeNs;
    this.lastPx = px;
    this.size += size;
    this.notional += px * size;
    this.prints++;
  }

  /** No print goes on with it; numbers go on. */
  clear(): void {
    this.size = 0;
    this.notional = 0;
    this.prints = 0;
    this.toldPrints = 0;
    this.#prices.clear();
  }

  transfer(state: StateTransfer): void {
    this.number = state.number(this.number);
    this.aggressor = state.json(this.aggressor);
    this.startNs = state.number(this.startNs);
    this.lastNs = state.number(this.lastNs);
    this.fromPx = state.number(this.fromPx);
    this.lastPx = state.number(this.lastPx);
    this.size = state.number(this.size);
    this.notional = state.number(this.notional);
    this.prints = state.number(this.prints);
    this.toldPrints = state.number(this.toldPrints);
    const prices = [...this.#prices];
    state.jsonList(prices);
    if (!state.isRestoring) return;
    this.#prices.clear();
    for (const px of prices) this.#prices.add(px);
  }
}
