import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BUY, MID, SELL } from '../core/events.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { anOption, aQuote, newYorkNs, TEST_DAY } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { gammaAt, optionGreeks } from './greeks.ts';
import type { InventoryPosition } from './inventoryPosition.ts';

const SPOT = 687.4;
const RATE = 0.04;
const CALL = anOption('C', 688);
const PUT = anOption('P', 686);
/** Years from a New York time of day to 16:00. */
const yearsFrom = (time: string): number =>
  (newYorkNs('16:00') - newYorkNs(time)) / (365 * 86_400e9);
const gamma = (strike: number, time: string, iv: number, spot = SPOT): number =>
  gammaAt('black-scholes', spot, strike, yearsFrom(time), RATE, iv);

/** SPY at 687.40 under a fixed ratio, 10:00 New York. */
const spy = (overrides: ConfigOverrides = {}): MarketScript =>
  aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book({ bids: [[6873.75, 10]], asks: [[6874.25, 10]] })
    .buys(6874);

const inventoryOf = (script: MarketScript) => script.looked().options.inventory;

function positionOf(script: MarketScript, contract = CALL): InventoryPosition {
  const found = inventoryOf(script).held.find(
    (position) =>
      position.contract.strike === contract.strike && position.contract.right === contract.right,
  );
  if (found === undefined) throw new Error(`There is no position in ${contract.symbol}`);
  return found;
}

/** A quote whose mid is what the option is worth at this volatility and time. */
function quoteAt(iv: number, time: string, { right, strike } = CALL) {
  const terms = { model: 'black-scholes', right, strike, price: SPOT, rate: RATE } as const;
  const { price } = optionGreeks({ ...terms, years: yearsFrom(time) }, iv);
  return aQuote(price - 0.01, price + 0.01);
}

describe('the contracts that dealers hold', () => {
  it('are on the other side of every signed trade, and a MID trade changes none', () => {
    const script = spy()
      .option(CALL, { size: 10, aggressor: BUY })
      .option(CALL, { size: 3, aggressor: SELL })
      .option(CALL, { size: 50, aggressor: MID })
      .option(PUT, { size: 4, aggressor: SELL });
    expect(positionOf(script).contracts).toBe(-7);
    expect(positionOf(script, PUT).contracts).toBe(4);
  });

  it('add to those carried in', () => {
    const script = spy();
    const opening = { expiryDay: TEST_DAY, right: 'C', strike: 688, contracts: 500 } as const;
    script.market.options.inventory.open([opening, { ...opening, strike: 690, contracts: -20 }]);
    script.option(CALL, { size: 10, aggressor: BUY });
    expect(positionOf(script).contracts).toBe(490);
    expect(positionOf(script, anOption('C', 690)).contracts).toBe(-20);
    expect(inventoryOf(script).held).toHaveLength(2);
  });

  it('start anew at a session boundary but for those carried in', () => {
    const script = spy();
    const opening = { expiryDay: TEST_DAY, right: 'C', strike: 688, contracts: 500 } as const;
    script.market.options.inventory.open([opening]);
    script.option(CALL, { size: 10, aggressor: BUY }).option(PUT, { aggressor: BUY });
    script.newSession();
    expect(inventoryOf(script).held.map(({ contracts }) => contracts)).toEqual([500]);
    script.option(CALL, { size: 10, aggressor: BUY });
    expect(inventoryOf(script).held.map(({ contracts }) => contracts)).toEqual([490]);
  });

  it('forget a trade that is cancelled, and the position where it was the only one', () => {
    const trade = { px: 0.5, size: 10, aggressor: BUY } as const;
    const script = spy()
      .option(CALL, { ...trade, condition: 'ordinary' })
      .option(CALL, { size: 2, aggressor: BUY })
      .option(CALL, { ...trade, condition: 'cancel' });
    expect(positionOf(script).contracts).toBe(-2);
    script.option(PUT, { ...trade, condition: 'ordinary' });
    expect(inventoryOf(script).held).toHaveLength(2);
    script.option(PUT, { ...trade, condition: 'cancel' });
    expect(inventoryOf(script).held).toHaveLength(1);
  });

  it('count for the options that expire on the day of the snap alone', () => {
    const script = spy()
      .option(anOption('C', 688, TEST_DAY + 1), { size: 100, aggressor: BUY })
      .option(anOption('C', 688, TEST_DAY - 1), { size: 100, aggressor: BUY });
    expect(inventoryOf(script).total).toBeUndefined();
    expect(inventoryOf(script).near(688, 5)).toBe(0);
    script.option(CALL, { aggressor: BUY });
    expect(inventoryOf(script).held).toHaveLength(1);
  });
});

