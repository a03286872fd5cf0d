import { describe, expect, it } from 'vitest';
import { gammaAt } from './greeks.ts';
import { ZeroGammaCurve } from './zeroGamma.ts';

const SPOT = 687.35;
/** Two hours in years. */
const YEARS = 120 / 525_600;
const RATE = 0.04;

interface Held {
  readonly strike: number;
  readonly units: number;
  readonly iv?: number;
  readonly years?: number;
}

function curveOf(held: readonly Held[], { spot = SPOT, spacing = 1 } = {}): ZeroGammaCurve {
  const curve = new ZeroGammaCurve();
  curve.start(spot, spacing);
  for (const { strike, units, iv = 0.12, years = YEARS } of held) {
    curve.add(units, (spot * Math.exp(RATE * years)) / strike, iv * Math.sqrt(years), 1);
  }
  return curve;
}

/** The book's gamma at a spot, each option priced by itself. */
const gammaOf = (held: readonly Held[], spot: number): number =>
  held.reduce(
    (sum, { strike, units, iv = 0.12, years = YEARS }) =>
      sum + units * gammaAt('black-scholes', spot, strike, years, RATE, iv),
    0,
  );

const BOOK: readonly Held[] = [
  { strike: 685, units: 40_000 },
  { strike: 687, units: -90_000, iv: 0.11 },
  { strike: 690, units: 70_000, iv: 0.14 },
  { strike: 640, units: 1e6, iv: 0.4 },
  { strike: 760, units: -1e6, iv: 0.6 },
];

describe('the zero-gamma curve', () => {
  it('has at each spot what pricing every option there gives', () => {
    const { spots, gamma } = curveOf(BOOK).points();
    for (const [i, spot] of spots.entries()) {
      expect(gamma[i]).toBeCloseTo(gammaOf(BOOK, spot), 6);
    }
  });

  it.each([
    ['an hour', 60],
    ['five minutes', 5],
    ['one minute', 1],
  ])('has it %s before the end, too, where strikes are spikes', (_, minutes) => {
    const late = BOOK.map((held) => ({ ...held, years: minutes / 525_600 }));
    const { spots, gamma } = curveOf(late).points();
    for (const [i, spot] of spots.entries()) {
      expect(gamma[i]).toBeCloseTo(gammaOf(late, spot), 5);
    }
  });

  it('reaches two percent either way in steps of at most half a strike, spot among them', () => {
    for (const [spot, spacing] of [
      [687.35, 1],
      [687.35, 0.5],
      [6873.5, 5],
      [20, 1],
    ] as const) {
      const { spots } = curveOf([], { spot, spacing }).points();
      expect(spots[0]).toBeCloseTo(spot / 1.02, 9);
      expect(spots.at(-1)).toBeCloseTo(spot * 1.02, 9);
      expect(spots[(spots.length - 1) / 2]).toBe(spot);
      for (let i = 1; i < spots.length; i++) {
        expect((spots[i] ?? 0) - (spots[i - 1] ?? 0)).toBeLessThanOrEqual(spacing / 2);
      }
    }
  });

  it('has no more than 801 points, however near its strikes lie', () => {
    expect(curveOf([], { spacing: 1e-6 }).points().spots).toHaveLength(801);
  });

  it('starts anew each time', () => {
    const curve = curveOf(BOOK);
    curve.start(SPOT, 1);
    expect(curve.points().gamma.every((gamma) => gamma === 0)).toBe(true);
  });
});

describe('a flip', () => {
  it('lies where the curve changes sign, between its points by a straight line', () => {
    const curve = curveOf(BOOK);
    const flips = curve.flips();
    expect(flips.length).toBe(2);
    for (const flip of flips) {
      const before = gammaOf(BOOK, flip - 0.3);
      const after = gammaOf(BOOK, flip + 0.3);
      expect(before * after).toBeLessThan(0);
    }
    expect(flips[0]).toBeLessThan(flips[1] ?? 0);
  });

  it('that counts is the one nearest to spot', () => {
    const curve = curveOf(BOOK);
    const [low, high] = curve.flips();
    expect(curve.nearestFlip(680)).toBe(low);
    expect(curve.nearestFlip(700)).toBe(high);
  });

  it('does not exist in a book of one sign, nor in an empty one', () => {
    expect(curveOf([{ strike: 687, units: 500 }]).flips()).toEqual([]);
    expect(curveOf([]).nearestFlip(SPOT)).toBeUndefined();
  });

  it('between two spikes with nothing between lies on the line from one to the other', () => {
    const years = 1 / 525_600;
    const flips = curveOf([
      { strike: 680, units: 1000, years },
      { strike: 695, units: -1000, years },
    ]).flips();
    expect(flips).toHaveLength(1);
    expect(flips[0]).toBeGreaterThan(680);
    expect(flips[0]).toBeLessThan(695);
  });

  it('is none where far options leave only dust of the other sign', () => {
    expect(
      curveOf([
        { strike: 687, units: 1000 },
        { strike: 500, units: -1000 },
      ]).flips(),
    ).toEqual([]);
    const tiny = [
      { strike: 687, units: 1e-7 },
      { strike: 675, units: -1e-7 },
    ];
    expect(curveOf(tiny).flips()).toEqual([]);
    const few = { strike: 675, units: -0.5 };
    expect(curveOf([{ strike: 687, units: 1000 }, few]).flips()).toEqual([]);
    expect(
      curveOf([
        { strike: 687, units: 1000 },
        { ...few, units: -5 },
      ]).flips(),
    ).toHaveLength(1);
  });
});
