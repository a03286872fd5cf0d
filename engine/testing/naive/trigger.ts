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

/**
 * Since when a condition has held without a break; undefined when it does not hold now.
 * @param past the level at each earlier snap of the session, undefined where it was not active
 */
function heldSinceNs(
  now: TriggerInput,
  past: readonly (TriggerInput | undefined)[],
  holds: (input: TriggerInput) => boolean,
): number | undefined {
  let sinceNs: number | undefined;
  for (const input of [now, ...past.toReversed()]) {
    if (input?.direction !== now.direction || input.isMuted || !holds(input)) break;
    sinceNs = input.timeNs;
  }
  return sinceNs;
}

export function signalOf(
  now: TriggerInput,
  past: readonly (TriggerInput | undefined)[],
  config: EngineConfig,
): Signal {
  if (now.isMuted) return 'NEUTRAL';
  const shows = (holds: (input: TriggerInput) => boolean): boolean => {
    const sinceNs = heldSinceNs(now, past, holds);
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
