import { useMemo, useState } from 'react';
import { useApp } from '../app/context.tsx';
import { positionOf } from '../app/navigate.ts';
import { axisEnd, type Axis } from './axis.ts';
import { layOut, SIDE_PX, type TimelineLayout } from './layout.ts';
import { blindView, openView, type TimelineView } from './timelineView.ts';

export interface TimelineState {
  readonly view: TimelineView;
  readonly layout: TimelineLayout;
  /** Undefined while there is nothing to show. */
  readonly axis: Axis | undefined;
  /** Unix ms of the snap on the screen. */
  readonly positionTs: number | undefined;
  /** Unix ms that is wanted or being sought. */
  readonly targetTs: number | undefined;
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
  const blindTs = isBlind ? positionTs : undefined;
  const view = useMemo(
    () => (isBlind ? blindView(timeline, blindTs) : openView(timeline)),
    [timeline, isBlind, blindTs],
  );
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
  return { view, layout, axis, positionTs, targetTs };
}
