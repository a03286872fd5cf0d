import { ACTION, SIDE } from '../layout.ts';
import type { BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';

export interface CancelDistanceResult {
  readonly cancels: number;
  /** Shares of the cancels by their distance from the best price of their side, 0…1. */
  readonly atTouchShare: number;
  readonly within1TickShare: number;
  readonly within2TicksShare: number;
  readonly within5TicksShare: number;
  readonly meanTicks: number;
}

/**
 * How far from the touch orders are cancelled: from the best price of their own side as it was
 * before. Cancels right after a trade are left out: that is how fills leave the book.
 */
export class CancelDistance implements Measure<CancelDistanceResult> {
  readonly #distances = new LogHistogram();
  #tradeNs = Number.NaN;

  add(view: BookView): void {
    if (view.isTrade) this.#tradeNs = view.elapsedNs;
    if (view.action !== ACTION.cancel || view.isSnapshot) return;
    if (view.elapsedNs === this.#tradeNs) return;
    const distance =
      view.side === SIDE.bid
        ? view.priorBids.best - view.priceTicks
        : view.side === SIDE.ask
          ? view.priceTicks - view.priorAsks.best
          : Number.NaN;
    if (distance >= 0 && distance < Infinity) this.#distances.add(distance);
  }

  result(): CancelDistanceResult {
    const distances = this.#distances;
    return {
      cancels: distances.total,
      atTouchShare: distances.shareUpTo(0),
      within1TickShare: distances.shareUpTo(1),
      within2TicksShare: distances.shareUpTo(2),
      within5TicksShare: distances.shareUpTo(5),
      meanTicks: distances.mean,
    };
  }
}
