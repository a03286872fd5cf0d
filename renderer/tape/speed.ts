/** The speed of the tape as figures: per second, against what is usual. */
import type { TapeStats } from '../../engine/core/tape.ts';

export interface SpeedFigure {
  /** Per second; NaN where no time was watched. */
  readonly rate: number;
  /** Per second, the median of the session so far; undefined where too little was watched. */
  readonly usual: number | undefined;
  /** Share 0…1 of the session so far that was slower; undefined as above. */
  readonly below: number | undefined;
}

export interface SpeedView {
  readonly prints: SpeedFigure;
  readonly contracts: SpeedFigure;
  /** Contracts in the window. */
  readonly buy: number;
  readonly sell: number;
  readonly mid: number;
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
