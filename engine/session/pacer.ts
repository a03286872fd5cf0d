/** A computer that was asleep or busy must not make the session leap: later than this is forgiven. */
const MAX_LAG_MS = 500;

/**
 * Where session time should be by the wall clock: a straight line from an anchor. Knows nothing of
 * any clock; times are handed in. It only decides when snaps are computed, never what they hold.
 */
export class Pacer {
  #wallMs = 0;
  #sessionMs = 0;
  #speed = 1;

  /** Starts a new line: at wall time `wallMs` the session stands at `sessionMs`. */
  anchor(wallMs: number, sessionMs: number, speed: number): void {
    this.#wallMs = wallMs;
    this.#sessionMs = sessionMs;
    this.#speed = speed;
  }

  /** Session time due at a wall time; Unix ms. */
  dueMs(wallMs: number): number {
    return this.#sessionMs + (wallMs - this.#wallMs) * this.#speed;
  }

  /** Wall ms from `wallMs` until the session should reach `sessionMs`; never negative. */
  waitMs(wallMs: number, sessionMs: number): number {
    return Math.max(0, (sessionMs - this.dueMs(wallMs)) / this.#speed);
  }

  /**
   * When the next snap is hopelessly late (a slow machine, a laptop that slept), starts a new line
   * through where it almost is due, so that the run goes on at its pace instead of racing on.
   */
  forgiveLag(wallMs: number, nextSnapMs: number): void {
    const allowedMs = MAX_LAG_MS * this.#speed;
    if (this.dueMs(wallMs) - nextSnapMs <= allowedMs) return;
    this.anchor(wallMs, nextSnapMs + allowedMs, this.#speed);
  }
}
