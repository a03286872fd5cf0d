import { describe, expect, it } from 'vitest';
import { buildLadder } from '../model/testing.ts';
import { followMarket, ladderRows, ladderScale, marketTick } from './ladderRows.ts';

describe('the ladder', () => {
  it('runs from the highest price down', () => {
    const rows = ladderRows(buildLadder(), 27_493, 4);
    expect(rows.map((row) => row.tick)).toEqual([27_493, 27_492, 27_491, 27_490]);
    expect(rows.map((row) => row.ask)).toEqual([30, 40, undefined, undefined]);
    expect(rows.map((row) => row.bid)).toEqual([undefined, undefined, 60, 50]);
  });

  it('leaves unknown sizes empty instead of showing −1, and an empty tick is still in sight', () => {
    const [row] = ladderRows(buildLadder({ bid_size: Float64Array.of(0, 1, 2, 3) }), 27_490, 1);
    expect(row).toMatchObject({ bid: undefined, ask: undefined, isInSight: true });
  });

  it('goes on beyond what the host sent, with nothing known there', () => {
    const rows = ladderRows(buildLadder(), 27_600, 2);
    expect(rows[0]).toMatchObject({ tick: 27_600, bid: undefined, isInSight: false, added: 0 });
    expect(ladderRows(buildLadder(), 27_600, -3)).toEqual([]);
  });

  it('scales its bars to what is shown, and never by zero', () => {
    expect(ladderScale(ladderRows(buildLadder(), 27_493, 4)).depth).toBe(60);
    expect(ladderScale([])).toEqual({ depth: 1, volume: 1 });
  });

  it('follows the market only when it leaves the middle half', () => {
    const ladder = buildLadder();
    const market = marketTick(ladder);
    expect(followMarket(undefined, ladder, 40)).toBe(market);
    expect(followMarket(market - 10, ladder, 40)).toBe(market - 10);
    expect(followMarket(market - 11, ladder, 40)).toBe(market);
  });

  it('finds the market without a best price', () => {
    const oneSided = buildLadder({ best_ask_tick: null, last_tick: 27_495 });
    expect(marketTick(oneSided)).toBe(27_495);
    const empty = buildLadder({ best_bid_tick: null, best_ask_tick: null, last_tick: null });
    expect(marketTick(empty)).toBe(27_492);
  });
});
