/** Rows of the ladder as plain figures, so that a row renders again only when one of them changes. */
import type { LevelKind } from '../../engine/core/payload.ts';
import type { LadderColumns } from '../../engine/core/protocol.ts';

export interface LadderRow {
  readonly tick: number;
  /** Displayed contracts; undefined where the book does not reach or shows none. */
  readonly bid: number | undefined;
  readonly ask: number | undefined;
  readonly buyVolume: number;
  readonly sellVolume: number;
  /** Flows of the barrier window. */
  readonly added: number;
  readonly pulled: number;
  readonly filled: number;
  /** Whether the book's view knows this tick, on either side. */
  readonly isInSight: boolean;
}

/** Rows from the highest price down. Ticks beyond the columns are there with nothing known. */
export function ladderRows(ladder: LadderColumns, topTick: number, count: number): LadderRow[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    ladderRow(ladder, topTick - index),
  );
}

function ladderRow(ladder: LadderColumns, tick: number): LadderRow {
  const at = tick - ladder.first_tick;
  const figure = (column: Float64Array): number => column[at] ?? 0;
  const bid = ladder.bid_size[at] ?? -1;
  const ask = ladder.ask_size[at] ?? -1;
  return {
    tick,
    bid: bid > 0 ? bid : undefined,
    ask: ask > 0 ? ask : undefined,
    buyVolume: figure(ladder.buy_volume),
    sellVolume: figure(ladder.sell_volume),
    added: figure(ladder.added),
    pulled: figure(ladder.pulled),
    filled: figure(ladder.filled),
    isInSight: bid >= 0 || ask >= 0,
  };
}

/** Largest figures among the rows shown: what a full bar means. At least 1. */
export function ladderScale(rows: readonly LadderRow[]): { depth: number; volume: number } {
  let depth = 1;
  let volume = 1;
  for (const row of rows) {
    depth = Math.max(depth, row.bid ?? 0, row.ask ?? 0);
    volume = Math.max(volume, row.buyVolume + row.sellVolume);
  }
  return { depth, volume };
}

/** The tick that the market is at: between the best prices, else the last trade. */
export function marketTick(ladder: LadderColumns): number {
  const { best_bid_tick: bid, best_ask_tick: ask, last_tick: last } = ladder;
  if (bid !== null && ask !== null) return Math.round((bid + ask) / 2);
  return last ?? bid ?? ask ?? ladder.first_tick + Math.floor(ladder.bid_size.length / 2);
}

/**
 * The tick in the middle of a ladder that follows the market: it stays while the market is in the
 * middle half, so that rows do not run away under the eye.
 */
export function followMarket(
  centreTick: number | undefined,
  ladder: LadderColumns,
  rowCount: number,
): number {
  const market = marketTick(ladder);
  if (centreTick === undefined) return market;
  return Math.abs(market - centreTick) <= rowCount / 4 ? centreTick : market;
}

/** A level at a tick of the ladder. */
export interface LadderMark {
  readonly id: string;
  readonly kind: LevelKind;
  readonly text: string;
  /** Members of the confluence beside this level. */
  readonly moreCount: number;
  readonly verdict: 'BREAK' | 'REJECT' | 'CONTESTED' | undefined;
  readonly direction: 'UP' | 'DOWN' | null;
}
