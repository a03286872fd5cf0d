import { describe, expect, it } from 'vitest';
import { TradingClock } from '../core/time.ts';
import { aClock, newYorkNs } from '../testing/builders.ts';
import { SnapClock } from './snapClock.ts';

const MS = 1e6;
const TEN = newYorkNs('10:00');

/** Snap times, in ms after 10:00, over events at those times, to the end of the stream. */
function snapsOver(eventsMs: readonly number[], intervalMs = 250): number[] {
  const clock = new SnapClock(intervalMs, aClock());
  const snaps: number[] = [];
  const takeSnaps = (nextEventNs: number | undefined): void => {
    for (;;) {
      const due = clock.dueBefore(nextEventNs);
      if (due === undefined) return;
      snaps.push((due - TEN) / MS);
      clock.advance();
    }
  };
  for (const eventMs of eventsMs) {
    takeSnaps(TEN + eventMs * MS);
    clock.noteEvent(TEN + eventMs * MS);
  }
  takeSnaps(undefined);
  return snaps;
}

describe('the snap clock', () => {
  it('snaps on the grid from the first multiple at or after the first event', () => {
    expect(snapsOver([10, 600])).toEqual([250, 500, 750]);
    expect(snapsOver([250, 500])).toEqual([250, 500]);
  });

  it('snaps after every event of the same time and before any later one', () => {
    const clock = new SnapClock(250, aClock());
    clock.noteEvent(TEN);
    expect(clock.dueBefore(TEN)).toBeUndefined();
    expect(clock.dueBefore(TEN + 1)).toBe(TEN);
  });

  it('takes an event a nanosecond after the grid into the next snap', () => {
    expect(snapsOver([0, 0.000001])).toEqual([0, 250]);
  });

  it('ends with the first multiple at or after the last event', () => {
    expect(snapsOver([0])).toEqual([0]);
    expect(snapsOver([0, 250])).toEqual([0, 250]);
    expect(snapsOver([0, 250.001])).toEqual([0, 250, 500]);
  });

  it('pauses when the last event is a minute old, and goes on with the next', () => {
    const snaps = snapsOver([0, 3_600_010], 1000);
    expect(snaps.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, second) => second * 1000));
    expect(snaps.slice(60)).toEqual([3_601_000]);
  });

  it('counts the minute from the last event, not from the last snap', () => {
    const silence = snapsOver([0, 400, 200_000], 1000);
    // 60,000 is 59.6 s after the last event; 61,000 is too late.
    expect(silence.slice(-3)).toEqual([59_000, 60_000, 200_000]);
  });

  it('does not pause for a silence just short of a minute', () => {
    const snaps = snapsOver([0, 59_999.999], 1000);
    expect(snaps).toEqual(Array.from({ length: 61 }, (_, second) => second * 1000));
  });

  it('keeps to multiples of Unix time for any interval, also one that does not divide a day', () => {
    const interval = 700;
    const clock = new SnapClock(interval, aClock());
    clock.noteEvent(TEN);
    const due = clock.dueBefore(undefined) ?? Number.NaN;
    expect(aClock().toUnixMs(due) % interval).toBe(0);
    expect(due - TEN).toBeGreaterThanOrEqual(0);
    expect(due - TEN).toBeLessThan(interval * MS);
  });

  it('is exact on the hundredth day', () => {
    const dayNs = 86_400e9;
    const clock = new SnapClock(100, new TradingClock(0));
    clock.noteEvent(100 * dayNs + 1);
    expect(clock.dueBefore(undefined)).toBe(100 * dayNs + 100 * MS);
  });

  it('has nothing due before the first event', () => {
    const clock = new SnapClock(250, aClock());
    expect(clock.dueBefore(undefined)).toBeUndefined();
    expect(clock.dueBefore(TEN)).toBeUndefined();
    expect(clock.lastEventNs).toBe(Number.NEGATIVE_INFINITY);
  });
});
