import { describe, expect, it } from 'vitest';
import { buildTrail, NOON_TS } from '../model/testing.ts';
import { barStart, Trail } from './candles.ts';

const NOON_S = NOON_TS / 1000;
const trailOf = (...parts: Parameters<typeof buildTrail>[]): Trail => {
  const trail = new Trail();
  for (const part of parts) trail.append(buildTrail(...part));
  return trail;
};

describe('bars', () => {
  it('count a snap on the second to the second that it closes', () => {
    expect(barStart(NOON_TS, 1)).toBe(NOON_S - 1);
    expect(barStart(NOON_TS + 1, 1)).toBe(NOON_S);
    expect(barStart(NOON_TS + 5000, 5)).toBe(NOON_S);
  });

  it('hold open, high, low, close and volume of four snaps a second', () => {
    const [bar, ...more] = trailOf([[687, 687.2, 686.9, 687.1]]).bars(1);
    expect(more).toEqual([]);
    expect(bar).toMatchObject({ time: NOON_S, open: 687, high: 687.2, low: 686.9, close: 687.1 });
    expect(bar).toMatchObject({ buyVolume: 8, sellVolume: 4 });
    expect(bar?.vwap).toBeCloseTo(686.1, 9);
  });

  it('open where the one before closed, and include that price', () => {
    const second = trailOf([[687, 687, 687, 688, 687.5]]).bars(1)[1];
    expect(second).toMatchObject({ open: 688, high: 688, low: 687.5, close: 687.5 });
  });

  it('include trades between snaps', () => {
    const rows = buildTrail([687, 687]);
    rows.high[1] = 690;
    rows.low[1] = 684;
    const trail = new Trail();
    trail.append(rows);
    expect(trail.bars(1)[0]).toMatchObject({ high: 690, low: 684, close: 687 });
  });

  it('are the same whether rows come one by one or all at once', () => {
    const spots = Array.from({ length: 97 }, (_, row) => 687 + Math.sin(row / 3));
    const single = new Trail();
    spots.forEach((spot, row) => {
      single.append(buildTrail([spot], NOON_TS + 250 + row * 250, row));
    });
    for (const intervalS of [1, 5, 15, 60] as const) {
      expect(single.bars(intervalS)).toEqual(trailOf([spots]).bars(intervalS));
    }
  });

  it('skip rows that a reconnect repeats', () => {
    const once = trailOf([[687, 688, 689, 690, 691]]);
    const twice = trailOf([[687, 688, 689, 690, 691]], [[687, 688, 689, 690, 691, 692]]);
    expect(twice.nextSequence).toBe(6);
    expect(twice.bars(1)[0]).toEqual(once.bars(1)[0]);
    expect(twice.bars(1)[1]?.buyVolume).toBe(4);
  });

  it('say from where they changed, and give only that tail', () => {
    const trail = trailOf([Array.from({ length: 40 }, () => 687)]);
    const from = trail.append(buildTrail([688], NOON_TS + 10_250, 40));
    expect(from).toBe(NOON_S + 10);
    expect(trail.bars(5, from).map((bar) => bar.time)).toEqual([NOON_S + 10]);
    expect(trail.bars(60, from)).toEqual(trail.bars(60));
    expect(trail.append(buildTrail([688], NOON_TS + 10_250, 40))).toBeUndefined();
  });

  it('leave a silence empty and survive rows that are not numbers or run backwards', () => {
    const trail = trailOf([[687, 688]], [[689], NOON_TS + 600_250, 2]);
    expect(trail.bars(1).map((bar) => bar.time)).toEqual([NOON_S, NOON_S + 600]);
    trail.append(buildTrail([Number.NaN], NOON_TS + 700_250, 3));
    trail.append(buildTrail([1], NOON_TS, 4));
    expect(trail.bars(1)).toHaveLength(2);
  });

  it('can be asked for one by one', () => {
    const trail = trailOf([Array.from({ length: 60 }, (_, row) => 687 + row / 100)]);
    expect(trail.barAt(5, NOON_S + 5)).toEqual(trail.bars(5)[1]);
    expect(trail.lastBar(5)).toEqual(trail.bars(5).at(-1));
    expect(trail.barAt(5, NOON_S - 5)).toBeUndefined();
  });

  it('are none at first', () => {
    expect(new Trail().bars(5)).toEqual([]);
    expect(new Trail().lastBar(5)).toBeUndefined();
  });
});
