/** Which mark the pointer means. */
import type { TimelineMark } from '../../engine/core/protocol.ts';
import { xOf, type Axis } from './axis.ts';
import {
  DIFFERENCE_REACH_PX,
  SIGNAL_REACH_PX,
  TOUCH_REACH_PX,
  type TimelineLayout,
} from './layout.ts';
import type { TimelinePath } from './timeline.ts';
import { countUpTo } from './timelineView.ts';

/** A mark this near to the pointer is meant, pixels. */
const REACH_PX = 7;

type Lane = 'signals' | 'touches' | 'differences' | 'path';

function laneAt(layout: TimelineLayout, y: number): Lane {
  if (Math.abs(y - layout.signalY) <= SIGNAL_REACH_PX) return 'signals';
  if (y > layout.baseY + 2 && y <= layout.baseY + DIFFERENCE_REACH_PX) return 'differences';
  return y >= layout.baseY - TOUCH_REACH_PX && y <= layout.baseY + 2 ? 'touches' : 'path';
}

const KINDS: Readonly<Record<Lane, readonly TimelineMark['kind'][]>> = {
  signals: ['signal'],
  touches: ['touch'],
  differences: ['difference'],
  path: ['signal', 'touch', 'gap', 'session'],
};

/** Pixels from `x` to the mark; where a gap is drawn as a span, to the span. */
function distancePx(axis: Axis, mark: TimelineMark, x: number): number {
  const from = xOf(axis, mark.ts);
  const to = mark.kind === 'gap' && mark.end_ts !== null ? xOf(axis, mark.end_ts) : from;
  return x < from ? from - x : Math.max(0, x - to);
}

export interface FoundMark {
  readonly mark: TimelineMark;
  /** The pointer is in the mark's own row: a click means the mark, not the time beside it. */
  readonly isAimedAt: boolean;
}

/** The nearest mark within reach; in the rows of signals and touches only those. */
export function findMark(
  marks: readonly TimelineMark[],
  axis: Axis,
  layout: TimelineLayout,
  x: number,
  y: number,
): FoundMark | undefined {
  const lane = laneAt(layout, y);
  let found: { mark: TimelineMark; px: number } | undefined;
  for (const mark of marks) {
    if (!KINDS[lane].includes(mark.kind)) continue;
    const px = distancePx(axis, mark, x);
    if (px <= REACH_PX && (found === undefined || px < found.px)) found = { mark, px };
  }
  return found === undefined ? undefined : { mark: found.mark, isAimedAt: lane !== 'path' };
}

/** The price at a time: that of the last row at or before it; undefined where nothing is known. */
export function priceAt(path: TimelinePath, ts: number): number | undefined {
  const rows = countUpTo(path.ts.length, (row) => path.ts[row] ?? Infinity, ts);
  return rows === 0 ? undefined : path.spot[rows - 1];
}
