/** The tape as screens are told it: large prints and sweeps, and how fast trades come. */

/**
 * Contracts from which a print, or a sweep as a whole, is kept for the tape. Of a million futures trades
 * on a busy day some three in a hundred are that large; all smaller ones are only counted.
 */
export const TAPE_MIN_SIZE = 10;

/**
 * Smallest notionals (futures price × contracts) that the tape can be filtered by: for each the engine
 * counts the prints that pass. 0 lets all pass that are kept.
 */
export const TAPE_NOTIONALS = [0, 100_000, 250_000, 500_000, 1_000_000, 2_500_000] as const;
export type TapeNotional = (typeof TAPE_NOTIONALS)[number];

/** Columns of the tape, in the units of {@link TapeColumns}. */
export const TAPE_COLUMNS = [
  'ts',
  'from_ts',
  'aggressor',
  'px',
  'from_px',
  'ratio',
  'size',
  'notional',
  'prints',
  'prices',
  'run',
  'session',
] as const;
export type TapeColumn = (typeof TAPE_COLUMNS)[number];

/** One row of the tape. */
export type TapeRow = Readonly<Record<TapeColumn, number>>;

/**
 * Large prints and sweeps (SPEC §5: prints of one side without a long pause, at least
 * SWEEP_MIN_NOTIONAL together), append-only, numbered from `first_row` on. A sweep that goes on is told
 * anew at each snap it has grown at: of rows with one `run`, the last sweep stands for all.
 */
export interface TapeColumns extends Readonly<Record<TapeColumn, Float64Array>> {
  readonly first_row: number;
  /** Unix ms of the print, or of the sweep's last one. */
  readonly ts: Float64Array;
  /** Unix ms of the sweep's first print; as `ts` for a print. */
  readonly from_ts: Float64Array;
  /** 1 where a buyer took the offer, −1 where a seller hit the bid, 0 where the feed names no side. */
  readonly aggressor: Float64Array;
  /** Futures price of the print, or of the sweep's last one. */
  readonly px: Float64Array;
  /** Futures price of the sweep's first print; as `px` for a print. */
  readonly from_px: Float64Array;
  /** Futures price / level price at the snap that shows it. */
  readonly ratio: Float64Array;
  /** Contracts. */
  readonly size: Float64Array;
  /** Σ futures price × contracts. */
  readonly notional: Float64Array;
  /** 1 for a print, at least 2 for a sweep. */
  readonly prints: Float64Array;
  /** Distinct prices. */
  readonly prices: Float64Array;
  /** Number of the run of prints of one side that it belongs to; 0 for a print without a side. */
  readonly run: Float64Array;
  /** Grows by one at each session boundary (SPEC §2), from 0. */
  readonly session: Float64Array;
}

/** What is usual for the session so far: all windows that ended at a snap, each as long as the one shown. */
export interface TapeUsual {
  /** Session time that was watched for it, ms. */
  readonly span_ms: number;
  /** Medians of a window: prints, and contracts. */
  readonly prints: number;
  readonly volume: number;
  /** Shares 0…1 of the windows that had fewer than the present one. */
  readonly prints_below: number;
  readonly volume_below: number;
}

/** How fast trades come, and how many the session has had. */
export interface TapeStats {
  /** Length of the window that ends at the snap, ms: shorter only at the start of a session. */
  readonly window_ms: number;
  readonly prints: number;
  /** Contracts in the window by aggressor. */
  readonly buy_volume: number;
  readonly sell_volume: number;
  readonly mid_volume: number;
  /** Null until a minute of the session was watched. */
  readonly usual: TapeUsual | null;
  /**
   * Prints of the session: three figures (seller, no side, buyer) for all of them, then three for each of
   * {@link TAPE_NOTIONALS}, of those that are kept and at least that large.
   */
  readonly counts: Float64Array;
  /** Contracts of the session's largest print; 0 before the first. */
  readonly largest_size: number;
  /** Rows of the whole run that one snap had too many of. */
  readonly left_out: number;
}

/** Where {@link TapeStats.counts} has the prints of a side. @param filter index of a notional; −1: all */
export const tapeCountIndex = (filter: number, aggressor: -1 | 0 | 1): number =>
  (filter + 1) * 3 + aggressor + 1;
