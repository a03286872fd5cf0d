import { describe, expect, it } from 'vitest';
import { TapeSpeed } from './tapeSpeed.ts';

const SNAP_NS = 250e6;

/** A tape with snaps four times a second; each `rates` entry is the prints before one of them. */
function played(rates: readonly number[], size = 2): TapeSpeed {
  const speed = new TapeSpeed();
  rates.forEach((prints, snap) => {
    for (let i = 0; i < prints; i++) speed.add(size, i % 2 === 0 ? 1 : -1);
    speed.closeSnap(snap * SNAP_NS);
  });
  return speed;
}

const steady = (prints: number, snaps: number): number[] =>
  Array.from({ length: snaps }, () => prints);

describe('the speed of the tape', () => {
  it('is that of the last five seconds, in prints and in contracts of each side', () => {
    const speed = played([...steady(1, 40), ...steady(3, 20)]);
    expect(speed.read()).toMatchObject({
      window_ms: 5000,
      prints: 60,
      buy_volume: 80,
      sell_volume: 40,
      mid_volume: 0,
    });
  });

  it('covers less at the start, and nothing before the first snap', () => {
    expect(new TapeSpeed().read()).toMatchObject({ window_ms: 0, prints: 0, usual: null });
    expect(played([9]).read()).toMatchObject({ window_ms: 0, prints: 0 });
    expect(played([9, 1, 1]).read()).toMatchObject({ window_ms: 500, prints: 2 });
  });

  it('has no usual one before a minute was watched', () => {
    expect(played(steady(1, 240)).read().usual).toBeNull();
    expect(played(steady(1, 241)).read().usual).toMatchObject({ span_ms: 60_000 });
  });

  it('is compared with all windows of the session so far', () => {
    const fast = played([...steady(1, 381), ...steady(5, 20)]).read();
    expect(fast.usual).toMatchObject({ prints: 20, volume: 40 });
    expect(fast.usual?.prints_below).toBeGreaterThan(0.98);
    const slow = played([...steady(2, 381), ...steady(0, 20)]).read();
    expect(slow).toMatchObject({ prints: 0, usual: { prints_below: 0, volume_below: 0 } });
    expect(played(steady(1, 401)).read().usual?.prints_below).toBe(0);
  });

  it('forgets what lies before a pause', () => {
    const speed = played(steady(4, 30));
    speed.closeSnap(600e9);
    expect(speed.read()).toMatchObject({ prints: 0, window_ms: 5000 });
  });

  it('starts anew with a session', () => {
    const speed = played(steady(4, 300));
    speed.clear();
    expect(speed.read()).toMatchObject({ window_ms: 0, prints: 0, usual: null });
  });
});
