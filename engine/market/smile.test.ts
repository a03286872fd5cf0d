import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionRight } from '../core/events.ts';
import { anOption } from '../testing/builders.ts';
import { IvMemory, type KnownIv } from './ivMemory.ts';
import { Smile } from './smile.ts';
import { Smiles } from './smiles.ts';

const NOW = 36_000e9;
const FORWARD = 687;
/** An hour: a deviation at 12% is 0.88 points. */
const YEARS = 60 / 525_600;
const ATM = 0.12;

/** A volatility that an option gave `ageS` seconds ago; out of the money unless told otherwise. */
function known(strike: number, iv: number, { ageS = 0, isOtm = true, right = 'C' } = {}): KnownIv {
  const contract = anOption(right as OptionRight, strike);
  return { contract, iv, atNs: NOW - ageS * 1e9, isOtm };
}

/** A skewed smile with its bottom a point above the money. */
const usual = (strike: number): number => ATM + 0.004 * (strike - FORWARD - 1) ** 2;

const strikes = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const usualSmile = (from = 680, to = 694): KnownIv[] =>
  strikes(from, to).map((strike) => known(strike, usual(strike)));

/** The smile of these; undefined where they make none. */
function smileOf(volatilities: readonly KnownIv[]): ((strike: number) => number) | undefined {
  const smile = new Smile();
  const byStrike = [...volatilities].sort((a, b) => a.contract.strike - b.contract.strike);
  if (!smile.fit(byStrike, NOW)) return undefined;
  return (strike) => smile.at(strike, FORWARD, YEARS);
}
const at = (volatilities: readonly KnownIv[], strike: number): number =>
  smileOf(volatilities)?.(strike) ?? Number.NaN;
const offBy = (found: number, expected: number): number => Math.abs(found / expected - 1);

