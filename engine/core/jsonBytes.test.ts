import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from './jsonBytes.ts';
import { round2, round6 } from './rounding.ts';

const decoder = new TextDecoder();
const lineOf = (value: object): string => decoder.decode(new JsonBytes().line(value));

describe('a payload line', () => {
  it('is what JSON.stringify gives, and a line feed', () => {
    const value = { ts: 1765895250000, none: null, yes: true, list: [1, 'a', { b: -0.5 }], o: {} };
    expect(lineOf(value)).toBe(`${JSON.stringify(value)}\n`);
  });

  it('leaves out keys without a value', () => {
    expect(lineOf({ a: undefined, b: 1 })).toBe('{"b":1}\n');
  });

  it('writes every number as the platform does', () => {
    const edges = [0, 1e-6, 0.1, 0.25, 999_999.999999, 2 ** 31, 2 ** 53, 1e21, 5e-324, 1 / 3, 1e15];
    for (const edge of edges) {
      expect(lineOf({ n: edge, m: -edge })).toBe(`${JSON.stringify({ n: edge, m: -edge })}\n`);
    }
  });

  it('writes rounded prices and scores as the platform does', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e10, max: 1e10 }), (x) => {
        const value = { price: round6(x), score: round2(x), raw: x };
        expect(lineOf(value)).toBe(`${JSON.stringify(value)}\n`);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes any data as the platform does, its buffer used again', () => {
    const json = new JsonBytes();
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        if (typeof plain !== 'object' || plain === null) return;
        expect(decoder.decode(json.line(plain))).toBe(`${JSON.stringify(plain)}\n`);
      }),
      { numRuns: 1000 },
    );
  });

  it('grows for a long text', () => {
    const value = { text: 'ä"\\\u0001'.repeat(30_000) };
    expect(lineOf(value)).toBe(`${JSON.stringify(value)}\n`);
  });
});
