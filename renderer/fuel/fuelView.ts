/** What the fuel panel draws, as data: the profile in the book and the unit that the trader chose. */
import {
  IV_SOURCES,
  type GammaColumns,
  type GammaProfile,
  type GammaWalls,
  type IvSource,
} from '../../engine/core/gammaProfile.ts';
import type { BookName } from '../model/fuelBooks.ts';

export const FUEL_BOOK_CHOICES = ['flow', 'inventory', 'both'] as const;
export type FuelBookChoice = (typeof FUEL_BOOK_CHOICES)[number];

/** `shares`: shares of delta per 1.00 of the underlying. `dollars`: dollars of delta per point. */
export const FUEL_UNITS = ['shares', 'dollars'] as const;
export type FuelUnit = (typeof FUEL_UNITS)[number];

/** Dealer gamma at one strike, in the chosen unit. */
export interface StrikeGamma {
  readonly calls: number;
  readonly puts: number;
  readonly net: number;
}

/** The volatility that an option of the inventory was marked with. */
export interface StrikeIv {
  readonly iv: number;
  readonly source: IvSource;
}

export interface StrikeRow {
  readonly strike: number;
  readonly flow: StrikeGamma;
  readonly inventory: StrikeGamma;
  /** Contracts that dealers hold. */
  readonly contracts: StrikeGamma;
  /** Undefined where there is no such option in the inventory. */
  readonly callIv: StrikeIv | undefined;
  readonly putIv: StrikeIv | undefined;
}

export interface CurvePoint {
  readonly price: number;
  readonly gamma: number;
}

/**
 * `repriced`: the whole inventory if spot were elsewhere. `running`: the flow summed up from the
 * lowest strike, which is what the specified flip is read from.
 */
export interface FuelCurve {
  readonly kind: 'repriced' | 'running';
  readonly points: readonly CurvePoint[];
  /** Where it changes sign, ascending. */
  readonly flips: readonly number[];
}

/** One book, drawn as a column of mirrored bars. */
export interface BookView {
  readonly name: BookName;
  readonly isDriving: boolean;
  /** Where the book's gamma changes sign, ascending. */
  readonly flips: readonly number[];
  readonly walls: GammaWalls;
  /** Over all strikes. */
  readonly total: number;
  /** The largest bar, in the chosen unit; never 0. */
  readonly scale: number;
}

export interface FuelView {
  readonly unit: FuelUnit;
  readonly spot: number;
  /** Highest strike first, as on the ladder. */
  readonly rows: readonly StrikeRow[];
  readonly books: readonly BookView[];
  readonly curve: FuelCurve;
  /** Walls of the inventory half an hour before the expiry; undefined where only flow is shown. */
  readonly laterWalls: GammaWalls | undefined;
}

function strikeGamma(columns: GammaColumns, index: number, factor: number): StrikeGamma {
  return {
    calls: (columns.calls[index] ?? 0) * factor,
    puts: (columns.puts[index] ?? 0) * factor,
    net: (columns.net[index] ?? 0) * factor,
  };
}

function strikeIv(iv: number | undefined, source: number | undefined): StrikeIv | undefined {
  const name = IV_SOURCES[source ?? IV_SOURCES.length];
  return iv === undefined || name === undefined ? undefined : { iv, source: name };
}

function rowAt(profile: GammaProfile, index: number, factor: number): StrikeRow {
  const { iv, iv_source } = profile;
  return {
    strike: profile.strikes[index] ?? Number.NaN,
    flow: strikeGamma(profile.flow, index, factor),
    inventory: strikeGamma(profile.inventory, index, factor),
    contracts: strikeGamma(profile.contracts, index, 1),
    callIv: strikeIv(iv.calls[index], iv_source.calls[index]),
    putIv: strikeIv(iv.puts[index], iv_source.puts[index]),
  };
}

function scaleOf(rows: readonly StrikeRow[], name: BookName): number {
  let largest = 0;
  for (const row of rows) {
    const { calls, puts, net } = row[name];
    largest = Math.max(largest, Math.abs(calls), Math.abs(puts), Math.abs(net));
  }
  return largest === 0 ? 1 : largest;
}

function bookView(
  profile: GammaProfile,
  rows: readonly StrikeRow[],
  name: BookName,
  unit: FuelUnit,
): BookView {
  const { flips, walls, totals, fuel_book } = profile;
  const flowFlips = flips.flow === null ? [] : [flips.flow];
  return {
    name,
    isDriving: fuel_book === name,
    flips: name === 'flow' ? flowFlips : flips.inventory,
    walls: walls[name],
    total: unit === 'dollars' ? totals[name].dollar : totals[name].net,
    scale: scaleOf(rows, name),
  };
}

function repricedCurve({ curve, flips }: GammaProfile, unit: FuelUnit): FuelCurve {
  // Dollars per point at the spot of each point of the curve, not at the present one.
  const points = Array.from(curve.spots, (price, index) => ({
    price,
    gamma: (curve.gamma[index] ?? 0) * (unit === 'dollars' ? price : 1),
  }));
  return { kind: 'repriced', points, flips: flips.inventory };
}

/** Without all strikes the sum has no beginning: nothing is drawn. */
function runningCurve(profile: GammaProfile, factor: number): FuelCurve {
  const { strikes, flow, flips, omitted_strikes } = profile;
  const points: CurvePoint[] = [];
  let gamma = 0;
  for (const [index, price] of strikes.entries()) {
    gamma += (flow.net[index] ?? 0) * factor;
    points.push({ price, gamma });
  }
  return {
    kind: 'running',
    points: omitted_strikes > 0 ? [] : points,
    flips: flips.flow === null ? [] : [flips.flow],
  };
}

/** The profile as the trader wants to see it. */
export function fuelView(profile: GammaProfile, choice: FuelBookChoice, unit: FuelUnit): FuelView {
  const factor = unit === 'dollars' ? profile.spot : 1;
  const rows = Array.from(profile.strikes, (_, index) => rowAt(profile, index, factor)).reverse();
  const names: readonly BookName[] = choice === 'both' ? ['flow', 'inventory'] : [choice];
  const isFlowOnly = choice === 'flow';
  return {
    unit,
    spot: profile.spot,
    rows,
    books: names.map((name) => bookView(profile, rows, name, unit)),
    curve: isFlowOnly ? runningCurve(profile, factor) : repricedCurve(profile, unit),
    laterWalls: isFlowOnly ? undefined : profile.later.walls,
  };
}

/** The book whose walls and flips are named where there is room for one: the driving one if shown. */
export const leadBook = ({ books }: FuelView): BookView | undefined =>
  books.find(({ isDriving }) => isDriving) ?? books[0];
