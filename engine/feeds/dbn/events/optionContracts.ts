import type { OptionContract } from '../../../core/events.ts';
import { newYorkDay, newYorkToUnixMs } from '../../../core/newYork.ts';
import type { Underlying } from '../../../core/profiles.ts';
import {
  esOptionProduct,
  glbxExpiry,
  isUserDefinedSpread,
  parseGlbxOption,
} from '../../options/glbxOption.ts';
import { parseOsi } from '../../options/occSymbol.ts';
import type { InstrumentDefinition } from '../definition.ts';

/** When quarterly ES options expire: 09:30 New York. */
const MORNING_MS = 9.5 * 3_600_000;

/**
 * The option contracts of a run: one shared object per symbol, so that events of several files meet
 * on it. Knows only options of the profile's underlying: SPY options by their OSI symbol, ES options
 * by their definitions, and those without one by their names, where the day is known on which they
 * trade. Spreads of options are no contracts, and what trades in them is no trade of their legs.
 */
export class OptionContracts {
  readonly #underlying: Underlying;
  readonly #asOfDay: number | undefined;
  readonly #bySymbol = new Map<string, OptionContract | undefined>();
  readonly #spreads = new Set<string>();
  readonly #multipliers = new Set<number>();

  /** @param asOfDay day number of the files' first day; undefined where they do not tell */
  constructor(underlying: Underlying, asOfDay?: number) {
    this.#underlying = underlying;
    this.#asOfDay = asOfDay;
  }

  /** Units of the future in one contract, as the definitions state them. */
  get multipliers(): ReadonlySet<number> {
    return this.#multipliers;
  }

  /** Takes up the definition of an ES option or a spread of them; others are left alone. */
  define(definition: InstrumentDefinition): void {
    if (this.#underlying !== 'es') return;
    const { rawSymbol, instrumentClass, legCount, asset } = definition;
    const isOption = instrumentClass === 'C' || instrumentClass === 'P';
    if (isOption && legCount === 0) this.#defineOption(definition, instrumentClass);
    else if ((isOption || isSpreadClass(instrumentClass)) && esOptionProduct(asset) !== undefined) {
      this.#spreads.add(rawSymbol);
    }
  }

  #defineOption(definition: InstrumentDefinition, right: 'C' | 'P'): void {
    const { rawSymbol, strikeNanos, expirationNs, underlying } = definition;
    if (!/^ES[FGHJKMNQUVXZ]\d/.test(underlying)) return;
    if (strikeNanos === undefined || expirationNs === undefined) return;
    const expirationMs = Number(expirationNs / 1_000_000n);
    this.#bySymbol.set(rawSymbol, {
      symbol: rawSymbol,
      expiryDay: newYorkDay(expirationMs),
      strike: strikeNanos / 1e9,
      right,
      expirationMs,
    });
    const units = definition.unitOfMeasureQtyNanos;
    if (units !== undefined) this.#multipliers.add(units / 1e9);
  }

  /** The contract of a symbol; undefined when it is no option of the profile's underlying. */
  find(symbol: string): OptionContract | undefined {
    if (this.#bySymbol.has(symbol)) return this.#bySymbol.get(symbol);
    const contract = this.#underlying === 'spy' ? parseSpy(symbol) : this.#parseEs(symbol);
    this.#bySymbol.set(symbol, contract);
    return contract;
  }

  /** Whether a symbol is a spread of options on the profile's underlying. */
  isSpread(symbol: string): boolean {
    return this.#underlying === 'es' && (this.#spreads.has(symbol) || isUserDefinedSpread(symbol));
  }

  #parseEs(symbol: string): OptionContract | undefined {
    const option = parseGlbxOption(symbol);
    if (option === undefined || this.#asOfDay === undefined) return undefined;
    const expiry = glbxExpiry(option, this.#asOfDay);
    if (expiry === undefined) return undefined;
    const { strike, right } = option;
    const { day: expiryDay, isMorning } = expiry;
    const contract = { symbol, expiryDay, strike, right };
    if (!isMorning) return contract;
    return { ...contract, expirationMs: newYorkToUnixMs(expiryDay, MORNING_MS) };
  }
}

/** `T` options alone, `M` with futures: as the exchange lists them or users define them. */
const isSpreadClass = (instrumentClass: string | undefined): boolean =>
  instrumentClass === 'T' || instrumentClass === 'M';

function parseSpy(symbol: string): OptionContract | undefined {
  const parsed = parseOsi(symbol);
  if (parsed?.root !== 'SPY') return undefined;
  const { expiryDay, strike, right } = parsed;
  return { symbol, expiryDay, strike, right };
}
