import { useMemo, useState } from 'react';
import { useApp } from '../app/context.tsx';
import { positionOf } from '../app/navigate.ts';
import { seenComparison } from '../compare/seenComparison.ts';
import { journalLimit, seenJournal } from '../journal/seenJournal.ts';
import { axisEnd, type Axis } from './axis.ts';
import type { TraderMarks } from './drawPath.ts';
import { layOut, SIDE_PX, type TimelineLayout } from './layout.ts';
import { blindView, openView, type TimelineView } from './timelineView.ts';

export interface TimelineState {
  readonly view: TimelineView;
  /** What the trader put there, as far as it may be seen. */
  readonly trader: TraderMarks;
  readonly layout: TimelineLayout;
  /** Undefined while there is nothing to show. */
  readonly axis: Axis | undefined;
  /** Unix ms of the snap on the screen. */
  readonly positionTs: number | undefined;
  /** Unix ms that is wanted or being sought. */
  readonly targetTs: number | undefined;
}

function useTraderMarks(): TraderMarks {
  const journal = useApp((state) => state.journal);
  const limitTs = useApp(journalLimit);
  const from_ts = useApp((state) => state.playback?.loop.from_ts ?? null);
  const to_ts = useApp((state) => state.playback?.loop.to_ts ?? null);
  const is_on = useApp((state) => state.playback?.loop.is_on ?? false);
  return useMemo(
    () => ({ ...seenJournal(journal, limitTs), loop: { from_ts, to_ts, is_on } }),
    [journal, limitTs, from_ts, to_ts, is_on],
  );
}

interface KnownEnd {
  readonly key: string;
  readonly ts: number | undefined;
}

/**
 * What the timeline shows, for a strip of this size.
 * @param isHeld true while the pointer drags: the scale may not move under it
 */
export function useTimelinePicture(width: number, height: number, isHeld: boolean): TimelineState {
  const timeline = useApp((state) => state.timeline);
  const isBlind = useApp((state) => state.settings.isBlind);
  const sessionId = useApp((state) => state.session?.session_id);
  const positionTs = useApp(positionOf);
  const targetTs = useApp((state) => state.wantedTs ?? state.playback?.seeking_ts ?? undefined);
  const trader = useTraderMarks();
  const blindTs = isBlind ? positionTs : undefined;
  const comparison = useApp((state) => state.comparison);
  const view = useMemo(() => {
    const survey = isBlind ? blindView(timeline, blindTs) : openView(timeline);
    const { marks } = seenComparison(comparison, isBlind, blindTs);
    if (marks.length === 0) return survey;
    return { ...survey, marks: [...survey.marks, ...marks].sort((x, y) => x.ts - y.ts) };
  }, [timeline, comparison, isBlind, blindTs]);
  const layout = useMemo(() => layOut(width, height), [width, height]);

  const key = `${sessionId} ${isBlind}`;
  const [known, setKnown] = useState<KnownEnd>({ key, ts: undefined });
  const before = known.key === key ? known.ts : undefined;
  const toTs = isHeld && before !== undefined ? before : axisEnd(before, view, positionTs);
  if (known.key !== key || known.ts !== toTs) setKnown({ key, ts: toTs });

  const fromTs = view.startTs;
  const axis = useMemo(
    () =>
      fromTs === undefined || toTs === undefined || width === 0
        ? undefined
        : { fromTs, toTs, leftPx: SIDE_PX, rightPx: width - SIDE_PX },
    [fromTs, toTs, width],
  );
  return { view, trader, layout, axis, positionTs, targetTs };
}
