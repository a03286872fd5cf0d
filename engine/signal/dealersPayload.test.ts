import { describe, expect, it } from 'vitest';
import { BUY, MID, SELL } from '../core/events.ts';
import { anOption, aQuote } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const CALL = anOption('C', 687);
const TOMORROW = { ...CALL, symbol: 'tomorrow', expiryDay: CALL.expiryDay + 1 };
const QUOTE = aQuote(0.6, 0.64);

/** SPY at 687.00 under a fixed ratio. */
const spy = (): MarketScript =>
  aMarket({ ratio_mode: 'fixed' }, 'spy-0dte')
    .book({ bids: [[6869.75, 300]], asks: [[6870.25, 300]] })
    .buys(6870);

describe('the totals of dealers in a payload', () => {
  it('are null where there is nothing to add up', () => {
    const nothing = { flow_gamma: null, inventory_gamma: null, unsigned_share: null };
    expect(spy().snap().dealers).toEqual(nothing);
    const other = spy().option(TOMORROW, { size: 5, aggressor: BUY, quote: QUOTE });
    expect(other.snap().dealers).toEqual(nothing);
  });

  it('are of opening inventory alone where nothing has traded', () => {
    const script = spy();
    const { expiryDay, right, strike } = CALL;
    script.market.options.inventory.open([{ expiryDay, right, strike, contracts: 50 }]);
    const { inventory_gamma, ...others } = script.snap().dealers;
    expect(inventory_gamma).toBeGreaterThan(0);
    expect(others).toEqual({ flow_gamma: null, unsigned_share: null });
  });

  it('part as time goes by: the flow keeps its gamma, the inventory has that of now', () => {
    const script = spy().option(CALL, { size: 10, aggressor: BUY, quote: QUOTE });
    const early = script.snap().dealers;
    expect(early.inventory_gamma).toBeCloseTo(early.flow_gamma ?? 0, 3);
    const late = script.at('15:00').snap().dealers;
    expect(late.flow_gamma).toBe(early.flow_gamma);
    expect(late.inventory_gamma).toBeLessThan(2 * (early.inventory_gamma ?? 0));
  });

  it('tell which share of the volume has no side', () => {
    const script = spy()
      .option(CALL, { size: 3, aggressor: SELL })
      .option(CALL, { size: 1, aggressor: MID });
    expect(script.snap().dealers.unsigned_share).toBe(0.25);
  });
});
