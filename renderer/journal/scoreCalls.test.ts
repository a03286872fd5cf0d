import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelCall } from '../../engine/core/journal.ts';
import type { TimelineEvent, TimelineMark } from '../../engine/core/protocol.ts';
import { buildMark, buildTimeline, NOON_TS } from '../model/testing.ts';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from '../timeline/timeline.ts';
import { blindView, openView } from '../timeline/timelineView.ts';
import { scoreCalls, shareText, tallyCalls, type ScoredCall } from './scoreCalls.ts';

const HORIZON_MS = 120_000;
const at = (seconds: number): number => NOON_TS + seconds * 1000;

const call = (seconds: number, overrides: Partial<LevelCall> = {}): LevelCall => ({
  id: `c${seconds}`,
  ts: at(seconds),
  level: 'STRIKE_687',
  price: 687,
  break_direction: 'UP',
  choice: 'BREAK',
  signal: 'NEUTRAL',
  score: 50,
  ...overrides,
});

const touch = (fromS: number, toS: number, value: string, level = 'STRIKE_687'): TimelineMark =>
  buildMark({ kind: 'touch', ts: at(fromS), end_ts: at(toS), value, level });

/** A session of 600 s, surveyed to its end. */
const surveyed = (touches: readonly TimelineMark[], overrides: Partial<TimelineEvent> = {}) =>
  extendTimeline(
    EMPTY_TIMELINE,
    buildTimeline(new Array<number>(601).fill(687), {
      marks: touches.map((mark, sequence) => ({ ...mark, sequence })),
      progress: 1,
      digest: 'd',
      ...overrides,
    }),
  );

const scoreOne = (made: LevelCall, timeline: Timeline, positionS?: number): ScoredCall => {
  const view = positionS === undefined ? openView(timeline) : blindView(timeline, at(positionS));
  const [scored] = scoreCalls([made], view, HORIZON_MS);
  if (scored === undefined) throw new Error('every call is scored');
  return scored;
};

