/**
 * The instruments and the day of every simulated session: a Thursday morning in New York, ES
 * December future, SPY, and the SPY options that expire that afternoon.
 */

/** 2026-11-19 09:40 New York. */
export const SESSION_START_MS = Date.UTC(2026, 10, 19, 14, 40);
/** 16:00 New York of that day: the options' expiry and the longest session's end. */
export const SESSION_CLOSE_MS = Date.UTC(2026, 10, 19, 21, 0);
/** The UTC dates of symbol mappings, YYYYMMDD, end exclusive. */
export const MAPPING_DATES = { startDate: 20_261_119, endDate: 20_261_120 };

export const ES = {
  dataset: 'GLBX.MDP3',
  publisherId: 1,
  symbol: 'ESZ6',
  instrumentId: 42_008_377,
};
export const SPY = { dataset: 'XNAS.ITCH', publisherId: 2, symbol: 'SPY', instrumentId: 15_144 };
export const SPY_OPTIONS = { dataset: 'OPRA.PILLAR', parent: 'SPY.OPT' };

/** ES tick in units of 1e-9. */
export const TICK_NANOS = 250_000_000;
export const NANOS = 1e9;

/** SPY dollars around which the first ten minutes play. */
export const FIRST_ANCHOR = 687;
/** Anchors of later cycles stay this near the first. */
export const ANCHOR_RANGE = 6;
export const LOWEST_STRIKE = FIRST_ANCHOR - 15;
export const HIGHEST_STRIKE = FIRST_ANCHOR + 15;

/** An option series listed that day. */
export interface OptionSeries {
  readonly symbol: string;
  readonly instrumentId: number;
  readonly strike: number;
  readonly right: 'C' | 'P';
}

const FIRST_OPTION_ID = 1_140_851_201;

/** Calls then puts, each from the lowest strike up. */
export const OPTION_SERIES: readonly OptionSeries[] = (['C', 'P'] as const).flatMap(
  (right, rightIndex) =>
    Array.from({ length: HIGHEST_STRIKE - LOWEST_STRIKE + 1 }, (_, index) => {
      const strike = LOWEST_STRIKE + index;
      return {
        symbol: `SPY   261119${right}${String(strike * 1000).padStart(8, '0')}`,
        instrumentId: FIRST_OPTION_ID + 2 * index + rightIndex,
        strike,
        right,
      };
    }),
);

/** @throws RangeError for a strike that is not listed */
export function findSeries(right: 'C' | 'P', strike: number): OptionSeries {
  const perRight = HIGHEST_STRIKE - LOWEST_STRIKE + 1;
  const series = OPTION_SERIES[(right === 'C' ? 0 : perRight) + strike - LOWEST_STRIKE];
  if (series === undefined) throw new RangeError(`Invariant: no series at strike ${strike}`);
  return series;
}
