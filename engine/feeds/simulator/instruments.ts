/**
 * The instruments and the day of every simulated session: a Thursday in New York, ES
 * December future, SPY, and the SPY options that expire that afternoon.
 */

/** 2026-11-19 09:30 New York, when SPY opens. */
export const SESSION_START_MS = Date.UTC(2026, 10, 19, 14, 30);
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
const STRIKES_EACH_WAY = 20;
const LOWEST_STRIKE = FIRST_ANCHOR - STRIKES_EACH_WAY;
const STRIKES = 2 * STRIKES_EACH_WAY + 1;

/** An option series listed that day. */
export interface OptionSeries {
  readonly symbol: string;
  readonly instrumentId: number;
  /** SPY dollars. */
  readonly strike: number;
  readonly right: 'C' | 'P';
}

/** The tape numbers its instruments anew each day. */
const FIRST_OPTION_ID = 1_140_851_201;

/** Calls then puts, each from the lowest strike up. */
export const OPTION_SERIES: readonly OptionSeries[] = (['C', 'P'] as const).flatMap(
  (right, rightIndex) =>
    Array.from({ length: STRIKES }, (_, index) => {
      const strike = LOWEST_STRIKE + index;
      return {
        symbol: `SPY   261119${right}${String(strike * 1000).padStart(8, '0')}`,
        instrumentId: FIRST_OPTION_ID + 2 * index + rightIndex,
        strike,
        right,
      };
    }),
);

/** The listed strike nearest to a whole number of dollars. */
export const listedStrike = (strike: number): number =>
  Math.min(LOWEST_STRIKE + STRIKES - 1, Math.max(LOWEST_STRIKE, strike));

/** Index into {@link OPTION_SERIES} of a listed strike. */
export const seriesIndex = (right: 'C' | 'P', strike: number): number =>
  (right === 'C' ? 0 : STRIKES) + strike - LOWEST_STRIKE;
