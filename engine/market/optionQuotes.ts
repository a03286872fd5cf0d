import type { OptionContract, OptionQuote } from '../core/events.ts';
import { NS_PER_S } from '../core/time.ts';

const MAX_AGE_NS = 5 * NS_PER_S;

interface TimedQuote extends OptionQuote {
  timeNs: number;
}

/** The latest quote of each option, for trades that carry none (SPEC §2). */
export class OptionQuotes {
  readonly #latest = new Map<OptionContract, TimedQuote>();

  remember(timeNs: number, contract: OptionContract, quote: OptionQuote): void {
    const known = this.#latest.get(contract);
    if (known === undefined) {
      this.#latest.set(contract, { timeNs, ...quote });
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
    const quote = this.#latest.get(contract);
    return quote !== undefined && timeNs - quote.timeNs <= MAX_AGE_NS ? quote : null;
  }
}
