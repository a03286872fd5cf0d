import { describe, expect, it } from 'vitest';
import type { Command } from '../../engine/core/protocol.ts';
import { buildFrame, buildLevel, buildPayload, buildSession } from '../model/testing.ts';
import { createAppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { loadSettings } from '../store/settings.ts';
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
  const press = (key: string, held: Partial<KeyPress> = {}): boolean =>
    pressKey(
      { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held },
      { store, run: (command) => sent.push(command) },
    );
  const play = (state: 'playing' | 'paused' | 'ended') =>
    receiveEvent(store, {
      type: 'playback',
      session_id: 's1',
      seek_epoch: 0,
      playback: { state, speed: 1, achieved_speed: null, position_ts: null, progress: 0 },
    });
  return { store, sent, press, play };
}

describe('keys', () => {
  it('Space plays and pauses, and does nothing at the end', () => {
    const { press, sent, play } = openScreen();
    press(' ');
    play('paused');
    press(' ');
    play('playing');
    press(' ');
    play('ended');
    press(' ');
    expect(sent).toEqual([{ type: 'play' }, { type: 'pause' }]);
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
