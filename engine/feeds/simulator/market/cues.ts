/** Things to do at a time, earliest first; of equal times the one added first. Some dozens at most. */
export class Cues {
  /** Time of the first one; Infinity when there is none. */
  nextNs = Infinity;
  readonly #cues: { readonly timeNs: number; readonly act: (nowNs: number) => void }[] = [];

  add(timeNs: number, act: (nowNs: number) => void): void {
    let at = this.#cues.length;
    while (at > 0 && (this.#cues[at - 1]?.timeNs ?? 0) > timeNs) at--;
    this.#cues.splice(at, 0, { timeNs, act });
    this.nextNs = this.#cues[0]?.timeNs ?? Infinity;
  }

  /** Does the first thing. */
  play(nowNs: number): void {
    const cue = this.#cues.shift();
    this.nextNs = this.#cues[0]?.timeNs ?? Infinity;
    cue?.act(nowNs);
  }
}
