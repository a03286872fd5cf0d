import type { BarrierState, LevelKind, LevelPayload, SnapPayload } from '../../core/payload.ts';
import { round6 } from '../../core/rounding.ts';
import type { KindAgreement, ScoreDifference, StateConfusion } from '../../core/comparison.ts';

interface KindCounts {
  compared: number;
  equal: number;
  onlyA: number;
  onlyB: number;
}

/** Compares two runs' snaps of the same moments, level by level. */
export class SnapAgreement {
  readonly smooth = new ScoreGap();
  readonly raw = new ScoreGap();
  readonly #kinds = new Map<LevelKind, KindCounts>();
  readonly #states = new Map<string, number>();

  /** Two snaps with the same time. */
  note(a: SnapPayload, b: SnapPayload): void {
    const ofB = new Map(b.levels.map((level) => [level.id, level]));
    for (const level of a.levels) {
      const partner = ofB.get(level.id);
      if (partner === undefined) this.#countsOf(level.kind).onlyA++;
      else this.#noteLevel(a.ts, level, partner);
      ofB.delete(level.id);
    }
    for (const { kind } of ofB.values()) this.#countsOf(kind).onlyB++;
  }

  get kinds(): KindAgreement[] {
    return [...this.#kinds].map(([kind, { compared, equal, onlyA, onlyB }]) => ({
      kind,
      compared,
      equal,
      share: compared === 0 ? null : round6(equal / compared),
      only_a: onlyA,
      only_b: onlyB,
    }));
  }

  get states(): StateConfusion {
    const row = (a: BarrierState) => byState((b) => this.#states.get(stateKey(a, b)) ?? 0);
    return byState(row);
  }

  #noteLevel(ts: number, a: LevelPayload, b: LevelPayload): void {
    const counts = this.#countsOf(a.kind);
    counts.compared++;
    if (a.signal === b.signal) counts.equal++;
    const key = stateKey(a.barrier.state, b.barrier.state);
    this.#states.set(key, (this.#states.get(key) ?? 0) + 1);
    this.smooth.note(ts, a.id, a.break_score_smooth, b.break_score_smooth);
    this.raw.note(ts, a.id, a.break_score_raw, b.break_score_raw);
  }

  #countsOf(kind: LevelKind): KindCounts {
    let counts = this.#kinds.get(kind);
    if (counts === undefined) {
      counts = { compared: 0, equal: 0, onlyA: 0, onlyB: 0 };
      this.#kinds.set(kind, counts);
    }
    return counts;
  }
}

const stateKey = (a: BarrierState, b: BarrierState): string => `${a} ${b}`;

/** In the order of the specification's rules (SPEC §4). */
const byState = <T>(of: (state: BarrierState) => T): Record<BarrierState, T> => ({
  NEUTRAL: of('NEUTRAL'),
  VACUUM: of('VACUUM'),
  WALL: of('WALL'),
  CONSUMED: of('CONSUMED'),
  ABSORPTION: of('ABSORPTION'),
  WEAK: of('WEAK'),
});

/** Mean and largest difference of one score between two runs. */
class ScoreGap {
  #count = 0;
  #sum = 0;
  #sumAbs = 0;
  #largest: ScoreDifference['largest'] = null;

  note(ts: number, level: string, a: number, b: number): void {
    const gap = b - a;
    this.#count++;
    this.#sum += gap;
    this.#sumAbs += Math.abs(gap);
    const largest = this.#largest === null ? 0 : Math.abs(this.#largest.b - this.#largest.a);
    if (Math.abs(gap) > largest) this.#largest = { ts, level, a, b };
  }

  get difference(): ScoreDifference {
    if (this.#count === 0) return { mean: null, mean_abs: null, largest: null };
    return {
      mean: round6(this.#sum / this.#count),
      mean_abs: round6(this.#sumAbs / this.#count),
      largest: this.#largest,
    };
  }
}
