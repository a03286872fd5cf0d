import { describe, expect, it } from 'vitest';
import type { SignalMark } from '../model/signalMarks.ts';
import { markAt, placeMarks } from './placeMarks.ts';

const mark = (overrides: Partial<SignalMark> = {}): SignalMark => ({
  ts: 1000,
  level: 'VWAP',
  price: 100,
  signal: 'BREAK',
  direction: 'DOWN',
  outcome: undefined,
  outcomeMs: undefined,
  ...overrides,
});
const place = (...marks: SignalMark[]) =>
  placeMarks(
    marks,
    (ts) => (ts < 0 ? undefined : ts / 10),
    (price) => 1000 - price,
  );

describe('marks of signals', () => {
  it('stand on the side from which price came', () => {
    expect(place(mark())[0]).toMatchObject({ x: 100, levelY: 900, y: 878, side: -1 });
    expect(place(mark({ direction: 'UP' }))[0]?.side).toBe(1);
    expect(place(mark({ signal: 'REJECT', direction: 'UP' }))[0]?.side).toBe(-1);
    expect(place(mark({ signal: 'REJECT', direction: 'DOWN' }))[0]?.side).toBe(1);
    expect(place(mark({ signal: 'CONTESTED', direction: null }))[0]?.side).toBe(-1);
  });

  it('move away from each other where they would overlap', () => {
    const [first, second] = place(mark(), mark({ signal: 'CONTESTED', direction: null }));
    expect(first?.y).toBe(878);
    expect(second?.y).toBe(858);
  });

  it('of the same signal at one place share a badge, also across levels', () => {
    const placed = place(mark(), mark({ level: 'ROUND_687', price: 100.5 }), mark({ ts: 1100 }));
    expect(placed.map((each) => each.isRepeated)).toEqual([false, true, true]);
  });

  it('far enough apart each have their badge', () => {
    const placed = place(mark(), mark({ ts: 1400 }), mark({ price: 200 }));
    expect(placed.every((each) => !each.isRepeated)).toBe(true);
  });

  it('let verdicts choose before what is contested', () => {
    const [first] = place(mark({ signal: 'CONTESTED', direction: null, ts: 900 }), mark());
    expect(first?.mark.signal).toBe('BREAK');
  });

  it('outside the data are not drawn', () => {
    expect(place(mark({ ts: -5 }))).toEqual([]);
  });
});

describe('a click on the chart', () => {
  it('means the badge under it, not its foot and not a badge that is not drawn', () => {
    const placed = place(mark(), mark({ level: 'ROUND_687', price: 100.5 }), mark({ ts: 2000 }));
    expect(markAt(placed, 105, 880)?.ts).toBe(1000);
    expect(markAt(placed, 200, 878)?.ts).toBe(2000);
    expect(markAt(placed, 100, 900)).toBeUndefined();
    expect(markAt(placed, 150, 878)).toBeUndefined();
  });
});
