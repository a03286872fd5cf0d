import { ACTION } from '../layout.ts';
import type { BookView, Measure } from './bookView.ts';

export interface EventMixResult {
  readonly events: number;
  /** Shares of the events by action, 0…1. */
  readonly addShare: number;
  readonly cancelShare: number;
  readonly modifyShare: number;
  readonly tradeShare: number;
  readonly clearShare: number;
  readonly otherShare: number;
}

/** What the records are by their action; images of the book are left out. */
export class EventMix implements Measure<EventMixResult> {
  readonly #counts = new Float64Array(256);
  #events = 0;

  add({ action, isSnapshot }: BookView): void {
    if (isSnapshot) return;
    this.#events += 1;
    this.#counts[action] = (this.#counts[action] ?? 0) + 1;
  }

  result(): EventMixResult {
    const share = (action: number): number => (this.#counts[action] ?? 0) / this.#events;
    const shares = {
      addShare: share(ACTION.add),
      cancelShare: share(ACTION.cancel),
      modifyShare: share(ACTION.modify),
      tradeShare: share(ACTION.trade),
      clearShare: share(ACTION.clear),
    };
    const known = Object.values(shares).reduce((sum, value) => sum + value, 0);
    return { events: this.#events, ...shares, otherShare: Math.max(0, 1 - known) };
  }
}
