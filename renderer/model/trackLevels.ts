/** Which levels have a card: the active ones, and for a minute those that just left the band. */
import type { LevelKind, LevelPayload, SnapPayload } from '../../engine/core/payload.ts';

/** How long a level keeps its card after it left the band, in session time. */
export const RETENTION_MS = 60_000;

export interface TrackedLevel {
  /** Last figures the engine gave; only price and distance go on after the level left. */
  readonly level: LevelPayload;
  /** Unix ms of the first snap without it; undefined while it is active. */
  readonly leftTs: number | undefined;
  /** True for a wall or flip that the flows no longer show: there is nothing at its price now. */
  readonly isGone: boolean;
}

/** Kinds that cease to exist when the flows say so; the others are only out of reach. */
const TRANSIENT: ReadonlySet<LevelKind> = new Set(['CALL_WALL', 'PUT_WALL', 'GAMMA_FLIP']);

/** A level that moved by more than this share of the band is at another place now. */
const MOVED_SHARE = 0.5;

/**
 * Levels with a card after this snap, by id. A hotzone that exists no longer loses its card at
 * once, because its owner removed it, and so does a level that jumped away (a wall that moved to
 * another strike): its last verdict was about another price.
 * @param spot level price
 * @param bandPx monitor band in level price
 */
export function trackLevels(
  previous: ReadonlyMap<string, TrackedLevel>,
  payload: SnapPayload,
  spot: number,
  bandPx: number,
): Map<string, TrackedLevel> {
  const tracked = new Map<string, TrackedLevel>();
  for (const level of payload.levels)
    tracked.set(level.id, { level, leftTs: undefined, isGone: false });
  const watched = new Map(payload.watch.map((row) => [row.id, row]));
  for (const [id, before] of previous) {
    if (tracked.has(id)) continue;
    const leftTs = before.leftTs ?? payload.ts;
    if (payload.ts - leftTs >= RETENTION_MS) continue;
    const now = watched.get(id);
    if (now === undefined && before.level.kind === 'HOTZONE') continue;
    const price = now?.price ?? before.level.price;
    if (Math.abs(price - before.level.price) > bandPx * MOVED_SHARE) continue;
    const isGone = now === undefined && TRANSIENT.has(before.level.kind);
    tracked.set(id, { level: { ...before.level, price, distance: spot - price }, leftTs, isGone });
  }
  return tracked;
}
