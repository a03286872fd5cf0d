import { doubled } from '../exchange/eventChanges.ts';

/**
 * Trades that are published later than they happened, in order of their time. A few milliseconds'
 * worth: kept sorted by insertion from the back.
 */
export class HeldTrades {
  /** Time of the first one; Infinity when there is none. */
  firstNs = Infinity;
  /** Fields of the trade that {@link take} took last. */
  timeNs = 0;
  sequence = 0;
  tick = 0;
  size = 0;
  side = 0;
  #times = new Float64Array(64);
  #sequences = new Uint32Array(64);
  #ticks = new Int32Array(64);
  #sizes = new Int32Array(64);
  #sides = new Uint8Array(64);
  #start = 0;
  #end = 0;

  /** Keeps a trade; of equal times the earlier one comes out first. */
  hold(timeNs: number, sequence: number, tick: number, size: number, side: number): void {
    if (this.#end === this.#times.length) this.#makeRoom();
    let at = this.#end++;
    for (; at > this.#start && (this.#times[at - 1] ?? 0) > timeNs; at--) this.#copy(at - 1, at);
    this.#times[at] = timeNs;
    this.#sequences[at] = sequence;
    this.#ticks[at] = tick;
    this.#sizes[at] = size;
    this.#sides[at] = side;
    this.firstNs = this.#times[this.#start] ?? Infinity;
  }

  /** Takes the first trade into the fields. */
  take(): void {
    const at = this.#start++;
    this.timeNs = this.#times[at] ?? 0;
    this.sequence = this.#sequences[at] ?? 0;
    this.tick = this.#ticks[at] ?? 0;
    this.size = this.#sizes[at] ?? 0;
    this.side = this.#sides[at] ?? 0;
    this.firstNs = this.#start === this.#end ? Infinity : (this.#times[this.#start] ?? Infinity);
  }

  #copy(from: number, to: number): void {
    this.#times[to] = this.#times[from] ?? 0;
    this.#sequences[to] = this.#sequences[from] ?? 0;
    this.#ticks[to] = this.#ticks[from] ?? 0;
    this.#sizes[to] = this.#sizes[from] ?? 0;
    this.#sides[to] = this.#sides[from] ?? 0;
  }

  /** Moves the trades to the front, into larger arrays if they fill more than half of these. */
  #makeRoom(): void {
    const count = this.#end - this.#start;
    if (count * 2 > this.#times.length) {
      const times = new Float64Array(this.#times.length * 2);
      times.set(this.#times);
      this.#times = times;
      this.#sequences = doubled(this.#sequences, Uint32Array);
      this.#ticks = doubled(this.#ticks, Int32Array);
      this.#sizes = doubled(this.#sizes, Int32Array);
      this.#sides = doubled(this.#sides, Uint8Array);
    }
    for (let index = 0; index < count; index++) this.#copy(this.#start + index, index);
    this.#start = 0;
    this.#end = count;
  }
}
