import { ASK, BID } from '../../../core/events.ts';
import { ANCHOR_RANGE } from '../instruments.ts';
import { BALANCED, CALL_BUYING, PREMIUM_SELLING, PUT_BUYING } from '../options/mood.ts';
import type { Prng } from '../prng.ts';
import type { PhaseSource } from './director.ts';
import { mirrored, type Phase } from './phase.ts';

/** Fastest glide from the end of one cycle of a script to the beginning of the next. */
const TRAVEL_CENTS_PER_S = 2.5;

/** A trend goes this far from where the session began, dollars. */
const TREND_RANGE = 10;

/** Nothing in particular happens. */
export const CALM: Omit<Phase, 'name' | 'seconds' | 'toCents'> = {
  wanderCents: 9,
  roamCents: 0,
  activityPercent: 100,
  pressure: 0,
  aggressionPerMille: 70,
  options: BALANCED,
  zones: [],
  sweeps: [],
  outage: false,
};

/**
 * The phases of a script as written; each later cycle varies them in anchor, direction, duration and
 * distance, so that no two are alike.
 */
export function scriptedPath(
  prng: Prng,
  script: readonly Phase[],
  openingCents: number,
): PhaseSource {
  let queue = [...script];
  let offset = 0;
  return {
    openingCents,
    next(fromCents) {
      const next = queue.shift();
      if (next !== undefined) return { phase: next, anchorMove: 0 };
      const move = prng.between(-1, 1);
      const anchorMove = Math.abs(offset + move) > ANCHOR_RANGE ? 0 : move;
      offset += anchorMove;
      const upsideDown = prng.chance(500);
      queue = script.map((phase) => varied(prng, upsideDown ? mirrored(phase) : phase));
      const [first] = queue;
      if (first === undefined) throw new RangeError('Invariant: the script has no phase');
      const distanceCents = Math.abs(first.toCents - (fromCents - anchorMove * 100));
      const seconds = Math.max(5, Math.ceil(distanceCents / TRAVEL_CENTS_PER_S));
      // Brings price from where the last cycle left it to where this one begins.
      return { phase: { ...first, name: 'on the way', seconds }, anchorMove };
    },
  };
}

function varied(prng: Prng, phase: Phase): Phase {
  // Where price is held exactly it must stay there; elsewhere it may end a little off.
  const slackCents = phase.wanderCents >= 4 ? 5 : 0;
  return {
    ...phase,
    seconds: Math.max(8, Math.round((phase.seconds * prng.between(80, 130)) / 100)),
    toCents: phase.toCents + prng.between(-slackCents, slackCents),
    activityPercent: Math.round((phase.activityPercent * prng.between(80, 125)) / 100),
    outage: phase.outage && prng.chance(300),
  };
}

/** How price walks where no script says. */
export interface Walk {
  /** Standard deviation of the change in one minute, cents; it grows with the root of time. */
  readonly centsPerMinute: number;
  readonly driftCentsPerMinute: number;
  /** Share of phases in which the makers do something at the level ahead, per mille. */
  readonly levelPerMille: number;
  readonly activityPercent: number;
}

const MOODS = [BALANCED, PREMIUM_SELLING, PREMIUM_SELLING, CALL_BUYING, PUT_BUYING] as const;

/** A random walk, with whole-dollar levels stacked or left by their makers on the way. */
export function walkingPath(prng: Prng, walk: Walk): PhaseSource {
  let offset = 0;
  let drift = walk.driftCentsPerMinute;
  return {
    openingCents: 20,
    next(fromCents) {
      // Cents count from the level next below.
      const whole = Math.floor(fromCents / 100);
      const anchorMove = Math.abs(offset + whole) > 2 * ANCHOR_RANGE ? 0 : whole;
      offset += anchorMove;
      const cents = fromCents - anchorMove * 100;
      const seconds = prng.between(15, 75);
      const minutes = seconds / 60;
      // Far from where the session began, price is drawn back a little.
      const home = (-offset * walk.centsPerMinute * minutes) / 40;
      // A trend turns round before it leaves the listed strikes behind.
      if (Math.abs(offset) > TREND_RANGE && offset * drift > 0) drift = -drift;
      const toCents = cents + drift * minutes + home;
      const zones = prng.chance(walk.levelPerMille) ? [levelZone(prng)] : [];
      const phase: Phase = {
        ...CALM,
        name: zones.length > 0 ? 'to a level' : 'on its way',
        seconds,
        toCents,
        wanderCents: 0,
        roamCents: walk.centsPerMinute,
        activityPercent: Math.round((walk.activityPercent * prng.between(70, 150)) / 100),
        options: MOODS[prng.below(MOODS.length)] ?? BALANCED,
        zones,
      };
      return { phase, anchorMove };
    },
  };
}

/** Makers stack one of the two levels around price, or leave it. */
function levelZone(prng: Prng): Phase['zones'][number] {
  const isAbove = prng.chance(500);
  return {
    side: isAbove ? ASK : BID,
    atCents: isAbove ? 100 : 0,
    depthPercent: prng.weighted([1, 1]) === 0 ? prng.between(200, 330) : prng.between(5, 40),
    sharePerMille: prng.between(50, 110),
  };
}