describe('an option in the money', () => {
  /** A call 1.40 below spot, with a volatility of its own that its quote blew up. */
  const DEEP = anOption('C', 686);
  const traded = (script: MarketScript, contract = DEEP, iv = 0.3): MarketScript =>
    script.option(contract, { size: 10, aggressor: BUY, quote: quoteAt(iv, '10:00', contract) });

  it('is priced with the volatility of the other right at its strike', () => {
    const script = traded(traded(spy()), PUT, 0.15);
    const call = positionOf(script, DEEP);
    expect(call.iv).toBeCloseTo(0.15, 4);
    expect(call.ivSource).toBe('parity');
    expect(call.gamma).toBe(positionOf(script, PUT).gamma);
    expect(positionOf(script, PUT).ivSource).not.toBe('parity');
  });

  it('keeps its own where the other right has none', () => {
    expect(positionOf(traded(spy()), DEEP).iv).toBeCloseTo(0.3, 4);
    const unsolved = traded(spy()).option(PUT, { size: 1, aggressor: BUY, px: 1e-10 });
    expect(positionOf(unsolved, DEEP).iv).toBeCloseTo(0.3, 4);
  });

  it('turns to its own again when price has passed the strike', () => {
    const script = traded(traded(spy()), PUT, 0.15);
    script.looked();
    script.later(0.25).buys(6855);
    expect(positionOf(script, DEEP).iv).toBeCloseTo(0.3, 4);
    expect(positionOf(script, PUT).ivSource).toBe('parity');
  });

  it('goes on so from a saved state', () => {
    const script = traded(traded(spy()), PUT, 0.15);
    script.looked();
    const state = new StateWriter();
    script.market.transfer(state);
    const other = spy();
    other.market.transfer(new StateReader(state.bytes()));
    expect(positionOf(other, DEEP).gamma).toBe(positionOf(script, DEEP).gamma);
  });
});

