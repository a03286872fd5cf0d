import type { OptionContract, OptionQuote } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** A quote and the session ns since which it stands. */
export interface TimedQuote extends OptionQuote {
  timeNs: number;
}

/**
 * The latest quote of each option, for trades that carry none (SPEC §2), and where it is asked for
 * the latest one of an earlier time.
 */
export class OptionQuotes {
  /** By symbol: a restored run meets the same option as another object. */
  readonly #latest = new Map<string, TimedQuote>();
  /** The last quote whose time is earlier than that of the latest. */
  readonly #earlier = new Map<string, TimedQuote>();
  readonly #keepsEarlier: boolean;

  /** @param keepsEarlier whether {@link before} may be asked */
  constructor(keepsEarlier: boolean) {
    this.#keepsEarlier = keepsEarlier;
  }

  remember(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    const known = this.#latest.get(contract.symbol);
    if (known === undefined) {
      this.#latest.set(contract.symbol, { timeNs, ...quote });
      return;
    }
    if (this.#keepsEarlier && known.timeNs < timeNs) this.#keep(contract.symbol, known);
    assign(known, timeNs, quote);
  }

  #keep(symbol: string, known: TimedQuote): void {
    const earlier = this.#earlier.get(symbol);
    if (earlier === undefined) this.#earlier.set(symbol, { ...known });
    else assign(earlier, known.timeNs, known);
  }

  /** The option's latest quote, of whatever age and use; undefined when there is none. */
  latest({ symbol }: OptionContract): TimedQuote | undefined {
    return this.#latest.get(symbol);
  }

  /** The option's latest quote of a time before `timeNs`, of whatever age and use. */
  before(timeNs: number, { symbol }: OptionContract): TimedQuote | undefined {
    const latest = this.#latest.get(symbol);
    return latest !== undefined && latest.timeNs < timeNs ? latest : this.#earlier.get(symbol);
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#latest);
    state.jsonMap(this.#earlier);
  }
}

function assign(to: TimedQuote, timeNs: number, quote: OptionQuote): void {
  to.timeNs = timeNs;
  to.bidNanos = quote.bidNanos;
  to.askNanos = quote.askNanos;
  to.bidSize = quote.bidSize;
  to.askSize = quote.askSize;
}
