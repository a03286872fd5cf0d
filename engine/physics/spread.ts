import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S } from '../core/time.ts';
import { atLeast, atMost, TOLERANCE } from '../core/tolerance.ts';
import type { MarketState } from '../market/marketState.ts';
import type { Metrics, PhysicsEngine } from './engine.ts';

const WINDOW_NS = 300 * NS_PER_S;
const FULL_CONFIDENCE_SNAPS = 100;

export type SpreadState = 'TIGHT' | 'WIDE' | 'NORMAL';

export interface SpreadMetrics extends Metrics {
  /** Null while the view is not good or its mid not positive. */
  state: SpreadState | null;
  /** Spread in basis points of the mid; null as `state` is. */
  spread_bps: number | null;
  /** Share of the window's snaps below the present spread plus half of those equal; else null. */
  percentile: number | null;
}

const SCORES: Readonly<Record<SpreadState, number>> = { TIGHT: 75, NORMAL: 50, WIDE: 25 };
const CLAUSES: Readonly<Record<SpreadState, string>> = {
  TIGHT: 'tight book',
  NORMAL: 'normal spread',
  WIDE: 'wide book',
};

interface Sample {
  readonly atNs: number;
  readonly bps: number;
}

/**
 * Spread engine, the shipped example of a plug-in (SPEC §11): is the futures spread tight or wide
 * against its own last five minutes?
 */
export class SpreadEngine implements PhysicsEngine<SpreadMetrics> {
  readonly id = 'spread';
  readonly scoreKey = 'spread';
  readonly weightKey = 'w_S';
  readonly smoothed = [];
  readonly #samples: Sample[] = [];
  #metrics: SpreadMetrics = withoutView(0);

  startSnap(market: MarketState): void {
    const limitNs = market.nowNs - WINDOW_NS;
    const firstLive = this.#samples.findIndex((sample) => sample.atNs > limitNs);
    this.#samples.splice(0, firstLive < 0 ? this.#samples.length : firstLive);
    const { book } = market;
    const mid = (book.bestAsk + book.bestBid) / 2;
    // Basis points of nothing, or of less, say nothing.
    if (!book.isGood || mid <= 0) {
      this.#metrics = withoutView(this.#samples.length);
      return;
    }
    const bps = ((book.bestAsk - book.bestBid) / mid) * 1e4;
    this.#samples.push({ atNs: market.nowNs, bps });
    this.#metrics = this.#describe(bps);
  }

  #describe(bps: number): SpreadMetrics {
    let smaller = 0;
    let equal = 0;
    for (const sample of this.#samples) {
      if (Math.abs(sample.bps - bps) <= TOLERANCE) equal++;
      else if (sample.bps < bps) smaller++;
    }
    const percentile = (smaller + equal / 2) / this.#samples.length;
    const state = atMost(percentile, 0.25)
      ? 'TIGHT'
      : atLeast(percentile, 0.75)
        ? 'WIDE'
        : 'NORMAL';
    return { state, spread_bps: bps, percentile, confidence: confidence(this.#samples.length) };
  }

  startSession(): void {
    this.#samples.length = 0;
  }

  transfer(state: StateTransfer): void {
    state.jsonList(this.#samples);
  }

  compute(): SpreadMetrics {
    return { ...this.#metrics };
  }

  score(metrics: SpreadMetrics): number {
    return SCORES[metrics.state ?? 'NORMAL'];
  }

  clause(metrics: SpreadMetrics): string {
    return CLAUSES[metrics.state ?? 'NORMAL'];
  }
}

const confidence = (snaps: number): number => Math.min(1, snaps / FULL_CONFIDENCE_SNAPS);

function withoutView(snaps: number): SpreadMetrics {
  return {
    state: null,
    spread_bps: null,
    percentile: null,
    confidence: confidence(snaps),
  };
}
