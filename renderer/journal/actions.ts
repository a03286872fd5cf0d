/** What keys and buttons do with the journal and the loop. */
import type { CallChoice, LevelCall } from '../../engine/core/journal.ts';
import type { Command, LoopState } from '../../engine/core/protocol.ts';
import { positionOf } from '../app/navigate.ts';
import type { AppStore } from '../store/appStore.ts';
import type { AppState } from '../store/slices.ts';

interface JournalHost {
  readonly store: AppStore;
  readonly run: (command: Command) => unknown;
}

/** Marks the snap on the screen. @param isNoted whether its note is written first */
export function addBookmark({ store, run }: JournalHost, isNoted: boolean): void {
  const ts = positionOf(store.getState());
  if (ts === undefined) return;
  if (isNoted) store.getState().beginNote(ts);
  else run({ type: 'add_bookmark', ts, note: '' });
}

/** The level that a call would be about: the selected one, in blind replay, while it is active. */
export function callableLevel({ settings, selectedLevel, cards }: AppState): string | undefined {
  if (!settings.isBlind) return undefined;
  return cards.find(({ id, leftTs }) => id === selectedLevel && leftTs === undefined)?.id;
}

/** Returns whether there was a level to call. */
export function makeCall({ store, run }: JournalHost, choice: CallChoice): boolean {
  const level = callableLevel(store.getState());
  if (level !== undefined) run({ type: 'add_call', level, choice });
  return level !== undefined;
}

/** Whether a call can be taken back where the screen stands. */
export const isRevocable = (state: AppState, { id, ts }: LevelCall): boolean =>
  ts === positionOf(state) && state.journal.revocable.includes(id);

/** Takes back the newest call that can be. */
export function takeBackCall({ store, run }: JournalHost): void {
  const state = store.getState();
  const call = state.journal.calls.findLast((each) => isRevocable(state, each));
  if (call !== undefined) run({ type: 'remove_call', id: call.id });
}

/** The host takes no shorter loop. */
const MIN_LOOP_MS = 1000;

/** The loop with one end at a time: the other goes where it would lie on the wrong side. */
export function withLoopEnd(loop: LoopState, end: 'from' | 'to', ts: number): LoopState {
  const from_ts = end === 'from' ? ts : loop.from_ts;
  const to_ts = end === 'to' ? ts : loop.to_ts;
  if (from_ts === null || to_ts === null) return { from_ts, to_ts, is_on: false };
  if (to_ts - from_ts >= MIN_LOOP_MS) return { from_ts, to_ts, is_on: true };
  return {
    from_ts: end === 'from' ? ts : null,
    to_ts: end === 'to' ? ts : null,
    is_on: false,
  };
}

export function setLoopEnd({ store, run }: JournalHost, end: 'from' | 'to'): void {
  const state = store.getState();
  const ts = positionOf(state);
  if (ts === undefined || state.playback === undefined) return;
  run({ type: 'set_loop', ...withLoopEnd(state.playback.loop, end, ts) });
}

export function toggleLoop({ store, run }: JournalHost): void {
  const loop = store.getState().playback?.loop;
  if (loop === undefined || loop.from_ts === null || loop.to_ts === null) return;
  run({ type: 'set_loop', ...loop, is_on: !loop.is_on });
}

export function clearLoop({ run }: JournalHost): void {
  run({ type: 'set_loop', from_ts: null, to_ts: null, is_on: false });
}
