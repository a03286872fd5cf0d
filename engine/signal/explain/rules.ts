import type {
  ExplainedCondition,
  ExplainedRule,
  ExplainedTapePart,
  ExplainedTrigger,
} from '../../core/explanation.ts';
import type { BarrierState, FuelEffect, Signal } from '../../core/payload.ts';
import { NS_PER_MS, NS_PER_S } from '../../core/time.ts';
import { above, atLeast, atMost, below } from '../../core/tolerance.ts';
import { CONTESTED_HIGH, CONTESTED_LOW } from '../trigger.ts';
import type { Judge, Judgement } from './judge.ts';

const COMPARE: Readonly<Record<'<' | '<=' | '>' | '>=', (a: number, b: number) => boolean>> = {
  '<': below,
  '<=': atMost,
  '>': above,
  '>=': atLeast,
};

function condition(
  figure: string,
  value: number | string,
  op: ExplainedCondition['op'],
  limit: number | string,
  limitName: string,
): ExplainedCondition {
  const holds =
    op === '=' || typeof value === 'string' || typeof limit === 'string'
      ? value === limit
      : COMPARE[op](value, limit);
  return { figure, value, op, limit, limit_name: limitName, holds };
}

type Draft<Outcome> = readonly [outcome: Outcome, ...conditions: readonly ExplainedCondition[]];

/** A table of rules in which the first that holds decides. */
function firstThatHolds<Outcome extends string>(
  drafts: readonly Draft<Outcome>[],
): ExplainedRule<Outcome>[] {
  let isDecided = false;
  return drafts.map(([outcome, ...conditions]) => {
    const holds = conditions.every((each) => each.holds);
    const decides = holds && !isDecided;
    isDecided ||= holds;
    return { outcome, conditions, holds, decides };
  });
}

/** The table of SPEC §4, in its order, with the figures of now. */
export function barrierRules(judge: Judge): ExplainedRule<BarrierState>[] {
  const { F_thresh, R_vac, R_wall, WEAK_DEPTH } = judge.situation.config;
  const [{ metrics }] = judge.readings(judge.inputs);
  const { replenishment_ratio: ratio, delta_liq: change, pulled, filled } = metrics;
  const { visibility, depth_in_zone: depth } = metrics;
  const isDraining = condition('delta_liq', change, '<', -F_thresh, '-F_thresh');
  return firstThatHolds<BarrierState>([
    ['NEUTRAL', condition('visibility', visibility, '=', 0, 'out of sight')],
    ['VACUUM', condition('replenishment_ratio', ratio, '<', R_vac, 'R_vac'), isDraining],
    [
      'WALL',
      condition('replenishment_ratio', ratio, '>', R_wall, 'R_wall'),
      condition('delta_liq', change, '>', F_thresh, 'F_thresh'),
    ],
    ['CONSUMED', isDraining, condition('filled', filled, '>', pulled, 'pulled')],
    [
      'ABSORPTION',
      condition('delta_liq', change, '>', 0, 'zero'),
      condition('replenishment_ratio', ratio, '>', 1, 'one'),
    ],
    [
      'WEAK',
      condition('visibility', visibility, '=', 1, 'all in sight'),
      condition('depth_in_zone', depth, '<', WEAK_DEPTH, 'WEAK_DEPTH'),
    ],
    ['NEUTRAL'],
  ]);
}

/** The effect of SPEC §6. */
export function fuelRules(judge: Judge): ExplainedRule<FuelEffect>[] {
  const { gamma_threshold: limit } = judge.situation.config;
  const gamma = judge.inputs.net_dealer_gamma;
  return firstThatHolds<FuelEffect>([
    ['AMPLIFY', condition('net_dealer_gamma', gamma, '<', -limit, '-gamma_threshold')],
    ['DAMPEN', condition('net_dealer_gamma', gamma, '>', limit, 'gamma_threshold')],
    ['NEUTRAL'],
  ]);
}

/** What the tape's score is made of (SPEC §7, S_T): each part by the engine's own score of it. */
export function tapeParts(judge: Judge): ExplainedTapePart[] {
  const { config, view, tape } = judge.situation;
  const { velocity, buy_vol, sell_vol, sweep_notional } = judge.inputs;
  const engine = judge.engines.tape;
  const noSweep = { ...tape.sweep, direction: null };
  const isSwept = atLeast(sweep_notional, judge.sweepLimit) && sweep_notional > 0;
  const score = (figures: { velocity: number; imbalance: number }): number =>
    isSwept ? 0 : engine.score({ ...tape, ...figures, sweep: noSweep }, view.breakDirection);
  const signed = buy_vol + sell_vol;
  const imbalance = signed === 0 ? 0 : (buy_vol - sell_vol) / signed;
  return [
    {
      part: 'sweep',
      value: sweep_notional,
      limit: judge.sweepLimit,
      limit_name: 'SWEEP_MIN_NOTIONAL',
      score: isSwept ? engine.score(tape, view.breakDirection) : 0,
    },
    {
      part: 'velocity',
      value: velocity,
      limit: config.VELOCITY_REF,
      limit_name: 'VELOCITY_REF',
      score: score({ velocity, imbalance: 0 }),
    },
    {
      part: 'imbalance',
      value: imbalance,
      limit: 1,
      limit_name: 'all on one side',
      score: score({ velocity: 0, imbalance }),
    },
  ];
}

/** The trigger's rules in their order (SPEC §7), with how long each has held and has to. */
export function triggerRules(judge: Judge, { raw, state }: Judgement): ExplainedTrigger[] {
  const { config, nowNs, timers, isMuted, distance } = judge.situation;
  const holdMs = (config.TRIGGER_HOLD_TIME * NS_PER_S) / NS_PER_MS;
  const { activity } = judge.inputs;
  const score = (op: ExplainedCondition['op'], limit: number, name: string): ExplainedCondition =>
    condition('break_score_raw', raw, op, limit, name);
  const breakLimit = config.BREAK_SCORE_THRESHOLD;
  const rejectLimit = config.REJECT_SCORE_THRESHOLD;
  const drafts: readonly [Draft<Signal>, sinceNs: number | undefined, holdMs: number][] = [
    [['BREAK', score('>', breakLimit, 'BREAK_SCORE_THRESHOLD')], timers.breakSinceNs, holdMs],
    [
      [
        'REJECT',
        score('<', rejectLimit, 'REJECT_SCORE_THRESHOLD'),
        condition('distance', distance, '<=', config.TOUCH_BAND, 'TOUCH_BAND'),
      ],
      timers.rejectSinceNs,
      holdMs,
    ],
    [
      [
        'CONTESTED',
        score('>=', CONTESTED_LOW, 'contested from'),
        score('<=', CONTESTED_HIGH, 'contested to'),
        condition('state', state, '=', 'CONSUMED', 'state'),
        condition(
          'activity',
          activity,
          '>',
          config.CONTESTED_MIN_ACTIVITY,
          'CONTESTED_MIN_ACTIVITY',
        ),
      ],
      undefined,
      0,
    ],
    [['NEUTRAL'], undefined, 0],
  ];
  let isDecided = false;
  return drafts.map(([[outcome, ...conditions], sinceNs, hold_ms]) => {
    const holds = conditions.every((each) => each.holds);
    const held_ms = holds && sinceNs !== undefined ? (nowNs - sinceNs) / NS_PER_MS : 0;
    const mayDecide = outcome === 'NEUTRAL' || !isMuted;
    const decides = holds && held_ms >= hold_ms && mayDecide && !isDecided;
    isDecided ||= decides;
    return { outcome, conditions, holds, decides, held_ms, hold_ms };
  });
}
