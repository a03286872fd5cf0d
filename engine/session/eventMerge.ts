import type { EventSource } from '../core/events.ts';

/**
 * Merges sources into one stream (SPEC §1, "Order and determinism"): by event time, then kind,
 * then capture time, then sequence, then the order in which the sources were opened. Records of one
 * source keep their order.
 */
export class EventMerge {
  /** Sources that stand on an event, in the order opened. */
  readonly #ready: EventSource[] = [];
  /** A source that needs bytes before the next event is known. */
  #dry: EventSource | undefined;

  /** @param sources primed sources, in the order opened; each stands on its first event */
  constructor(sources: readonly EventSource[]) {
    this.#ready = [...sources];
  }

  /** Sources that have not ended, in the order opened. */
  get ready(): readonly EventSource[] {
    return this.#ready;
  }

  /** Starts anew with sources that stand on an event. */
  replace(sources: readonly EventSource[]): void {
    this.#ready.splice(0, this.#ready.length, ...sources);
    this.#dry = undefined;
  }

  /** The next event's source; undefined when the stream has ended. Needs {@link dry} undefined. */
  peek(): EventSource | undefined {
    let best = this.#ready[0];
    for (let i = 1; i < this.#ready.length; i++) {
      const candidate = this.#ready[i];
      if (best !== undefined && candidate !== undefined && precedes(candidate, best)) {
        best = candidate;
      }
    }
    return best;
  }

  /** Moves the source of the delivered event on; it may become {@link dry}. */
  consume(source: EventSource): void {
    if (!source.advance()) this.#dry = source;
  }

  get dry(): EventSource | undefined {
    return this.#dry;
  }

  /**
   * Reads on for the dry source.
   * @returns the source when it has ended, sound or damaged; undefined when it goes on; 'waiting' when
   *   it still grows and holds no more at present: until it does, nobody knows whose event is next
   */
  async refill(): Promise<EventSource | 'waiting' | undefined> {
    const source = this.#dry;
    if (source === undefined) return undefined;
    while (await source.fill()) {
      if (source.advance()) {
        this.#dry = undefined;
        return undefined;
      }
    }
    if (source.isWaiting === true) return 'waiting';
    this.#dry = undefined;
    this.#ready.splice(this.#ready.indexOf(source), 1);
    return source;
  }
}

/** Whether `a` comes strictly before `b`, which was opened earlier. */
function precedes(a: EventSource, b: EventSource): boolean {
  if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs;
  if (a.rank !== b.rank) return a.rank < b.rank;
  if (a.recvNs !== b.recvNs) return a.recvNs < b.recvNs;
  return a.sequence < b.sequence;
}
