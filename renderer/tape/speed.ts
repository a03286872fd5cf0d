/** The speed of the tape as figures: per second, against what is usual. */
import type { TapeStats } from '../../engine/core/tape.ts';
import { UNKNOWN } from '../format/number.ts';

export interface SpeedFigure {
  /** Per second; NaN where no time was watched. */
  readonly rate: number;
  /** Per second, the median of the session so far; undefined where too little was watched. */
  readonly usual: number | undefined;
  /** Share 0…1 of the session so far that was slower; undefined as above. */
  readonly below: number | undefined;
}

/** Contracts in the window by whose trades they were. */
export interface SideVolumes {
  readonly buy: number;
  readonly sell: number;
  readonly mid: number;
}

export interface SpeedView extends SideVolumes {
  readonly prints: SpeedFigure;
  readonly contracts: SpeedFigure;
}

const WINDOW_S = 5;

export function speedView(stats: TapeStats): SpeedView {
  const { window_ms, prints, buy_volume: buy, sell_volume: sell, mid_volume: mid, usual } = stats;
  const seconds = window_ms / 1000;
  const figure = (count: number, usually?: number, below?: number): SpeedFigure => ({
    rate: seconds === 0 ? Number.NaN : count / seconds,
    usual: usually === undefined ? undefined : usually / WINDOW_S,
    below,
  });
  return {
    prints: figure(prints, usual?.prints, usual?.prints_below),
    contracts: figure(buy + sell + mid, usual?.volume, usual?.volume_below),
    buy,
    sell,
    mid,
  };
}

/** Shares of both sides in whole percent; where all have a side they add up to a hundred. */
export function sideShares({ buy, sell, mid }: SideVolumes): {
  readonly buyText: string;
  readonly sellText: string;
} {
  const total = buy + sell + mid;
  if (total === 0) return { buyText: UNKNOWN, sellText: UNKNOWN };
  const percent = (part: number): number => Math.round((part / total) * 100);
  const sellPercent = mid === 0 ? 100 - percent(buy) : percent(sell);
  return { buyText: `${percent(buy)}%`, sellText: `${sellPercent}%` };
}
