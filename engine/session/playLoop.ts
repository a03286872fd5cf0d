import { BreakwaterError } from '../core/errors.ts';
import type { LoopState, PlaybackState } from '../core/protocol.ts';

/** A shorter loop would go back more often than it plays. */
const MIN_LOOP_MS = 1000;

/** Two marks of a session between which playing goes round and round. */
export class PlayLoop {
  #state: LoopState = { from_ts: null, to_ts: null, is_on: false };
  /** Unix ms of the last snap told; everything before the first. */
  #beforeMs = Number.NEGATIVE_INFINITY;

  get state(): LoopState {
    return this.#state;
  }

  /** @throws BreakwaterError (usage) when the ends are too near, or the wrong way round */
  set({ from_ts, to_ts, is_on }: LoopState): void {
    if (from_ts !== null && to_ts !== null && to_ts - from_ts < MIN_LOOP_MS) {
      throw new BreakwaterError('usage', 'A loop ends at least a second after it begins.', {
        place: { field: 'to_ts', expected: `at least ${from_ts + MIN_LOOP_MS}`, found: `${to_ts}` },
        remedy: 'Set its end further on, or its beginning earlier.',
      });
    }
    this.#state = { from_ts, to_ts, is_on: is_on && from_ts !== null && to_ts !== null };
  }

  /** The playhead was put somewhere, Unix ms: that is no pass of the loop's end. */
  standAt(positionMs: number | undefined): void {
    this.#beforeMs = positionMs ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * Tells how far the run has come.
   * @param positionMs Unix ms of the last snap
   * @param state the player's; what is stepped to while it pauses is no pass either
   * @returns Unix ms to go back to; undefined while nothing is to be repeated
   */
  passes(positionMs: number, state: PlaybackState['state']): number | undefined {
    const beforeMs = this.#beforeMs;
    this.#beforeMs = positionMs;
    const { from_ts, to_ts, is_on } = this.#state;
    if (!is_on || from_ts === null || to_ts === null || state === 'paused') return undefined;
    const isInside = beforeMs < to_ts && positionMs >= from_ts;
    // A loop whose end lies beyond the session's goes round at that.
    return isInside && (positionMs >= to_ts || state === 'ended') ? from_ts : undefined;
  }
}
