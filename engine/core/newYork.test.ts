import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilDate,
  dayNumber,
  newYorkDay,
  newYorkOffsetMs,
  newYorkToUnixMs,
  timeOfDayMs,
} from './newYork.ts';
import { MS_PER_DAY } from './time.ts';

const HOUR_MS = 3_600_000;
const utc = (text: string): number => Date.parse(text);

const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** The offset by the machine's time-zone database, for comparison. */
function databaseOffsetMs(unixMs: number): number {
  const text = wallClock.format(unixMs).replace(', ', 'T').replace(' ', 'T');
  return utc(`${text}Z`) - Math.floor(unixMs / 1000) * 1000;
}

describe('New York time', () => {
  it.each([
    ['2024-03-10T07:00:00Z', '2024-11-03T06:00:00Z'],
    ['2025-03-09T07:00:00Z', '2025-11-02T06:00:00Z'],
    ['2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z'],
    ['2027-03-14T07:00:00Z', '2027-11-07T06:00:00Z'],
    // The rule before 2007.
    ['2006-04-02T07:00:00Z', '2006-10-29T06:00:00Z'],
    // November that begins on a Sunday: the last Sunday of October is the 25th.
    ['1998-04-05T07:00:00Z', '1998-10-25T06:00:00Z'],
  ])('runs an hour ahead from %s to %s, to the millisecond', (start, end) => {
    expect(newYorkOffsetMs(utc(start) - 1)).toBe(-5 * HOUR_MS);
    expect(newYorkOffsetMs(utc(start))).toBe(-4 * HOUR_MS);
    expect(newYorkOffsetMs(utc(end) - 1)).toBe(-4 * HOUR_MS);
    expect(newYorkOffsetMs(utc(end))).toBe(-5 * HOUR_MS);
  });

  it('agrees with the time-zone database at any time from 1990 to 2037', () => {
    fc.assert(
      fc.property(fc.integer({ min: utc('1990-01-01'), max: utc('2037-12-31') }), (unixMs) => {
        expect(newYorkOffsetMs(unixMs)).toBe(databaseOffsetMs(unixMs));
      }),
    );
  });

  it('begins its day at its own midnight', () => {
    const day = dayNumber(2025, 12, 16);
    expect(newYorkDay(utc('2025-12-16T04:59:59.999Z'))).toBe(day - 1);
    expect(newYorkDay(utc('2025-12-16T05:00:00Z'))).toBe(day);
    expect(newYorkDay(utc('2025-12-17T04:59:59.999Z'))).toBe(day);
    const summerDay = dayNumber(2025, 7, 1);
    expect(newYorkDay(utc('2025-07-01T03:59:59.999Z'))).toBe(summerDay - 1);
    expect(newYorkDay(utc('2025-07-01T04:00:00Z'))).toBe(summerDay);
  });

  it.each([
    ['winter', 2025, 1, 15, '2025-01-15T14:30:00Z'],
    ['summer', 2025, 7, 15, '2025-07-15T13:30:00Z'],
    ['the day clocks go forward', 2025, 3, 9, '2025-03-09T13:30:00Z'],
    ['the day clocks go back', 2025, 11, 2, '2025-11-02T14:30:00Z'],
  ])('opens at 09:30 in %s', (_, year, month, day, expected) => {
    const open = newYorkToUnixMs(dayNumber(year, month, day), timeOfDayMs('09:30'));
    expect(open).toBe(utc(expected));
  });

  it('reads a wall time that occurs twice as the first, and one that is skipped as before', () => {
    const twice = newYorkToUnixMs(dayNumber(2025, 11, 2), timeOfDayMs('01:30'));
    expect(twice).toBe(utc('2025-11-02T05:30:00Z'));
    const skipped = newYorkToUnixMs(dayNumber(2025, 3, 9), timeOfDayMs('02:30'));
    expect(skipped).toBe(utc('2025-03-09T07:30:00Z'));
  });

  it('counts the days of any Gregorian date, leap days too', () => {
    expect(dayNumber(1970, 1, 1)).toBe(0);
    expect(dayNumber(2000, 2, 29)).toBe(11_016);
    expect(dayNumber(2100, 3, 1) - dayNumber(2100, 2, 28)).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 800_000 }), (number) => {
        const { year, month, day } = civilDate(number);
        expect(dayNumber(year, month, day)).toBe(number);
        const date = new Date(number * MS_PER_DAY);
        expect([year, month, day]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ]);
      }),
    );
  });
});
