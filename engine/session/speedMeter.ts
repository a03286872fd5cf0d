const WINDOW_MS = 1000;
/** Shorter spans than this say more about the timer than about the speed. */
const MIN_SPAN_MS = 200;

/** Session seconds per real second, measured over the last second. */
export class SpeedMeter {
  #samples: { wallMs: number; sessionMs: number }[] = [];

  /** Notes that at wall time `wallMs` the session stood at `sessionMs`. */
  note(wallMs: number, sessionMs: number): void {
    this.#samples.push({ wallMs, sessionMs });
    const oldest = this.#samples.findLastIndex((sample) => wallMs - sample.wallMs >= WINDOW_MS);
    if (oldest > 0) this.#samples.splice(0, oldest);
  }

  /** Null until enough real time has passed. */
  get speed(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return null;
    const spanMs = last.wallMs - first.wallMs;
    return spanMs < MIN_SPAN_MS ? null : (last.sessionMs - first.sessionMs) / spanMs;
  }

  clear(): void {
    this.#samples = [];
  }
}
