import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplainedFlip, ExplainedInput } from '../../core/explanation.ts';
import type { BarrierState } from '../../core/payload.ts';
import { NS_PER_MS, NS_PER_S } from '../../core/time.ts';
import { barrierState } from '../../physics/barrier.ts';
import { Trigger } from '../trigger.ts';
import { signalFlips, stateFlips } from './flips.ts';
import { Judge, type Judgement } from './judge.ts';
import { barrierRules, tapeParts, triggerRules } from './rules.ts';
import { aSituation, type SituationFigures } from './testing/situations.ts';

const COUNTED: ReadonlySet<ExplainedInput> = new Set([
  ...(['added', 'pulled', 'filled', 'depth_in_zone'] as const),
  ...(['known_ticks', 'buy_vol', 'sell_vol'] as const),
]);

const judgeOf = (figures: SituationFigures = {}): Judge => new Judge(aSituation(figures));

const contracts = fc.oneof(fc.nat(5), fc.nat(400), fc.nat(20_000));
const someFigures: fc.Arbitrary<SituationFigures> = fc.record({
  added: contracts,
  pulled: contracts,
  filled: contracts,
  depth: fc.nat(120),
  knownTicks: fc.nat(5),
  gamma: fc.double({ min: -30_000, max: 30_000, noNaN: true }),
  buyVol: contracts,
  sellVol: contracts,
  velocity: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  activity: fc.double({ min: 0, max: 200_000, noNaN: true }),
  sweep: fc.constantFrom('none', 'ahead', 'against'),
  distance: fc.double({ min: 0, max: 0.5, noNaN: true }),
  breakDirection: fc.constantFrom('UP', 'DOWN'),
  overrides: fc.record({
    F_thresh: fc.constantFrom(0, 10, 99.5, 100),
    R_vac: fc.constantFrom(0.1, 0.3, 0.7),
    R_wall: fc.constantFrom(1, 1.5, 3.3),
    BREAK_SCORE_THRESHOLD: fc.constantFrom(60, 80, 90),
    REJECT_SCORE_THRESHOLD: fc.constantFrom(10, 20, 40),
  }),
});

/** What follows where a flip's change is made, or only a share of it. */
function after(judge: Judge, { input, change }: ExplainedFlip, share = 1): Judgement {
  return judge.judge({ [input]: judge.inputs[input] + change * share });
}

