import type { ExplainedInput } from '../../core/explanation.ts';
import { CONTESTED_HIGH, CONTESTED_LOW } from '../trigger.ts';
import type { Judge } from './judge.ts';

/**
 * Rules compare with a tolerance of 1e-9 (SPEC §3), so that a verdict can change a little beside
 * the limit itself: beyond this it has changed.
 */
const BESIDE = 2e-9;
/** Points of the tape's score that velocity and imbalance can give each (SPEC §7). */
const PART_SCORE = 25;

/** Limits that a comparison changes at: the limit, and either side of it. */
const beside = (limit: number): number[] => {
  const step = Math.max(BESIDE, Math.abs(limit) * 1e-12);
  return [limit - step, limit, limit + step];
};

/** Contracts at which a state of the book can change, all else being equal (SPEC §4). */
function flowBreakpoints(judge: Judge, input: 'added' | 'pulled' | 'filled'): number[] {
  const { F_thresh, R_vac, R_wall } = judge.situation.config;
  const { added, pulled, filled } = judge.inputs;
  const changes = [-F_thresh, 0, F_thresh].flatMap(beside);
  const ratios = [R_vac, R_wall, 1].flatMap(beside);
  if (input === 'added') {
    return [
      ...changes.map((change) => change + pulled + filled),
      ...ratios.map((ratio) => ratio * (pulled + filled + 1)),
    ];
  }
  const other = input === 'pulled' ? filled : pulled;
  return [
    other,
    ...changes.map((change) => added - change - other),
    ...ratios.map((ratio) => added / ratio - other - 1),
  ];
}

/** Raw scores at which the trigger's conditions change. */
const scoreLimits = (judge: Judge): number[] => {
  const { BREAK_SCORE_THRESHOLD, REJECT_SCORE_THRESHOLD } = judge.situation.config;
  return [BREAK_SCORE_THRESHOLD, REJECT_SCORE_THRESHOLD, CONTESTED_LOW, CONTESTED_HIGH];
};

/**
 * Shares 0…1 of one part of the tape's score (velocity or imbalance) at which the raw score meets a
 * limit, the other part being as it is.
 *
 * @param without the raw score, not clamped, where that part gives nothing
 */
function partShares(judge: Judge, without: number): number[] {
  const perShare = judge.situation.config.w_T * PART_SCORE;
  if (perShare === 0) return [];
  return scoreLimits(judge)
    .flatMap(beside)
    .map((limit) => (limit - without) / perShare)
    .filter((share) => share >= 0 && share <= 1);
}

const signOf = (judge: Judge): 1 | -1 => (judge.situation.view.breakDirection === 'UP' ? 1 : -1);

function velocityBreakpoints(judge: Judge): number[] {
  const reference = judge.situation.config.VELOCITY_REF;
  const { raw } = judge.judge({ velocity: 0 });
  return partShares(judge, raw).map((share) => signOf(judge) * share * reference);
}

/** Volumes of one side at which the imbalance gives just so much of the tape's score. */
function volumeBreakpoints(judge: Judge, input: 'buy_vol' | 'sell_vol'): number[] {
  const { buy_vol, sell_vol } = judge.inputs;
  const other = input === 'buy_vol' ? sell_vol : buy_vol;
  const helps = input === 'buy_vol' ? signOf(judge) : -signOf(judge);
  const { raw } = judge.judge({ buy_vol: 0, sell_vol: 0 });
  const volumes = partShares(judge, raw).map(
    (share) => (other * (1 + helps * share)) / (1 - helps * share),
  );
  // With nothing on the other side a single contract is all of the imbalance.
  return [0, ...volumes];
}

/** What a rule compares an input with; between two neighbours no verdict can change. */
export function breakpointsOf(judge: Judge, input: ExplainedInput): number[] {
  const { config, zoneTicks } = judge.situation;
  switch (input) {
    case 'added':
    case 'pulled':
    case 'filled':
      return flowBreakpoints(judge, input);
    case 'depth_in_zone':
      return beside(config.WEAK_DEPTH);
    case 'known_ticks':
      return [0, zoneTicks];
    case 'net_dealer_gamma':
      return [-config.gamma_threshold, config.gamma_threshold].flatMap(beside);
    case 'buy_vol':
    case 'sell_vol':
      return volumeBreakpoints(judge, input);
    case 'velocity':
      return velocityBreakpoints(judge);
    case 'sweep_notional':
      return beside(judge.sweepLimit);
    case 'activity':
      return beside(config.CONTESTED_MIN_ACTIVITY);
    case 'distance':
      return beside(config.TOUCH_BAND);
    case 'break_score_raw': {
      const { raw } = judge.judge();
      return scoreLimits(judge)
        .flatMap(beside)
        .map((limit) => limit - raw);
    }
  }
}
