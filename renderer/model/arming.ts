/** How far a trigger has come, seen from outside: the payload shows only its result (SPEC §7). */
import type { EngineConfig } from '../../engine/core/config.ts';
import type { BreakDirection, LevelPayload } from '../../engine/core/payload.ts';

export type ArmedSignal = 'BREAK' | 'REJECT';

/** What is known of a level's trigger after a drawn snap. */
export interface TriggerWatch {
  readonly condition: ArmedSignal | undefined;
  readonly breakDirection: BreakDirection;
  /** Unix ms of the first snap of the condition; undefined when that snap was not seen. */
  readonly startTs: number | undefined;
}

const EPSILON = 1e-9;

function conditionOf(level: LevelPayload, config: EngineConfig): ArmedSignal | undefined {
  if (level.muted !== undefined) return undefined;
  if (level.break_score_raw > config.BREAK_SCORE_THRESHOLD + EPSILON) return 'BREAK';
  const isTouching = Math.abs(level.distance) <= config.TOUCH_BAND + EPSILON;
  const isLow = level.break_score_raw < config.REJECT_SCORE_THRESHOLD - EPSILON;
  return isLow && isTouching ? 'REJECT' : undefined;
}

/**
 * Follows one level's trigger from snap to snap.
 * @param previous undefined when the level was not active at the previous drawn snap
 * @param isNextSnap false when snaps in between were not drawn: what held there is not known, so
 *   neither is the start of a condition
 */
export function watchTrigger(
  previous: TriggerWatch | undefined,
  level: LevelPayload,
  ts: number,
  isNextSnap: boolean,
  config: EngineConfig,
): TriggerWatch {
  const condition = conditionOf(level, config);
  const breakDirection = level.break_direction;
  if (condition === undefined || !isNextSnap) {
    return { condition, breakDirection, startTs: undefined };
  }
  const goesOn = previous?.condition === condition && previous.breakDirection === breakDirection;
  return { condition, breakDirection, startTs: goesOn ? previous.startTs : ts };
}

/** A trigger on its way: how long its condition has held, and how long it must. */
export interface Arming {
  readonly signal: ArmedSignal;
  readonly heldMs: number;
  readonly holdMs: number;
}

/** The trigger's progress, or undefined when nothing arms or the start was not seen. */
export function armingOf(
  watch: TriggerWatch,
  level: LevelPayload,
  ts: number,
  config: EngineConfig,
): Arming | undefined {
  const { condition, startTs } = watch;
  if (condition === undefined || startTs === undefined || level.signal === condition) {
    return undefined;
  }
  return { signal: condition, heldMs: ts - startTs, holdMs: config.TRIGGER_HOLD_TIME * 1000 };
}