describe('a call', () => {
  it('is about the episode that is open at its moment', () => {
    const timeline = surveyed([touch(5, 20, 'BREAK'), touch(30, 40, 'REJECT')]);
    expect(scoreOne(call(10), timeline)).toMatchObject({ outcome: 'BREAK', result: 'right' });
  });

  it('is about the next one within the horizon when none is open', () => {
    const timeline = surveyed([touch(5, 20, 'BREAK'), touch(30, 40, 'REJECT')]);
    expect(scoreOne(call(20), timeline)).toMatchObject({ outcome: 'REJECT', result: 'wrong' });
    expect(scoreOne(call(1), surveyed([touch(121, 130, 'BREAK')])).outcome).toBe('BREAK');
    expect(scoreOne(call(1), surveyed([touch(122, 130, 'BREAK')])).outcome).toBe('NO_TOUCH');
  });

  it('knows nothing of episodes at other levels', () => {
    const timeline = surveyed([touch(5, 20, 'BREAK', 'VWAP')]);
    expect(scoreOne(call(2), timeline).result).toBe('void');
  });

  it.each([
    ['TIMEOUT', 'TIMEOUT'],
    ['OPEN', 'UNDECIDED'],
  ])('is neither right nor wrong when its episode ends %s', (value, outcome) => {
    const timeline = surveyed([touch(5, 125, value)]);
    expect(scoreOne(call(2), timeline)).toMatchObject({ outcome, result: 'void' });
  });

  it('to stay out counts as passed, and the engine is scored all the same', () => {
    const made = call(2, { choice: 'PASS', signal: 'BREAK' });
    expect(scoreOne(made, surveyed([touch(5, 20, 'REJECT')]))).toMatchObject({
      result: 'passed',
      engine: 'wrong',
    });
  });

  it('stays open in blind replay until its episode has ended', () => {
    const timeline = surveyed([touch(5, 20, 'BREAK')]);
    for (const positionS of [2, 5, 19.75]) {
      expect(scoreOne(call(2), timeline, positionS).result).toBe('open');
    }
    expect(scoreOne(call(2), timeline, 20).result).toBe('right');
  });

  it('is called untouched only when no episode can be under way any more', () => {
    const timeline = surveyed([]);
    expect(scoreOne(call(2), timeline, 241).outcome).toBe('PENDING');
    expect(scoreOne(call(2), timeline, 242).outcome).toBe('NO_TOUCH');
    const partly = surveyed([], { progress: 0.5, digest: null, last_ts: at(100) });
    expect(scoreOne(call(2), partly).outcome).toBe('PENDING');
  });

  it('tells nothing in blind replay that lies beyond the playhead', () => {
    const episodes = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 100 }),
        length: fc.integer({ min: 1, max: 120 }),
        value: fc.constantFrom('BREAK', 'REJECT', 'TIMEOUT', 'OPEN'),
      }),
      { maxLength: 8 },
    );
    /** Episodes of one level, one after the other; only those that begin in `[fromS, toS)`. */
    const chain = (
      parts: readonly { gap: number; length: number; value: string }[],
      fromS: number,
      isWanted: (startS: number, endS: number) => boolean,
    ): TimelineMark[] => {
      let nowS = fromS;
      return parts.flatMap(({ gap, length, value }) => {
        const startS = nowS + gap;
        nowS = startS + length + 1;
        return isWanted(startS, startS + length) ? [touch(startS, startS + length, value)] : [];
      });
    };
    const survey = fc.record({
      later: episodes,
      hasUnderWay: fc.boolean(),
      digest: fc.option(fc.string(), { nil: null }),
      value: fc.constantFrom('BREAK', 'REJECT', 'TIMEOUT'),
    });
    fc.assert(
      fc.property(
        episodes,
        fc.integer({ min: 0, max: 500 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 5 }),
        survey,
        survey,
        (past, playedS, moments, one, other) => {
          const calls = moments.filter((each) => each <= playedS).map((each) => call(each));
          const ended = chain(past, 0, (_, endS) => endS <= playedS);
          const underWay = chain(
            past,
            0,
            (startS, endS) => startS <= playedS && endS > playedS,
          ).slice(0, 1);
          const [a, b] = [one, other].map(({ later, hasUnderWay, digest, value }) => {
            // The survey may or may not have come to the end of what is under way.
            const open = hasUnderWay ? underWay.map((mark) => ({ ...mark, value })) : [];
            const ahead = chain(later, playedS + 130, () => true);
            const timeline = surveyed([...ended, ...open, ...ahead], { digest });
            return scoreCalls(calls, blindView(timeline, at(playedS)), HORIZON_MS);
          });
          expect(a).toEqual(b);
        },
      ),
    );
  });
});

describe('the score', () => {
  const scored = (result: ScoredCall['result'], engine: ScoredCall['engine']): ScoredCall => ({
    call: call(1),
    outcome: 'BREAK',
    result,
    engine,
  });

  it('counts the trader and the engine apart', () => {
    const score = tallyCalls([
      scored('right', 'wrong'),
      scored('right', 'silent'),
      scored('wrong', 'right'),
      scored('open', 'open'),
      scored('passed', 'right'),
      scored('void', 'void'),
    ]);
    expect(score).toEqual({
      trader: { right: 2, wrong: 1 },
      engine: { right: 2, wrong: 1 },
      open: 1,
      passed: 1,
      void: 1,
    });
  });

  it('says how many it rests on, and gives no percentage of a few', () => {
    expect(shareText({ right: 0, wrong: 0 })).toBe('none decided yet');
    expect(shareText({ right: 3, wrong: 1 })).toBe('3 of 4, too few to judge');
    expect(shareText({ right: 7, wrong: 3 })).toBe('7 of 10, 70%');
  });
});
