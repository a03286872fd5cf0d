import { describe, expect, it } from 'vitest';
import type { Speed } from '../core/protocol.ts';
import { Player } from './player.ts';
import { VirtualScheduler } from './testing/virtualScheduler.ts';

const SNAP_MS = 250;

interface Setting {
  /** Unix ms of every snap of the run. */
  snapTimes: number[];
  speed: Speed;
  /** Wall ms that computing one snap takes. */
  costMs: number;
  /** Calls of `advance` that read events without reaching a snap, before each snap. */
  callsBetweenSnaps: number;
  failAtSnap: number;
}

/** Snaps at 0, 250, 500, … */
const steadySnaps = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index * SNAP_MS);

function playing(overrides: Partial<Setting> = {}) {
  const setting: Setting = {
    snapTimes: steadySnaps(100_000),
    speed: 1,
    costMs: 0,
    callsBetweenSnaps: 0,
    failAtSnap: -1,
    ...overrides,
  };
  const scheduler = new VirtualScheduler();
  const record = { sequence: -1, positionMs: undefined as number | undefined };
  const log = { slices: [] as boolean[], changes: 0, errors: [] as unknown[] };
  let calls = 0;
  const run = {
    progress: 0,
    async advance() {
      await Promise.resolve();
      if (record.sequence + 1 === setting.failAtSnap) throw new Error('off the grid');
      if (calls++ < setting.callsBetweenSnaps) return 'more' as const;
      calls = 0;
      const next = setting.snapTimes[record.sequence + 1];
      if (next === undefined) return 'ended' as const;
      record.sequence++;
      record.positionMs = next;
      scheduler.spend(setting.costMs);
      return 'more' as const;
    },
  };
  const player = new Player({
    run,
    record,
    scheduler,
    snapIntervalMs: SNAP_MS,
    speed: setting.speed,
    onSlice: (isAtSnap) => log.slices.push(isAtSnap),
    onChange: () => log.changes++,
    onError: (error) => log.errors.push(error),
  });
  return { player, scheduler, record, log };
}

describe('playback', () => {
  it('stands still until it is told to play', async () => {
    const { player, scheduler, record } = playing();
    await scheduler.pass(10_000);
    expect(record.sequence).toBe(-1);
    expect(player.playback).toMatchObject({ state: 'paused', position_ts: null });
  });

  it.each<[Speed, number]>([
    [0.25, 2500],
    [1, 10_000],
    [7.3, 73_000],
    [50, 500_000],
    [1000, 10_000_000],
  ])('at speed %s covers %s ms of the session in ten seconds', async (speed, sessionMs) => {
    const { player, scheduler, record } = playing({ speed });
    player.play();
    await scheduler.pass(10_000);
    expect(record.positionMs).toBe(Math.floor(sessionMs / SNAP_MS) * SNAP_MS);
    expect(player.playback.achieved_speed).toBeCloseTo(speed as number, 0);
  });

  it('at speed max computes as fast as it can, in slices that let commands through', async () => {
    const { player, scheduler, record, log } = playing({ speed: 'max', costMs: 1 });
    player.play();
    await scheduler.pass(1000);
    expect(record.sequence).toBeGreaterThan(900);
    expect(log.slices.length).toBeGreaterThan(50);
  });

  it('holds where it is paused and goes on from there, whatever time has passed', async () => {
    const { player, scheduler, record } = playing();
    player.play();
    await scheduler.pass(2000);
    player.pause();
    const { positionMs } = record;
    await scheduler.pass(60_000);
    expect(record.positionMs).toBe(positionMs);
    player.play();
    await scheduler.pass(1000);
    expect(record.positionMs).toBe((positionMs ?? 0) + 1000);
  });

  it('shows the first snap even when it is paused at once', async () => {
    const { player, scheduler, record } = playing({ callsBetweenSnaps: 2 });
    player.play();
    player.pause();
    await scheduler.pass(10_000);
    expect(record.sequence).toBe(0);
  });

  it('changes speed on the fly without a leap', async () => {
    const { player, scheduler, record } = playing();
    player.play();
    await scheduler.pass(1000);
    player.setSpeed(10);
    await scheduler.pass(1000);
    expect(record.positionMs).toBe(11_000);
    player.setSpeed(0.5);
    await scheduler.pass(1000);
    expect(record.positionMs).toBe(11_500);
  });

  it('steps exactly as many snaps as asked, then stands', async () => {
    const { player, scheduler, record } = playing({ callsBetweenSnaps: 3 });
    player.step(1);
    await scheduler.pass(100);
    expect(record.sequence).toBe(0);
    player.step(4);
    player.step(2);
    await scheduler.pass(100_000);
    expect(record.sequence).toBe(6);
    expect(player.state).toBe('paused');
  });

  it('stops playing when it is told to step', async () => {
    const { player, scheduler, record } = playing();
    player.play();
    await scheduler.pass(1000);
    player.step(1);
    await scheduler.pass(10_000);
    expect(record.positionMs).toBe(1250);
  });

  it('finishes the snap it is in the middle of before it holds', async () => {
    const { player, scheduler, record, log } = playing({ speed: 'max', callsBetweenSnaps: 5 });
    player.play();
    await scheduler.pass(0);
    player.pause();
    await scheduler.pass(1000);
    const { sequence } = record;
    await scheduler.pass(1000);
    expect(record.sequence).toBe(sequence);
    expect(log.slices.at(-1)).toBe(true);
  });

  it('does not wait through a silence in which there are no snaps', async () => {
    const hourMs = 3_600_000;
    const { player, scheduler, record } = playing({ snapTimes: [0, 250, hourMs, hourMs + 250] });
    player.play();
    await scheduler.pass(500);
    expect(record.positionMs).toBe(hourMs);
    await scheduler.pass(249);
    expect(record.positionMs).toBe(hourMs);
    await scheduler.pass(1);
    expect(record.positionMs).toBe(hourMs + 250);
  });

  it('does not race to catch up after the computer slept', async () => {
    const { player, scheduler, record } = playing();
    player.play();
    await scheduler.pass(1000);
    scheduler.spend(3_600_000);
    await scheduler.pass(1000);
    expect(record.positionMs).toBeLessThan(4000);
  });

  it('says what speed it reaches when the engine is too slow for the one asked for', async () => {
    const { player, scheduler } = playing({ speed: 50, costMs: 25 });
    player.play();
    await scheduler.pass(5000);
    expect(player.playback.achieved_speed).toBeCloseTo(10, 0);
  });

  it('ends where the session ends, and stays there', async () => {
    const { player, scheduler, record } = playing({ snapTimes: steadySnaps(5), speed: 'max' });
    player.play();
    await scheduler.pass(1000);
    expect(player.playback).toMatchObject({ state: 'ended', position_ts: 1000 });
    player.play();
    player.step(3);
    await scheduler.pass(1000);
    expect(record.sequence).toBe(4);
    expect(player.state).toBe('ended');
  });

  it('ends and says why when the run fails', async () => {
    const { player, scheduler, log } = playing({ failAtSnap: 3 });
    player.play();
    await scheduler.pass(5000);
    expect(player.state).toBe('ended');
    expect(log.errors).toEqual([new Error('off the grid')]);
  });

  it('does nothing more once it is stopped', async () => {
    const { player, scheduler, record, log } = playing({ speed: 'max', costMs: 1 });
    player.play();
    await scheduler.pass(100);
    await player.stop();
    const { sequence } = record;
    const slices = log.slices.length;
    await scheduler.pass(1000);
    expect(record.sequence).toBe(sequence);
    expect(log.slices.length).toBe(slices);
  });
});
