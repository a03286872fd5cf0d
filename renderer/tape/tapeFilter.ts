/** What of the tape is shown, and how much is not. */
import {
  TAPE_NOTIONALS,
  tapeCountIndex,
  type TapeNotional,
  type TapeStats,
} from '../../engine/core/tape.ts';
import type { Tape, TapeItem } from './tape.ts';

/** Whose trades are shown; 'both' has those without a side, too. */
export const TAPE_SIDES = ['both', 'buy', 'sell'] as const;
export type TapeSide = (typeof TAPE_SIDES)[number];

export interface TapeFilter {
  /** Smallest price × contracts. */
  readonly notional: TapeNotional;
  readonly side: TapeSide;
}

const AGGRESSORS = {
  both: [-1, 0, 1],
  buy: [1],
  sell: [-1],
} as const satisfies Record<TapeSide, readonly (-1 | 0 | 1)[]>;

const passes = ({ notional, aggressor }: TapeItem, filter: TapeFilter): boolean =>
  notional >= filter.notional && AGGRESSORS[filter.side].some((side: number) => side === aggressor);

/** What passes, newest first. */
export interface ShownTape {
  readonly items: readonly TapeItem[];
  /** Whether older ones pass that are not among them. */
  readonly hasMore: boolean;
  /** How many pass that came since the list was held. */
  readonly newer: number;
}

/** @param heldAt number of a row: it and what came after it wait; undefined where nothing is held */
export function shownTape(
  { items }: Tape,
  filter: TapeFilter,
  limit: number,
  heldAt = Infinity,
): ShownTape {
  const found: TapeItem[] = [];
  let newer = 0;
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const item = items[index];
    if (item === undefined || !passes(item, filter)) continue;
    if (item.number >= heldAt) newer += 1;
    else if (found.length === limit) return { items: found, hasMore: true, newer };
    else found.push(item);
  }
  return { items: found, hasMore: false, newer };
}

/** The largest that the tape has, whatever the filter; the newest of several. */
export const largestOf = ({ items }: Tape): TapeItem | undefined =>
  items.reduce<TapeItem | undefined>(
    (best, item) => (best === undefined || item.notional >= best.notional ? item : best),
    undefined,
  );

/** Prints of the session that the filter hides one by one, of how many. */
export function hiddenPrints(
  { counts }: Pick<TapeStats, 'counts'>,
  { notional, side }: TapeFilter,
): { readonly hidden: number; readonly total: number } {
  const countOf = (filter: number, aggressors: readonly (-1 | 0 | 1)[]): number =>
    aggressors.reduce<number>((sum, each) => sum + (counts[tapeCountIndex(filter, each)] ?? 0), 0);
  const total = countOf(-1, AGGRESSORS.both);
  return { hidden: total - countOf(TAPE_NOTIONALS.indexOf(notional), AGGRESSORS[side]), total };
}
