/** What of the timeline may be seen: all of it, or in blind replay only what has been played. */
import type { DigestFacts, TimelineMark } from '../../engine/core/protocol.ts';
import type { Timeline, TimelinePath } from './timeline.ts';

/** The only form in which the screen looks at a timeline; what is not in it cannot leak. */
export interface TimelineView {
  readonly path: TimelinePath;
  /** By time. */
  readonly marks: readonly TimelineMark[];
  /** Unix ms of the first snap. */
  readonly startTs: number | undefined;
  /** Unix ms up to which there is something to see. */
  readonly coveredTs: number | undefined;
  /** Unix ms of the session's last snap; undefined while nobody knows it, or may. */
  readonly endTs: number | undefined;
  /** Share of the session surveyed, 0…1; undefined where it would tell how much lies ahead. */
  readonly progress: number | undefined;
  /** Digest of the whole run; undefined until it is known, or while it may not be. */
  readonly digest: string | undefined;
  readonly digestFacts: DigestFacts | undefined;
  readonly isBlind: boolean;
}

export function openView(timeline: Timeline): TimelineView {
  const { path, marks, firstTs, lastTs, endTs, progress, digest, digestFacts } = timeline;
  return {
    path,
    marks,
    startTs: firstTs,
    coveredTs: lastTs,
    endTs,
    progress,
    digest,
    digestFacts,
    isBlind: false,
  };
}

/** Number of leading values that are at most `limit`; `values` ascend. */
export function countUpTo(length: number, valueAt: (index: number) => number, limit: number) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const OPEN_WORDS: Readonly<Record<TimelineMark['kind'], string>> = {
  signal: 'still open',
  touch: 'outcome still open',
  gap: 'Gap, still open',
  session: 'Session',
  difference: 'Differs',
};

/** A touch without an end has no outcome that could be told. */
const isUnderWay = ({ kind, end_ts }: TimelineMark, limitTs: number): boolean =>
  end_ts === null ? kind === 'touch' : end_ts > limitTs;

/** What has begun and not ended keeps what was known at its beginning. */
function withoutEnd(mark: TimelineMark): TimelineMark {
  const isTouch = mark.kind === 'touch';
  return {
    ...mark,
    end_ts: null,
    value: isTouch ? 'OPEN' : mark.value,
    direction: isTouch ? null : mark.direction,
    text: OPEN_WORDS[mark.kind],
  };
}

/**
 * The timeline as it was when the playhead stood at `positionTs` for the first time. It is the same
 * for any two sessions that agree up to there.
 * @param positionTs Unix ms of the snap on the screen; undefined before the first
 */
export function blindView(timeline: Timeline, positionTs: number | undefined): TimelineView {
  const { path, marks, firstTs, lastTs } = timeline;
  const limit = positionTs ?? Number.NEGATIVE_INFINITY;
  const rows = countUpTo(path.ts.length, (row) => path.ts[row] ?? Infinity, limit);
  const begun = countUpTo(marks.length, (index) => marks[index]?.ts ?? Infinity, limit);
  const hasBegun = firstTs !== undefined && firstTs <= limit;
  return {
    path: {
      ts: path.ts.subarray(0, rows),
      spot: path.spot.subarray(0, rows),
      vwap: path.vwap.subarray(0, rows),
    },
    marks: marks.slice(0, begun).map((mark) => (isUnderWay(mark, limit) ? withoutEnd(mark) : mark)),
    startTs: hasBegun ? firstTs : undefined,
    coveredTs: hasBegun ? Math.min(limit, lastTs ?? firstTs) : undefined,
    endTs: undefined,
    progress: undefined,
    digest: undefined,
    digestFacts: undefined,
    isBlind: true,
  };
}