describe('marking the inventory', () => {
  it('prices it at the present time and spot, whenever the trade was', () => {
    const script = spy().option(CALL, { size: 10, aggressor: BUY, quote: quoteAt(0.12, '10:00') });
    const early = inventoryOf(script).total;
    expect(early).toBeCloseTo(-10 * gamma(688, '10:00', 0.12) * 100, 4);
    script.at('15:00').buys(6878);
    const late = inventoryOf(script).total;
    expect(late).toBeCloseTo(-10 * gamma(688, '15:00', 0.12, 687.8) * 100, 4);
    expect(script.market.options.flows.sessionTotal(TEST_DAY)).toBeCloseTo(early ?? 0, 6);
  });

  it('is null without options, and 0 where only MID trades came', () => {
    const script = spy();
    expect(script.snap().dealers).toEqual({
      flow_gamma: null,
      inventory_gamma: null,
      unsigned_share: null,
    });
    script.option(CALL, { size: 10, aggressor: MID });
    expect(script.snap().dealers).toEqual({
      flow_gamma: 0,
      inventory_gamma: 0,
      unsigned_share: 1,
    });
  });

  it('takes the volatility of the last good trade, else the nearest, else the default', () => {
    const script = spy({ DEFAULT_IV: 0.3 });
    script.option(CALL, { px: 1e-9, aggressor: BUY });
    expect(positionOf(script)).toMatchObject({ iv: 0.3, ivSource: 'default' });
    script.option(PUT, { aggressor: BUY, quote: quoteAt(0.15, '10:00:01', PUT) }).later(1000);
    expect(positionOf(script, PUT).ivSource).toBe('last_good');
    expect(positionOf(script)).toMatchObject({ ivSource: 'nearest' });
    expect(positionOf(script).iv).toBeCloseTo(0.15, 3);
  });

  it('takes that of the latest quote where it is newer, at most once a second', () => {
    const script = spy().option(CALL, { aggressor: BUY, quote: quoteAt(0.12, '10:00') });
    expect(positionOf(script).ivSource).toBe('last_good');
    script.later(250).optionQuote(CALL, quoteAt(0.14, '10:00:00'));
    expect(positionOf(script).ivSource).toBe('last_good');
    script.later(750);
    expect(positionOf(script)).toMatchObject({ ivSource: 'quote' });
    expect(positionOf(script).iv).toBeCloseTo(0.14, 3);
    script.later(999).optionQuote(CALL, quoteAt(0.16, '10:00:00'));
    expect(positionOf(script).iv).toBeCloseTo(0.14, 3);
    script.later(1);
    expect(positionOf(script).iv).toBeCloseTo(0.16, 3);
  });

  it('takes no quote that is older than five seconds, unusable, or without an answer', () => {
    const script = spy().option(CALL, { aggressor: BUY, quote: quoteAt(0.12, '10:00') });
    inventoryOf(script);
    script.later(1).optionQuote(CALL, quoteAt(0.14, '10:00:00')).later(5001);
    expect(positionOf(script).ivSource).toBe('last_good');
    script.optionQuote(CALL, aQuote(0.3, 0.3)).later(1000);
    expect(positionOf(script).ivSource).toBe('last_good');
    script.optionQuote(CALL, aQuote(800, 900)).later(1000);
    expect(positionOf(script).ivSource).toBe('last_good');
  });

  it('takes that of a trade that is newer than the quote', () => {
    const script = spy().optionQuote(CALL, quoteAt(0.14, '10:00:00'));
    script.later(250).option(CALL, { aggressor: BUY, quote: quoteAt(0.12, '10:00') });
    expect(positionOf(script)).toMatchObject({ ivSource: 'last_good' });
    expect(positionOf(script).iv).toBeCloseTo(0.12, 3);
  });

  it('takes that of the smile, where there is one, for what has told nothing for a minute', () => {
    const markAfter = (ms: number, chain: readonly number[]): string => {
      const script = spy({ iv_fallback: 'smile' });
      script.option(CALL, { aggressor: BUY, quote: quoteAt(0.12, '10:00') }).later(ms);
      for (const strike of chain) {
        const contract = anOption(strike < SPOT ? 'P' : 'C', strike);
        script.option(contract, { aggressor: BUY, quote: quoteAt(0.2, '10:01', contract) });
      }
      return positionOf(script).ivSource;
    };
    const chain = [685, 686, 687, 689, 690, 691];
    expect(markAfter(60_000, chain)).toBe('smile');
    expect(markAfter(59_999, chain)).toBe('last_good');
    expect(markAfter(60_000, chain.slice(0, 3))).toBe('last_good');
  });

  it('leaves the volatilities of trades as they are', () => {
    const script = spy().option(CALL, { aggressor: BUY, quote: quoteAt(0.12, '10:00') });
    script.later(2000).optionQuote(CALL, quoteAt(0.3, '10:00:02'));
    expect(positionOf(script).ivSource).toBe('quote');
    const before = script.market.options.flows.sessionTotal(TEST_DAY) ?? 0;
    script.later(6000).option(CALL, { px: 1e-9, aggressor: BUY });
    const flow = (script.market.options.flows.sessionTotal(TEST_DAY) ?? 0) - before;
    expect(flow).toBeCloseTo(-gamma(688, '10:00:08', 0.12) * 100, 6);
  });

  it('gives what was carried in its own quotes once the feed names it', () => {
    const script = spy();
    const opening = { expiryDay: TEST_DAY, right: 'C', strike: 688, contracts: 500 } as const;
    script.market.options.inventory.open([opening]);
    expect(positionOf(script).ivSource).toBe('default');
    script.later(1000).optionQuote(CALL, quoteAt(0.14, '10:00:01'));
    expect(positionOf(script).ivSource).toBe('quote');
    expect(positionOf(script).contract).toBe(CALL);
  });

  it('keeps what it remembers over a restore, to the bit', () => {
    const script = spy()
      .option(CALL, { size: 10, aggressor: BUY, quote: quoteAt(0.12, '10:00') })
      .option(PUT, { size: 3, aggressor: SELL, px: 1e-9 });
    const opening = { expiryDay: TEST_DAY, right: 'P', strike: 680, contracts: 50 } as const;
    script.market.options.inventory.open([opening]);
    script.later(500).optionQuote(CALL, quoteAt(0.14, '10:00:00'));
    const { total } = inventoryOf(script);
    const saved = new StateWriter();
    script.market.transfer(saved);
    const other = spy().option(anOption('C', 700), { aggressor: BUY });
    other.market.transfer(new StateReader(saved.bytes()));
    const { inventory } = other.market.options;
    expect(inventory.total).toBe(total);
    expect(inventory.near(688, 1)).toBe(script.market.options.inventory.near(688, 1));
    for (const each of [script, other]) each.at('10:00:02').optionQuote(PUT, aQuote(0.4, 0.42));
    expect(inventoryOf(other).total).toBe(inventoryOf(script).total);
    expect(inventoryOf(other).curve().flips()).toEqual(inventoryOf(script).curve().flips());
  });
});

