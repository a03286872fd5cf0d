import type { Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { Ring } from './ring.ts';

/**
 * What trades may still explain (SPEC §4, "Credit"): traded sizes in the order of their trades, each
 * with its own time, that turn displayed decreases of their side and tick into fills. Oldest credit
 * serves first. Credits live for one event time or a few milliseconds, so few are ever alive.
 */
export class Credits extends Ring {
  /** Contracts given since the run began, and those of them that met a decrease. */
  given = 0;
  met = 0;
  readonly #matchNs: number;
  #timeNs = new Float64Array(this.capacity);
  #tick = new Int32Array(this.capacity);
  #side = new Uint8Array(this.capacity);
  #size = new Float64Array(this.capacity);

  /** @param matchNs how long a credit serves after its trade, inclusive */
  constructor(matchNs: number) {
    super('fill window (FILL_MATCH_MS)');
    this.#matchNs = matchNs;
  }

  give(timeNs: number, side: Side, tick: number, size: number): void {
    this.#dropVoid(timeNs);
    const index = this.claim();
    this.#timeNs[index] = timeNs;
    this.#tick[index] = tick;
    this.#side[index] = side;
    this.#size[index] = size;
    this.given += size;
  }

  /** Takes up to `wanted` contracts of credit and returns how many there were. */
  take(timeNs: number, side: Side, tick: number, wanted: number): number {
    this.#dropVoid(timeNs);
    let taken = 0;
    for (let sequence = this.first; sequence < this.next && taken < wanted; sequence++) {
      const index = sequence & this.mask;
      if (this.#tick[index] !== tick || this.#side[index] !== side) continue;
      const available = this.#size[index] ?? 0;
      const used = Math.min(available, wanted - taken);
      this.#size[index] = available - used;
      taken += used;
    }
    this.met += taken;
    return taken;
  }

  clear(): void {
    this.first = this.next;
  }

  /** Drops credits that are too old, and spent ones that stand before all others. */
  #dropVoid(timeNs: number): void {
    while (this.first < this.next) {
      const index = this.first & this.mask;
      if (timeNs - (this.#timeNs[index] ?? 0) <= this.#matchNs && this.#size[index] !== 0) return;
      this.first++;
    }
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    this.given = state.number(this.given);
    this.met = state.number(this.met);
  }

  protected override columns() {
    return [this.#timeNs, this.#tick, this.#side, this.#size];
  }

  protected override growColumns(): void {
    this.#timeNs = this.regrow(this.#timeNs, new Float64Array(this.capacity));
    this.#tick = this.regrow(this.#tick, new Int32Array(this.capacity));
    this.#side = this.regrow(this.#side, new Uint8Array(this.capacity));
    this.#size = this.regrow(this.#size, new Float64Array(this.capacity));
  }
}
