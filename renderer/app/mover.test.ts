import { describe, expect, it } from 'vitest';
import type { Command } from '../../engine/core/protocol.ts';
import { createMover } from './mover.ts';

/** A host whose answers, search and clock are in the hands of the test. */
function openHost() {
  const sent: Command[] = [];
  const wanted: (number | undefined)[] = [];
  const timers: (() => void)[] = [];
  const state = { isSeeking: false };
  let answer: () => void = () => undefined;
  const mover = createMover({
    send: (command) => {
      sent.push(command);
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    },
    isSeeking: () => state.isSeeking,
    showWanted: (ts) => wanted.push(ts),
    setTimer: (callback) => timers.push(callback),
  });
  const settle = async (): Promise<void> => {
    answer();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { mover, sent, wanted, state, settle, passTime: () => timers.at(-1)?.() };
}

describe('moving the playhead', () => {
  it('sends the first seek at once, and of those that follow only the newest', async () => {
    const { mover, sent, settle } = openHost();
    for (const ts of [10, 20, 30, 40]) mover.seek(ts);
    expect(sent).toEqual([{ type: 'seek', ts: 10 }]);
    await settle();
    expect(sent).toEqual([
      { type: 'seek', ts: 10 },
      { type: 'seek', ts: 40 },
    ]);
    await settle();
    expect(sent).toHaveLength(2);
  });

  it('waits while the host seeks, but not for ever: a newer seek replaces a long one', async () => {
    const { mover, sent, wanted, state, settle, passTime } = openHost();
    state.isSeeking = true;
    mover.seek(10);
    mover.seek(20);
    mover.seek(30);
    expect(sent).toHaveLength(1);
    passTime();
    expect(sent.slice(1)).toEqual([{ type: 'seek', ts: 30 }]);
    await settle();
    expect(wanted).not.toContain(undefined);
    state.isSeeking = false;
    mover.resume();
    expect(wanted.at(-1)).toBeUndefined();
  });

  it('leaves a long seek alone while nothing newer is wanted', () => {
    const { mover, sent, wanted, state, passTime } = openHost();
    state.isSeeking = true;
    mover.seek(10);
    passTime();
    expect(sent).toHaveLength(1);
    expect(wanted).toEqual([10]);
  });

  it('goes on as soon as the host has arrived', async () => {
    const { mover, sent, state, settle } = openHost();
    state.isSeeking = true;
    mover.seek(10);
    await settle();
    mover.seek(20);
    state.isSeeking = false;
    mover.resume();
    expect(sent.at(-1)).toEqual({ type: 'seek', ts: 20 });
  });

  it('adds up the steps that wait, and sends none when they cancel out', async () => {
    const { mover, sent, settle } = openHost();
    mover.step(1);
    mover.step(1);
    mover.step(10);
    await settle();
    expect(sent).toEqual([
      { type: 'step', snaps: 1 },
      { type: 'step', snaps: 11 },
    ]);
    mover.step(1);
    mover.step(-1);
    await settle();
    expect(sent).toHaveLength(2);
  });

  it('forgets waiting steps at a seek, and steps from where a waiting seek leads', async () => {
    const { mover, sent, settle } = openHost();
    mover.seek(10);
    mover.step(5);
    mover.seek(20);
    mover.step(-1);
    await settle();
    await settle();
    expect(sent).toEqual([
      { type: 'seek', ts: 10 },
      { type: 'seek', ts: 20 },
      { type: 'step', snaps: -1 },
    ]);
  });

  it('says what is wanted until it is reached', async () => {
    const { mover, wanted, state, settle } = openHost();
    state.isSeeking = true;
    mover.seek(10.4);
    await settle();
    expect(wanted).toEqual([10]);
    state.isSeeking = false;
    mover.resume();
    expect(wanted).toEqual([10, undefined]);
  });

  it('never asks for a time before 1970', () => {
    const { mover, sent } = openHost();
    mover.seek(-5000);
    expect(sent).toEqual([{ type: 'seek', ts: 0 }]);
  });
});
