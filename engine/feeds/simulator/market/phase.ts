import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import type { OptionMood } from '../options/mood.ts';

/**
 * ES ticks to a SPY cent: an index point is four ticks, and a SPY dollar is about 10.03 points.
 * Scenarios count prices in SPY cents from a whole dollar, where the levels lie.
 */
export const TICKS_PER_CENT = 0.4012;

/** A stretch of the book around a level where makers behave unlike elsewhere: they stack it, leave it, or let it be eaten. */
export interface Zone {
  readonly side: Side;
  /** SPY cents from the anchor. */
  readonly atCents: number;
  /** Size the makers want there, in percent of the usual. */
  readonly depthPercent: number;
  /** Share of all limit orders and cancels that go there, per mille. */
  readonly sharePerMille: number;
}

/** A burst of market orders that runs through several prices. */
export interface Sweep {
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
  /** Standard deviation of the random walk that price does on top, after a minute, cents. */
  readonly roamCents: number;
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
