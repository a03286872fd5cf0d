import { MAX_LEVELS } from './bookView.ts';
import type { BookSide, BookView, Measure } from './bookView.ts';
import { LogHistogram } from './logHistogram.ts';

export interface DepthResult {
  /** Displayed size by level, the best first; as many levels as the records show. */
  readonly levels: readonly LevelDepth[];
}

export interface LevelDepth {
  readonly level: number;
  readonly meanSize: number;
  readonly p10Size: number;
  readonly p50Size: number;
  readonly p90Size: number;
}

/**
 * Displayed size at each occupied level, both sides together, weighted with the time it stood while
 * the book was neither crossed nor locked. A level that is missing counts as 0.
 */
export class DepthMeasure implements Measure<DepthResult> {
  readonly #levels = Array.from({ length: MAX_LEVELS }, () => new LogHistogram());
  #shown = 0;

  add(view: BookView): void {
    const { priorBids, priorAsks, heldNs, levels } = view;
    if (levels > this.#shown) this.#shown = levels;
    if (!(priorBids.best < priorAsks.best) || heldNs === 0) return;
    this.#addSide(priorBids, levels, heldNs);
    this.#addSide(priorAsks, levels, heldNs);
  }

  result(): DepthResult {
    const levels = this.#levels.slice(0, this.#shown).map((sizes, index) => ({
      level: index + 1,
      meanSize: sizes.mean,
      p10Size: sizes.quantile(0.1),
      p50Size: sizes.quantile(0.5),
      p90Size: sizes.quantile(0.9),
    }));
    return { levels };
  }

  #addSide({ sizes, count }: BookSide, levels: number, heldNs: number): void {
    for (let index = 0; index < levels; index++) {
      this.#levels[index]?.add(index < count ? (sizes[index] ?? 0) : 0, heldNs);
    }
  }
}
