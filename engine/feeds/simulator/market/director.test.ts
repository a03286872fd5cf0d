import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../../core/time.ts';
import { Prng } from '../prng.ts';
import { Director } from './director.ts';
import { CALM, scriptedPath, walkingPath } from './paths.ts';
import { TICKS_PER_CENT, type Phase } from './phase.ts';

const ANCHOR = 27_562.44;
const LEVEL_TICKS = 100 * TICKS_PER_CENT;

const SCRIPT: readonly Phase[] = [
  { ...CALM, name: 'up', seconds: 10, toCents: 50, wanderCents: 0 },
  { ...CALM, name: 'down', seconds: 20, toCents: -30, wanderCents: 0 },
];

const aScript = (): Director =>
  new Director(new Prng(1, 1), scriptedPath(new Prng(1, 2), SCRIPT, 0), ANCHOR);

const aWalk = (driftCentsPerMinute: number): Director =>
  new Director(
    new Prng(1, 1),
    walkingPath(new Prng(1, 2), {
      centsPerMinute: 10,
      driftCentsPerMinute,
      levelPerMille: 500,
      activityPercent: 100,
    }),
    ANCHOR,
  );

describe('a script', () => {
  it('is steered along straight lines from phase to phase', () => {
    const director = aScript();
    const targets = [0, 5, 10, 20].map((seconds) => {
      director.advance(seconds * NS_PER_S);
      return (director.targetTicks - ANCHOR) / TICKS_PER_CENT;
    });
    expect(targets.map(Math.round)).toEqual([0, 25, 50, 10]);
  });

  it('comes back in the next phase from where it was pushed to', () => {
    const director = aScript();
    director.advance(9 * NS_PER_S);
    director.shift(40);
    expect(director.targetTicks).toBeCloseTo(ANCHOR + 45 * TICKS_PER_CENT + 40, 6);
    director.advance(30 * NS_PER_S - 1);
    expect((director.targetTicks - ANCHOR) / TICKS_PER_CENT).toBeCloseTo(-30, 3);
  });

  it('is varied when it is over: other lengths, levels and ways', () => {
    const director = aScript();
    const seen = new Set<string>();
    for (let seconds = 0; seconds < 2000; seconds += 5) {
      director.advance(seconds * NS_PER_S);
      seen.add(`${director.phase.seconds} ${director.phase.toCents} ${director.anchorTick}`);
    }
    expect(seen.size).toBeGreaterThan(20);
  });
});

describe('a walk', () => {
  it('goes on from where news pushed it, with the level next below as its anchor', () => {
    const director = aWalk(0);
    director.advance(NS_PER_S);
    director.shift(3.4 * LEVEL_TICKS);
    const pushedTo = director.targetTicks;
    director.advance(100 * NS_PER_S);
    expect(Math.abs(director.targetTicks - pushedTo)).toBeLessThan(LEVEL_TICKS);
    const levels = (director.anchorTick - ANCHOR) / LEVEL_TICKS;
    expect(levels).toBeCloseTo(Math.round(levels), 6);
    expect(levels).toBeGreaterThanOrEqual(2);
  });

  it('of a trend turns round before it leaves the listed strikes', () => {
    const director = aWalk(60);
    let [low, high] = [Infinity, -Infinity];
    for (let minute = 1; minute <= 390; minute++) {
      director.advance(minute * 60 * NS_PER_S);
      const dollars = (director.targetTicks - ANCHOR) / LEVEL_TICKS;
      [low, high] = [Math.min(low, dollars), Math.max(high, dollars)];
    }
    expect(high).toBeGreaterThan(9);
    expect(high).toBeLessThan(14);
    expect(low).toBeLessThan(-9);
    expect(low).toBeGreaterThan(-14);
  });
});
