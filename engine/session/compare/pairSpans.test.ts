import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairSpans, type Span } from './pairSpans.ts';

const span = (startTs: number, endTs = startTs): Span => ({ startTs, endTs });
/** Starts of each pair as `a-b`, with nothing where one is missing. */
const paired = (a: readonly Span[], b: readonly Span[], slackMs = 0): string[] =>
  pairSpans(a, b, slackMs).map((pair) => `${pair.a?.startTs ?? ''}-${pair.b?.startTs ?? ''}`);

describe('pairs of spans', () => {
  it('are made of those that overlap or share a moment', () => {
    expect(paired([span(0, 10)], [span(5, 20)])).toEqual(['0-5']);
    expect(paired([span(0, 10)], [span(10, 20)])).toEqual(['0-10']);
    expect(paired([span(0, 10)], [span(11, 20)])).toEqual(['0-', '-11']);
  });

  it('are made of those that start within the slack, the bound included', () => {
    expect(paired([span(0)], [span(30)], 30)).toEqual(['0-30']);
    expect(paired([span(0)], [span(31)], 30)).toEqual(['0-', '-31']);
  });

  it('leave a span alone whose neighbour starts nearer, on either side', () => {
    expect(paired([span(0), span(20)], [span(19)], 30)).toEqual(['0-', '20-19']);
    expect(paired([span(19)], [span(0), span(20)], 30)).toEqual(['-0', '19-20']);
  });

  it('are told apart from what only one run has', () => {
    expect(paired([], [])).toEqual([]);
    expect(paired([span(1)], [])).toEqual(['1-']);
    expect(paired([], [span(1)])).toEqual(['-1']);
  });

  it('hold every span once and in order, and two like runs pair up whole', () => {
    const spans = fc
      .uniqueArray(fc.nat(500), { maxLength: 30 })
      .map((starts) => starts.sort((x, y) => x - y).map((start) => span(start)));
    fc.assert(
      fc.property(spans, spans, fc.nat(60), (a, b, slackMs) => {
        const pairs = pairSpans(a, b, slackMs);
        expect(pairs.flatMap((pair) => pair.a ?? [])).toEqual(a);
        expect(pairs.flatMap((pair) => pair.b ?? [])).toEqual(b);
        expect(pairSpans(a, a, slackMs).every((pair) => pair.a === pair.b)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
