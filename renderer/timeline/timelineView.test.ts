import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineEvent, TimelineMark } from '../../engine/core/protocol.ts';
import { buildMark, buildTimeline, NOON_TS } from '../model/testing.ts';
import { axisEnd } from './axis.ts';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from './timeline.ts';
import { blindView, openView } from './timelineView.ts';

const at = (seconds: number): number => NOON_TS + seconds * 1000;

const surveyed = (marks: readonly TimelineMark[], overrides: Partial<TimelineEvent> = {}) =>
  extendTimeline(
    EMPTY_TIMELINE,
    buildTimeline([687, 688, 689, 690, 691], {
      progress: 1,
      digest: 'd1',
      marks: [...marks],
      ...overrides,
    }),
  );

describe('the open timeline', () => {
  it('shows everything, and the end once it is known', () => {
    const view = openView(surveyed([buildMark()]));
    expect(view).toMatchObject({ startTs: at(0), coveredTs: at(4), endTs: at(4), digest: 'd1' });
    expect(openView(surveyed([], { progress: 0.4, digest: null })).endTs).toBeUndefined();
  });
});

describe('the blind timeline', () => {
  const touch = buildMark({
    kind: 'touch',
    ts: at(1),
    end_ts: at(3),
    value: 'REJECT',
    direction: 'UP',
    text: 'Held at 687.00 for 0:02',
  });

  it('ends at the playhead: path, marks, coverage', () => {
    const view = blindView(surveyed([buildMark({ ts: at(1) }), buildMark({ ts: at(3) })]), at(2));
    expect([...view.path.spot]).toEqual([687, 688, 689]);
    expect(view.marks.map((mark) => mark.ts)).toEqual([at(1)]);
    expect(view).toMatchObject({ startTs: at(0), coveredTs: at(2) });
  });

  it("tells neither the session's end nor how much of it is left", () => {
    const view = blindView(surveyed([]), at(2));
    expect(view).toMatchObject({ endTs: undefined, progress: undefined, digest: undefined });
  });

  it('leaves an outcome open until it was reached', () => {
    const [open] = blindView(surveyed([touch]), at(2)).marks;
    expect(open).toMatchObject({ ts: at(1), end_ts: null, value: 'OPEN', direction: null });
    expect(open?.text).not.toContain('Held');
    expect(blindView(surveyed([touch]), at(3)).marks).toEqual([touch]);
  });

  it('does not tell how long a gap will last', () => {
    const gap = buildMark({ kind: 'gap', ts: at(1), end_ts: at(3), value: 'book', text: '2.0 s' });
    const [open] = blindView(surveyed([gap]), at(2)).marks;
    expect(open).toMatchObject({ kind: 'gap', end_ts: null, value: 'book' });
    expect(open?.text).not.toContain('2.0');
  });

  it('shows nothing before the first picture', () => {
    const view = blindView(surveyed([buildMark()]), undefined);
    expect(view.path.ts).toHaveLength(0);
    expect(view).toMatchObject({ marks: [], startTs: undefined, coveredTs: undefined });
  });

  it('shows everything played once the end is reached', () => {
    const timeline = surveyed([touch]);
    expect(blindView(timeline, at(4)).marks).toEqual(openView(timeline).marks);
  });

  it('is the same for any two sessions that agree up to the playhead', () => {
    const KINDS = ['signal', 'touch', 'gap', 'session'] as const;
    const mark = fc.record({
      kind: fc.constantFrom(...KINDS),
      second: fc.integer({ min: 0, max: 60 }),
      length: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    });
    const future = fc.record({
      spots: fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { maxLength: 20 }),
      marks: fc.array(mark, { maxLength: 6 }),
      lengths: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 8, maxLength: 8 }),
      digest: fc.option(fc.string(), { nil: null }),
      progress: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.array(mark, { maxLength: 8 }),
        future,
        future,
        (playedS, past, one, other) => {
          /** The shared past; what is open at the playhead ends, and how, differs. */
          const complete = (ahead: typeof one): Timeline => {
            const played = past
              .filter(({ second }) => second <= playedS)
              .map(({ kind, second, length }, index) => {
                const isOver = length !== null && second + length <= playedS;
                const end = isOver ? second + length : playedS + (ahead.lengths[index] ?? 1);
                return buildMark({
                  sequence: index,
                  kind,
                  ts: at(second),
                  end_ts: length === null ? null : at(end),
                  value: kind === 'touch' ? (isOver ? 'BREAK' : `ends ${end}`) : 'BREAK',
                  text: `${kind} from ${second} to ${length === null ? '' : end}`,
                });
              });
            const later = ahead.marks.map(({ kind, second }, index) =>
              buildMark({ sequence: played.length + index, kind, ts: at(playedS + 1 + second) }),
            );
            const spots = Array.from({ length: playedS + 1 }, (_, row) => 687 + row);
            return extendTimeline(
              EMPTY_TIMELINE,
              buildTimeline([...spots, ...ahead.spots], {
                marks: [...played, ...later],
                digest: ahead.digest,
                progress: ahead.progress,
              }),
            );
          };
          const [a, b] = [complete(one), complete(other)].map((timeline) =>
            blindView(timeline, at(playedS)),
          );
          expect(a).toEqual(b);
          if (a === undefined || b === undefined) throw new Error('both views exist');
          expect(axisEnd(undefined, a, at(playedS))).toBe(axisEnd(undefined, b, at(playedS)));
        },
      ),
      { numRuns: 150 },
    );
  });
});
