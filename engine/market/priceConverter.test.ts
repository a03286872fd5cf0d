import { describe, expect, it } from 'vitest';
import { aConfig } from '../testing/builders.ts';
import { aMarket } from '../testing/marketScript.ts';
import { PriceConverter } from './priceConverter.ts';

const S = 1e9;
const TAU_S = 60;
const observing = (): PriceConverter => new PriceConverter(aConfig({}, 'spy-0dte'));

describe('the ratio between futures and level prices', () => {
  it('is 10 for SPY until one is observed, then the observed one', () => {
    const converter = observing();
    expect(converter.ratio).toBe(10);
    converter.observe(0, 6870, 685.9, 686.1);
    expect(converter.ratio).toBeCloseTo(6870 / 686, 12);
    expect(converter.toLevel(6870)).toBeCloseTo(686, 10);
    expect(converter.toFutures(686)).toBeCloseTo(6870, 9);
  });

  it('moves towards later ones by the time that has passed', () => {
    const converter = observing();
    converter.observe(0, 6870, 687, 687);
    converter.observe(TAU_S * S, 6880, 687, 687);
    const [old, seen] = [6870 / 687, 6880 / 687];
    expect(converter.ratio).toBeCloseTo(old + (1 - Math.exp(-1)) * (seen - old), 12);
  });

  it('counts that time from quote to quote, not from the first', () => {
    const converter = observing();
    converter.observe(0, 6870, 687, 687);
    converter.observe(1e6 * S, 6880, 687, 687);
    converter.observe(1e6 * S, 6890, 687, 687);
    expect(converter.ratio).toBeCloseTo(6880 / 687, 12);
  });

  it('does not move on a second quote of the same time', () => {
    const converter = observing();
    converter.observe(0, 6870, 687, 687);
    converter.observe(0, 6880, 687, 687);
    expect(converter.ratio).toBe(10);
  });

  it.each([
    ['without a bid', 0, 687],
    ['with a negative bid', -1, 687],
    ['crossed', 687.1, 687],
    ['more than 5% high', 6870 / 10.51, 6870 / 10.51],
    ['more than 5% low', 6870 / 9.49, 6870 / 9.49],
    ['that is no number', Number.NaN, 687],
  ])('ignores a quote %s, and time does not start at it', (_, bid, ask) => {
    const converter = observing();
    converter.observe(0, 6870, bid, ask);
    expect(converter.ratio).toBe(10);
    converter.observe(S, 6890, 687, 687);
    expect(converter.ratio).toBe(6890 / 687);
  });

  it('takes a quote that is 5% off to the dot, and one that is locked', () => {
    const converter = observing();
    converter.observe(0, 10.5, 1, 1);
    expect(converter.ratio).toBe(10.5);
  });

  it('counts time since the last quote that was accepted', () => {
    const converter = observing();
    converter.observe(0, 6870, 687, 687);
    converter.observe(30 * S, 6870, 500, 500);
    converter.observe(TAU_S * S, 6880, 687, 687);
    expect(converter.ratio).toBeCloseTo(10 + (1 - Math.exp(-1)) * (6880 / 687 - 10), 12);
  });

  it('stays what it is where it is fixed', () => {
    const converter = new PriceConverter(aConfig({ INITIAL_RATIO: 4 }, 'es-0dte'));
    converter.observe(0, 6870, 687, 687);
    expect(converter.ratio).toBe(4);
  });
});

describe('an underlying quote', () => {
  const twoSided = { bids: [[6869.75, 10]], asks: [[6870.25, 10]] } as const;
  const spy = () => aMarket({}, 'spy-0dte');

  it('sets the ratio against the middle of a book that is at most a second old', () => {
    const fresh = spy().book(twoSided).later(1000).underlying(686.9, 687.1);
    expect(fresh.market.converter.ratio).toBe(10);
    const moved = spy().book(twoSided).later(1000).underlying(686, 686);
    expect(moved.market.converter.ratio).toBeCloseTo(6870 / 686, 12);
    const late = spy().book(twoSided).later(1000.001).underlying(686, 686);
    expect(late.market.converter.ratio).toBe(10);
  });

  it('does nothing while a side of the book is missing', () => {
    for (const sides of [{ bids: twoSided.bids }, { asks: twoSided.asks }]) {
      expect(spy().book(sides).underlying(686, 686).market.converter.ratio).toBe(10);
    }
    expect(spy().book(twoSided).clearBook().underlying(686, 686).market.converter.ratio).toBe(10);
    expect(spy().underlying(686, 686).market.converter.ratio).toBe(10);
  });
});
