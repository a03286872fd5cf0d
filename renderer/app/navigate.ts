/** Jumps through the session, for keys and buttons alike. */
import type { AppStore } from '../store/appStore.ts';
import type { AppState } from '../store/slices.ts';
import { neighbourTs, type JumpKind } from '../timeline/jumps.ts';
import { blindView, openView, type TimelineView } from '../timeline/timelineView.ts';
import type { Mover } from './mover.ts';

/** Unix ms of the snap on the screen; the host's own report may be a snap older. */
export const positionOf = ({ frame, playback }: AppState): number | undefined =>
  frame?.payload.ts ?? playback?.position_ts ?? undefined;

/** What of the timeline may be seen now. */
export const viewOf = (state: AppState): TimelineView =>
  state.settings.isBlind ? blindView(state.timeline, positionOf(state)) : openView(state.timeline);

/** Unix ms at which the session begins: its first snap, or before that is known its first event. */
export const startOf = ({ timeline, session }: AppState): number | undefined =>
  timeline.firstTs ?? session?.first_ts ?? undefined;

/** While it plays, a mark passed less than this ago, in real time, is not the previous one. */
const GRACE_MS = 1000;

/** Where the neighbouring signal or touch is, Unix ms; undefined when none can be seen. */
export function jumpTarget(
  state: AppState,
  kind: JumpKind,
  side: 'next' | 'previous',
): number | undefined {
  const fromTs = state.wantedTs ?? positionOf(state);
  if (fromTs === undefined || (side === 'next' && state.settings.isBlind)) return undefined;
  const isPlaying = state.playback?.state === 'playing' && state.wantedTs === undefined;
  const graceMs = isPlaying ? GRACE_MS * (state.playback?.achieved_speed ?? 1) : 0;
  const from = side === 'previous' ? fromTs - graceMs : fromTs;
  return neighbourTs(viewOf(state).marks, kind, from, side);
}

export function jump(
  store: AppStore,
  mover: Mover,
  kind: JumpKind,
  side: 'next' | 'previous',
): void {
  const ts = jumpTarget(store.getState(), kind, side);
  if (ts !== undefined) mover.seek(ts);
}

/** To the first snap, or to the last that is known; in blind replay there is no last. */
export function goToEnd(store: AppStore, mover: Mover, end: 'first' | 'last'): void {
  const state = store.getState();
  const ts = end === 'first' ? startOf(state) : viewOf(state).coveredTs;
  if (ts === undefined || (end === 'last' && state.settings.isBlind)) return;
  mover.seek(ts);
}
