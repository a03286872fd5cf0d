import type { OptionContract, OptionRight } from '../../../core/events.ts';
import { newYorkDay } from '../../../core/newYork.ts';
import type { Underlying } from '../../../core/profiles.ts';
import { parseOsi } from '../../options/occSymbol.ts';
import type { InstrumentDefinition } from '../definition.ts';

/**
 * The option contracts of a run: one shared object per symbol, so that events of several files meet
 * on it. Knows only options of the profile's underlying: SPY options by their OSI symbol, ES
 * options by their definitions, which alone tell their expiry.
 */
export class OptionContracts {
  readonly #underlying: Underlying;
  readonly #bySymbol = new Map<string, OptionContract | undefined>();

  constructor(underlying: Underlying) {
    this.#underlying = underlying;
  }

  /** Takes up the definition of an ES option; other definitions are left alone. */
  define(definition: InstrumentDefinition): void {
    const { rawSymbol, instrumentClass, strikeNanos, expirationNs, underlying } = definition;
    if (this.#underlying !== 'es' || (instrumentClass !== 'C' && instrumentClass !== 'P')) return;
    if (!/^ES[FGHJKMNQUVXZ]\d/.test(underlying)) return;
    if (strikeNanos === undefined || expirationNs === undefined) return;
    const right: OptionRight = instrumentClass;
    this.#bySymbol.set(rawSymbol, {
      symbol: rawSymbol,
      expiryDay: newYorkDay(Number(expirationNs / 1_000_000n)),
      strike: strikeNanos / 1e9,
      right,
    });
  }

  /** The contract of a symbol; undefined when it is no option of the profile's underlying. */
  find(symbol: string): OptionContract | undefined {
    if (this.#bySymbol.has(symbol)) return this.#bySymbol.get(symbol);
    const contract = this.#underlying === 'spy' ? this.#parseSpy(symbol) : undefined;
    this.#bySymbol.set(symbol, contract);
    return contract;
  }

  #parseSpy(symbol: string): OptionContract | undefined {
    const parsed = parseOsi(symbol);
    if (parsed?.root !== 'SPY') return undefined;
    const { expiryDay, strike, right } = parsed;
    return { symbol, expiryDay, strike, right };
  }
}
