import type { IvMemory } from './ivMemory.ts';
import { Smile } from './smile.ts';

/**
 * The smile as of a moment, made when it is asked for and kept while nothing has changed: it follows
 * from the volatilities remembered alone, so that asking changes nothing and a restored run finds
 * the same.
 */
export class Smiles {
  readonly #memory: IvMemory;
  #smile: Smile | undefined;
  #revision = -1;
  #expiryDay = 0;
  #timeNs = 0;
  #forward = 0;
  #years = 0;

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
    const isSame =
      this.#revision === this.#memory.revision &&
      this.#timeNs === timeNs &&
      this.#expiryDay === expiryDay &&
      this.#forward === forward &&
      this.#years === years;
    if (!isSame) {
      this.#revision = this.#memory.revision;
      this.#timeNs = timeNs;
      this.#expiryDay = expiryDay;
      this.#forward = forward;
      this.#years = years;
      this.#smile = Smile.of(this.#memory.ofExpiry(expiryDay), timeNs, forward, years);
    }
    return this.#smile?.at(strike);
  }
}
