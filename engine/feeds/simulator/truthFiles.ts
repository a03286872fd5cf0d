import type { Side } from '../../core/events.ts';
import { BID } from '../../core/events.ts';
import type { CsvFile } from './csvFile.ts';
import type { OptionTruthSink } from './options/optionsMarket.ts';
import type { PrintKind } from './options/printing.ts';
import type { DecreaseCause, TruthSink } from './publish/truth.ts';

/** What really took each displayed decrease of the futures book. */
export const TRUTH_NAME = 'truth.csv';
export const TRUTH_COLUMNS = ['ts_ns', 'sequence', 'side', 'price', 'size_removed', 'cause'];

/** Whose trade each option print was. */
export const OPTION_TRUTH_NAME = 'option-truth.csv';
export const OPTION_TRUTH_COLUMNS = ['ts_ns', 'symbol', 'price', 'size', 'customer_side', 'print'];

const NANOS_PER_TEN_THOUSANDTH = 100_000;

/** Rows of {@link TRUTH_NAME}: side B or A is the book's. */
export class FuturesTruth implements TruthSink {
  readonly #file: CsvFile;

  constructor(file: CsvFile) {
    this.#file = file;
  }

  decrease(
    timeNs: number,
    sequence: number,
    side: Side,
    priceNanos: number,
    size: number,
    cause: DecreaseCause,
  ): void {
    const file = this.#file;
    file.time(timeNs);
    file.whole(sequence);
    file.text(side === BID ? 'B' : 'A');
    file.price(priceNanos / NANOS_PER_TEN_THOUSANDTH);
    file.whole(size);
    file.text(cause);
    file.endRow();
  }
}

/** Rows of {@link OPTION_TRUTH_NAME}, one for each trade record, in the same order. */
export class OptionTruth implements OptionTruthSink {
  readonly #file: CsvFile;

  constructor(file: CsvFile) {
    this.#file = file;
  }

  print(
    timeNs: number,
    symbol: string,
    priceCents: number,
    contracts: number,
    isCustomerBuyer: boolean,
    kind: PrintKind,
  ): void {
    const file = this.#file;
    file.time(timeNs);
    file.text(symbol);
    file.price(priceCents * 100);
    file.whole(contracts);
    file.text(isCustomerBuyer ? 'BUY' : 'SELL');
    file.text(kind);
    file.endRow();
  }
}
