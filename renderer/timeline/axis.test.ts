import { describe, expect, it } from 'vitest';
import { formatClock } from '../format/time.ts';
import { NOON_TS } from '../model/testing.ts';
import { axisEnd, timeTicks, tsAt, xOf } from './axis.ts';
import { EMPTY_TIMELINE } from './timeline.ts';
import { openView, type TimelineView } from './timelineView.ts';

const MINUTE = 60_000;
const axis = { fromTs: NOON_TS, toTs: NOON_TS + 10 * MINUTE, leftPx: 14, rightPx: 614 };

const view = (overrides: Partial<TimelineView>): TimelineView => ({
  ...openView(EMPTY_TIMELINE),
  startTs: NOON_TS,
  ...overrides,
});

describe('the scale', () => {
  it('leads from times to pixels and back', () => {
    expect(xOf(axis, NOON_TS)).toBe(14);
    expect(xOf(axis, axis.toTs)).toBe(614);
    expect(tsAt(axis, xOf(axis, NOON_TS + 12_345))).toBeCloseTo(NOON_TS + 12_345);
  });

  it('stays within the session where the pointer leaves the strip', () => {
    expect(tsAt(axis, -500)).toBe(NOON_TS);
    expect(tsAt(axis, 5000)).toBe(axis.toTs);
  });

  it('survives a session of one snap', () => {
    const point = { ...axis, toTs: NOON_TS };
    expect(xOf(point, NOON_TS)).toBe(14);
    expect(tsAt(point, 300)).toBe(NOON_TS);
  });
});

describe('the end of the scale', () => {
  it("is the session's once that is known, and never before the playhead", () => {
    const known = view({ coveredTs: NOON_TS + MINUTE, endTs: NOON_TS + MINUTE, progress: 1 });
    expect(axisEnd(undefined, known, NOON_TS)).toBe(NOON_TS + MINUTE);
    expect(axisEnd(undefined, known, NOON_TS + 2 * MINUTE)).toBe(NOON_TS + 2 * MINUTE);
  });

  it('is guessed while the survey runs, and rests while the guess is about right', () => {
    const tenth = view({ coveredTs: NOON_TS + MINUTE, progress: 0.1 });
    const guess = axisEnd(undefined, tenth, NOON_TS);
    expect(guess).toBe(NOON_TS + 10 * MINUTE);
    const later = view({ coveredTs: NOON_TS + 4 * MINUTE, progress: 0.36 });
    expect(axisEnd(guess, later, NOON_TS)).toBe(guess);
    const wrong = view({ coveredTs: NOON_TS + 9 * MINUTE, progress: 0.5 });
    expect(axisEnd(guess, wrong, NOON_TS)).toBe(NOON_TS + 18 * MINUTE);
  });

  it('is unknown before the first snap', () => {
    expect(axisEnd(undefined, view({ startTs: undefined }), NOON_TS)).toBeUndefined();
  });

  it('depends on the time played alone in blind replay, and does not shrink', () => {
    const blind = view({ isBlind: true, coveredTs: NOON_TS + MINUTE });
    const end = axisEnd(undefined, blind, NOON_TS + MINUTE);
    expect(end).toBe(NOON_TS + 10 * MINUTE);
    const further = axisEnd(end, { ...blind, coveredTs: NOON_TS + 12 * MINUTE }, NOON_TS);
    expect(further).toBe(NOON_TS + 30 * MINUTE);
    expect(axisEnd(further, blind, NOON_TS + MINUTE)).toBe(further);
  });
});

describe('the labels of the scale', () => {
  it('stand at round New York times and not too near to each other', () => {
    const day = { ...axis, fromTs: NOON_TS - 132 * MINUTE, toTs: NOON_TS + 258 * MINUTE };
    const { ts, hasSeconds } = timeTicks(day, 90);
    expect(hasSeconds).toBe(false);
    expect(ts.map(formatClock)).toEqual([...['10:00:00', '12:00:00', '14:00:00', '16:00:00']]);
  });

  it('have seconds where minutes would all be the same', () => {
    const { ts, hasSeconds } = timeTicks({ ...axis, toTs: NOON_TS + 25_000 }, 90);
    expect(hasSeconds).toBe(true);
    expect(ts).toHaveLength(6);
  });
});
