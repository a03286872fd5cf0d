/** From tracked levels to the cards that stand on the screen. */
import type { LevelPayload, WatchPayload } from '../../engine/core/payload.ts';
import { groupByConfluence, type LevelGroup } from './confluence.ts';
import type { LevelHistory, LevelTrace } from './levelHistory.ts';
import type { TrackedLevel } from './trackLevels.ts';

/** One card: a level, or a confluence led by its strongest level. */
export interface LevelCard {
  readonly id: string;
  readonly level: LevelPayload;
  readonly members: readonly LevelPayload[];
  readonly trace: LevelTrace;
  /** Unix ms of the snap that the card shows. */
  readonly ts: number;
  /** Unix ms at which the level left the band; undefined while it is active. */
  readonly leftTs: number | undefined;
}

interface Entry extends LevelPayload {
  readonly leftTs: number | undefined;
}

/**
 * Cards by |distance|. Active levels and those that left are grouped apart, so that a card which
 * stands for a live verdict is never led by an old one.
 * @param tolerance one futures tick in level price
 */
export function buildCards(
  tracked: ReadonlyMap<string, TrackedLevel>,
  history: LevelHistory,
  tolerance: number,
  ts: number,
): LevelCard[] {
  const entries = [...tracked.values()].map(({ level, leftTs }): Entry => ({ ...level, leftTs }));
  const active = entries.filter((entry) => entry.leftTs === undefined);
  const left = entries.filter((entry) => entry.leftTs !== undefined);
  return [...groupByConfluence(active, tolerance), ...groupByConfluence(left, tolerance)]
    .map(({ lead, members }) => ({
      id: lead.id,
      level: lead,
      members,
      trace: history.traceOf(lead.id),
      ts,
      leftTs: lead.leftTs,
    }))
    .sort((a, b) => Math.abs(a.level.distance) - Math.abs(b.level.distance));
}

/** The watch list without what still has a card, grouped like the cards. */
export function buildWatchList(
  watch: readonly WatchPayload[],
  tracked: ReadonlyMap<string, TrackedLevel>,
  tolerance: number,
): LevelGroup<WatchPayload>[] {
  return groupByConfluence(
    watch.filter((row) => !tracked.has(row.id)),
    tolerance,
  );
}
