import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BUY, MID, SELL } from '../core/events.ts';
import { IV_SOURCES, NO_IV_SOURCE, type GammaProfile } from '../core/gammaProfile.ts';
import { anOption, aQuote, newYorkNs, TEST_DAY } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { gammaProfile } from './gammaProfile.ts';
import { gammaAt, optionGreeks } from './greeks.ts';

const SPOT = 687.4;
const yearsFrom = (time: string): number =>
  (newYorkNs('16:00') - newYorkNs(time)) / (365 * 86_400e9);

const spy = (overrides: ConfigOverrides = {}): MarketScript =>
  aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book({ bids: [[6873.75, 10]], asks: [[6874.25, 10]] })
    .buys(6874);

function profileOf(script: MarketScript): GammaProfile {
  const profile = gammaProfile(script.looked());
  if (profile === undefined) throw new Error('There is no spot yet.');
  return profile;
}

/** Dealers short 100 calls of 688, long 40 puts of 686, and a MID trade at 690. */
const someTrades = (overrides: ConfigOverrides = {}): MarketScript =>
  spy(overrides)
    .option(anOption('C', 688), { size: 100, aggressor: BUY, quote: aQuote(0.6, 0.64) })
    .option(anOption('P', 686), { size: 40, aggressor: SELL, quote: aQuote(0.3, 0.34) })
    .option(anOption('C', 690), { px: 0, size: 60, aggressor: MID });

