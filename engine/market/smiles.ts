import type { IvMemory } from './ivMemory.ts';
import { Smile } from './smile.ts';

/**
 * The smile as of a moment, made when it is asked for and kept while nothing has changed: it follows
 * from the volatilities remembered alone, so that asking changes nothing and a restored run finds
 * the same.
 */
export class Smiles {
  readonly #memory: IvMemory;
  readonly #smile = new Smile();
  #isThere = false;
  #revision = -1;
  #expiryDay = 0;
  #timeNs = 0;

  constructor(memory: IvMemory) {
    this.#memory = memory;
  }

  /** Volatility at a strike; undefined where too few options have traded lately. See {@link Smile}. */
  at(
    expiryDay: number,
    strike: number,
    timeNs: number,
    forward: number,
    years: number,
  ): number | undefined {
    const { revision } = this.#memory;
    const isSame =
      this.#revision === revision && this.#timeNs === timeNs && this.#expiryDay === expiryDay;
    if (!isSame) {
      this.#revision = revision;
      this.#timeNs = timeNs;
      this.#expiryDay = expiryDay;
      this.#isThere = this.#smile.fit(this.#memory.byStrike(expiryDay), timeNs);
    }
    return this.#isThere ? this.#smile.at(strike, forward, years) : undefined;
  }
}
