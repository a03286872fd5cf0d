import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import type { EventChanges } from '../exchange/eventChanges.ts';

/** What took displayed contracts away: an execution, or their owner. */
export type DecreaseCause = 'FILL' | 'PULL';

/**
 * Receives what really took each displayed decrease, known from the orders themselves.
 *
 * One call per (event, side, price, cause) for prices at which an event left fewer displayed
 * contracts than before, as far as the price is known to both the book record before and the one
 * after: at or inside the worst of the ten displayed prices, or any price of a side that shows
 * fewer than ten. What else happens out of sight, while the feed is down, or when a clear or an
 * image replaces the book, is no decrease.
 *
 * With `added`, `filled` and `pulled` the displayed contracts that came and went at the price in
 * the event, the net decrease is `filled + pulled − added`. Of it `min(decrease, filled)` is FILL
 * and the rest is PULL: what was added in the same event (an iceberg's refresh, the rest of an
 * order that moved there) makes up for pulled contracts first and then for filled ones. So an
 * iceberg that refreshes in the same event by as much as was executed gives no call, nor does the
 * execution of hidden size. PULL is a cancel, a modification to a smaller size, or a move to
 * another price.
 */
export interface TruthSink {
  /**
   * @param timeNs the event's time, ns since the session's start
   * @param sequence of the record in the book file that first shows the decrease
   * @param side side of the book
   * @param size contracts, above 0
   */
  decrease(
    timeNs: number,
    sequence: number,
    side: Side,
    priceNanos: number,
    size: number,
    cause: DecreaseCause,
  ): void;
}

/** Where and when an event shows, and how deep the views before and after it both reach. */
export interface ShownEvent {
  timeNs: number;
  sequence: number;
  tickNanos: number;
  /** The deepest tick that both views know. */
  bidKnown: number;
  askKnown: number;
}

/** Tells the truth of an event's decreases at prices that both views know. */
export function tellDecreases(
  truth: TruthSink,
  { touchCount, touchSide, touchTick, added, filled, pulled }: EventChanges,
  { timeNs, sequence, tickNanos, bidKnown, askKnown }: ShownEvent,
): void {
  for (let touch = 0; touch < touchCount; touch++) {
    const fills = filled[touch] ?? 0;
    const decrease = fills + (pulled[touch] ?? 0) - (added[touch] ?? 0);
    if (decrease <= 0) continue;
    const tick = touchTick[touch] ?? 0;
    const side: Side = touchSide[touch] === 0 ? BID : ASK;
    if (side === BID ? tick < bidKnown : tick > askKnown) continue;
    const nanos = tick * tickNanos;
    const byFill = Math.min(decrease, fills);
    if (byFill > 0) truth.decrease(timeNs, sequence, side, nanos, byFill, 'FILL');
    if (decrease > byFill) {
      truth.decrease(timeNs, sequence, side, nanos, decrease - byFill, 'PULL');
    }
  }
}
