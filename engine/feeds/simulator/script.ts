import type { Side } from '../../core/events.ts';
import { ASK, BID } from '../../core/events.ts';
import {
  BALANCED,
  CALL_BUYING,
  PREMIUM_SELLING,
  PUT_BUYING,
  type OptionMood,
} from './options/mood.ts';

/**
 * A stretch of the book around a level where makers behave unlike elsewhere: they stack it, leave
 * it, or let it be eaten.
 */
interface Zone {
  readonly side: Side;
  /** SPY cents from the anchor. */
  readonly atCents: number;
  /** Size the makers want there, in percent of the usual. */
  readonly depthPercent: number;
  /** Share of all limit orders and cancels that go there, per mille. */
  readonly sharePerMille: number;
}

/** A burst of market orders that runs through several prices. */
interface Sweep {
  readonly direction: 1 | -1;
  /** Seconds from the phase's start. */
  readonly atSeconds: number;
  readonly orders: number;
  readonly contractsPerOrder: number;
}

/** What the market does for a while. Cents count from the anchor, a whole SPY dollar. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** Where price is steered by the end; it gets there in a straight line, less the wandering. */
  readonly toCents: number;
  /** Standard deviation of the wandering around that line, cents. */
  readonly wanderCents: number;
  /** Intensity of orders, percent of a calm market's. */
  readonly activityPercent: number;
  /** Market orders' lean, −100 all sells … 100 all buys. */
  readonly pressure: number;
  /** Share of market orders among all orders, per mille. */
  readonly aggressionPerMille: number;
  readonly options: OptionMood;
  readonly zones: readonly Zone[];
  readonly sweeps: readonly Sweep[];
  /** The feed loses packets: the book is doubtful, then cleared, then sent anew. */
  readonly outage: boolean;
}

const CALM = {
  wanderCents: 9,
  activityPercent: 100,
  pressure: 0,
  aggressionPerMille: 70,
  options: BALANCED,
  zones: [],
  sweeps: [],
  outage: false,
};

/**
 * Ten minutes around a whole dollar A: A is defended and holds, A+1 is fought over and breaks
 * upwards, the feed stumbles, A breaks downwards, A−1 is thin and then defended.
 */
