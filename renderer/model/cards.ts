/** From tracked levels to the cards that stand on the screen. */
import type { LevelPayload, Signal, WatchPayload } from '../../engine/core/payload.ts';
import { groupByConfluence, type LevelGroup } from './confluence.ts';
import type { LevelHistory, LevelTrace } from './levelHistory.ts';
import type { TrackedLevel } from './trackLevels.ts';

/** One card: a level, or a confluence led by its strongest level. */
export interface LevelCard {
  readonly id: string;
  readonly level: LevelPayload;
  readonly members: readonly LevelPayload[];
  /**
   * Whose verdict the card's badge, runway and time in state show: the lead, or a member of the
   * confluence that has a stronger one, so that no signal hides behind a quiet neighbour.
   */
  readonly speaker: LevelPayload;
  /** Unix ms since when the speaker's signal is what it is; undefined when that was not seen. */
  readonly sinceTs: number | undefined;
  readonly trace: LevelTrace;
  /** Unix ms of the snap that the card shows. */
  readonly ts: number;
  /** Unix ms at which the level left the band; undefined while it is active. */
  readonly leftTs: number | undefined;
  /** True when nothing stands at the lead's price any more; see {@link TrackedLevel}. */
  readonly isGone: boolean;
}

interface Entry extends LevelPayload {
  readonly leftTs: number | undefined;
  readonly isGone: boolean;
}

/** A direction to act on comes before a fight, a fight before silence. */
const URGENCY: Readonly<Record<Signal, number>> = { BREAK: 0, REJECT: 0, CONTESTED: 1, NEUTRAL: 2 };

function speakerOf(lead: LevelPayload, members: readonly LevelPayload[]): LevelPayload {
  return members.reduce(
    (best, each) => (URGENCY[each.signal] < URGENCY[best.signal] ? each : best),
    lead,
  );
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
  const entries = [...tracked.values()].map(({ level, leftTs, isGone }): Entry => ({
    ...level,
    leftTs,
    isGone,
  }));
  const active = entries.filter((entry) => entry.leftTs === undefined);
  const left = entries.filter((entry) => entry.leftTs !== undefined);
  return [...groupByConfluence(active, tolerance), ...groupByConfluence(left, tolerance)]
    .map(({ lead, members }) => {
      const speaker = speakerOf(lead, members);
      return {
        id: lead.id,
        level: lead,
        members,
        speaker,
        sinceTs: history.traceOf(speaker.id).sinceTs,
        trace: history.traceOf(lead.id),
        ts,
        leftTs: lead.leftTs,
        isGone: lead.isGone,
      };
    })
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
