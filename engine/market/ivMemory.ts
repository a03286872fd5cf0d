import type { OptionContract } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { TOLERANCE } from '../core/tolerance.ts';

/** The last volatility that an option's own price gave. */
export interface KnownIv {
  readonly contract: OptionContract;
  iv: number;
  /** Session ns of its price. */
  atNs: number;
  /** Whether the option was out of the money then, where its whole price is time value. */
  isOtm: boolean;
}

/** The last good volatility of every option, by expiry day and symbol (SPEC §2, "Greeks"). */
export class IvMemory {
  readonly #byExpiry = new Map<number, Map<string, KnownIv>>();
  /** Changes whenever a volatility does; no state of the run. */
  revision = 0;

  remember(timeNs: number, contract: OptionContract, iv: number, isOtm: boolean): void {
    this.revision++;
    let chain = this.#byExpiry.get(contract.expiryDay);
    if (chain === undefined) {
      chain = new Map();
      this.#byExpiry.set(contract.expiryDay, chain);
    }
    const known = chain.get(contract.symbol);
    if (known === undefined) {
      chain.set(contract.symbol, { contract, iv, atNs: timeNs, isOtm });
      return;
    }
    known.iv = iv;
    known.atNs = timeNs;
    known.isOtm = isOtm;
  }

  of({ expiryDay, symbol }: OptionContract): KnownIv | undefined {
    return this.#byExpiry.get(expiryDay)?.get(symbol);
  }

  /** All of an expiry, in order of first appearance. */
  ofExpiry(expiryDay: number): Iterable<KnownIv> {
    return this.#byExpiry.get(expiryDay)?.values() ?? [];
  }

  /** That of the nearest strike of the expiry; ties: the lower strike, then the same right. */
  nearest(contract: OptionContract): KnownIv | undefined {
    let best: KnownIv | undefined;
    for (const candidate of this.ofExpiry(contract.expiryDay)) {
      if (best === undefined || isNearer(candidate.contract, best.contract, contract)) {
        best = candidate;
      }
    }
    return best;
  }

  transfer(state: StateTransfer): void {
    this.revision++;
    state.map(this.#byExpiry, (expiryDay, chain = new Map<string, KnownIv>()) => {
      const savedDay = state.number(expiryDay ?? 0);
      state.jsonMap(chain);
      return [savedDay, chain];
    });
  }
}

function isNearer(
  candidate: OptionContract,
  best: OptionContract,
  wanted: OptionContract,
): boolean {
  const byDistance =
    Math.abs(candidate.strike - wanted.strike) - Math.abs(best.strike - wanted.strike);
  if (Math.abs(byDistance) > TOLERANCE) return byDistance < 0;
  if (candidate.strike !== best.strike) return candidate.strike < best.strike;
  return candidate.right === wanted.right && best.right !== wanted.right;
}
