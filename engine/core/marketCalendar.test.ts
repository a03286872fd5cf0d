import { describe, expect, it } from 'vitest';
import { closeOfDayMs, isTradingDay, weekdayOf } from './marketCalendar.ts';
import { civilDate, dayNumber, newYorkToUnixMs } from './newYork.ts';

const FIRST_YEAR = 2020;
const LAST_YEAR = 2030;
const ONE_PM = 13 * 3_600_000;
const FOUR_PM = 16 * 3_600_000;
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, i) => FIRST_YEAR + i);
const onDay = (text: string): number => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayNumber(year, month, day);
};
const text = (day: number): string => {
  const date = civilDate(day);
  return [date.year, date.month, date.day].map((part) => String(part).padStart(2, '0')).join('-');
};
const daysOf = (year: number): number[] => {
  const first = dayNumber(year, 1, 1);
  return Array.from({ length: dayNumber(year + 1, 1, 1) - first }, (_, i) => first + i);
};
const isWeekend = (day: number): boolean => [SUNDAY, SATURDAY].includes(weekdayOf(day));

const nth = (year: number, month: number, weekday: number, n: number): number => {
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1);
};
const lastMonday = (year: number, month: number): number => nth(year, month + 1, MONDAY, 1) - 7;

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easter(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayNumber(year, Math.floor(n / 31), (n % 31) + 1);
}

/** A fixed date, kept on Friday or Monday where it falls on a weekend. */
const kept = (day: number): number =>
  day + (weekdayOf(day) === SATURDAY ? -1 : weekdayOf(day) === SUNDAY ? 1 : 0);

function holidaysByRule(year: number): number[] {
  const newYear = dayNumber(year, 1, 1);
  return [
    ...(weekdayOf(newYear) === SATURDAY ? [] : [kept(newYear)]),
    nth(year, 1, MONDAY, 3),
    nth(year, 2, MONDAY, 3),
    easter(year) - 2,
    lastMonday(year, 5),
    ...(year >= 2022 ? [kept(dayNumber(year, 6, 19))] : []),
    kept(dayNumber(year, 7, 4)),
    nth(year, 9, MONDAY, 1),
    nth(year, 11, THURSDAY, 4),
    kept(dayNumber(year, 12, 25)),
    ...(year === 2025 ? [dayNumber(2025, 1, 9)] : []),
  ].sort((a, b) => a - b);
}

/** Eve of Independence Day, day after Thanksgiving, Christmas Eve, where they are trading days. */
const halfDaysByRule = (year: number): number[] =>
  [dayNumber(year, 7, 3), nth(year, 11, THURSDAY, 4) + 1, dayNumber(year, 12, 24)].filter(
    (day) => !isWeekend(day) && !holidaysByRule(year).includes(day),
  );

describe('the market calendar', () => {
  it.each(years)('of %i has the holidays of the rules', (year) => {
    const closed = daysOf(year).filter((day) => !isWeekend(day) && !isTradingDay(day));
    expect(closed.map(text)).toEqual(holidaysByRule(year).map(text));
  });

  it.each(years)('of %i has the half days of the rules', (year) => {
    const half = daysOf(year).filter((day) => closeOfDayMs(day) === ONE_PM);
    expect(half.map(text)).toEqual(halfDaysByRule(year).map(text));
    const others = daysOf(year).filter((day) => !half.includes(day));
    expect(others.every((day) => closeOfDayMs(day) === FOUR_PM)).toBe(true);
  });

  // Trading days as the exchange counted them.
  it.each([
    [2020, 253],
    [2021, 252],
    [2022, 251],
    [2023, 250],
    [2024, 252],
    [2025, 250],
  ])('of %i has %i trading days', (year, count) => {
    expect(daysOf(year).filter(isTradingDay)).toHaveLength(count);
  });

  // As announced, whatever the rules say.
  it.each([
    ['2020-07-03', 'Independence Day, on a Saturday'],
    ['2021-12-24', 'Christmas, on a Saturday'],
    ['2022-06-20', 'Juneteenth, on a Sunday'],
    ['2023-01-02', "New Year's Day, on a Sunday"],
    ['2024-03-29', 'Good Friday'],
    ['2025-01-09', 'a day of mourning'],
    ['2026-04-03', 'Good Friday'],
    ['2027-06-18', 'Juneteenth, on a Saturday'],
    ['2028-02-21', "Washington's Birthday"],
  ])('has no trading on %s: %s', (date) => {
    expect(isTradingDay(onDay(date))).toBe(false);
  });

  it.each([
    ['2021-06-18', 'before Juneteenth was a holiday'],
    ['2021-12-31', "New Year's Day of 2022 is on a Saturday and not kept"],
    ['2027-12-31', "New Year's Day of 2028 is on a Saturday and not kept"],
    ['2025-10-13', 'Columbus Day'],
    ['2025-12-26', 'the day after Christmas'],
    ['2026-07-02', 'the eve of a kept Independence Day'],
  ])('has a whole trading day on %s: %s', (date) => {
    expect(isTradingDay(onDay(date))).toBe(true);
    expect(closeOfDayMs(onDay(date))).toBe(FOUR_PM);
  });

  it('closes at an instant that follows daylight time', () => {
    const close = (date: string): string => {
      const day = onDay(date);
      return new Date(newYorkToUnixMs(day, closeOfDayMs(day))).toISOString();
    };
    expect(close('2025-07-03')).toBe('2025-07-03T17:00:00.000Z');
    expect(close('2025-11-28')).toBe('2025-11-28T18:00:00.000Z');
    expect(close('2026-03-06')).toBe('2026-03-06T21:00:00.000Z');
    expect(close('2026-03-09')).toBe('2026-03-09T20:00:00.000Z');
  });

  it('knows only weekends outside its years', () => {
    expect(isTradingDay(dayNumber(2019, 12, 25))).toBe(true);
    expect(isTradingDay(dayNumber(2031, 1, 1))).toBe(true);
    expect(isTradingDay(dayNumber(2031, 1, 4))).toBe(false);
    expect(closeOfDayMs(dayNumber(2031, 11, 28))).toBe(FOUR_PM);
  });
});
