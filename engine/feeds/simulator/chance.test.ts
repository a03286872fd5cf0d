import { describe, expect, it } from 'vitest';
import { exponential, naturalLog, normalCdf } from './basicMath.ts';
import { Prng } from './prng.ts';

const draw = (prng: Prng, count: number): number[] =>
  Array.from({ length: count }, () => prng.uint32());

describe('the random numbers', () => {
  it('repeat for a seed', () => {
    expect(draw(new Prng(7, 1), 100)).toEqual(draw(new Prng(7, 1), 100));
  });

  it('differ between seeds and between the streams of a seed', () => {
    const first = draw(new Prng(7, 1), 20);
    expect(draw(new Prng(8, 1), 20)).not.toEqual(first);
    expect(draw(new Prng(7, 2), 20)).not.toEqual(first);
  });

  it('follow the published sequence of sfc32', () => {
    const reference = referenceSfc32(0, 0);
    expect(draw(new Prng(0, 0), 5)).toEqual(reference(5));
  });

  it('stay within the asked range, both ends reached', () => {
    const prng = new Prng(1, 1);
    const seen = new Set(Array.from({ length: 500 }, () => prng.between(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  it('wait exponentially: the right mean, and e^-1 of the waits longer than it', () => {
    const prng = new Prng(5, 5);
    const waits = Array.from({ length: 20_000 }, () => prng.exponential(1e6));
    expect(waits.reduce((a, b) => a + b) / waits.length / 1e6).toBeCloseTo(1, 1);
    expect(waits.filter((wait) => wait > 1e6).length / waits.length).toBeCloseTo(0.368, 1);
  });

  it('scatter like a bell of the asked width', () => {
    const prng = new Prng(5, 6);
    const draws = Array.from({ length: 20_000 }, () => prng.bell(1000));
    const meanSquare = draws.reduce((sum, x) => sum + x * x, 0) / draws.length;
    expect(Math.sqrt(meanSquare) / 1000).toBeCloseTo(1, 1);
  });

  it('pick in proportion to weights and never what weighs nothing', () => {
    const prng = new Prng(5, 7);
    const counts = [0, 0, 0];
    for (let index = 0; index < 10_000; index++) {
      const picked = prng.weighted([1, 0, 3]);
      counts[picked] = (counts[picked] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[2] ?? 0) / 10_000).toBeCloseTo(0.75, 1);
  });
});

/** The published C code with 64-bit integers cut to 32 bits, as a second opinion. */
function referenceSfc32(seed: bigint | number, stream: bigint | number): (n: number) => number[] {
  const mask = 0xffff_ffffn;
  let [a, b, c, counter] = [BigInt(seed), BigInt(stream), 0x9e37_79b9n, 1n];
  const next = (): number => {
    const result = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = (((c << 21n) | (c >> 11n)) + result) & mask;
    return Number(result);
  };
  for (let round = 0; round < 20; round++) next();
  return (n) => Array.from({ length: n }, next);
}

describe('elementary functions from basic operations', () => {
  it('agree with the built-in ones', () => {
    for (const x of [-30, -2.5, -1e-9, 0, 0.3, 1, 5, 20]) {
      expect(exponential(x) / Math.exp(x)).toBeCloseTo(1, 12);
    }
    for (const x of [0.5, 0.9, 0.999, 1, 1.0001, 1.3, 2]) {
      expect(naturalLog(x)).toBeCloseTo(Math.log(x), 12);
    }
    expect(exponential(-1000)).toBe(0);
  });

  it('give the normal distribution to seven places', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 7);
    expect(normalCdf(1.96)).toBeCloseTo(0.975_002_1, 6);
    expect(normalCdf(-1.96)).toBeCloseTo(0.024_997_9, 6);
  });
});
