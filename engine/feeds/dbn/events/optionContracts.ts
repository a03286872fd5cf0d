import type { OptionContract, OptionRight } from '../../../core/events.ts';
import { civilDate, dayNumber, newYorkDay } from '../../../core/newYork.ts';
import type { Underlying } from '../../../core/profiles.ts';
import type { InstrumentDefinition } from '../definition.ts';

/** OSI, 21 characters: root in 6, YYMMDD, C or P, strike × 1000 in 8 digits. */
const OSI = /^(.{6})(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;

/**
 * Parses an OSI symbol such as `SPY   251216C00687000`; undefined for anything else, also for one
 * whose date is not in the calendar.
 */
export function parseOsi(symbol: string): (OptionContract & { root: string }) | undefined {
  const match = OSI.exec(symbol);
  if (match === null) return undefined;
  const [, root = '', year, month, day, right, strike] = match;
  const expiryDay = dayNumber(2000 + Number(year), Number(month), Number(day));
  const date = civilDate(expiryDay);
  if (date.month !== Number(month) || date.day !== Number(day)) return undefined;
  return {
    root: root.trimEnd(),
    symbol,
    expiryDay,
    strike: Number(strike) / 1000,
    right: right === 'P' ? 'P' : 'C',
  };
}

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
