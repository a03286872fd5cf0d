import type { StateCreator } from 'zustand';
import type { TimelineEvent } from '../../engine/core/protocol.ts';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from '../timeline/timeline.ts';

/** The survey of the whole session; look at it through a TimelineView only. */
export interface TimelineSlice {
  timeline: Timeline;
  /** Grows each time the field for a time shall have the focus. */
  goToRequest: number;
  applyTimeline: (event: TimelineEvent) => void;
  clearTimeline: () => void;
  askForTime: () => void;
}

export const createTimelineSlice: StateCreator<TimelineSlice> = (set) => ({
  timeline: EMPTY_TIMELINE,
  goToRequest: 0,
  applyTimeline: (event) => set(({ timeline }) => ({ timeline: extendTimeline(timeline, event) })),
  clearTimeline: () => set({ timeline: EMPTY_TIMELINE }),
  askForTime: () => set(({ goToRequest }) => ({ goToRequest: goToRequest + 1 })),
});