describe('a gamma profile', () => {
  it('has both books by strike, calls and puts apart and together', () => {
    const { strikes, flow, inventory, contracts, iv, iv_source } = profileOf(someTrades());
    expect([...strikes]).toEqual([686, 688, 690]);
    expect([...contracts.calls]).toEqual([0, -100, 0]);
    expect([...contracts.puts]).toEqual([40, 0, 0]);
    expect(inventory.calls[1]).toBeCloseTo(
      -100 * 100 * gammaAt('black-scholes', SPOT, 688, yearsFrom('10:00'), 0.04, iv.calls[1] ?? 0),
      6,
    );
    expect(flow.calls[1]).toBeCloseTo(inventory.calls[1] ?? 0, 6);
    expect(inventory.puts[0]).toBeGreaterThan(0);
    expect([...inventory.net]).toEqual([inventory.puts[0], inventory.calls[1], 0]);
    const names = [...iv_source.calls].map((code) => IV_SOURCES[code]);
    expect(names).toEqual([undefined, 'last_good', 'nearest']);
    expect(iv_source.calls[0]).toBe(NO_IV_SOURCE);
    expect(iv.calls[0]).toBeNaN();
    expect(iv_source.puts[0]).toBe(IV_SOURCES.indexOf('last_good'));
  });

  it('adds up what its strikes say, and values it in dollars per point', () => {
    const script = someTrades();
    const { totals, inventory, flow, spot } = profileOf(script);
    const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
    expect(totals.inventory.calls).toBeCloseTo(sum(inventory.calls), 5);
    expect(totals.inventory.net).toBeCloseTo(sum(inventory.net), 5);
    expect(totals.inventory.dollar).toBeCloseTo(totals.inventory.net * spot, 2);
    expect(totals.flow.puts).toBeCloseTo(sum(flow.puts), 5);
    expect(script.snap().dealers).toMatchObject({
      flow_gamma: totals.flow.net,
      inventory_gamma: totals.inventory.net,
      unsigned_share: 0.3,
    });
  });

  it('says how volume was signed', () => {
    const { signing } = profileOf(
      someTrades()
        .optionQuote(anOption('C', 688), aQuote(0.6, 0.64))
        .option(anOption('C', 688), { px: 0.64, size: 30 })
        .option(anOption('C', 688), { px: 0.632, size: 20 }),
    );
    expect(signing).toEqual({
      at_quote: 30,
      by_tolerance: 20,
      feed: 140,
      unsigned: 60,
      unsigned_share: 0.24,
    });
  });

  it('has the walls and flips of both books, whichever drives', () => {
    for (const fuel_book of ['flow', 'inventory'] as const) {
      const script = someTrades({ fuel_book });
      const profile = profileOf(script);
      const { fuel } = script.level('ROUND_687');
      const { walls, flips } = profile;
      expect(profile.fuel_book).toBe(fuel_book);
      expect(walls[fuel_book].call).toEqual({
        strike: 688,
        gamma: fuel.call_wall?.net_gamma,
      });
      expect(walls[fuel_book].put).toBeNull();
      const nearest = fuel_book === 'flow' ? flips.flow : flips.inventory[0];
      expect(nearest).toBe(fuel.hvl);
    }
  });

  it('shows what time alone will leave by 15:30, and the delta it brings', () => {
    const profile = profileOf(someTrades());
    const { later, iv } = profile;
    expect(later.ts - profile.ts).toBe(5.5 * 3_600_000);
    const [volatility = 0] = [iv.calls[1]];
    const terms = { model: 'black-scholes', right: 'C', strike: 688, price: SPOT, rate: 0.04 };
    const at = (time: string) =>
      optionGreeks(
        { ...terms, years: yearsFrom(time) } as Parameters<typeof optionGreeks>[0],
        volatility,
      );
    expect(later.inventory.calls[1]).toBeCloseTo(-10_000 * at('15:30').gamma, 5);
    const calls = -10_000 * (at('15:30').delta - at('10:00').delta);
    const alone = profileOf(
      spy().option(anOption('C', 688), { size: 100, aggressor: BUY, quote: aQuote(0.6, 0.64) }),
    );
    expect(alone.later.delta_drift).toBeCloseTo(calls, 4);
    const soon = -10_000 * (at('10:00:36').delta - at('10:00').delta);
    expect(alone.later.delta_drift_per_hour / 100).toBeCloseTo(soon, 1);
  });

  it('shows the present after 15:30', () => {
    const profile = profileOf(someTrades().at('15:45'));
    expect(profile.later.ts).toBe(profile.ts);
    expect(profile.later.delta_drift).toBe(0);
    expect([...profile.later.inventory.net]).toEqual([...profile.inventory.net]);
    expect(profile.later.walls).toEqual(profile.walls.inventory);
    expect(profile.seconds_to_expiry).toBe(900);
  });

  it('keeps the last mark of what has expired by the calendar', () => {
    const script = someTrades({ expiry_clock: 'calendar' }).at('15:59:59.750');
    const before = profileOf(script).inventory;
    const after = profileOf(script.at('16:00:30'));
    expect([...after.inventory.net]).toEqual([...before.net]);
    expect(after).toMatchObject({ seconds_to_expiry: 0, later: { delta_drift: 0 } });
    expect(after.curve.gamma.every((gamma) => gamma === 0)).toBe(true);
  });

  it('is empty where no option is', () => {
    const profile = profileOf(spy());
    expect(profile.strikes).toHaveLength(0);
    expect(profile).toMatchObject({
      expiry: '2025-12-16',
      flips: { flow: null, inventory: [] },
      walls: { flow: { call: null }, inventory: { put: null } },
      totals: { inventory: { net: 0, dollar: 0 } },
      signing: { unsigned_share: null },
    });
  });

  it('does not exist before there is a spot', () => {
    expect(gammaProfile(aMarket().looked())).toBeUndefined();
  });

  it('of very many strikes has those nearest spot, and totals of all', () => {
    const script = spy();
    const contract = { expiryDay: TEST_DAY, right: 'C', contracts: 1 } as const;
    script.market.options.inventory.open(
      Array.from({ length: 2500 }, (_, i) => ({ ...contract, strike: 600 + i / 10 })),
    );
    const { strikes, omitted_strikes, totals, inventory } = profileOf(script);
    expect(strikes).toHaveLength(2000);
    expect(omitted_strikes).toBe(500);
    expect(strikes[0]).toBe(600);
    expect(strikes.at(-1)).toBeCloseTo(799.9, 9);
    expect(totals.inventory.net).toBeCloseTo(
      inventory.net.reduce((all, value) => all + value, 0),
      3,
    );
  });
});
