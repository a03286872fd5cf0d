import { ASK, BID, type Side } from '../core/events.ts';
import type { LadderColumns } from '../core/protocol.ts';
import type { FlowTotals } from '../market/bookFlows.ts';
import type { MarketState } from '../market/marketState.ts';

/** Ticks shown on either side of the centre. */
export const LADDER_REACH_TICKS = 100;

/** Displayed size, or −1 where the view does not reach (SPEC §4, "visibility"). */
function displayedSize(market: MarketState, side: Side, tick: number): number {
  return market.book.knows(side, tick) ? market.book.sizeAt(side, tick) : -1;
}

/** A tick or null where there is none. */
const orNull = (tick: number): number | null => (Number.isNaN(tick) ? null : tick);

/** The tick the ladder is drawn around: the last trade, else the middle of the book. */
function centreTick(market: MarketState): number {
  const spotPx = market.spotPx ?? 0;
  return Math.round(spotPx / market.config.TICK_SIZE);
}

/** Reads the ladder around spot from the market as it stands; fresh arrays, lowest price first. */
export function readLadder(market: MarketState): LadderColumns {
  const rows = 2 * LADDER_REACH_TICKS + 1;
  const firstTick = centreTick(market) - LADDER_REACH_TICKS;
  const ladder: LadderColumns = {
    first_tick: firstTick,
    tick_size: market.config.TICK_SIZE,
    ratio: market.converter.ratio,
    bid_size: new Float64Array(rows),
    ask_size: new Float64Array(rows),
    buy_volume: new Float64Array(rows),
    sell_volume: new Float64Array(rows),
    added: new Float64Array(rows),
    pulled: new Float64Array(rows),
    filled: new Float64Array(rows),
    best_bid_tick: orNull(market.book.bestBid),
    best_ask_tick: orNull(market.book.bestAsk),
    last_tick: market.lastTrade?.tick ?? null,
    last_size: market.lastTrade?.size ?? 0,
    last_aggressor: market.lastTrade?.aggressor ?? 0,
  };
  for (let row = 0; row < rows; row++) fillRow(ladder, row, firstTick + row, market);
  return ladder;
}

function fillRow(ladder: LadderColumns, row: number, tick: number, market: MarketState): void {
  ladder.bid_size[row] = displayedSize(market, BID, tick);
  ladder.ask_size[row] = displayedSize(market, ASK, tick);
  const volume = market.profile.at(tick);
  ladder.buy_volume[row] = volume.buy;
  ladder.sell_volume[row] = volume.sell;
  const totals: FlowTotals = { added: 0, pulled: 0, filled: 0, records: 0 };
  market.flows.addTotals(BID, tick, totals);
  market.flows.addTotals(ASK, tick, totals);
  ladder.added[row] = totals.added;
  ladder.pulled[row] = totals.pulled;
  ladder.filled[row] = totals.filled;
}
