import { describe, expect, it } from 'vitest';
import {
  buildFrame,
  buildMark,
  buildPayload,
  buildPlayback,
  buildSession,
  buildTimeline,
  NOON_TS,
} from '../model/testing.ts';
import { createAppStore, type AppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { loadSettings } from '../store/settings.ts';
import { jumpTarget, startOf, viewOf } from './navigate.ts';

const at = (seconds: number): number => NOON_TS + seconds * 1000;

/** Signals at 10 s and 20 s; the screen shows the snap at `positionS`. */
function openAt(positionS: number): AppStore {
  const store = createAppStore(loadSettings({ getItem: () => null, setItem: () => undefined }));
  receiveEvent(store, { type: 'session', session: buildSession({ first_ts: at(-1) }) });
  receiveEvent(store, buildFrame({ payload: buildPayload({ ts: at(positionS) }) }));
  const marks = [10, 20].map((second, sequence) => buildMark({ sequence, ts: at(second) }));
  receiveEvent(store, buildTimeline([687], { marks, last_ts: at(60), progress: 1 }));
  return store;
}

const previous = (store: AppStore): number | undefined =>
  jumpTarget(store.getState(), 'signal', 'previous');

describe('the previous signal', () => {
  it('is the one behind the snap on the screen', () => {
    expect(previous(openAt(20))).toBe(at(10));
    expect(previous(openAt(20.5))).toBe(at(20));
  });

  it('is not the one just passed while it plays: a second press goes further back', () => {
    const store = openAt(20.5);
    store.getState().setPlayback(buildPlayback({ state: 'playing', achieved_speed: 1 }));
    expect(previous(store)).toBe(at(10));
    store.getState().setPlayback(buildPlayback({ state: 'playing', achieved_speed: 0.25 }));
    expect(previous(store)).toBe(at(20));
  });

  it('is counted from what is wanted, where the host has not arrived yet', () => {
    const store = openAt(30);
    store.getState().setWantedTs(at(20));
    expect(previous(store)).toBe(at(10));
  });
});

describe('what may be seen', () => {
  it('ends at the snap on the screen in blind replay, and grows with it', () => {
    const store = openAt(12);
    store.getState().changeSettings({ isBlind: true });
    expect(viewOf(store.getState()).marks).toHaveLength(1);
    expect(jumpTarget(store.getState(), 'signal', 'next')).toBeUndefined();
    const payload = buildPayload({ ts: at(25) });
    receiveEvent(store, buildFrame({ sequence: 1, payload }));
    expect(viewOf(store.getState()).marks).toHaveLength(2);
  });

  it('begins with the first snap, or before that is known with the first event', () => {
    const store = openAt(0);
    expect(startOf(store.getState())).toBe(at(0));
    store.getState().clearTimeline();
    expect(startOf(store.getState())).toBe(at(-1));
  });
});
