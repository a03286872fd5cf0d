/** SPEC §11, SpreadEngine. */
import type { LevelPayload } from '../../core/payload.ts';
import { isGood } from './book.ts';
import type { Moment } from './moment.ts';
import { inWindow, isAtLeast, isAtMost, isBelow, seconds } from './words.ts';

export type Spread = NonNullable<LevelPayload['spread']>;

export interface SpreadSample {
  readonly timeNs: number;
  readonly bps: number;
}

/** Bps of the mid; undefined while the view is not good. */
export function spreadNow({ market }: Moment): number | undefined {
  const { view } = market;
  const [bid, ask] = [view?.bids[0]?.[0], view?.asks[0]?.[0]];
  if (view === undefined || !isGood(view) || bid === undefined || ask === undefined) {
    return undefined;
  }
  if (ask + bid <= 0) return undefined;
  return ((ask - bid) / ((ask + bid) / 2)) * 10_000;
}

/** @param samples of all snaps of the session, the present one included */
export function spreadOf(moment: Moment, samples: readonly SpreadSample[]): Spread {
  const recent = samples.filter(({ timeNs }) => inWindow(timeNs, moment.nowNs, seconds(300)));
  const confidence = Math.min(1, recent.length / 100);
  const bps = spreadNow(moment);
  if (bps === undefined) return { state: null, spread_bps: null, percentile: null, confidence };
  const below = recent.filter((sample) => isBelow(sample.bps, bps)).length;
  const equal = recent.filter((sample) => Math.abs(sample.bps - bps) <= 1e-9).length;
  const percentile = (below + equal / 2) / recent.length;
  const isTight = isAtMost(percentile, 0.25);
  const state = isTight ? 'TIGHT' : isAtLeast(percentile, 0.75) ? 'WIDE' : 'NORMAL';
  return { state, spread_bps: bps, percentile, confidence };
}

export const spreadScore = ({ state }: Spread): number =>
  state === 'TIGHT' ? 75 : state === 'WIDE' ? 25 : 50;

export const spreadClause = ({ state }: Spread): string =>
  state === 'TIGHT' ? 'tight book' : state === 'WIDE' ? 'wide book' : 'normal spread';
