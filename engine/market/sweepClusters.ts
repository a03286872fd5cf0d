import type { Aggressor } from '../core/events.ts';
import type { BreakDirection } from '../core/payload.ts';

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

interface Cluster {
  firstSequence: number;
  lastSequence: number;
  lastNs: number;
  aggressor: Aggressor;
  notional: number;
  prints: number;
}

/**
 * The run-length form of the tape: consecutive trades of one side with pauses of at most the gap.
 * MID trades are never given to it. When the window moves on, the oldest cluster loses its oldest
 * trades, just as if it had been cut from the window's trades alone.
 */
export class SweepClusters {
  readonly #gapNs: number;
  #clusters: Cluster[] = [];
  /** Clusters before this index have left the window. */
  #head = 0;

  constructor(gapNs: number) {
    this.#gapNs = gapNs;
  }

  append(sequence: number, timeNs: number, notional: number, aggressor: Aggressor): void {
    const last = this.#clusters.length > this.#head ? this.#clusters.at(-1) : undefined;
    if (last?.aggressor !== aggressor || timeNs - last.lastNs > this.#gapNs) {
      this.#clusters.push({
        firstSequence: sequence,
        lastSequence: sequence,
        lastNs: timeNs,
        aggressor,
        notional,
        prints: 1,
      });
      return;
    }
    last.lastSequence = sequence;
    last.lastNs = timeNs;
    last.notional += notional;
    last.prints++;
  }

  /** The oldest trade given to `append` and not dropped yet has left the window. */
  dropOldest(sequence: number, notional: number): void {
    const cluster = this.#clusters[this.#head];
    if (cluster === undefined) return;
    cluster.notional -= notional;
    cluster.firstSequence = sequence + 1;
    if (--cluster.prints === 0) this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#clusters.length) {
      this.#clusters = this.#clusters.slice(this.#head);
      this.#head = 0;
    }
  }

  /**
   * Clusters whose running notional is at least `minNotional`, oldest first. MID trades may lie
   * between `firstSequence` and `lastSequence`; the reader skips them.
   */
  atLeast(minNotional: number): readonly Readonly<Cluster>[] {
    const found: Cluster[] = [];
    for (let i = this.#head; i < this.#clusters.length; i++) {
      const cluster = this.#clusters[i];
      if (cluster !== undefined && cluster.notional >= minNotional) found.push(cluster);
    }
    return found;
  }

  clear(): void {
    this.#clusters = [];
    this.#head = 0;
  }
}
