import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDate, dayNumber } from '../../core/newYork.ts';
import { glbxExpiry, isUserDefinedSpread, parseGlbxOption } from './glbxOption.ts';

const AS_OF = dayNumber(2025, 12, 1);

/** The expiry of a name as `2025-12-08 close`, or why there is none. */
function expiryOf(symbol: string, asOfDay = AS_OF): string {
  const option = parseGlbxOption(symbol);
  if (option === undefined) return 'no option';
  const expiry = glbxExpiry(option, asOfDay);
  if (expiry === undefined) return 'unknown';
  const { year, month, day } = civilDate(expiry.day);
  const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
  return `${date} ${expiry.isMorning ? 'open' : 'close'}`;
}

describe('the name of an option on ES futures', () => {
  it('says its family, month, right and strike', () => {
    expect(parseGlbxOption('E2AZ5 C6900')).toEqual({
      symbol: 'E2AZ5 C6900',
      root: 'E2A',
      family: 'weekly',
      week: 2,
      weekday: 1,
      month: 12,
      yearDigit: 5,
      right: 'C',
      strike: 6900,
    });
    expect(parseGlbxOption('EW2Z5 P6850')).toMatchObject({ week: 2, weekday: 5, right: 'P' });
    expect(parseGlbxOption('EWF6 C7000')).toMatchObject({ family: 'end_of_month', month: 1 });
    expect(parseGlbxOption('ESZ5 C6900')).toMatchObject({ family: 'quarterly', root: 'ES' });
    expect(parseGlbxOption('ESU3 C0900')).toMatchObject({ strike: 900 });
    expect(parseGlbxOption('ESH6 P10000')).toMatchObject({ strike: 10_000 });
  });

  it.each([
    ['UD:1V: GN 123456', 'a user-defined spread'],
    ['ESZ5', 'a future'],
    ['ESZ5-ESH6', 'a spread of futures'],
    ['ESF6 C6900', 'a quarterly option of a month without one'],
    ['EYF6 C6900', 'an end of quarter in January'],
    ['EW5Z5 C6900', 'no product'],
    ['E6AZ5 C6900', 'a sixth Monday'],
    ['E2EZ5 C6900', 'no weekday'],
    ['QN2Z5 C25000', 'an option on another future'],
    ['E2AZ5C6900', 'without its space'],
    ['E2AZ5 X6900', 'neither call nor put'],
    ['E2AA5 C6900', 'no month letter'],
    ['E2AZ25 C6900', 'two digits of the year'],
    ['E2AZ5 C900', 'a strike of three digits'],
    ['E2AZ5 C0000', 'a strike of nothing'],
    ['E2AZ5 C6900 ', 'with a space behind'],
    ['', 'nothing'],
  ])('is not: %j (%s)', (symbol) => {
    expect(parseGlbxOption(symbol)).toBeUndefined();
  });

  it('is told from a spread that a user made up', () => {
    expect(isUserDefinedSpread('UD:1V: GN 123456')).toBe(true);
    expect(isUserDefinedSpread('EW2Z5 P6850')).toBe(false);
  });
});

describe('an option on ES futures expires', () => {
  it.each([
    ['E1AZ5 C6900', '2025-12-01 close', 'first Monday'],
    ['E2AZ5 C6900', '2025-12-08 close', 'second Monday'],
    ['E5AZ5 C6900', '2025-12-29 close', 'fifth Monday'],
    ['E3BZ5 C6900', '2025-12-16 close', 'third Tuesday'],
    ['E5BZ5 C6900', '2025-12-30 close', 'fifth Tuesday'],
    ['E1CZ5 C6900', '2025-12-03 close', 'first Wednesday'],
    ['E2DZ5 P6900', '2025-12-11 close', 'second Thursday'],
    ['EW2Z5 P6850', '2025-12-12 close', 'second Friday'],
    ['EW2F6 C7000', '2026-01-09 close', 'second Friday of January'],
    ['EWZ5 C6900', '2025-12-31 close', 'last trading day of December'],
    ['EWF6 C6900', '2026-01-30 close', 'last trading day of a month that ends on a Saturday'],
    ['EYH6 C6900', '2026-03-31 close', 'end of the quarter'],
    ['ESZ5 C6900', '2025-12-19 open', 'third Friday, in the morning'],
    ['ESM6 C6900', '2026-06-18 open', 'the day before a third Friday that is Juneteenth'],
  ])('%s: %s, %s', (symbol, expected) => {
    expect(expiryOf(symbol)).toBe(expected);
  });

  it.each([
    ['E4DX5 C6900', 'Thanksgiving'],
    ['E3AF6 C6900', 'Martin Luther King, Jr. Day'],
    ['EW1J6 C6900', 'Good Friday'],
    ['E5DZ5 C6900', 'a month of four Thursdays'],
  ])('%s on a day that only its definition knows: %s', (symbol) => {
    expect(expiryOf(symbol)).toBe('unknown');
  });

  it('in the first year from its trading on that ends in its digit', () => {
    expect(expiryOf('ESH6 C6900', dayNumber(2025, 12, 31))).toBe('2026-03-20 open');
    expect(expiryOf('ESH6 C6900', dayNumber(2026, 3, 20))).toBe('2026-03-20 open');
    expect(expiryOf('ESH4 C6900', dayNumber(2025, 12, 31))).toBe('2034-03-17 open');
    expect(expiryOf('ESZ0 C6900', dayNumber(2029, 12, 31))).toBe('2030-12-20 open');
  });

  it('on a weekday of its month, whatever the name', () => {
    const names = fc
      .tuple(
        fc.constantFrom('ES', 'EW', 'EY', 'EW1', 'EW4', 'E1A', 'E3B', 'E5C', 'E4D'),
        fc.constantFrom(...'FGHJKMNQUVXZ'),
        fc.integer({ min: 0, max: 9 }),
      )
      .map(([root, letter, digit]) => `${root}${letter}${digit} C6900`);
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 3650 }), (symbol, daysOn) => {
        const asOf = dayNumber(2020, 1, 1) + daysOn;
        const option = parseGlbxOption(symbol);
        const expiry = option && glbxExpiry(option, asOf);
        if (option === undefined || expiry === undefined) return;
        const { year, month } = civilDate(expiry.day);
        expect(month).toBe(option.month);
        expect(year % 10).toBe(option.yearDigit);
        expect(year).toBeGreaterThanOrEqual(civilDate(asOf).year);
      }),
    );
  });
});
