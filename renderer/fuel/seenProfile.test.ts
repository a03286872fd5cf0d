import { describe, expect, it } from 'vitest';
import { buildFrame, buildPayload, buildSession, NOON_TS } from '../model/testing.ts';
import { createAppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { loadSettings } from '../store/settings.ts';
import { seenProfile } from './seenProfile.ts';
import { buildProfile } from './testing.ts';

/** A screen that has a frame at noon, and the profile of some moment. */
function openScreen({ isBlind = false } = {}) {
  const store = createAppStore(loadSettings({ getItem: () => null, setItem: () => undefined }));
  store.getState().changeSettings({ isBlind });
  receiveEvent(store, { type: 'session', session: buildSession() });
  const frameAt = (ts: number, seek_epoch = 0): void =>
    receiveEvent(store, buildFrame({ seek_epoch, payload: buildPayload({ ts }) }));
  const profileAt = (ts: number, seek_epoch = 0, session_id = 's1'): void => {
    const profile = buildProfile({ ts });
    receiveEvent(store, { type: 'gamma_profile', session_id, seek_epoch, profile });
  };
  frameAt(NOON_TS);
  return { store, frameAt, profileAt, seen: () => seenProfile(store.getState())?.ts };
}

describe('the gamma profile that may be seen', () => {
  it('is the newest of the session that is open', () => {
    const { profileAt, seen } = openScreen();
    expect(seen()).toBeUndefined();
    profileAt(NOON_TS);
    profileAt(NOON_TS + 1000, 0, 'other');
    expect(seen()).toBe(NOON_TS);
  });

  it('goes with its session', () => {
    const { store, profileAt, seen } = openScreen();
    profileAt(NOON_TS);
    receiveEvent(store, { type: 'session', session: buildSession({ session_id: 's2' }) });
    expect(seen()).toBeUndefined();
  });

  it('stays through a seek until the next one comes, and an older one does not come back', () => {
    const { frameAt, profileAt, seen } = openScreen();
    profileAt(NOON_TS);
    frameAt(NOON_TS - 60_000, 1);
    expect(seen()).toBe(NOON_TS);
    profileAt(NOON_TS - 60_000, 1);
    profileAt(NOON_TS, 0);
    expect(seen()).toBe(NOON_TS - 60_000);
  });

  it('is none from ahead of the snap in blind replay', () => {
    const { frameAt, profileAt, seen } = openScreen({ isBlind: true });
    profileAt(NOON_TS);
    expect(seen()).toBe(NOON_TS);
    frameAt(NOON_TS - 60_000, 1);
    expect(seen()).toBeUndefined();
    profileAt(NOON_TS - 60_000, 1);
    expect(seen()).toBe(NOON_TS - 60_000);
  });
});
