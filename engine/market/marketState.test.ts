import { describe, expect, it } from 'vitest';
import { BID, BUY, SELL } from '../core/events.ts';
import { anOption, aQuote, TEST_DAY, type BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const twoSided: BookSides = { bids: [[6869.75, 10]], asks: [[6870.25, 10]] };
const CALL = anOption('C', 688);
const spy = (overrides = {}) => aMarket(overrides, 'spy-0dte');

/** Net gamma to dealers of today's strikes. */
const netGamma = (script: MarketScript): number =>
  script.looked().options.flows.near(TEST_DAY, 688, 100).netGamma;

describe('spot', () => {
  it('is the last trade, whatever its side and even between two ticks', () => {
    expect(aMarket().book(twoSided).sells(6869).market.spotPx).toBe(6869);
    expect(aMarket().prints(6870.125).market.spotPx).toBe(6870.125);
  });

  it('is the last book mid until there is a trade', () => {
    const script = aMarket().book(twoSided);
    expect(script.market.spotPx).toBe(6870);
    script.book({ bids: [[6869.75, 10]] });
    expect(script.market.spotPx).toBe(6870);
    script.clearBook();
    expect(script.market.spotPx).toBe(6870);
    script.buys(6871).book(twoSided);
    expect(script.market.spotPx).toBe(6871);
  });

  it('does not exist before there is a trade or a two-sided book', () => {
    expect(aMarket().book({ bids: [[6870, 1]] }).market.isReady).toBe(false);
    expect(aMarket().buys(6870).market.isReady).toBe(false);
    expect(aMarket().clearBook().buys(6870).market.isReady).toBe(false);
    expect(
      aMarket()
        .buys(6870)
        .book({ bids: [[6870, 1]] }).market.isReady,
    ).toBe(true);
  });
});

describe('session figures', () => {
  it('are volume-weighted over trades of every side', () => {
    const { stats, totals } = aMarket().buys(6870, 1).sells(6874, 2).prints(6878, 1).market;
    expect(stats.vwapPx).toBe(6874);
    expect([stats.lowPx, stats.highPx]).toEqual([6870, 6878]);
    expect(totals).toMatchObject({ trades: 3, volumeBuy: 1, volumeSell: 2, volumeMid: 1 });
    expect(totals.vwapPx).toBe(6874);
  });

  it('start anew at the boundary, with windows and strikes, while the run goes on', () => {
    const script = spy().book(twoSided).underlying(686.9, 687.1).buys(6870, 5);
    script.later(1).book({ bids: [[6869.75, 60]], asks: [[6870.25, 10]] });
    script.option(CALL, { quote: aQuote(0.6, 0.64), px: 0.64 }).newSession();
    const market = script.looked();
    expect(market.stats.hasTraded).toBe(false);
    expect(market.tape.band(0, 1e9).trades).toBe(0);
    expect(market.options.flows.strikesOf(TEST_DAY)).toEqual([]);
    const flows = { added: 0, pulled: 0, filled: 0, records: 0 };
    market.flows.addTotals(BID, 27_479, flows);
    expect(flows.records).toBe(0);
    expect(market.profile.at(27_480)).toEqual({ buy: 0, sell: 0, mid: 0 });
    // Book, spot, ratio, health and the totals of the run stay.
    expect(market.book.bestBid).toBe(27_479);
    expect(market.spotPx).toBe(6870);
    expect(market.health.optionNs).toBe(script.nowNs);
    expect(market.totals.volume).toBe(5);
  });

  it('let credit of a trade serve across the boundary', () => {
    const script = aMarket()
      .book({ bids: [[6870, 50]], asks: [[6870.25, 10]] })
      .sells(6870, 20);
    script.newSession().book({ bids: [[6870, 30]], asks: [[6870.25, 10]] });
    const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
    script.market.flows.addTotals(BID, 27_480, totals);
    expect(totals).toMatchObject({ filled: 20, pulled: 0 });
  });
});

describe('an option trade', () => {
  const quote = aQuote(0.6, 0.64);
  const ready = () => spy().book(twoSided).buys(6870);

  it('by a buying customer makes dealers short gamma, by a selling one long', () => {
    const bought = netGamma(ready().option(CALL, { px: 0.64, size: 10, quote }));
    const sold = netGamma(ready().option(CALL, { px: 0.6, size: 10, quote }));
    expect(bought).toBeLessThan(0);
    expect(sold).toBe(-bought);
    const one = netGamma(ready().option(CALL, { px: 0.6, size: 1, quote }));
    expect(sold).toBeCloseTo(10 * one, 6);
  });

  it('is worth gamma times the contract multiplier', () => {
    const one = netGamma(ready().option(CALL, { px: 0.6, quote }));
    const half = netGamma(
      spy({ OPTION_MULTIPLIER: 50 }).book(twoSided).buys(6870).option(CALL, { px: 0.6, quote }),
    );
    expect(half).toBeCloseTo(one / 2, 9);
  });

  it('between the sides carries no flow but is a trade', () => {
    const script = ready().option(CALL, { px: 0.62, size: 10, quote });
    const near = script.looked().options.flows.near(TEST_DAY, 688, 2);
    expect(near).toEqual({ netGamma: 0, trades: 1 });
    expect(Object.is(near.netGamma, 0)).toBe(true);
  });

  it("takes the feed's word on its side over any quote", () => {
    const script = ready().option(CALL, { px: 0.6, quote, aggressor: BUY });
    expect(netGamma(script)).toBeLessThan(0);
  });

  it('is judged by its own quote and no other, even by one that is of no use', () => {
    const useless = aQuote(0.64, 0.6);
    const script = ready().optionQuote(CALL, quote).option(CALL, { px: 0.64, quote: useless });
    expect(netGamma(script)).toBe(0);
  });

  it('without a quote is judged by the latest one, at most five seconds old', () => {
    const inTime = ready().optionQuote(CALL, quote).later(5000).option(CALL, { px: 0.64 });
    expect(netGamma(inTime)).toBeLessThan(0);
    const tooLate = ready().optionQuote(CALL, quote).later(5001).option(CALL, { px: 0.64 });
    expect(netGamma(tooLate)).toBe(0);
    const replaced = ready().optionQuote(CALL, aQuote(0.5, 0.54)).optionQuote(CALL, quote);
    expect(netGamma(replaced.option(CALL, { px: 0.6 }))).toBeGreaterThan(0);
    const another = ready().optionQuote(anOption('C', 689), quote).option(CALL, { px: 0.64 });
    expect(netGamma(another)).toBe(0);
  });

  it('before there is a spot has no flow, and is a trade all the same', () => {
    const script = spy().option(CALL, { px: 0.64, quote });
    expect(script.looked().options.flows.near(TEST_DAY, 688, 2)).toEqual({
      netGamma: 0,
      trades: 1,
    });
  });

  it.each([0, -37.5])('while the future trades at %d leaves the sums numbers', (px) => {
    const script = aMarket().book(twoSided).sells(px).option(CALL, { aggressor: SELL });
    expect(netGamma(script)).toBe(0);
    script.buys(6870).option(anOption('C', 6870), { aggressor: SELL, px: 5 });
    expect(script.looked().options.flows.near(TEST_DAY, 6870, 100).netGamma).toBeGreaterThan(0);
  });

  it('is one whatever it costs: free, dear or at a strike of nothing', () => {
    const script = ready();
    for (const px of [0, 1e6, -1]) script.option(CALL, { px, aggressor: BUY });
    script.option(anOption('C', 0), { px: 1, aggressor: BUY });
    const { netGamma: flow, trades } = script.looked().options.flows.near(TEST_DAY, 344, 344);
    expect(trades).toBe(4);
    expect(flow).toBeLessThan(0);
  });
});

describe('a flow snapshot of an outside service', () => {
  it('adds to strike, walls and totals without being a trade', () => {
    const script = spy().book(twoSided).flow(CALL, -70_000).flow(CALL, -5_000);
    const { options, health } = script.looked();
    expect(options.flows.near(TEST_DAY, 688, 2)).toEqual({ netGamma: -75_000, trades: 0 });
    expect(options.flows.wall(TEST_DAY, 'C', 687)).toEqual({ strike: 688, netGamma: -75_000 });
    expect(health.optionNs).toBe(script.nowNs);
  });
});

describe('the trading day', () => {
  it('is the New York date of the snap', () => {
    expect(aMarket().at('00:00').looked().tradingDay).toBe(TEST_DAY);
    expect(aMarket().at('23:59:59.999').looked().tradingDay).toBe(TEST_DAY);
    expect(aMarket().at('24:00').looked().tradingDay).toBe(TEST_DAY + 1);
  });
});
