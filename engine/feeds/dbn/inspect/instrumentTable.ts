import { decodeDefinition } from '../definition.ts';
import { RTYPE, indexTimeOffset } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { utcDayAt } from '../records.ts';

/** More instruments than this are not told apart: memory must not grow with a hostile file. */
const MAX_INSTRUMENTS = 100_000;

/** What an instrument id stood for when it was looked up last. */
interface Lookup<Entry> {
  readonly day: number;
  readonly revision: number;
  readonly entry: Entry | undefined;
}

/**
 * Something for each instrument of a file, by symbol: a definition's own if nothing maps the id, or
 * `#` and the id. Symbols are looked up only when an id's day or the file's mappings have changed.
 */
export class InstrumentTable<Entry> {
  readonly #reader: RecordReader;
  readonly #create: (name: string) => Entry;
  readonly #byName = new Map<string, Entry>();
  readonly #byId = new Map<number, Lookup<Entry>>();
  #lastId = -1;
  #last: Lookup<Entry> | undefined;

  /** @param create makes the entry of an instrument that appears */
  constructor(reader: RecordReader, create: (name: string) => Entry) {
    this.#reader = reader;
    this.#create = create;
  }

  /** Entries by name, in order of appearance. */
  get entries(): ReadonlyMap<string, Entry> {
    return this.#byName;
  }

  /** The entry of the reader's current record; undefined beyond 100,000 instruments. */
  current(): Entry | undefined {
    const { view, offset, rtype, instrumentId } = this.#reader;
    const day = utcDayAt(view, offset + indexTimeOffset(rtype));
    const { revision } = this.#reader.symbols;
    const isLast = instrumentId === this.#lastId;
    const known = isLast ? this.#last : this.#byId.get(instrumentId);
    // A definition without mapping names itself, and ids are given to others.
    const isKnown =
      known !== undefined &&
      known.day === day &&
      known.revision === revision &&
      rtype !== RTYPE.definition;
    const lookup = isKnown ? known : { day, revision, entry: this.#find() };
    if (!isKnown && this.#byId.size < MAX_INSTRUMENTS) this.#byId.set(instrumentId, lookup);
    this.#lastId = instrumentId;
    this.#last = lookup;
    return lookup.entry;
  }

  #find(): Entry | undefined {
    const name = this.#name();
    const known = this.#byName.get(name);
    if (known !== undefined || this.#byName.size >= MAX_INSTRUMENTS) return known;
    const entry = this.#create(name);
    this.#byName.set(name, entry);
    return entry;
  }

  #name(): string {
    const { view, offset, rtype, lengthBytes, instrumentId } = this.#reader;
    const mapped = this.#reader.symbol();
    if (mapped !== undefined) return mapped;
    const raw =
      rtype === RTYPE.definition ? decodeDefinition(view, offset, lengthBytes).rawSymbol : '';
    return raw === '' ? `#${instrumentId}` : raw;
  }
}
