/** SPEC §7, "Trigger state machine": looks back over the snaps of the session. */
import type { EngineConfig } from '../../core/config.ts';
import type { BarrierState, LevelDirection, Signal } from '../../core/payload.ts';
import { isAbove, isAtLeast, isAtMost, isBelow, seconds } from './words.ts';

/** What the trigger of one level looks at. */
export interface TriggerInput {
  readonly timeNs: number;
  readonly raw: number;
  /** |spot − L| */
  readonly distance: number;
  readonly direction: LevelDirection;
  readonly state: BarrierState;
  readonly activity: number;
  readonly isMuted: boolean;
}

/** The trigger inputs of one snap: those of its active levels, by id. */
type Inputs = ReadonlyMap<string, TriggerInput>;

/**
 * Since when a condition has held without a break; undefined when it does not hold now.
 * @param snaps of the session, the present one last
 */
function heldSinceNs(
  id: string,
  snaps: readonly Inputs[],
  holds: (input: TriggerInput) => boolean,
): number | undefined {
  const direction = snaps.at(-1)?.get(id)?.direction;
  const holdsAt = (snap: Inputs): boolean => {
    const input = snap.get(id);
    if (input === undefined || input.direction !== direction) return false;
    return !input.isMuted && holds(input);
  };
  const firstHeld = snaps.findLastIndex((snap) => !holdsAt(snap)) + 1;
  return snaps[firstHeld]?.get(id)?.timeNs;
}

/** The signal of a level at the last of these snaps. */
export function signalOf(id: string, snaps: readonly Inputs[], config: EngineConfig): Signal {
  const now = snaps.at(-1)?.get(id);
  if (now === undefined || now.isMuted) return 'NEUTRAL';
  const shows = (holds: (input: TriggerInput) => boolean): boolean => {
    const sinceNs = heldSinceNs(id, snaps, holds);
    return sinceNs !== undefined && now.timeNs - sinceNs >= seconds(config.TRIGGER_HOLD_TIME);
  };
  if (shows(({ raw }) => isAbove(raw, config.BREAK_SCORE_THRESHOLD))) return 'BREAK';
  const rejects = ({ raw, distance }: TriggerInput): boolean =>
    isBelow(raw, config.REJECT_SCORE_THRESHOLD) && isAtMost(distance, config.TOUCH_BAND);
  if (shows(rejects)) return 'REJECT';
  const isContested =
    isAtLeast(now.raw, 30) &&
    isAtMost(now.raw, 70) &&
    now.state === 'CONSUMED' &&
    isAbove(now.activity, config.CONTESTED_MIN_ACTIVITY);
  return isContested ? 'CONTESTED' : 'NEUTRAL';
}
