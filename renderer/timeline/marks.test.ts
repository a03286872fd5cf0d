import { describe, expect, it } from 'vitest';
import { buildMark, NOON_TS } from '../model/testing.ts';
import { findMark, priceAt } from './findMark.ts';
import { neighbourTs } from './jumps.ts';
import { layOut } from './layout.ts';
import { placeGlyphs } from './placeGlyphs.ts';

/** One pixel a second, from the left edge on. */
const axis = { fromTs: NOON_TS, toTs: NOON_TS + 1_000_000, leftPx: 0, rightPx: 1000 };
const layout = layOut(1000, 116);
const at = (second: number): number => NOON_TS + second * 1000;

describe('jumping', () => {
  const marks = [
    buildMark({ ts: at(10) }),
    buildMark({ kind: 'touch', ts: at(15) }),
    buildMark({ ts: at(20) }),
    buildMark({ ts: at(20), level: 'VWAP' }),
    buildMark({ kind: 'gap', ts: at(25) }),
  ];

  it('leads to the nearest one of its kind on either side, never to where one stands', () => {
    expect(neighbourTs(marks, 'signal', at(10), 'next')).toBe(at(20));
    expect(neighbourTs(marks, 'signal', at(20), 'previous')).toBe(at(10));
    expect(neighbourTs(marks, 'touch', at(10), 'next')).toBe(at(15));
  });

  it('leads nowhere where there is none', () => {
    expect(neighbourTs(marks, 'signal', at(20), 'next')).toBeUndefined();
    expect(neighbourTs(marks, 'touch', at(15), 'previous')).toBeUndefined();
    expect(neighbourTs([], 'signal', at(0), 'next')).toBeUndefined();
  });
});

describe('the mark under the pointer', () => {
  const signal = buildMark({ ts: at(100) });
  const touch = buildMark({ kind: 'touch', ts: at(103) });
  const gap = buildMark({ kind: 'gap', ts: at(300), end_ts: at(400) });
  const marks = [signal, touch, gap];
  const under = (x: number, y: number) => findMark(marks, axis, layout, x, y);

  it('is a signal in the row of signals, a touch in the row of touches', () => {
    expect(under(104, layout.signalY)).toEqual({ mark: signal, isAimedAt: true });
    expect(under(99, layout.baseY - 4)).toEqual({ mark: touch, isAimedAt: true });
  });

  it('is the nearest one elsewhere, for words only: a click there means the time', () => {
    expect(under(102, layout.topY + 10)).toEqual({ mark: touch, isAimedAt: false });
    expect(under(350, layout.topY + 10)?.mark).toBe(gap);
  });

  it('is none further away', () => {
    expect(under(115, layout.signalY)).toBeUndefined();
    expect(under(350, layout.signalY)).toBeUndefined();
  });
});

describe('the price at a time', () => {
  const path = {
    ts: Float64Array.of(at(0), at(1), at(2)),
    spot: Float64Array.of(687, 688, 689),
    vwap: Float64Array.of(1, 2, 3),
  };

  it('is that of the last row up to then', () => {
    expect(priceAt(path, at(1) + 999)).toBe(688);
    expect(priceAt(path, at(99))).toBe(689);
    expect(priceAt(path, at(0) - 1)).toBeUndefined();
  });
});

describe('the row of signals', () => {
  it('keeps them apart, a BREAK before what crowds it', () => {
    const glyphs = placeGlyphs(
      [
        buildMark({ ts: at(100), value: 'CONTESTED' }),
        buildMark({ ts: at(104), value: 'BREAK' }),
        buildMark({ ts: at(109), value: 'REJECT' }),
        buildMark({ ts: at(112), value: 'REJECT' }),
      ],
      axis,
    );
    expect(glyphs.map(({ x, signal }) => [x, signal])).toEqual([
      [104, 'BREAK'],
      [112, 'REJECT'],
    ]);
  });

  it('shows verdicts only', () => {
    const others = [buildMark({ value: 'NEUTRAL' }), buildMark({ kind: 'touch' })];
    expect(placeGlyphs(others, axis)).toEqual([]);
  });
});
