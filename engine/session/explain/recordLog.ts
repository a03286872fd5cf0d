import type { EventSource } from '../../core/events.ts';
import type { RecordPlace } from '../../core/explanation.ts';
import type { MarketState } from '../../market/marketState.ts';
import type { Ring } from '../../market/ring.ts';
import type { WrittenRecords } from '../../signal/explain/records.ts';
import { optionTradeOf } from '../optionTradeOf.ts';

interface OptionTradeNote {
  readonly place: RecordPlace;
  readonly px: number;
  readonly size: number;
}

/** Entries by the sequence numbers of a window, for as long as the window keeps them. */
class WindowNotes<Note> {
  readonly #ring: Ring;
  readonly #notes = new Map<number, Note>();
  #next = 0;

  constructor(ring: Ring) {
    this.#ring = ring;
  }

  /** Gives every entry that the window has got since the last call this note. */
  noteNew(make: () => Note | undefined): void {
    while (this.#next < this.#ring.next) {
      const note = make();
      if (note !== undefined) this.#notes.set(this.#next, note);
      this.#next++;
    }
  }

  /** Entries lie in order of sequence: the oldest come first. */
  forgetGone(): void {
    for (const sequence of this.#notes.keys()) {
      if (sequence >= this.#ring.first) return;
      this.#notes.delete(sequence);
    }
  }

  get(sequence: number): Note | undefined {
    return this.#notes.get(sequence);
  }
}

/**
 * Writes down where the records of the windows stand in their files, and what the windows do not
 * keep of option trades. Only a run that explains has one: a replay pays nothing for it.
 */
export class RecordLog implements WrittenRecords {
  readonly #flows: WindowNotes<RecordPlace>;
  readonly #trades: WindowNotes<RecordPlace>;
  readonly #options: WindowNotes<OptionTradeNote>;

  constructor(market: MarketState) {
    this.#flows = new WindowNotes(market.flows);
    this.#trades = new WindowNotes(market.tape);
    this.#options = new WindowNotes(market.options.flows);
  }

  /** Call after each event: the source still stands on it. */
  noteEvent(source: EventSource): void {
    this.#flows.noteNew(() => placeOf(source));
    this.#trades.noteNew(() => placeOf(source));
    this.#options.noteNew(() => optionNoteOf(source));
  }

  /** Call after each snap: what has left the windows is forgotten. */
  noteSnap(): void {
    for (const notes of [this.#flows, this.#trades, this.#options]) notes.forgetGone();
  }

  flow(sequence: number): RecordPlace | undefined {
    return this.#flows.get(sequence);
  }

  trade(sequence: number): RecordPlace | undefined {
    return this.#trades.get(sequence);
  }

  option(sequence: number): OptionTradeNote | undefined {
    return this.#options.get(sequence);
  }
}

const placeOf = ({ name, recordCount, byteOffset }: EventSource): RecordPlace => ({
  file: name,
  record: recordCount - 1,
  byte_offset: byteOffset ?? null,
});

/** What is noted of the option trade that a source stands on; undefined for any other event. */
function optionNoteOf(source: EventSource): OptionTradeNote | undefined {
  const trade = optionTradeOf(source);
  if (trade === undefined) return undefined;
  return { place: placeOf(source), px: trade.priceNanos / 1e9, size: trade.size };
}
