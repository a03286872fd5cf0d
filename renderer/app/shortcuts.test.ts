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

  it('B marks the snap on the screen; with Shift its note comes first', () => {
    const { press, sent, store } = openScreen();
    press('b');
    expect(sent).toEqual([{ type: 'add_bookmark', ts: NOON_TS, note: '' }]);
    press('B', { shiftKey: true });
    expect(sent).toHaveLength(1);
    expect(store.getState()).toMatchObject({ noteTs: NOON_TS, journalTab: 'bookmarks' });
    press('Escape');
    expect(store.getState()).toMatchObject({ noteTs: undefined, journalTab: undefined });
  });

  it('B, R and P call the selected level in blind replay, and only there', () => {
    const { press, sent, store } = openScreen();
    store.getState().selectLevel('VWAP');
    press('r');
    expect(sent).toEqual([]);
    store.getState().changeSettings({ isBlind: true });
    for (const key of ['b', 'r', 'p']) press(key);
    expect(sent).toEqual(
      ['BREAK', 'REJECT', 'PASS'].map((choice) => ({ type: 'add_call', level: 'VWAP', choice })),
    );
    store.getState().selectLevel(undefined);
    press('b');
    expect(sent.at(-1)).toMatchObject({ type: 'add_bookmark' });
  });

  it('U takes the last call back while the screen stands where it was made', () => {
    const { press, sent, store } = openScreen();
    const call = {
      id: 'c1',
      ts: NOON_TS,
      level: 'VWAP',
      price: 687.2,
      break_direction: 'UP',
      choice: 'PASS',
      signal: 'NEUTRAL',
      score: 50,
    } as const;
    const journal = (revocable_calls: string[], ts: number): void =>
      receiveEvent(store, {
        type: 'journal',
        session_id: 's1',
        bookmarks: [],
        calls: [{ ...call, ts }],
        revocable_calls,
        can_undo: false,
        can_redo: false,
      });
    journal([], NOON_TS);
    press('u');
    journal(['c1'], NOON_TS - 250);
    press('u');
    expect(sent).toEqual([]);
    journal(['c1'], NOON_TS);
    press('u');
    expect(sent).toEqual([{ type: 'remove_call', id: 'c1' }]);
  });

  it('brackets set the ends of the loop, L switches and Shift L removes it', () => {
    const { press, sent, store } = openScreen();
    const loop = (from_ts: number | null, to_ts: number | null, is_on: boolean): void =>
      receiveEvent(store, {
        type: 'playback',
        session_id: 's1',
        seek_epoch: 0,
        playback: buildPlayback({ loop: { from_ts, to_ts, is_on } }),
      });
    loop(null, null, false);
    press('l');
    expect(sent).toEqual([]);
    press('(');
    loop(NOON_TS - 5000, null, false);
    press(')');
    loop(NOON_TS - 5000, NOON_TS, true);
    press('l');
    press('L', { shiftKey: true });
    const ends = { type: 'set_loop', from_ts: NOON_TS - 5000, to_ts: NOON_TS };
    expect(sent).toEqual([
      { type: 'set_loop', from_ts: NOON_TS, to_ts: null, is_on: false },
      { ...ends, is_on: true },
      { ...ends, is_on: false },
      { type: 'set_loop', from_ts: null, to_ts: null, is_on: false },
    ]);
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
    press('g');
    expect(store.getState().settings.sidePanel).toBe('fuel');
    press('g');
    expect(store.getState().settings.sidePanel).toBe('ladder');
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
