/** Takes the host's events into the store and drops what belongs to an older picture. */
import type { HostEvent, RunStamp, SessionState } from '../../engine/core/protocol.ts';
import type { AppStore } from './appStore.ts';

/**
 * Whether a message belongs to what is open now. A newer epoch clears the picture first; messages
 * of another session, or of an epoch before the present one, are late and say nothing.
 */
function isCurrent(store: AppStore, stamp: RunStamp): boolean {
  const { session, stamp: shown, resetRun } = store.getState();
  if (session?.session_id !== stamp.session_id) return false;
  if (shown?.session_id === stamp.session_id && stamp.seek_epoch < shown.seek_epoch) return false;
  if (shown?.session_id !== stamp.session_id || stamp.seek_epoch > shown.seek_epoch) {
    resetRun(stamp);
  }
  return true;
}

function receiveSession(store: AppStore, session: SessionState): void {
  const state = store.getState();
  const { stamp, resetRun, setSession, setPlayback, setFollowing } = state;
  const isOtherRun = stamp?.session_id !== session.session_id;
  setSession(session);
  if (isOtherRun) {
    setPlayback(undefined);
    state.clearTimeline();
    setFollowing(true);
  }
  if (isOtherRun || session.seek_epoch > stamp.seek_epoch) resetRun(session);
}

/** Replies are the bridge's own business and change nothing here. */
export function receiveEvent(store: AppStore, event: HostEvent): void {
  const state = store.getState();
  switch (event.type) {
    case 'session':
      receiveSession(store, event.session);
      break;
    case 'hotzones':
      state.setHotzones(event);
      break;
    case 'playback':
      if (isCurrent(store, event)) state.setPlayback(event.playback);
      break;
    case 'frame':
      if (isCurrent(store, event)) state.applyFrame(event);
      break;
    case 'history':
      if (isCurrent(store, event)) state.applyHistory(event);
      break;
    case 'timeline':
      // The survey is of the whole session: no epoch of the playhead concerns it.
      if (state.session?.session_id === event.session_id) state.applyTimeline(event);
      break;
    case 'explanation':
      if (isCurrent(store, event)) state.setExplanation(event);
      break;
    case 'reply':
      break;
  }
}
