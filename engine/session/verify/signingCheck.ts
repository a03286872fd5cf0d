import type { EventSource } from '../../core/events.ts';
import { optionTradeOf } from '../optionTradeOf.ts';
import type { SessionRun } from '../run.ts';
import { optionTruth, type OptionRow } from './optionTruth.ts';
import { SigningJoin } from './signingJoin.ts';
import type { SigningTally } from './signingTally.ts';
import type { TruthCheck } from './truthCheck.ts';
import { MAX_DISORDER_NS, TruthFile } from './truthFile.ts';

/** How the sides that the engine gave option trades compare with the customers'. */
export interface SigningFindings {
  readonly tally: SigningTally;
  readonly truthRows: number;
}

/** Compares the side of every option trade with the customer's. */
export class SigningCheck implements TruthCheck {
  readonly #run: SessionRun;
  readonly #truth: TruthFile<OptionRow>;
  readonly #join = new SigningJoin();
  #nextFlow = 0;
  #eventNs = Number.NEGATIVE_INFINITY;

  private constructor(run: SessionRun, truth: TruthFile<OptionRow>) {
    this.#run = run;
    this.#truth = truth;
  }

  /** @throws BreakwaterError (bad-input) for a truth file that cannot be used */
  static async open(path: string, run: SessionRun): Promise<SigningCheck> {
    return new SigningCheck(run, await TruthFile.open(path, optionTruth(run.clock)));
  }

  noteEvent(source: EventSource): void {
    this.#eventNs = source.timeNs;
    const { flows } = this.#run.market.options;
    if (flows.next === this.#nextFlow) return;
    this.#nextFlow = flows.next;
    const signed = flows.read(flows.next - 1)?.signed;
    const trade = signed === undefined ? undefined : optionTradeOf(source);
    if (signed === undefined || trade === undefined) return;
    const { timeNs, contract, priceNanos, size } = trade;
    this.#join.addSeen({ timeNs, symbol: contract.symbol, priceNanos, size, signed });
  }

  async advance(): Promise<void> {
    // Events of the present time may still come.
    await this.#truth.each(this.#eventNs - 1, (row) => this.#join.addRow(row));
    this.#join.closeUntil(this.#eventNs - MAX_DISORDER_NS);
  }

  async finish(): Promise<void> {
    await this.#truth.each(Number.POSITIVE_INFINITY, (row) => this.#join.addRow(row));
    this.#join.closeUntil(Number.POSITIVE_INFINITY);
  }

  get findings(): SigningFindings {
    return { tally: this.#join.tally, truthRows: this.#truth.rowCount };
  }

  close(): void {
    this.#truth.close();
  }
}
