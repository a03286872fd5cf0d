import type { LevelKind, Signal, SnapPayload } from '../../core/payload.ts';
import { pairSpans, type Span, type SpanPair } from './pairSpans.ts';
import type { SignalChange, SignalDifference, SignalSummary } from '../../core/comparison.ts';

/** Signals of one kind at one level that start this close together are one: the lead of SPEC §12. */
export const SAME_SIGNAL_MS = 30_000;

/** A level's signal, from the first snap that shows it to the last in a row. */
export interface SignalSpan extends Span {
  readonly level: string;
  readonly kind: LevelKind;
  /** Price of the level when the signal appeared. */
  readonly price: number;
  readonly signal: Exclude<Signal, 'NEUTRAL'>;
  endTs: number;
}

/** Collects the signals of a run from its snaps. */
export class SignalSpans {
  readonly #all: SignalSpan[] = [];
  /** The last span of each level. */
  readonly #last = new Map<string, SignalSpan>();
  #lastTs = Number.NEGATIVE_INFINITY;

  /** All so far, by start. */
  get all(): readonly SignalSpan[] {
    return this.#all;
  }

  noteSnap({ ts, levels }: SnapPayload): void {
    for (const { id, kind, price, signal } of levels) {
      if (signal === 'NEUTRAL') continue;
      const last = this.#last.get(id);
      if (last !== undefined && last.signal === signal && last.endTs === this.#lastTs) {
        last.endTs = ts;
      } else {
        const span = { level: id, kind, price, signal, startTs: ts, endTs: ts };
        this.#last.set(id, span);
        this.#all.push(span);
      }
    }
    this.#lastTs = ts;
  }
}

/** What two runs signalled, and where they differ. */
export function compareSignals(
  a: readonly SignalSpan[],
  b: readonly SignalSpan[],
): { summary: SignalSummary; differences: SignalDifference[] } {
  const counts = { same: 0, earlier: 0, later: 0, only_a: 0, only_b: 0 };
  const differences: SignalDifference[] = [];
  const ofA = Map.groupBy(a, keyOf);
  const ofB = Map.groupBy(b, keyOf);
  for (const key of new Set([...ofA.keys(), ...ofB.keys()])) {
    for (const pair of pairSpans(ofA.get(key) ?? [], ofB.get(key) ?? [], SAME_SIGNAL_MS)) {
      const change = changeOf(pair);
      counts[change]++;
      if (change !== 'same') differences.push(differenceOf(pair, change));
    }
  }
  return { summary: { a: a.length, b: b.length, ...counts }, differences };
}

const keyOf = ({ level, signal }: SignalSpan): string => `${signal} ${level}`;

function changeOf({ a, b }: SpanPair<SignalSpan>): SignalChange | 'same' {
  if (a === undefined) return 'only_b';
  if (b === undefined) return 'only_a';
  if (a.startTs === b.startTs) return 'same';
  return b.startTs < a.startTs ? 'earlier' : 'later';
}

function differenceOf(pair: SpanPair<SignalSpan>, change: SignalChange): SignalDifference {
  const { a, b } = pair;
  const { level, kind, price, signal } = a ?? b;
  const [tsA, tsB] = [a?.startTs ?? null, b?.startTs ?? null];
  return {
    type: 'signal',
    change,
    ts: Math.min(tsA ?? Infinity, tsB ?? Infinity),
    level,
    kind,
    price,
    signal,
    ts_a: tsA,
    ts_b: tsB,
    shift_ms: tsA === null || tsB === null ? null : tsB - tsA,
  };
}
