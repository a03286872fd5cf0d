import { round6 } from '../core/rounding.ts';
import type { LevelKind, SnapPayload } from '../core/payload.ts';
import { describeFillHabit } from '../market/fills.ts';
import type { SessionRun } from './run.ts';
import type { RunWarning } from './runWarnings.ts';

/** Counts by name, names in order of first appearance. */
type Counts = Record<string, number>;

/** What `replay --report=json` prints (DESIGN, "Command line"). Prices are futures prices. */
export interface RunReport {
  records: number;
  events: number;
  snaps: number;
  records_per_s: number;
  digest: string;
  trades: number;
  volume: number;
  volume_buy: number;
  volume_sell: number;
  volume_mid: number;
  high: number | null;
  low: number | null;
  vwap: number | null;
  /** Barrier states, fuel effects, signals and kinds of active levels, counted per snap. */
  states: Counts;
  effects: Counts;
  signals: Counts;
  kinds: Counts;
  gaps: {
    feed: string;
    from: number | null;
    to: number;
    cause: string;
    records_lost: number | null;
  }[];
  /** What decreases were explained with, in words. */
  fill_habit: string;
  /** What is odd about the files and played nevertheless. */
  warnings: readonly RunWarning[];
}

/** Counts what a run's payloads hold, and puts it beside the run's totals. */
export class ReportBuilder {
  readonly #states: Counts = {};
  readonly #effects: Counts = {};
  readonly #signals: Counts = {};
  readonly #kinds: Partial<Record<LevelKind, number>> = {};

  add({ levels }: SnapPayload): void {
    for (const level of levels) {
      count(this.#states, level.barrier.state);
      count(this.#effects, level.fuel.effect);
      count(this.#signals, level.signal);
      this.#kinds[level.kind] = (this.#kinds[level.kind] ?? 0) + 1;
    }
  }

  build(run: SessionRun, elapsedS: number, digest: string): RunReport {
    const { totals, health } = run.market;
    const price = (value: number): number | null => (totals.trades === 0 ? null : round6(value));
    return {
      records: run.recordCount,
      events: run.eventCount,
      snaps: run.snapCount,
      records_per_s: Math.round(run.recordCount / Math.max(elapsedS, 1e-6)),
      digest,
      trades: totals.trades,
      volume: totals.volume,
      volume_buy: totals.volumeBuy,
      volume_sell: totals.volumeSell,
      volume_mid: totals.volumeMid,
      high: price(totals.highPx),
      low: price(totals.lowPx),
      vwap: price(totals.vwapPx),
      states: this.#states,
      effects: this.#effects,
      signals: this.#signals,
      kinds: this.#kinds,
      gaps: health.gaps.map(({ feed, fromNs, toNs, cause, recordsLost }) => ({
        feed,
        from: fromNs === null ? null : run.clock.toUnixMs(fromNs),
        to: run.clock.toUnixMs(toNs),
        cause,
        records_lost: recordsLost,
      })),
      fill_habit: describeFillHabit(run.market.fillHabit),
      warnings: run.warnings,
    };
  }
}

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
