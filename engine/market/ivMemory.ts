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

/** The volatilities of one expiry. */
interface Chain {
  readonly bySymbol: Map<string, KnownIv>;
  /** The same by rising strike; follows from the former. */
  readonly byStrike: KnownIv[];
}

/** The last good volatility of every option, by expiry day and symbol (SPEC §2, "Greeks"). */
export class IvMemory {
  readonly #chains = new Map<number, Chain>();
  /** Changes whenever a volatility does; no state of the run. */
  revision = 0;

  remember(timeNs: number, contract: OptionContract, iv: number, isOtm: boolean): void {
    this.revision++;
    let chain = this.#chains.get(contract.expiryDay);
    if (chain === undefined) {
      chain = { bySymbol: new Map(), byStrike: [] };
      this.#chains.set(contract.expiryDay, chain);
    }
    const known = chain.bySymbol.get(contract.symbol);
    if (known === undefined) {
      const added = { contract, iv, atNs: timeNs, isOtm };
      chain.bySymbol.set(contract.symbol, added);
      enlist(chain.byStrike, added);
      return;
    }
    known.iv = iv;
    known.atNs = timeNs;
    known.isOtm = isOtm;
  }

  of({ expiryDay, symbol }: OptionContract): KnownIv | undefined {
    return this.#chains.get(expiryDay)?.bySymbol.get(symbol);
  }

  /** All of an expiry, by rising strike. */
  byStrike(expiryDay: number): readonly KnownIv[] {
    return this.#chains.get(expiryDay)?.byStrike ?? [];
  }

  /** That of the nearest strike of the expiry; ties: the lower strike, then the same right. */
  nearest(contract: OptionContract): KnownIv | undefined {
    let best: KnownIv | undefined;
    for (const candidate of this.#chains.get(contract.expiryDay)?.bySymbol.values() ?? []) {
      if (best === undefined || isNearer(candidate.contract, best.contract, contract)) {
        best = candidate;
      }
    }
    return best;
  }

  transfer(state: StateTransfer): void {
    this.revision++;
    state.map(this.#chains, (expiryDay, chain = { bySymbol: new Map(), byStrike: [] }) => {
      const savedDay = state.number(expiryDay ?? 0);
      state.jsonMap(chain.bySymbol);
      if (state.isRestoring)
        for (const known of chain.bySymbol.values()) enlist(chain.byStrike, known);
      return [savedDay, chain];
    });
  }
}

/** Puts an option behind those of its strike and below, in the order of appearance. */
function enlist(byStrike: KnownIv[], added: KnownIv): void {
  const { strike } = added.contract;
  let at = byStrike.length;
  while (at > 0 && (byStrike[at - 1]?.contract.strike ?? 0) > strike) at--;
  byStrike.splice(at, 0, added);
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