describe('the least change that ends a state of the book', () => {
  it('is in whole contracts, brings that state, and one contract less does not', () => {
    fc.assert(
      fc.property(someFigures, (figures) => {
        const judge = judgeOf(figures);
        const { state } = judge.judge();
        for (const flip of stateFlips(judge)) {
          expect(Number.isInteger(flip.change)).toBe(true);
          expect(flip.to).toBeGreaterThanOrEqual(0);
          expect(after(judge, flip).state).toBe(flip.outcome);
          expect(flip.outcome).not.toBe(state);
          const oneLess = flip.change - Math.sign(flip.change);
          expect(after(judge, { ...flip, change: oneLess }).state).toBe(state);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is what counting up and down one contract at a time finds, too', () => {
    const inputs = ['added', 'pulled', 'filled'] as const;
    const counted = (judge: Judge, input: ExplainedInput, sign: 1 | -1): number | undefined => {
      const { state } = judge.judge();
      for (let step = 1; step <= 900; step++) {
        const value = judge.inputs[input] + sign * step;
        if (value < 0) return undefined;
        if (judge.judge({ [input]: value }).state !== state) return sign * step;
      }
      return undefined;
    };
    const small = fc.record({ added: fc.nat(150), pulled: fc.nat(150), filled: fc.nat(150) });
    fc.assert(
      fc.property(small, (figures) => {
        const judge = judgeOf(figures);
        const flips = stateFlips(judge);
        for (const input of inputs) {
          for (const sign of [1, -1] as const) {
            const found = flips.find(
              (flip) => flip.input === input && Math.sign(flip.change) === sign,
            )?.change;
            const expected = counted(judge, input, sign);
            if (expected !== undefined || (found ?? 901) <= 900) expect(found).toBe(expected);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('reads like this: pulled away until it is a vacuum', () => {
    const judge = judgeOf({ added: 20, pulled: 110, filled: 0, depth: 500 });
    expect(judge.judge().state).toBe('NEUTRAL');
    expect(stateFlips(judge).find(({ outcome }) => outcome === 'VACUUM')).toMatchObject({
      input: 'pulled',
      from: 110,
      to: 121,
      change: 11,
    });
  });

  it('can be a tick that comes into sight', () => {
    const judge = judgeOf({ depth: 10, knownTicks: 4 });
    expect(stateFlips(judge)).toContainEqual({
      input: 'known_ticks',
      from: 4,
      to: 5,
      change: 1,
      outcome: 'WEAK',
    });
  });
});

describe('the least change that leads to another signal', () => {
  it('leads there, and a little less does not', () => {
    fc.assert(
      fc.property(someFigures, (figures) => {
        const judge = judgeOf(figures);
        const { leadsTo } = judge.judge();
        for (const flip of signalFlips(judge)) {
          const changed = after(judge, flip);
          expect(changed.leadsTo).toBe(flip.outcome);
          expect(changed.raw).toBe(flip.raw);
          expect(flip.outcome).not.toBe(leadsTo);
          const less = COUNTED.has(flip.input) ? 1 : Math.max(1e-7, Math.abs(flip.to) * 1e-11);
          const share = 1 - less / Math.abs(flip.change);
          if (share > 0) expect(after(judge, flip, share).leadsTo).toBe(leadsTo);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is what the trigger itself shows once the change has lasted', () => {
    fc.assert(
      fc.property(someFigures, (figures) => {
        const judge = judgeOf(figures);
        const { config, view, nowNs } = judge.situation;
        for (const flip of signalFlips(judge)) {
          const input = flip.input === 'distance' ? flip.to : judge.inputs.distance;
          const { state: barrierState } = after(judge, flip);
          const trigger = new Trigger(config);
          const show = (atNs: number) =>
            trigger.next({
              nowNs: atNs,
              raw: flip.raw,
              distance: input,
              direction: view.direction,
              barrierState,
              activity: flip.input === 'activity' ? flip.to : judge.inputs.activity,
              isMuted: false,
            });
          show(nowNs);
          expect(show(nowNs + flip.after_ms * NS_PER_MS)).toBe(flip.outcome);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('names the points of the score, and what each part would have to give', () => {
    const judge = judgeOf({ gamma: -20_000, added: 0, pulled: 500, velocity: 0, depth: 900 });
    expect(judge.judge()).toMatchObject({ raw: 80, leadsTo: 'NEUTRAL', state: 'VACUUM' });
    const [flip] = signalFlips(judge);
    expect(flip).toMatchObject({ input: 'break_score_raw', outcome: 'BREAK', after_ms: 3000 });
    expect(flip?.change).toBeCloseTo(0, 7);
    expect(flip?.change).toBeGreaterThan(1e-9);
    expect(flip?.via?.map(({ key }) => key)).toEqual(['tape']);
  });

  it('counts what has been held already', () => {
    const nowNs = 100 * NS_PER_S;
    const judge = judgeOf({
      gamma: -20_000,
      pulled: 500,
      sweep: 'ahead',
      nowNs,
      timers: { breakSinceNs: nowNs - 1.8 * NS_PER_S, rejectSinceNs: undefined },
    });
    const now = judge.judge();
    expect(now).toMatchObject({ leadsTo: 'BREAK', raw: 100 });
    expect(now.afterNs / NS_PER_MS).toBeCloseTo(1200, 6);
    expect(triggerRules(judge, now)[0]).toMatchObject({
      outcome: 'BREAK',
      holds: true,
      decides: false,
      held_ms: 1800,
      hold_ms: 3000,
    });
  });

  it('does not exist while the level is muted', () => {
    const judge = judgeOf({ gamma: -20_000, pulled: 500, sweep: 'ahead', isMuted: true });
    expect(signalFlips(judge)).toEqual([]);
    const rules = triggerRules(judge, judge.judge());
    expect(rules.filter(({ decides }) => decides).map(({ outcome }) => outcome)).toEqual([
      'NEUTRAL',
    ]);
  });
});

describe('the rules of a level', () => {
  it('decide on the state that the engine has', () => {
    fc.assert(
      fc.property(someFigures, (figures) => {
        const judge = judgeOf(figures);
        const { config, barrier, zoneTicks, knownTicks } = judge.situation;
        const decided = barrierRules(judge).filter(({ decides }) => decides);
        const visibility = knownTicks / zoneTicks;
        const expected: BarrierState = barrierState({ ...barrier, visibility }, config);
        expect(decided.map(({ outcome }) => outcome)).toEqual([expected]);
      }),
      { numRuns: 120 },
    );
  });

  it("split the tape's score into its parts", () => {
    fc.assert(
      fc.property(someFigures, (figures) => {
        const judge = judgeOf(figures);
        const sum = tapeParts(judge).reduce((points, { score }) => points + score, 0);
        expect(sum).toBeCloseTo(judge.judge().scores.tape, 9);
      }),
      { numRuns: 100 },
    );
  });
});
