import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../engine/core/protocol.ts';
import {
  buildFrame,
  buildLevel,
  buildMark,
  buildPayload,
  buildPlayback,
  buildSession,
  buildTimeline,
  NOON_TS,
} from '../model/testing.ts';
import { createAppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { loadSettings } from '../store/settings.ts';
import { createMover } from './mover.ts';
import { pressKey, type KeyPress } from './shortcuts.ts';

function openScreen() {
  const store = createAppStore(loadSettings({ getItem: () => null, setItem: () => undefined }));
  const sent: Command[] = [];
  receiveEvent(store, { type: 'session', session: buildSession() });
  const levels = [
    buildLevel({ id: 'VWAP', kind: 'VWAP', price: 687.2, distance: 0.1 }),
    buildLevel({ id: 'STRIKE_687', distance: 0.3 }),
  ];
  receiveEvent(store, buildFrame({ payload: buildPayload({ levels }) }));
  const mover = createMover({
    send: (command) => {
      sent.push(command);
      return Promise.resolve();
    },
    isSeeking: () => false,
    // As if no position had come yet: jumps go on from what is wanted.
    showWanted: (ts) => ts !== undefined && store.getState().setWantedTs(ts),
    setTimer: () => undefined,
  });
  const press = (key: string, held: Partial<KeyPress> = {}): boolean =>
    pressKey(
      { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held },
      { store, run: (command) => sent.push(command), mover },
    );
  const play = (state: 'playing' | 'paused' | 'ended') =>
    receiveEvent(store, {
      type: 'playback',
      session_id: 's1',
      seek_epoch: 0,
      playback: buildPlayback({ state }),
    });
  /** Signals at 2 s and 6 s, touches at −4 s and 4 s from the snap on the screen. */
  const survey = (): void =>
    receiveEvent(
      store,
      buildTimeline([], {
        first_ts: NOON_TS - 5000,
        last_ts: NOON_TS + 9000,
        marks: [
          buildMark({ sequence: 0, kind: 'touch', ts: NOON_TS - 4000 }),
          buildMark({ sequence: 1, ts: NOON_TS + 2000 }),
          buildMark({ sequence: 2, ts: NOON_TS + 6000 }),
          buildMark({ sequence: 3, kind: 'touch', ts: NOON_TS + 4000, end_ts: NOON_TS + 8000 }),
        ],
      }),
    );
  return { store, sent, press, play, survey };
}

describe('keys', () => {
  it('Space plays and pauses, and plays again from the end', () => {
    const { press, sent, play } = openScreen();
    press(' ');
    play('paused');
    press(' ');
    play('playing');
    press(' ');
    play('ended');
    press(' ');
    expect(sent).toEqual([{ type: 'play' }, { type: 'pause' }, { type: 'restart' }]);
  });

  it('arrows step to either side, with Shift ten snaps', async () => {
    const { press, sent, play } = openScreen();
    press('ArrowLeft');
    expect(sent).toEqual([]);
    play('paused');
    press('ArrowLeft');
    await Promise.resolve();
    press('ArrowRight', { shiftKey: true });
    await vi.waitFor(() =>
      expect(sent).toEqual([
        { type: 'step', snaps: -1 },
        { type: 'step', snaps: 10 },
      ]),
    );
  });

  it('jump to signals and touches, by bracket or by letter', async () => {
    const { press, sent, play, survey } = openScreen();
    play('paused');
    survey();
    const jumps: readonly (readonly [string, boolean, number])[] = [
      [']', false, NOON_TS + 2000],
      ['N', false, NOON_TS + 6000],
      ['N', true, NOON_TS + 2000],
      ['}', false, NOON_TS + 4000],
      ['{', false, NOON_TS - 4000],
      ['M', false, NOON_TS + 4000],
      ['Home', false, NOON_TS - 5000],
      ['End', false, NOON_TS + 9000],
    ];
    for (const [key, shiftKey, ts] of jumps) {
      press(key, { shiftKey });
      await vi.waitFor(() => expect(sent.at(-1)).toEqual({ type: 'seek', ts }));
    }
  });

  it('lead nowhere ahead in blind replay', () => {
    const { press, sent, play, survey, store } = openScreen();
    play('paused');
    survey();
    store.getState().changeSettings({ isBlind: true });
    for (const key of [']', '}', 'n', 'm', 'End']) press(key);
    expect(sent).toEqual([]);
    press('{');
    expect(sent).toEqual([{ type: 'seek', ts: NOON_TS - 4000 }]);
  });

  it('T asks for a time', () => {
    const { press, store } = openScreen();
    press('t');
    expect(store.getState().goToRequest).toBe(1);
  });

  it('arrows walk the cards around, Enter opens the figures', () => {
    const { press, store } = openScreen();
    press('ArrowDown');
    expect(store.getState().selectedLevel).toBe('VWAP');
    press('ArrowDown');
    press('ArrowDown');
    expect(store.getState().selectedLevel).toBe('VWAP');
    press('ArrowUp');
    expect(store.getState().selectedLevel).toBe('STRIKE_687');
    press('Enter');
    expect(store.getState().expandedLevel).toBe('STRIKE_687');
    press('Enter');
    expect(store.getState().expandedLevel).toBeUndefined();
  });

  it("H and then Enter lets a hotzone's price be typed", () => {
    const { press, store } = openScreen();
    press('h');
    press('Enter');
    expect(store.getState().isPlacingHotzone).toBe(false);
    expect(store.getState().isHotzoneFormOpen).toBe(true);
    expect(store.getState().expandedLevel).toBeUndefined();
  });

  it('Ctrl Z undoes, Ctrl Shift Z and Ctrl Y redo', () => {
    const { press, sent } = openScreen();
    press('z', { ctrlKey: true });
    press('Z', { ctrlKey: true, shiftKey: true });
    press('y', { metaKey: true });
    expect(sent.map((command) => command.type)).toEqual(['undo', 'redo', 'redo']);
  });

  it('Escape leaves one thing after the other', () => {
    const { press, store } = openScreen();
    press('ArrowDown');
    press('Enter');
    press('h');
    press('Escape');
    expect(store.getState().isPlacingHotzone).toBe(false);
    expect(store.getState().expandedLevel).toBe('VWAP');
    press('Escape');
    press('Escape');
    expect(store.getState().selectedLevel).toBeUndefined();
  });

  it('figures choose the events, letters the views', () => {
    const { press, store } = openScreen();
    press('3');
    expect(store.getState().settings.logFilter).toBe('states');
    press('f');
    expect(store.getState().isFollowing).toBe(false);
    press('C', { shiftKey: true });
    expect(store.getState().centreRequest).toBe(1);
    press('?', { shiftKey: true });
    expect(store.getState().dialog).toBe('help');
  });

  it('leave keys of the browser and unknown ones alone', () => {
    const { press } = openScreen();
    expect(press('r', { ctrlKey: true })).toBe(false);
    expect(press('h', { altKey: true })).toBe(false);
    expect(press('x')).toBe(false);
    expect(press('0')).toBe(false);
  });
});
