/** Takes the host's events into the store and drops what belongs to an older picture. */
import type { HostEvent, RunStamp, SessionState } from '../../engine/core/protocol.ts';
import type { AppStore } from './appStore.ts';
import type { AppState } from './slices.ts';

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
    state.clearComparison();
    state.clearJournal();
    setFollowing(true);
  }
  if (isOtherRun || session.seek_epoch > stamp.seek_epoch) resetRun(session);
}

/** What is stamped with the run it belongs to. */
function receiveRun(
  state: AppState,
  event: Extract<
    HostEvent,
    { type: 'playback' | 'frame' | 'history' | 'explanation' | 'gamma_profile' }
  >,
): void {
  if (event.type === 'playback') state.setPlayback(event.playback);
  else if (event.type === 'frame') state.applyFrame(event);
  else if (event.type === 'history') state.applyHistory(event);
  else if (event.type === 'explanation') state.setExplanation(event);
  else state.setGammaProfile(event);
}

/** What is of the whole session: no epoch of the playhead concerns it. */
function receiveWhole(
  state: AppState,
  event: Extract<HostEvent, { type: 'timeline' | 'journal' | 'comparison' }>,
): void {
  if (state.session?.session_id !== event.session_id) return;
  if (event.type === 'timeline') state.applyTimeline(event);
  else if (event.type === 'journal') state.applyJournal(event);
  else state.applyComparison(event);
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
    case 'frame':
    case 'history':
    case 'explanation':
    case 'gamma_profile':
      if (isCurrent(store, event)) receiveRun(state, event);
      break;
    case 'timeline':
    case 'journal':
    case 'comparison':
      receiveWhole(state, event);
      break;
    case 'reply':
      break;
  }
}
