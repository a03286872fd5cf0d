import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_REACH_NS, OffsetWindow } from './offsetWindow.ts';

const MS = 1e6;

/** A window that has seen these offsets. */
function taught(offsets: readonly number[]): OffsetWindow {
  const window = new OffsetWindow();
  for (const offset of offsets) window.learn(offset);
  window.settle();
  return window;
}
/** `count` offsets spread evenly from `from` to `to`. */
const even = (from: number, to: number, count = 300): number[] =>
  Array.from({ length: count }, (_, index) =>
    Math.round(from + ((to - from) * index) / (count - 1)),
  );

describe('the window of offsets between trades and changes', () => {
  it('reaches 51.2 ms both ways until 200 pairs were seen', () => {
    const window = taught(even(0, MS, 199));
    expect([window.lowNs, window.highNs]).toEqual([-MAX_REACH_NS, MAX_REACH_NS]);
    expect(window.includes(-MAX_REACH_NS)).toBe(true);
    expect(window.includes(MAX_REACH_NS + 1)).toBe(false);
  });

  it('narrows to the habit of the feed, with room to spare', () => {
    const window = taught(even(-0.5 * MS, 0.5 * MS));
    expect(window.lowNs).toBe(-1.6 * MS);
    expect(window.highNs).toBe(1.6 * MS);
  });

  it('is one-sided where trades always come late', () => {
    const window = taught(even(0, 0.5 * MS));
    expect([window.lowNs, window.highNs]).toEqual([0, 1.6 * MS]);
    expect(window.includes(-1)).toBe(false);
    expect(window.includes(0)).toBe(true);
  });

  it('is not widened by a few chance pairs', () => {
    const window = taught([...even(-0.5 * MS, 0.5 * MS), ...even(-50 * MS, 50 * MS, 30)]);
    expect(window.highNs).toBeLessThan(4 * MS);
    expect(window.lowNs).toBeGreaterThan(-4 * MS);
  });

  it('stays as it was once learned', () => {
    const window = taught(even(0, MS));
    for (const offset of even(-50 * MS, 0)) window.learn(offset);
    window.settle();
    expect(window.lowNs).toBe(0);
  });

  it('measures distance as a share of itself', () => {
    const window = new OffsetWindow();
    expect(window.distance(-MAX_REACH_NS / 2)).toBe(0.5);
    expect(taught(even(0, 0)).distance(0)).toBe(0);
  });

  it('covers the whole habit, however wide', () => {
    const reach = fc.integer({ min: 1000, max: 50 * MS });
    fc.assert(
      fc.property(reach, fc.boolean(), (reachNs, isLate) => {
        const window = taught(even(isLate ? 0 : -reachNs, reachNs));
        expect(window.includes(reachNs)).toBe(true);
        expect(window.includes(isLate ? 0 : -reachNs)).toBe(true);
      }),
    );
  });
});
