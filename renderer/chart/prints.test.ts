import { describe, expect, it } from 'vitest';
import { printRadius } from './drawPrints.ts';
import { PrintTrail } from './prints.ts';

/** Prints of 1…10 lots, four a second from time 0 on. */
function quietTrail(count: number): PrintTrail {
  const trail = new PrintTrail();
  for (let i = 0; i < count; i++)
    trail.append(i * 250, 687, (i % 2 === 0 ? 1 : -1) * (1 + (i % 10)));
  return trail;
}

describe('large prints', () => {
  it('are none before enough prints were seen to compare with', () => {
    const trail = quietTrail(99);
    trail.append(25_000, 687, 5000);
    expect(trail.between(0, Infinity)).toEqual([]);
  });

  it('are larger than almost all of the ten minutes before', () => {
    const trail = quietTrail(1000);
    expect(trail.threshold).toBe(11);
    trail.append(250_000, 687.1, 11);
    trail.append(250_250, 687.2, -40);
    trail.append(250_500, 687.3, 10);
    expect(trail.between(0, Infinity)).toEqual([
      { ts: 250_000, price: 687.1, size: 11 },
      { ts: 250_250, price: 687.2, size: -40 },
    ]);
  });

  it('once drawn stay, whatever comes later, and a busier time asks for more', () => {
    const trail = quietTrail(1000);
    trail.append(250_000, 687, 12);
    for (let i = 1; i < 4000; i++) trail.append(250_000 + i * 250, 687, 100);
    expect(trail.between(0, 250_000)).toHaveLength(1);
    expect(trail.threshold).toBe(101);
  });

  it('leave out snaps without a print', () => {
    const trail = quietTrail(1000);
    trail.append(250_000, Number.NaN, 0);
    trail.append(250_250, Number.NaN, 90);
    expect(trail.between(0, Infinity)).toEqual([]);
  });

  it('have an area as large as they are, up to a limit', () => {
    expect(printRadius(-400, 100) / printRadius(100, 100)).toBeCloseTo(2, 9);
    expect(printRadius(1e9, 100)).toBe(13);
  });
});
