/** Where a jump to a neighbouring signal or touch leads. */
import type { TimelineMark } from '../../engine/core/protocol.ts';

/** Kinds of marks that are jumped to. */
export type JumpKind = 'signal' | 'touch';

/**
 * Unix ms of the nearest mark of a kind after (or before) `fromTs`, never at it; undefined when
 * there is none. Marks of one moment count as one.
 * @param marks by time
 */
export function neighbourTs(
  marks: readonly TimelineMark[],
  kind: JumpKind,
  fromTs: number,
  side: 'next' | 'previous',
): number | undefined {
  const mark =
    side === 'next'
      ? marks.find((each) => each.kind === kind && each.ts > fromTs)
      : marks.findLast((each) => each.kind === kind && each.ts < fromTs);
  return mark?.ts;
}
