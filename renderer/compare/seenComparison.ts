/** What of a comparison may be seen: all of it, or in blind replay only what both runs have shown. */
import type {
  ComparisonEvent,
  ComparisonResult,
  DifferenceMark,
} from '../../engine/core/comparison.ts';

/** The only form in which the screen looks at the result of a comparison. */
export interface SeenComparison {
  /** By time. */
  readonly marks: readonly DifferenceMark[];
  /** Differences in all; undefined where it would tell of what lies ahead. */
  readonly total: number | undefined;
  /** Totals of the whole session; undefined as above. */
  readonly totals: Pick<ComparisonResult, 'calls' | 'signals'> | undefined;
}

const NOTHING: SeenComparison = { marks: [], total: undefined, totals: undefined };

/**
 * @param positionTs Unix ms of the snap on the screen, where the rest is hidden; undefined before
 *   the first
 */
export function seenComparison(
  comparison: ComparisonEvent | undefined,
  isBlind: boolean,
  positionTs: number | undefined,
): SeenComparison {
  const result = comparison?.result ?? undefined;
  if (result === undefined) return NOTHING;
  const { marks, total, calls, signals } = result;
  if (!isBlind) return { marks, total, totals: { calls, signals } };
  const limit = positionTs ?? Number.NEGATIVE_INFINITY;
  return { ...NOTHING, marks: marks.filter(({ known_ts: knownTs }) => knownTs <= limit) };
}
