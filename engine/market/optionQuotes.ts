import type { OptionContract, OptionQuote } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S } from '../core/time.ts';

const MAX_AGE_NS = 5 * NS_PER_S;

interface TimedQuote extends OptionQuote {
  timeNs: number;
}

/** The latest quote of each option, for trades that carry none (SPEC §2). */
export class OptionQuotes {
  /** By symbol: a restored run meets the same option as another object. */
  readonly #latest = new Map<string, TimedQuote>();

  remember(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    const known = this.#latest.get(contract.symbol);
    if (known === undefined) {
      this.#latest.set(contract.symbol, { timeNs, ...quote });
      return;
    }
    known.timeNs = timeNs;
    known.bidNanos = quote.bidNanos;
    known.askNanos = quote.askNanos;
    known.bidSize = quote.bidSize;
    known.askSize = quote.askSize;
  }

  /** The latest quote at or before `timeNs`, at most 5 s old; null when there is none. */
  recent(timeNs: number, contract: OptionContract): OptionQuote | null {
    const quote = this.#latest.get(contract.symbol);
    return quote !== undefined && timeNs - quote.timeNs <= MAX_AGE_NS ? quote : null;
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#latest);
  }
}
