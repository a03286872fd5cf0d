import { describe, expect, it } from 'vitest';
import { buildMark, buildTimeline, NOON_TS } from '../model/testing.ts';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from './timeline.ts';

const joined = (...parts: readonly Parameters<typeof extendTimeline>[1][]): Timeline =>
  parts.reduce(extendTimeline, EMPTY_TIMELINE);

const first = buildTimeline([687, 688], { progress: 0.2, marks: [buildMark()] });
const second = buildTimeline([689], {
  first_row: 2,
  progress: 1,
  digest: 'd1',
  marks: [buildMark({ sequence: 1, ts: NOON_TS + 1000 })],
});

describe('the timeline of a session', () => {
  it('grows by its parts', () => {
    const timeline = joined(first, second);
    expect([...timeline.path.spot]).toEqual([687, 688, 689]);
    expect([...timeline.path.vwap]).toEqual([686, 687, 688]);
    expect(timeline).toMatchObject({
      firstTs: NOON_TS,
      lastTs: NOON_TS + 2000,
      progress: 1,
      digest: 'd1',
      nextMark: 2,
    });
  });

  it('keeps its marks by time, whatever the order they were complete in', () => {
    const { marks } = joined(first, second);
    expect(marks.map((mark) => mark.sequence)).toEqual([1, 0]);
  });

  it('takes repeated parts once: a reconnect sends them again', () => {
    const again = joined(first, second, first, second);
    expect(again).toEqual(joined(first, second));
  });

  it('takes of an overlapping part what is new', () => {
    const overlapping = buildTimeline([688, 689, 690], { first_row: 1 });
    expect([...joined(first, overlapping).path.spot]).toEqual([687, 688, 689, 690]);
  });

  it('never goes back: a late part takes neither progress nor the end away', () => {
    const timeline = joined(first, second, buildTimeline([], { first_row: 1, progress: 0.1 }));
    expect(timeline).toMatchObject({ progress: 1, digest: 'd1', lastTs: NOON_TS + 2000 });
  });

  it('refuses a part that would leave a hole', () => {
    const timeline = joined(first);
    expect(extendTimeline(timeline, buildTimeline([1], { first_row: 9, progress: 1 }))).toBe(
      timeline,
    );
  });

  it('starts anew with the next survey, and drops what is left of the one before', () => {
    const anew = joined(first, second, buildTimeline([700], { survey: 2, progress: 0.1 }), second);
    expect([...anew.path.spot]).toEqual([700]);
    expect(anew).toMatchObject({ survey: 2, progress: 0.1, digest: undefined, marks: [] });
  });

  it('reads columns of unequal length as far as all of them go', () => {
    const torn = buildTimeline([687, 688, 689], { vwap: Float64Array.of(1) });
    expect(joined(torn).path.ts).toHaveLength(1);
  });

  it('knows the end when its digest is known or all was read', () => {
    expect(joined(first).endTs).toBeUndefined();
    expect(joined(first, second).endTs).toBe(NOON_TS + 2000);
    expect(joined(buildTimeline([687], { progress: 1 })).endTs).toBe(NOON_TS);
  });

  it('keeps beginning and end while the session is surveyed once more', () => {
    const anew = joined(first, second, buildTimeline([], { survey: 2, first_ts: null }));
    expect(anew).toMatchObject({ firstTs: NOON_TS, endTs: NOON_TS + 2000, lastTs: undefined });
  });
});
