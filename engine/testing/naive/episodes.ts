/** SPEC §12: the episodes of a session, found by looking through all its snaps. */
import type { EngineConfig } from '../../core/config.ts';
import type { EpisodePayload, LevelPayload, SnapPayload } from '../../core/payload.ts';
import { byId, isAbove, isAtLeast, isAtMost, toMicro } from './words.ts';

/** What an episode needs to know of a snap, before rounding. */
export interface SnapRecord {
  readonly payload: SnapPayload;
  readonly spot: number;
  /** Exact level prices by id, of active and watched levels. */
  readonly prices: ReadonlyMap<string, number>;
}

interface Touch {
  readonly index: number;
  readonly level: LevelPayload;
  readonly price: number;
}

const activeAt = (snap: SnapRecord | undefined, id: string): LevelPayload | undefined =>
  snap?.payload.levels.find((level) => level.id === id);

/** The first touch at or after a snap. */
function nextTouch(
  snaps: readonly SnapRecord[],
  id: string,
  from: number,
  config: EngineConfig,
): Touch | undefined {
  for (let index = from; index < snaps.length; index++) {
    const snap = snaps[index];
    const level = activeAt(snap, id);
    const price = snap?.prices.get(id);
    if (snap === undefined || level === undefined || price === undefined) continue;
    if (isAtMost(Math.abs(snap.spot - price), config.TOUCH_BAND)) return { index, level, price };
  }
  return undefined;
}

/** How far spot has run in the break direction since the touch, at a snap. */
const runAt = (touch: Touch, { spot }: SnapRecord): number =>
  (touch.level.break_direction === 'UP' ? 1 : -1) * (spot - touch.price);

/** The snap at which the episode ends, and how: BREAK is tried first, then REJECT, then TIMEOUT. */
function endOf(
  snaps: readonly SnapRecord[],
  touch: Touch,
  config: EngineConfig,
): { index: number; outcome: EpisodePayload['outcome'] } {
  const startMs = snaps[touch.index]?.payload.ts ?? 0;
  for (let index = touch.index + 1; index < snaps.length; index++) {
    const snap = snaps[index];
    if (snap === undefined) break;
    const run = runAt(touch, snap);
    if (isAtLeast(run, config.OUTCOME_DISTANCE)) return { index, outcome: 'BREAK' };
    if (isAtLeast(-run, config.OUTCOME_DISTANCE)) return { index, outcome: 'REJECT' };
    const isLate = isAtLeast((snap.payload.ts - startMs) / 1000, config.OUTCOME_HORIZON);
    if (isLate) return { index, outcome: 'TIMEOUT' };
  }
  return { index: snaps.length - 1, outcome: 'OPEN' };
}

/** The first snap, at or after the end, with spot more than OUTCOME_DISTANCE from the level. */
function rearmedAt(
  snaps: readonly SnapRecord[],
  id: string,
  end: number,
  config: EngineConfig,
): number {
  const found = snaps.findIndex(({ spot, prices }, index) => {
    const price = prices.get(id);
    if (index < end || price === undefined) return false;
    return isAbove(Math.abs(spot - price), config.OUTCOME_DISTANCE);
  });
  return found < 0 ? snaps.length : found;
}

function episodeOf(
  snaps: readonly SnapRecord[],
  touch: Touch,
  end: { index: number; outcome: EpisodePayload['outcome'] },
): EpisodePayload {
  const { level } = touch;
  const startMs = snaps[touch.index]?.payload.ts ?? 0;
  const endMs = snaps[end.index]?.payload.ts ?? 0;
  const signals = snaps.flatMap(({ payload }) => {
    const signal = payload.levels.find(({ id }) => id === level.id)?.signal ?? 'NEUTRAL';
    const counts = payload.ts > startMs - 30_000 && payload.ts <= endMs;
    return counts && signal !== 'NEUTRAL' ? [{ signal, ts: payload.ts }] : [];
  });
  const first = signals[0];
  const runs = snaps.slice(touch.index, end.index + 1).map((snap) => runAt(touch, snap));
  return {
    level: level.id,
    kind: level.kind,
    direction: level.direction,
    break_direction: level.break_direction,
    start_ts: startMs,
    reference_price: toMicro(touch.price),
    score_raw: level.break_score_raw,
    score_smooth: level.break_score_smooth,
    scores: level.scores,
    signal: first?.signal ?? null,
    signal_ts: first?.ts ?? null,
    lead_ms: first === undefined ? null : endMs - first.ts,
    outcome: end.outcome,
    end_ts: endMs,
    max_break: toMicro(Math.max(0, ...runs)),
    max_reject: toMicro(Math.max(0, ...runs.map((run) => -run))),
  };
}

/** The episodes of one session's snaps, by start, then level id. */
export function episodesOf(snaps: readonly SnapRecord[], config: EngineConfig): EpisodePayload[] {
  const ids = new Set(snaps.flatMap(({ payload }) => payload.levels.map(({ id }) => id)));
  const episodes: EpisodePayload[] = [];
  for (const id of ids) {
    let touch = nextTouch(snaps, id, 0, config);
    while (touch !== undefined) {
      const end = endOf(snaps, touch, config);
      episodes.push(episodeOf(snaps, touch, end));
      touch = nextTouch(snaps, id, rearmedAt(snaps, id, end.index, config) + 1, config);
    }
  }
  return episodes.sort((a, b) => a.start_ts - b.start_ts || byId(a.level, b.level));
}
