/** How the vendor publishes trades beside the book. */
export interface FeedHabit {
  /**
   * - `first`: an event's T records come before its one net book record, with the same event time
   *   (GLBX.MDP3).
   * - `late`: T records come after the book record, in the same file.
   * - `separate`: as `first`, and trades come in a file of their own as well, by another clock.
   */
  readonly trades: 'first' | 'late' | 'separate';
  /**
   * How far a trade's event time lies from its book record's, ns: uniform in 0…this for `late`,
   * where other records come in between, and in ±this for the file of `separate`. 0: the same
   * time. Up to 50,000,000.
   */
  readonly tradeJitterNs: number;
  /**
   * Which book a T record's levels show where T records come first: that before the event (GLBX)
   * or `after` it, already reduced. Late T records always show the book as last published.
   */
  readonly tradeBook: 'before' | 'after';
}

/** The habit of CME's futures feed as the vendor publishes it. */
export const GLBX_HABIT: FeedHabit = { trades: 'first', tradeJitterNs: 0, tradeBook: 'before' };

/** Most that {@link FeedHabit.tradeJitterNs} may be. */
export const MAX_TRADE_JITTER_NS = 50_000_000;
