import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../core/newYork.ts';
import { osiSymbol, parseMassiveTicker, parseOsi } from './occSymbol.ts';

const DAY = dayNumber(2025, 12, 16);

describe('an OSI symbol', () => {
  it('says root, expiry, right and strike', () => {
    expect(parseOsi('SPY   251216P00687500')).toEqual({
      root: 'SPY',
      symbol: 'SPY   251216P00687500',
      expiryDay: DAY,
      strike: 687.5,
      right: 'P',
    });
  });

  it('may have a root of six characters, and digits in it', () => {
    expect(parseOsi('SPY1  251216C00687000')?.root).toBe('SPY1');
    expect(parseOsi('ABCDE1251216C00687000')).toMatchObject({ root: 'ABCDE1', expiryDay: DAY });
  });

  it.each([
    ['SPY', 'a root alone'],
    ['SPY251216P00687500', 'no padding'],
    ['SPY   251216X00687500', 'neither call nor put'],
    ['SPY   25121AP00687500', 'a letter in the date'],
    ['  SPY 251216P00687500', 'a root that is not at the left'],
    ['S Y   251216P00687500', 'a root in two parts'],
    ['SPY   251216P00000000', 'a strike of nothing'],
    ['SPY   251340P00687500', 'month 13, day 40'],
    ['SPY   250230C00687000', 'February 30'],
    ['SPY   250000C00687000', 'month 0'],
    ['SPY   251216P006875000', 'a digit too many'],
    ['', 'nothing'],
  ])('is not: %j (%s)', (symbol) => {
    expect(parseOsi(symbol)).toBeUndefined();
  });
});

describe('a Massive ticker', () => {
  it('is the same contract as its OSI symbol, under that symbol', () => {
    expect(parseMassiveTicker('O:SPY251216C00687000')).toEqual(parseOsi('SPY   251216C00687000'));
  });

  it('is read from the right, since a root may end in digits', () => {
    expect(parseMassiveTicker('O:SPY1251216C00687000')).toMatchObject({
      root: 'SPY1',
      expiryDay: DAY,
    });
    expect(parseMassiveTicker('O:SPYG251216C00687000')?.root).toBe('SPYG');
  });

  it.each([
    ['SPY251216C00687000', 'without its prefix'],
    ['O:SPY   251216C00687000', 'padded'],
    ['O:SPY251216C000687000', 'nine digits of strike, and so no date'],
    ['O:251216C00687000', 'without a root'],
    ['O:SPY251216C00687000 ', 'with a space behind'],
    ['O:spy251216C00687000', 'in small letters'],
  ])('is not: %j (%s)', (ticker) => {
    expect(parseMassiveTicker(ticker)).toBeUndefined();
  });
});

describe('any listed option', () => {
  it('has one symbol, and the symbol says what it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('SPY', 'SPXW', 'Q', 'ABCDE1'),
        fc.integer({ min: dayNumber(2000, 1, 1), max: dayNumber(2099, 12, 31) }),
        fc.constantFrom('C' as const, 'P' as const),
        fc.integer({ min: 1, max: 99_999_999 }),
        (root, expiryDay, right, thousandths) => {
          const symbol = osiSymbol(root, expiryDay, right, thousandths / 1000);
          const option = { root, symbol, expiryDay, strike: thousandths / 1000, right };
          expect(parseOsi(symbol)).toEqual(option);
          expect(parseMassiveTicker(`O:${symbol.replaceAll(' ', '')}`)).toEqual(option);
        },
      ),
    );
  });
});
