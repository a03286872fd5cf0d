import { ASK, BID, type BookRecord, type Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { BookFlows, FlowRecord } from './bookFlows.ts';
import type { Fills } from './fills.ts';
import { DOUBT, placeOf } from './openFills.ts';

/** Orders behind the levels of one side, as the record before showed them. */
interface SideOrders {
  readonly ticks: Int32Array;
  readonly orders: Uint32Array;
  count: number;
}

const MAX_DEPTH = 10;
const noOrders = (): SideOrders => ({
  ticks: new Int32Array(MAX_DEPTH),
  orders: new Uint32Array(MAX_DEPTH),
  count: 0,
});

/**
 * Judges the decreases of a book record for matching with trades of another time: which of them
 * can be fills at all, and which look like cancellations ({@link DOUBT}). Only works while the fill
 * habit needs it.
 */
export class DecreaseWatch {
  readonly #flows: BookFlows;
  readonly #fills: Fills;
  readonly #before: readonly [SideOrders, SideOrders] = [noOrders(), noOrders()];
  /** Net change per place of older books that trades showed since the last book record. */
  readonly #echo = new Map<number, number>();
  readonly #flow: FlowRecord = { timeNs: 0, side: 0, tick: 0, added: 0, pulled: 0, filled: 0 };

  constructor(flows: BookFlows, fills: Fills) {
    this.#flows = flows;
    this.#fills = fills;
  }

  /**
   * Notes the decreases among the flows that a record booked.
   * @param first flow record from which on they are of the bid side
   * @param firstAsk flow record from which on they are of the ask side
   * @param tradedPlace where the record itself says that a trade took depth; NaN for none
   */
  note(
    timeNs: number,
    first: number,
    firstAsk: number,
    record: BookRecord,
    tradedPlace: number,
  ): void {
    if (this.#grewAt(tradedPlace, first)) {
      this.#noteEcho(first);
      return;
    }
    this.#noteSide(timeNs, BID, first, firstAsk, record);
    this.#noteSide(timeNs, ASK, firstAsk, this.#flows.next, record);
    this.remember(record);
  }

  transfer(state: StateTransfer): void {
    for (const side of this.#before) {
      state.column(side.ticks, 0, MAX_DEPTH);
      state.column(side.orders, 0, MAX_DEPTH);
      side.count = state.number(side.count);
    }
    state.jsonMap(this.#echo);
  }

  /**
   * Whether a trade's record shows more where it took something: then its book is older than the
   * view, a late trade's that still shows the book before it.
   */
  #grewAt(tradedPlace: number, first: number): boolean {
    if (Number.isNaN(tradedPlace)) return false;
    for (let sequence = first; sequence < this.#flows.next; sequence++) {
      this.#flows.read(sequence, this.#flow);
      if (this.#flow.added > 0 && placeOfFlow(this.#flow) === tradedPlace) return true;
    }
    return false;
  }

  /** Sums up what an older book changes back: the next record undoes it, and nobody traded that. */
  #noteEcho(first: number): void {
    for (let sequence = first; sequence < this.#flows.next; sequence++) {
      this.#flows.read(sequence, this.#flow);
      const place = placeOfFlow(this.#flow);
      this.#echo.set(place, (this.#echo.get(place) ?? 0) + this.#bookedChange());
    }
  }

  #noteSide(timeNs: number, side: Side, first: number, end: number, record: BookRecord): void {
    let decreases = 0;
    let hasAdded = false;
    for (let sequence = first; sequence < end; sequence++) {
      const change = this.#change(sequence);
      if (change < 0) decreases++;
      else if (change > 0) hasAdded = true;
    }
    if (decreases === 0) return;
    for (let sequence = first; sequence < end; sequence++) {
      const change = this.#change(sequence);
      if (change >= 0) continue;
      const { tick } = this.#flow;
      const isFillable = !hasAdded && isAtBest(side, tick, record);
      const doubt = isFillable ? this.#doubt(side, tick, decreases, record) : DOUBT.implausible;
      this.#fills.noteDecrease(timeNs, side, tick, -change, sequence, doubt);
    }
  }

  /** Change that a flow record stands for, without what only undoes an older book. */
  #change(sequence: number): number {
    this.#flows.read(sequence, this.#flow);
    const booked = this.#bookedChange();
    return this.#echo.size === 0 ? booked : booked + (this.#echo.get(placeOfFlow(this.#flow)) ?? 0);
  }

  #bookedChange(): number {
    return this.#flow.added - this.#flow.pulled - this.#flow.filled;
  }

  /** The book is as a record shows it: what older books showed is over, its order counts are kept. */
  remember(record: BookRecord): void {
    this.#echo.clear();
    const [bids, asks] = this.#before;
    if (record.bidOrders !== undefined) {
      copyOrders(bids, record.bidTicks, record.bidOrders, record.bidCount);
    }
    if (record.askOrders !== undefined) {
      copyOrders(asks, record.askTicks, record.askOrders, record.askCount);
    }
  }

  #doubt(side: Side, tick: number, decreases: number, record: BookRecord): number {
    if (decreases > 1) return DOUBT.none;
    const before = this.#before[side];
    const ordersBefore = ordersAt(tick, before.ticks, before.orders, before.count);
    if (ordersBefore === 0) return DOUBT.some;
    const gone = ordersBefore - ordersNow(side, tick, record);
    if (gone === 1) return DOUBT.more;
    return gone > 1 ? DOUBT.none : DOUBT.some;
  }
}

const placeOfFlow = ({ side, tick }: FlowRecord): number => placeOf(side, tick);

/** A trade takes the best price first: whatever still stands before a price protects it. */
function isAtBest(side: Side, tick: number, record: BookRecord): boolean {
  if (side === BID) return record.bidCount === 0 || tick >= (record.bidTicks[0] ?? 0);
  return record.askCount === 0 || tick <= (record.askTicks[0] ?? 0);
}

function ordersNow(side: Side, tick: number, record: BookRecord): number {
  const { bidTicks, bidOrders, bidCount, askTicks, askOrders, askCount } = record;
  return side === BID
    ? ordersAt(tick, bidTicks, bidOrders, bidCount)
    : ordersAt(tick, askTicks, askOrders, askCount);
}

/** Orders at a tick; 0 where no level is, or nobody counts. */
function ordersAt(
  tick: number,
  ticks: Int32Array,
  orders: Uint32Array | undefined,
  count: number,
): number {
  if (orders === undefined) return 0;
  for (let level = 0; level < count; level++) {
    if (ticks[level] === tick) return orders[level] ?? 0;
  }
  return 0;
}

function copyOrders(side: SideOrders, ticks: Int32Array, orders: Uint32Array, count: number): void {
  for (let level = 0; level < count; level++) {
    side.ticks[level] = ticks[level] ?? 0;
    side.orders[level] = orders[level] ?? 0;
  }
  side.count = count;
}