describe('after the expiry time', () => {
  const late = (overrides: ConfigOverrides): MarketScript =>
    spy(overrides)
      .at('15:59:59')
      .option(CALL, { size: 10, aggressor: BUY, quote: quoteAt(0.2, '15:59:00') });

  it('the last minute goes on, by the specification', () => {
    const script = late({});
    const before = inventoryOf(script).total;
    script.at('16:05').option(CALL, { size: 10, aggressor: BUY });
    expect(positionOf(script).contracts).toBe(-20);
    expect(inventoryOf(script).total).toBeCloseTo(2 * (before ?? 0), 6);
  });

  it('the last mark stays and trades are volume only, by the calendar', () => {
    const script = late({ expiry_clock: 'calendar' });
    const before = inventoryOf(script).total;
    script.at('16:00').buys(6880).option(CALL, { size: 10, aggressor: BUY });
    script.option(PUT, { size: 10, aggressor: BUY });
    expect(inventoryOf(script).total).toBe(before);
    expect(inventoryOf(script).held).toHaveLength(1);
    expect(inventoryOf(script).curve().flips()).toEqual([]);
  });

  it('has no flip any more, by the calendar', () => {
    const script = spy({ expiry_clock: 'calendar' })
      .at('15:59')
      .option(CALL, { size: 10, aggressor: BUY })
      .option(PUT, { size: 10, aggressor: SELL });
    expect(inventoryOf(script).curve().flips()).not.toEqual([]);
    expect(inventoryOf(script.at('16:00')).curve().flips()).toEqual([]);
    expect(inventoryOf(script).total).not.toBe(0);
  });

  it('names what was carried in by a trade that is volume only, too', () => {
    const script = spy({ expiry_clock: 'calendar' });
    const { inventory } = script.market.options;
    inventory.open([{ expiryDay: TEST_DAY, right: 'C', strike: 688, contracts: 500 }]);
    expect(inventoryOf(script).total).not.toBe(0);
    const expirationMs = script.market.clock.toUnixMs(newYorkNs('09:30'));
    script.later(250).option({ ...CALL, expirationMs }, { size: 10, aggressor: BUY });
    const before = inventoryOf(script).total;
    expect(positionOf(script).contracts).toBe(500);
    expect(inventoryOf(script.at('15:00')).total).toBe(before);
  });

  it('what was never marked before is worth nothing, by the calendar', () => {
    const script = spy({ expiry_clock: 'calendar' })
      .at('15:59:59.900')
      .option(CALL, { size: 10, aggressor: BUY })
      .at('16:00');
    expect(inventoryOf(script).total).toBe(0);
  });
});

describe('an inventory that drives', () => {
  const driven = (): MarketScript =>
    spy({ fuel_book: 'inventory' })
      .option(anOption('C', 688), { size: 2000, aggressor: BUY, quote: quoteAt(0.12, '10:00') })
      .option(anOption('C', 689), { size: 100, aggressor: BUY })
      .option(anOption('P', 686), { size: 100, aggressor: BUY })
      .option(anOption('P', 684), { size: 9000, aggressor: SELL });

  it('gives gamma near a level, walls and flip as they are now', () => {
    const { levels, dealers } = driven().snap();
    const { fuel } = levels.find(({ id }) => id === 'ROUND_687') ?? {};
    const { inventory } = driven().looked().options;
    expect(fuel?.net_dealer_gamma).toBe(fuel?.inventory_gamma);
    expect(fuel?.inventory_gamma).toBeCloseTo(inventory.near(687, 2), 5);
    expect(fuel).toMatchObject({
      effect: 'AMPLIFY',
      call_wall: { strike: 688 },
      put_wall: { strike: 686, strong: false },
    });
    expect(fuel?.hvl).toBeCloseTo(inventory.curve().nearestFlip(SPOT) ?? 0, 5);
    expect(dealers.inventory_gamma).toBeCloseTo(inventory.total ?? 0, 5);
  });

  it('keeps its walls when the flow of the window has left', () => {
    const [flow, inventory] = ['flow', 'inventory'].map((book) => {
      const script = spy({ fuel_book: book })
        .option(CALL, { size: 900, aggressor: BUY, quote: quoteAt(0.12, '10:00') })
        .option(PUT, { size: 900, aggressor: BUY });
      return script.later(301_000).level('ROUND_687').fuel;
    });
    expect(flow).toMatchObject({ call_wall: null, put_wall: null });
    expect(inventory).toMatchObject({ call_wall: { strike: 688 }, put_wall: { strike: 686 } });
  });

  it('leaves confidence to the trades of the window', () => {
    const script = driven();
    expect(script.level('ROUND_687').fuel.confidence).toBe(0.06);
    script.later(61_000);
    const { fuel } = script.level('ROUND_687');
    expect(fuel).toMatchObject({ confidence: 0, flow_gamma: 0, effect: 'AMPLIFY' });
  });

  it('adds up options that share a strike', () => {
    const script = spy({ fuel_book: 'inventory' })
      .option(CALL, { size: 10, aggressor: BUY, quote: quoteAt(0.12, '10:00') })
      .option({ ...CALL, symbol: 'weekly' }, { size: 30, aggressor: SELL });
    expect(inventoryOf(script).wall('C')).toBeUndefined();
    expect(inventoryOf(script).near(688, 0)).toBe(inventoryOf(script).total);
    script.option(CALL, { size: 100, aggressor: BUY });
    expect(inventoryOf(script).wall('C')).toMatchObject({
      strike: 688,
      netGamma: inventoryOf(script).total,
    });
  });
});
