import type { ExplainedFlip, ExplainedInput, ExplainedSignalFlip } from '../../core/explanation.ts';
import type { BarrierState } from '../../core/payload.ts';
import { NS_PER_MS } from '../../core/time.ts';
import { breakpointsOf } from './breakpoints.ts';
import type { Judge, Judgement } from './judge.ts';

/** Contracts and ticks are whole numbers: a change of them is exact. */
const WHOLE: ReadonlySet<ExplainedInput> = new Set([
  'added',
  'pulled',
  'filled',
  'depth_in_zone',
  'known_ticks',
  'buy_vol',
  'sell_vol',
]);
/** Inputs that have a sign; all others are never below 0. */
const SIGNED: ReadonlySet<ExplainedInput> = new Set([
  'net_dealer_gamma',
  'velocity',
  'break_score_raw',
]);

/** Inputs of the state of the book. */
const STATE_INPUTS = ['added', 'pulled', 'filled', 'depth_in_zone', 'known_ticks'] as const;
const SIGNAL_INPUTS: readonly ExplainedInput[] = [
  'break_score_raw',
  ...STATE_INPUTS,
  'net_dealer_gamma',
  'sweep_notional',
  'velocity',
  'buy_vol',
  'sell_vol',
  'activity',
  'distance',
];

/** Values worth trying: at, and right beside, every place where a comparison can turn. */
function candidates(judge: Judge, input: ExplainedInput): number[] {
  const { zoneTicks, config } = judge.situation;
  const breakpoints = breakpointsOf(judge, input).filter(Number.isFinite);
  const values = WHOLE.has(input)
    ? breakpoints.flatMap((at) => [-1, 0, 1, 2].map((step) => Math.floor(at) + step))
    : breakpoints;
  const most =
    input === 'known_ticks'
      ? zoneTicks
      : input === 'distance'
        ? config.MONITOR_BAND
        : Number.MAX_SAFE_INTEGER;
  const least = SIGNED.has(input) ? Number.NEGATIVE_INFINITY : 0;
  const from = judge.inputs[input];
  return [...new Set(values)]
    .filter((value) => value >= least && value <= most && value !== from)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || a - b);
}

/** The nearest value upwards, and the nearest downwards, after which `isOther` holds. */
function nearest(
  judge: Judge,
  input: ExplainedInput,
  isOther: (judgement: Judgement) => boolean,
): { value: number; judgement: Judgement }[] {
  const from = judge.inputs[input];
  const all = candidates(judge, input);
  return [1, -1].flatMap((sign) => {
    for (const value of all) {
      if (Math.sign(value - from) !== sign) continue;
      const judgement = judge.judge({ [input]: value });
      if (isOther(judgement)) return [{ value, judgement }];
    }
    return [];
  });
}

/** For each input of the book the least changes after which another state holds, smallest first. */
export function stateFlips(judge: Judge): ExplainedFlip<BarrierState>[] {
  const { state } = judge.judge();
  return STATE_INPUTS.flatMap((input) =>
    nearest(judge, input, (other) => other.state !== state).map(({ value, judgement }) => ({
      ...step(judge, input, value),
      outcome: judgement.state,
    })),
  ).sort((a, b) => Math.abs(a.change) - Math.abs(b.change) || b.change - a.change);
}

/**
 * For each input the least changes after which the level would come to show another signal; of the
 * score itself first. None while the level is muted: then no figure counts.
 */
export function signalFlips(judge: Judge): ExplainedSignalFlip[] {
  const now = judge.judge();
  return SIGNAL_INPUTS.flatMap((input) =>
    nearest(judge, input, (other) => other.leadsTo !== now.leadsTo).map(({ value, judgement }) => {
      const flip = {
        ...step(judge, input, value),
        outcome: judgement.leadsTo,
        raw: judgement.raw,
        after_ms: judgement.afterNs / NS_PER_MS,
      };
      if (input !== 'break_score_raw') return flip;
      return { ...flip, from: now.raw, to: judgement.raw, via: components(judge, now, value) };
    }),
  );
}

const step = (judge: Judge, input: ExplainedInput, to: number) => {
  const from = judge.inputs[input];
  return { input, from, to, change: to - from };
};

/** Component scores that would bring such a change of the score alone, where 0…100 allow it. */
function components(judge: Judge, { scores }: Judgement, points: number) {
  const { barrier, fuel, tape } = judge.engines;
  const { config } = judge.situation;
  return [
    { engine: barrier, now: scores.barrier },
    { engine: fuel, now: scores.fuel },
    { engine: tape, now: scores.tape },
  ].flatMap(({ engine, now }) => {
    const change = points / config[engine.weightKey];
    const score = now + change;
    return score >= 0 && score <= 100 ? [{ key: engine.scoreKey, score, change }] : [];
  });
}
