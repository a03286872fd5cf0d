/** A gamma profile for tests: five strikes around 687.40, with fixed, unremarkable figures. */
import {
  IV_SOURCES,
  type GammaColumns,
  type GammaProfile,
  type IvSource,
} from '../../engine/core/gammaProfile.ts';
import { NOON_TS } from '../model/testing.ts';

export const columnsOf = (calls: readonly number[], puts: readonly number[]): GammaColumns => ({
  calls: Float64Array.from(calls),
  puts: Float64Array.from(puts),
  net: Float64Array.from(calls, (call, index) => call + (puts[index] ?? 0)),
});

const sources = (names: readonly IvSource[]): Uint16Array =>
  Uint16Array.from(names, (name) => IV_SOURCES.indexOf(name));

const FLOW = columnsOf([100, 0, -8000, -20_000, 500], [-9000, -4000, 1000, 0, 0]);
const INVENTORY = columnsOf([0, 200, 5000, 30_000, 800], [-12_000, -3000, 0, 400, 0]);

const totals = (net: number, spot: number) => ({ calls: net, puts: 0, net, dollar: net * spot });

export const buildProfile = (overrides: Partial<GammaProfile> = {}): GammaProfile => ({
  ts: NOON_TS,
  expiry: '2024-05-13',
  spot: 687.4,
  seconds_to_expiry: 15_480,
  fuel_book: 'flow',
  strikes: Float64Array.from([685, 686, 687, 688, 689]),
  omitted_strikes: 0,
  flow: FLOW,
  inventory: INVENTORY,
  contracts: columnsOf([0, 10, 50, 300, 20], [-120, -40, 0, 5, 0]),
  iv: {
    calls: Float64Array.from([0.2, 0.19, 0.18, 0.17, 0.16]),
    puts: Float64Array.from([0.21, 0.2, 0.19, 0.18, Number.NaN]),
  },
  iv_source: {
    calls: sources(['smile', 'last_good', 'quote', 'quote', 'nearest']),
    puts: Uint16Array.from([0, 0, 1, 4, 0xffff]),
  },
  totals: { flow: totals(-39_400, 687.4), inventory: totals(21_400, 687.4) },
  curve: {
    spots: Float64Array.from([680, 685, 690, 695]),
    gamma: Float64Array.from([-10_000, -5000, 15_000, 0]),
  },
  flips: { flow: 685.02, inventory: [686.25] },
  walls: {
    flow: { call: { strike: 688, gamma: -20_000 }, put: { strike: 685, gamma: -9000 } },
    inventory: { call: { strike: 688, gamma: 30_000 }, put: null },
  },
  later: {
    ts: NOON_TS + 3 * 3600_000,
    walls: { call: { strike: 689, gamma: 900 }, put: null },
    inventory: INVENTORY,
    delta_drift: 12_345,
    delta_drift_per_hour: 4000,
  },
  signing: { at_quote: 60, by_tolerance: 20, feed: 10, unsigned: 10, unsigned_share: 0.1 },
  ...overrides,
});
