/** While a session plays, a screen gets a gamma profile this often; real time. */
const INTERVAL_MS = 1000;

/** Whether one screen wants gamma profiles, and of which snap it had the last. */
export class GammaSubscription {
  #isOn = false;
  #sequence = -1;
  #sentMs = Number.NEGATIVE_INFINITY;

  /** What the screen had of it is forgotten: it may be of another run by now. */
  set(isOn: boolean): void {
    this.#isOn = isOn;
    this.startAnew();
  }

  /** The run stands elsewhere: its next profile is due at once. */
  startAnew(): void {
    this.#sequence = -1;
    this.#sentMs = Number.NEGATIVE_INFINITY;
  }

  /**
   * Whether the snap's profile is to be sent now; then it counts as sent.
   * @param sequence number of the snap at which the run stands
   * @param isPlaying further snaps will come by themselves; where the run rests, none may be missed
   */
  takeDue(sequence: number, nowMs: number, isPlaying: boolean): boolean {
    if (!this.#isOn || sequence === this.#sequence) return false;
    if (isPlaying && nowMs - this.#sentMs < INTERVAL_MS) return false;
    this.#sequence = sequence;
    this.#sentMs = nowMs;
    return true;
  }
}