describe('the smile', () => {
  it('gives a strike that did not trade what lies between its neighbours', () => {
    for (const strike of strikes(681, 693)) {
      const others = usualSmile().filter(({ contract }) => contract.strike !== strike);
      expect(offBy(at(others, strike), usual(strike))).toBeLessThan(0.12);
      expect(offBy(at(others, strike + 0.5), usual(strike + 0.5))).toBeLessThan(0.12);
    }
  });

  it('is the line itself where volatilities lie on one', () => {
    const line = (strike: number) => 0.2 * Math.exp(-3 * Math.log(strike / FORWARD));
    const points = strikes(680, 694).map((strike) => known(strike, line(strike)));
    for (const strike of [680.5, 687, 690.25]) {
      expect(at(points, strike)).toBeCloseTo(line(strike), 10);
    }
  });

  it('is flat beyond its outermost strikes', () => {
    const smile = smileOf(usualSmile());
    expect(smile?.(600)).toBe(smile?.(680));
    expect(smile?.(800)).toBe(smile?.(694));
  });

  it('never leaves the range of what it is made of', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 660, max: 714 }),
            fc.double({ min: 0.01, max: 5, noNaN: true }),
          ),
          { maxLength: 40 },
        ),
        fc.double({ min: 600, max: 800, noNaN: true }),
        (pairs, strike) => {
          const smile = smileOf(pairs.map(([each, iv]) => known(each, iv)));
          if (smile === undefined) return;
          const ivs = pairs.map(([, iv]) => iv);
          expect(smile(strike)).toBeGreaterThanOrEqual(Math.min(...ivs) * (1 - 1e-12));
          expect(smile(strike)).toBeLessThanOrEqual(Math.max(...ivs) * (1 + 1e-12));
        },
      ),
    );
  });

  it('leaves out an odd print, in the middle and at the end', () => {
    for (const odd of [680, 684, 687, 694]) {
      for (const factor of [0.5, 2]) {
        const points = usualSmile().map((point) =>
          point.contract.strike === odd ? known(odd, usual(odd) * factor) : point,
        );
        expect(offBy(at(points, odd), usual(odd))).toBeLessThan(0.3);
      }
    }
  });

  it('keeps the bottom and the ends of a smile that is steep shortly before the close', () => {
    const steep = (strike: number) => 0.1 * Math.exp(0.5 * Math.abs(strike - FORWARD));
    const points = strikes(683, 691).map((strike) => known(strike, steep(strike)));
    expect(at(points, 691)).toBeGreaterThan(0.6 * steep(691));
    expect(at(points, 687)).toBeLessThan(0.2);
  });

  it('prefers what is new: a minute counts for half', () => {
    const old = usualSmile().map((point) => ({ ...point, iv: 2 * point.iv, atNs: NOW - 120e9 }));
    const fresh = usualSmile().map(({ contract, ...rest }) => ({
      ...rest,
      contract: { ...contract, right: 'P' as const, symbol: `P${contract.strike}` },
    }));
    // Doubled two minutes ago, and as it is now: a fifth of the way in the logarithm.
    expect(at([...old, ...fresh], 687.5) / at(fresh, 687.5)).toBeCloseTo(2 ** 0.2, 6);
  });

  it('forgets what is older than five minutes', () => {
    const aged = (ageS: number) =>
      strikes(680, 694).map((strike) => known(strike, usual(strike), { ageS }));
    expect(smileOf(aged(300))).toBeDefined();
    expect(smileOf(aged(300.001))).toBeUndefined();
  });

  it('is made of options that were out of the money alone', () => {
    const inTheMoney = strikes(680, 694).map((strike) =>
      known(strike, 3, { isOtm: false, right: 'P' }),
    );
    expect(smileOf(inTheMoney)).toBeUndefined();
    expect(at([...usualSmile(), ...inTheMoney], 689)).toBe(at(usualSmile(), 689));
  });

  it('takes five strikes; a call and a put of one strike are one', () => {
    const five = usualSmile(685, 689);
    expect(smileOf(five)).toBeDefined();
    const four = usualSmile(685, 688);
    expect(smileOf([...four, known(688, usual(688), { right: 'P' })])).toBeUndefined();
    expect(smileOf([])).toBeUndefined();
  });

  it('holds as many strikes as there are', () => {
    const many = strikes(600, 760).map((strike) => known(strike, usual(strike)));
    expect(at(many, 687)).toBeCloseTo(at(usualSmile(), 687), 12);
  });
});

describe('the smile as of a moment', () => {
  it('follows what is remembered, and asking for it changes nothing', () => {
    const memory = new IvMemory();
    const smiles = new Smiles(memory);
    const day = anOption('C', 687).expiryDay;
    const ask = (strike: number) => smiles.at(day, strike, NOW, FORWARD, YEARS);
    expect(ask(687)).toBeUndefined();
    for (const { contract, iv } of usualSmile()) memory.remember(NOW, contract, iv, true);
    const before = ask(690.5);
    expect(before).toBe(at(usualSmile(), 690.5));
    expect(smiles.at(day + 1, 690.5, NOW, FORWARD, YEARS)).toBeUndefined();
    expect(smiles.at(day, 690.5, NOW + 301e9, FORWARD, YEARS)).toBeUndefined();
    expect(ask(690.5)).toBe(before);
    memory.remember(NOW, anOption('C', 690), 1.2 * usual(690), true);
    expect(ask(690.5)).toBeGreaterThan(before ?? 0);
  });

  it('does not depend on the order in which options traded', () => {
    const readings = [usualSmile(), usualSmile().reverse()].map((order) => {
      const memory = new IvMemory();
      for (const { contract, iv } of order) memory.remember(NOW, contract, iv, true);
      return new Smiles(memory).at(anOption('C', 687).expiryDay, 688.3, NOW, FORWARD, YEARS);
    });
    expect(readings[0]).toBe(at(usualSmile(), 688.3));
    expect(readings[1]).toBe(readings[0]);
  });
});
