import { MARKET } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { highHalfAt, utcDayAt } from '../records.ts';

const TWO_32_NS = 2n ** 32n;
const DAY_NS = 86_400n * 1_000_000_000n;

/** Whether a UTC midnight lies inside the 4.3 s that share an upper half of a Unix ns time. */
function hasMidnight(timeHigh: number): boolean {
  const startNs = BigInt(timeHigh) * TWO_32_NS;
  return startNs / DAY_NS !== (startNs + TWO_32_NS - 1n) / DAY_NS;
}

/**
 * The symbols of a reader's records. Neighbouring records are mostly of one instrument and minute, so
 * the last answer is tried first.
 */
export class SymbolLookup {
  readonly #reader: RecordReader;
  /** What the last answer was an answer to. */
  #instrumentId = -1;
  /** Upper half of ts_recv; NaN where the answer may not be used again. */
  #timeHigh = Number.NaN;
  #revision = -1;
  #symbol: string | undefined;
  #checkedSymbol: string | undefined;
  #isWanted = false;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /** The current record's symbol on its UTC day; undefined when nothing maps it. */
  find(): string | undefined {
    const { view, offset, instrumentId, symbols } = this.#reader;
    const timeAt = offset + MARKET.tsRecv;
    const timeHigh = highHalfAt(view, timeAt);
    if (
      instrumentId === this.#instrumentId &&
      timeHigh === this.#timeHigh &&
      symbols.revision === this.#revision
    ) {
      return this.#symbol;
    }
    const symbol = symbols.symbolOf(instrumentId, utcDayAt(view, timeAt));
    // The upper half of a time spans 4.3 s, which may hold a midnight: only then ask each time.
    this.#timeHigh = hasMidnight(timeHigh) ? Number.NaN : timeHigh;
    this.#instrumentId = instrumentId;
    this.#revision = symbols.revision;
    this.#symbol = symbol;
    return symbol;
  }

  /**
   * Whether a symbol found here is the wanted one, which is always the same. Equal strings of two
   * origins take a call to compare; the same answer as last time takes none.
   */
  isWanted(symbol: string | undefined, wanted: string): boolean {
    if (symbol !== this.#checkedSymbol) {
      this.#checkedSymbol = symbol;
      this.#isWanted = symbol === wanted;
    }
    return this.#isWanted;
  }
}
