import { describe, expect, it } from 'vitest';
import { PlayLoop } from './playLoop.ts';

/** On, from 10 s to 20 s, with the playhead at `positionS`. */
function loopAt(positionS: number | undefined): PlayLoop {
  const loop = new PlayLoop();
  loop.set({ from_ts: 10_000, to_ts: 20_000, is_on: true });
  loop.standAt(positionS === undefined ? undefined : positionS * 1000);
  return loop;
}

describe('a loop', () => {
  it('leads back to its beginning once its end is reached', () => {
    const loop = loopAt(12);
    expect(loop.passes(19_750, 'playing')).toBeUndefined();
    expect(loop.passes(20_000, 'playing')).toBe(10_000);
  });

  it('leads back also when one slice leaps over all of it', () => {
    expect(loopAt(10).passes(90_000, 'playing')).toBe(10_000);
    expect(loopAt(undefined).passes(90_000, 'playing')).toBe(10_000);
  });

  it('lets pass what begins beyond it, and what has not come to it yet', () => {
    expect(loopAt(20).passes(20_250, 'playing')).toBeUndefined();
    expect(loopAt(2).passes(5000, 'playing')).toBeUndefined();
  });

  it('does not hold up steps', () => {
    expect(loopAt(19).passes(20_500, 'paused')).toBeUndefined();
  });

  it("goes round at the session's end when its own lies beyond", () => {
    expect(loopAt(15).passes(18_000, 'ended')).toBe(10_000);
    expect(loopAt(2).passes(5000, 'ended')).toBeUndefined();
  });

  it('is off while an end is missing, or when it is switched off', () => {
    const loop = new PlayLoop();
    loop.set({ from_ts: 10_000, to_ts: null, is_on: true });
    expect(loop.state.is_on).toBe(false);
    loop.set({ from_ts: 10_000, to_ts: 20_000, is_on: false });
    loop.standAt(15_000);
    expect(loop.passes(25_000, 'playing')).toBeUndefined();
  });

  it.each([
    [20_000, 10_000],
    [10_000, 10_000],
    [10_000, 10_999],
  ])('from %i to %i is refused, and changes nothing', (from_ts, to_ts) => {
    const loop = loopAt(15);
    expect(() => loop.set({ from_ts, to_ts, is_on: true })).toThrow(/second/);
    expect(loop.state).toEqual({ from_ts: 10_000, to_ts: 20_000, is_on: true });
  });
});
