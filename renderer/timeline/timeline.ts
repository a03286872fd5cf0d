/** The survey of the whole session, joined from the parts in which it arrives. */
import type { DigestFacts, TimelineEvent, TimelineMark } from '../../engine/core/protocol.ts';

/** Price and VWAP over time, about one row a second; the three columns are equally long. */
export interface TimelinePath {
  /** Unix ms, ascending. */
  readonly ts: Float64Array;
  /** Level prices; VWAP is NaN until there is a trade. */
  readonly spot: Float64Array;
  readonly vwap: Float64Array;
}

export interface Timeline {
  /** Number of the survey; −1 before the first part of any. */
  readonly survey: number;
  /** Share of the input surveyed, 0…1. */
  readonly progress: number;
  /** Digest of the whole run; undefined until the survey has ended. */
  readonly digest: string | undefined;
  /** What else is known of it; undefined as it is. */
  readonly digestFacts: DigestFacts | undefined;
  /** Unix ms of the first snap; undefined before it is known. It outlasts a survey. */
  readonly firstTs: number | undefined;
  /** Unix ms of the last snap surveyed; undefined before the first. */
  readonly lastTs: number | undefined;
  /** Unix ms of the session's last snap; undefined before it is known. It outlasts a survey. */
  readonly endTs: number | undefined;
  readonly path: TimelinePath;
  /** By time. They arrive by the moment at which they were complete, which is another order. */
  readonly marks: readonly TimelineMark[];
  /** Number of the first mark that is not here yet. */
  readonly nextMark: number;
}

const EMPTY_PATH: TimelinePath = {
  ts: new Float64Array(0),
  spot: new Float64Array(0),
  vwap: new Float64Array(0),
};

export const EMPTY_TIMELINE: Timeline = {
  survey: -1,
  progress: 0,
  digest: undefined,
  digestFacts: undefined,
  firstTs: undefined,
  lastTs: undefined,
  endTs: undefined,
  path: EMPTY_PATH,
  marks: [],
  nextMark: 0,
};

function join(before: Float64Array, rows: Float64Array, from: number, to: number): Float64Array {
  const joined = new Float64Array(before.length + to - from);
  joined.set(before);
  joined.set(rows.subarray(from, to), before.length);
  return joined;
}

/** Rows that repeat what is known are skipped. */
function extendPath(path: TimelinePath, event: TimelineEvent): TimelinePath {
  const from = path.ts.length - event.first_row;
  const to = Math.min(event.ts.length, event.spot.length, event.vwap.length);
  if (from >= to) return path;
  return {
    ts: join(path.ts, event.ts, from, to),
    spot: join(path.spot, event.spot, from, to),
    vwap: join(path.vwap, event.vwap, from, to),
  };
}

/** A newer survey begins: of the one before stays what is true of the session itself. */
const startAnew = ({ firstTs, endTs }: Timeline, survey: number): Timeline => ({
  ...EMPTY_TIMELINE,
  survey,
  firstTs,
  endTs,
});

/**
 * The timeline after one more part. A grown survey number starts anew; parts of an older survey,
 * repeated parts, and parts that would leave a hole change nothing.
 */
export function extendTimeline(timeline: Timeline, event: TimelineEvent): Timeline {
  if (event.survey < timeline.survey) return timeline;
  const base = event.survey > timeline.survey ? startAnew(timeline, event.survey) : timeline;
  if (event.first_row > base.path.ts.length) return timeline;
  const fresh = event.marks.filter((mark) => mark.sequence >= base.nextMark);
  const lastTs = laterOf(base.lastTs, event.last_ts ?? undefined);
  const isComplete = event.digest !== null || event.progress >= 1;
  return {
    survey: event.survey,
    progress: Math.max(base.progress, event.progress),
    digest: event.digest ?? base.digest,
    digestFacts: event.digest_facts ?? base.digestFacts,
    firstTs: event.first_ts ?? base.firstTs,
    lastTs,
    endTs: isComplete ? lastTs : base.endTs,
    path: extendPath(base.path, event),
    marks: fresh.length === 0 ? base.marks : [...base.marks, ...fresh].sort((a, b) => a.ts - b.ts),
    nextMark: fresh.reduce((next, mark) => Math.max(next, mark.sequence + 1), base.nextMark),
  };
}

const laterOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