export const TEN_MINUTES: readonly Phase[] = [
  { ...CALM, name: 'quiet open', seconds: 36, toCents: 24, wanderCents: 6 },
  {
    ...CALM,
    name: 'sellers lean towards A, premium is sold',
    seconds: 32,
    toCents: 5,
    wanderCents: 2,
    pressure: -15,
    options: PREMIUM_SELLING,
  },
  {
    ...CALM,
    name: 'bids stack at A',
    seconds: 24,
    toCents: 2.2,
    wanderCents: 0,
    activityPercent: 170,
    pressure: -30,
    options: PREMIUM_SELLING,
    zones: [{ side: BID, atCents: 0, depthPercent: 330, sharePerMille: 110 }],
  },
  {
    ...CALM,
    name: 'rejected: short covering',
    seconds: 34,
    toCents: 48,
    activityPercent: 170,
    pressure: 35,
    sweeps: [{ direction: 1, atSeconds: 3, orders: 5, contractsPerOrder: 34 }],
  },
  { ...CALM, name: 'grind up', seconds: 42, toCents: 88 },
  {
    ...CALM,
    name: 'offers at A+1 are eaten and partly refilled',
    seconds: 22,
    toCents: 98,
    wanderCents: 0,
    activityPercent: 170,
    pressure: 60,
    aggressionPerMille: 170,
    zones: [{ side: ASK, atCents: 100, depthPercent: 75, sharePerMille: 180 }],
  },
  {
    ...CALM,
    name: 'pause below A+1, calls are bought',
    seconds: 30,
    toCents: 89.5,
    wanderCents: 2,
    options: CALL_BUYING,
  },
  {
    ...CALM,
    name: 'offers at A+1 are pulled',
    seconds: 14,
    toCents: 92,
    wanderCents: 0,
    activityPercent: 140,
    pressure: 60,
    aggressionPerMille: 120,
    options: CALL_BUYING,
    zones: [{ side: ASK, atCents: 100, depthPercent: 5, sharePerMille: 70 }],
  },
  {
    ...CALM,
    name: 'break upwards',
    seconds: 12,
    toCents: 126,
    activityPercent: 320,
    pressure: 60,
    aggressionPerMille: 120,
    options: CALL_BUYING,
    zones: [{ side: ASK, atCents: 100, depthPercent: 10, sharePerMille: 30 }],
    sweeps: [
      { direction: 1, atSeconds: 1, orders: 6, contractsPerOrder: 40 },
      { direction: 1, atSeconds: 5, orders: 4, contractsPerOrder: 38 },
    ],
  },
  { ...CALM, name: 'run fades', seconds: 38, toCents: 140 },
  { ...CALM, name: 'drift back to the broken level', seconds: 48, toCents: 104 },
  { ...CALM, name: 'packet loss', seconds: 8, toCents: 100, outage: true },
  {
    ...CALM,
    name: 'slide to A, puts are bought',
    seconds: 56,
    toCents: 10.5,
    wanderCents: 8,
    activityPercent: 130,
    pressure: -20,
    options: PUT_BUYING,
  },
  {
    ...CALM,
    name: 'bids at A are pulled',
    seconds: 14,
    toCents: 8,
    wanderCents: 0,
    activityPercent: 140,
    pressure: -60,
    aggressionPerMille: 120,
    options: PUT_BUYING,
    zones: [{ side: BID, atCents: 0, depthPercent: 5, sharePerMille: 70 }],
  },
  {
    ...CALM,
    name: 'break downwards',
    seconds: 12,
    toCents: -28,
    activityPercent: 340,
    pressure: -60,
    aggressionPerMille: 120,
    options: PUT_BUYING,
    zones: [{ side: BID, atCents: 0, depthPercent: 10, sharePerMille: 30 }],
    sweeps: [
      { direction: -1, atSeconds: 1, orders: 6, contractsPerOrder: 40 },
      { direction: -1, atSeconds: 6, orders: 5, contractsPerOrder: 36 },
    ],
  },
  {
    ...CALM,
    name: 'slide to A-1, nobody bids',
    seconds: 40,
    toCents: -90,
    wanderCents: 7,
    activityPercent: 120,
    zones: [{ side: BID, atCents: -100, depthPercent: 8, sharePerMille: 60 }],
  },
  {
    ...CALM,
    name: 'thin bids at A-1',
    seconds: 26,
    toCents: -94,
    wanderCents: 1,
    activityPercent: 80,
    zones: [{ side: BID, atCents: -100, depthPercent: 8, sharePerMille: 60 }],
  },
  {
    ...CALM,
    name: 'bids come back, premium is sold',
    seconds: 40,
    toCents: -97.5,
    wanderCents: 1,
    activityPercent: 140,
    options: { ...PREMIUM_SELLING, focus: -1, blocksPerMille: 150 },
    zones: [{ side: BID, atCents: -100, depthPercent: 300, sharePerMille: 110 }],
  },
  {
    ...CALM,
    name: 'recovery',
    seconds: 72,
    toCents: -30,
    sweeps: [{ direction: 1, atSeconds: 6, orders: 5, contractsPerOrder: 34 }],
  },
];

/** The phase turned upside down: what happened to bids below happens to offers above. */
export function mirrored(phase: Phase): Phase {
  const { options } = phase;
  return {
    ...phase,
    toCents: -phase.toCents,
    pressure: -phase.pressure,
    options: {
      ...options,
      callBuys: options.putBuys,
      callSells: options.putSells,
      putBuys: options.callBuys,
      putSells: options.callSells,
      focus: -options.focus,
    },
    zones: phase.zones.map((zone) => ({
      ...zone,
      side: zone.side === BID ? ASK : BID,
      atCents: -zone.atCents,
    })),
    sweeps: phase.sweeps.map((sweep) => ({
      ...sweep,
      direction: sweep.direction === 1 ? -1 : 1,
    })),
  };
}
