import type { StateTransfer } from '../../core/stateTransfer.ts';

/** One line of symbology: an instrument id stands for a symbol on the days `startDay <= day < endDay`. */
export interface SymbolInterval {
  readonly instrumentId: number;
  readonly symbol: string;
  /** Days since 1970-01-01 UTC; inclusive. */
  readonly startDay: number;
  /** Days since 1970-01-01 UTC; exclusive. */
  readonly endDay: number;
}

/**
 * What instrument ids mean, per UTC day: venues such as OPRA give an id to another contract every
 * day, so an id alone names nothing. Fed by the metadata's mappings and by symbol mapping records,
 * which hold from where they stand in the stream and win over the metadata.
 */
export class SymbolMap {
  readonly #byId = new Map<number, SymbolInterval[]>();
  readonly #announced = new Map<number, string>();
  /** Symbols of `#cachedDay`, filled as they are asked for. */
  readonly #cache = new Map<number, string | undefined>();
  #cachedDay = Number.NaN;
  /** Whether metadata in mid-stream changed what the first metadata maps. */
  #hasTakenOver = false;
  /** Grows whenever a mapping is added: what was looked up before may have changed. */
  revision = 0;

  /** Adds a mapping of the metadata. Intervals without a day are ignored. */
  addInterval(interval: SymbolInterval): void {
    if (interval.endDay <= interval.startDay) return;
    this.revision++;
    const intervals = this.#byId.get(interval.instrumentId);
    if (intervals === undefined) this.#byId.set(interval.instrumentId, [interval]);
    else intervals.push(interval);
    this.#cache.delete(interval.instrumentId);
  }

  /** Adds what a symbol mapping record says: valid from now on. */
  announce(instrumentId: number, symbol: string): void {
    this.revision++;
    this.#announced.set(instrumentId, symbol);
    this.#cache.delete(instrumentId);
  }

  /** Takes over what later metadata of the same stream maps: it wins over all that was said before. */
  takeOver(later: SymbolMap): void {
    this.#hasTakenOver = true;
    this.revision++;
    this.#cache.clear();
    for (const [instrumentId, intervals] of later.#byId) {
      this.#announced.delete(instrumentId);
      this.#byId.set(instrumentId, [...intervals, ...(this.#byId.get(instrumentId) ?? [])]);
    }
  }

  /**
   * @param utcDay days since 1970-01-01 of the record's index time: `ts_recv` where the record has
   *   it, otherwise `ts_event` (see `utcDayAt` and `indexTimeOffset`)
   * @returns undefined when nothing maps the id on that day
   */
  symbolOf(instrumentId: number, utcDay: number): string | undefined {
    if (utcDay !== this.#cachedDay) {
      this.#cache.clear();
      this.#cachedDay = utcDay;
    }
    const cached = this.#cache.get(instrumentId);
    if (cached !== undefined || this.#cache.has(instrumentId)) return cached;
    const symbol = this.#announced.get(instrumentId) ?? this.#find(instrumentId, utcDay);
    this.#cache.set(instrumentId, symbol);
    return symbol;
  }

  #find(instrumentId: number, utcDay: number): string | undefined {
    const intervals = this.#byId.get(instrumentId);
    return intervals?.find(({ startDay, endDay }) => startDay <= utcDay && utcDay < endDay)?.symbol;
  }

  /** All mappings of the metadata, in no particular order. */
  *intervals(): Generator<SymbolInterval> {
    for (const intervals of this.#byId.values()) yield* intervals;
  }

  /** All mappings that records of the stream announced so far: the newest symbol of each id. */
  announced(): ReadonlyMap<number, string> {
    return this.#announced;
  }

  /** Carries what the stream said after its start: announcements, and metadata that came later. */
  transfer(state: StateTransfer): void {
    state.jsonMap(this.#announced);
    this.#hasTakenOver = state.flag(this.#hasTakenOver);
    if (this.#hasTakenOver) state.jsonMap(this.#byId);
    if (!state.isRestoring) return;
    this.revision++;
    this.#cache.clear();
  }
}
