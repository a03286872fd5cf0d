import type { EventSource } from '../../core/events.ts';
import type { BookFlows, FlowRecord } from '../../market/bookFlows.ts';
import type { SeenDecrease } from './truthJoin.ts';

/** A decrease whose cause may still be revised. */
interface OpenDecrease extends SeenDecrease {
  /** Sequence of the flow record. */
  readonly flow: number;
}

/**
 * Writes down every decrease that a run books, with the record that showed it, and hands it over
 * once its cause is final: at the first snap that no late trade can revise it after.
 */
export class FlowLog {
  readonly #flows: BookFlows;
  readonly #reviseNs: number;
  readonly #record: FlowRecord = { timeNs: 0, side: 0, tick: 0, added: 0, pulled: 0, filled: 0 };
  #open: OpenDecrease[] = [];
  #next = 0;

  /** @param reviseNs how long after its time a snap may still see a flow change */
  constructor(flows: BookFlows, reviseNs: number) {
    this.#flows = flows;
    this.#reviseNs = reviseNs;
  }

  /** Call after each event: notes the decreases that it booked. */
  noteEvent({ sequence, recordCount, name }: EventSource): void {
    while (this.#next < this.#flows.next) {
      const flow = this.#next++;
      if (!this.#flows.read(flow, this.#record) || this.#record.added > 0) continue;
      const { timeNs, side, tick } = this.#record;
      const recordIndex = recordCount - 1;
      const seen = { timeNs, sequence, file: name, recordIndex, side, tick, filled: 0, pulled: 0 };
      this.#open.push({ ...seen, flow });
    }
  }

  /** Call after each snap: hands over what is final now. */
  takeFinal(snapNs: number, take: (seen: SeenDecrease) => void): void {
    const finalNs = snapNs - this.#reviseNs;
    let done = 0;
    for (const { flow, ...seen } of this.#open) {
      if (seen.timeNs > finalNs) break;
      if (!this.#flows.read(flow, this.#record)) throw new Error('Invariant: a flow is read late');
      const { filled, pulled } = this.#record;
      take({ ...seen, filled, pulled });
      done++;
    }
    if (done > 0) this.#open = this.#open.slice(done);
  }
}
