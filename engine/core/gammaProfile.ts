/**
 * The wire form of the gamma profile: both books of dealer gamma by strike at one snap, and what the
 * inventory would be elsewhere and later. Gamma is in shares of delta per 1.00 of the underlying,
 * positive where dealers are long; times `spot` it is dollars of delta per point. Rounded to 1e-6
 * where it is a single number; columns are in full precision.
 */
import { z } from 'zod';

/**
 * Where an option's volatility came from; columns hold the index. `quote`: the option's own quote;
 * `last_good`: the last of its trades that gave one; `parity`: that of the other right at its strike, for an
 * option in the money; `smile`: the curve through all strikes; `nearest`: the
 * nearest strike's; `default`: DEFAULT_IV.
 */
export const IV_SOURCES = ['quote', 'last_good', 'smile', 'nearest', 'default', 'parity'] as const;
export type IvSource = (typeof IV_SOURCES)[number];

/** In a column of sources: the strike has no such option. */
export const NO_IV_SOURCE = 0xffff;

/** One figure per strike. */
export interface GammaColumns {
  readonly calls: Float64Array;
  readonly puts: Float64Array;
  /** Calls and puts together. */
  readonly net: Float64Array;
}

export interface GammaTotals {
  readonly calls: number;
  readonly puts: number;
  readonly net: number;
  /** `net` times spot: dollars of delta per point. */
  readonly dollar: number;
}

/** A strike that holds price, or null where none does. */
export interface GammaWall {
  readonly strike: number;
  readonly gamma: number;
}

export interface GammaWalls {
  readonly call: GammaWall | null;
  readonly put: GammaWall | null;
}

/** Volume of the session's option trades of the day's expiry by how they were signed, contracts. */
export interface SignedVolume {
  /** At or through a side of the quote. */
  readonly at_quote: number;
  /** Inside, nearer one side by more than a quarter of the spread from mid. */
  readonly by_tolerance: number;
  /** The feed itself gave the side. */
  readonly feed: number;
  /** Mid, no usable or no fresh quote, a condition or a leg that must not be signed. */
  readonly unsigned: number;
}

export interface GammaProfile {
  /** Unix ms of the snap. */
  readonly ts: number;
  /** The only expiry in it, `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly spot: number;
  /** To the expiry time by `expiry_clock`; 0 once it is over. */
  readonly seconds_to_expiry: number;
  /** The book that drives effect, walls and flip of the levels. */
  readonly fuel_book: 'flow' | 'inventory';
  /** Ascending; of very many those nearest spot. */
  readonly strikes: Float64Array;
  /** Strikes left out, farthest from spot. */
  readonly omitted_strikes: number;
  /** The session's flow. */
  readonly flow: GammaColumns;
  /** The re-marked inventory. */
  readonly inventory: GammaColumns;
  /** Contracts that dealers hold, short ones negative. */
  readonly contracts: GammaColumns;
  /** Annual volatility of the inventory's marks; NaN where the strike has no such option. */
  readonly iv: { readonly calls: Float64Array; readonly puts: Float64Array };
  /** Indices into {@link IV_SOURCES}, or {@link NO_IV_SOURCE}. */
  readonly iv_source: { readonly calls: Uint16Array; readonly puts: Uint16Array };
  /** Over all strikes, those left out too. */
  readonly totals: { readonly flow: GammaTotals; readonly inventory: GammaTotals };
  /** The whole inventory priced anew at other spots, 2 % either way, at the present time and IV. */
  readonly curve: { readonly spots: Float64Array; readonly gamma: Float64Array };
  readonly flips: {
    /** SPEC's HVL: where the running sum of the session's flow changes sign; null where it does not. */
    readonly flow: number | null;
    /** Where the curve changes sign, ascending. */
    readonly inventory: readonly number[];
  };
  /** SPEC's rule on the flow of W_wall, and on the inventory. */
  readonly walls: { readonly flow: GammaWalls; readonly inventory: GammaWalls };
  /** The inventory as time alone will leave it, at the present spot and IV. */
  readonly later: {
    /** Unix ms: half an hour before the expiry time (15:30 New York), or now where that is over. */
    readonly ts: number;
    readonly walls: GammaWalls;
    readonly inventory: GammaColumns;
    /** Delta that dealers gain by charm until then, shares: what they have to sell to stay as they are. */
    readonly delta_drift: number;
    /** The same by the hour at the present rate. */
    readonly delta_drift_per_hour: number;
  };
  readonly signing: SignedVolume & {
    /** `unsigned` over all volume; null without volume. */
    readonly unsigned_share: number | null;
  };
}

/** Asks for profiles from now on, or for no more. */
export const gammaCommandSchemas = [
  z.strictObject({ type: z.literal('want_gamma_profile'), wanted: z.boolean() }),
] as const;
