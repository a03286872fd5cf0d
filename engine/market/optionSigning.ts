import {
  isSigned,
  SIGNING_CLASSES,
  type SigningClass,
  type SigningVolumes,
} from '../core/signing.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

type Volumes = Record<SigningClass, number>;

const noVolumes = (): Volumes => ({
  at_quote: 0,
  by_tolerance: 0,
  feed: 0,
  mid: 0,
  no_usable_quote: 0,
  stale_quote: 0,
  condition: 0,
  multi_leg: 0,
});

/**
 * How well the session's option trades could be signed: contracts by class and expiry. A flow is a
 * small difference of large sums, so what is missing from it is shown beside it.
 */
export class OptionSigning {
  readonly #byExpiry = new Map<number, Volumes>();
  /** Over the whole run: trades whose condition nobody documents. */
  unknownConditions = 0;
  /** Over the whole run: cancels of trades that are not known (any more). */
  unknownCancels = 0;

  /** Counts a trade, or with a negative `contracts` takes a cancelled one back. */
  add(expiryDay: number, signing: SigningClass, contracts: number): void {
    let volumes = this.#byExpiry.get(expiryDay);
    if (volumes === undefined) {
      volumes = noVolumes();
      this.#byExpiry.set(expiryDay, volumes);
    }
    volumes[signing] += contracts;
  }

  /** The session's contracts of an expiry by class. */
  volumes(expiryDay: number): SigningVolumes {
    return this.#byExpiry.get(expiryDay) ?? noVolumes();
  }

  /** Share of the session's contracts of an expiry that have no side, 0…1; undefined without any. */
  unsignedShare(expiryDay: number): number | undefined {
    const volumes = this.#byExpiry.get(expiryDay);
    if (volumes === undefined) return undefined;
    let all = 0;
    let unsigned = 0;
    for (const signing of SIGNING_CLASSES) {
      all += volumes[signing];
      if (!isSigned(signing)) unsigned += volumes[signing];
    }
    return all > 0 ? unsigned / all : undefined;
  }

  clear(): void {
    this.#byExpiry.clear();
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#byExpiry);
    this.unknownConditions = state.number(this.unknownConditions);
    this.unknownCancels = state.number(this.unknownCancels);
  }
}
