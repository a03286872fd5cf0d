/**
 * Trading days and closing times of the American stock market, 2020–2030, as data.
 *
 * Sources: the calendars that NYSE Group announces for three years at a time (press releases of
 * 2024-11-08 for 2025–2027 and 2025-12-23 for 2026–2028, and their predecessors); 2029 and 2030,
 * not announced yet, by the same rules (NYSE Rule 7.2: a holiday on a Saturday is kept on the Friday
 * before, except New Year's Day, which then is not kept at all; one on a Sunday on the Monday
 * after). Juneteenth is a holiday since 2022. 2025-01-09 was the national day of mourning for
 * President Carter. Closures announced after 2026-11 are not in here.
 */
import { dayNumber } from './newYork.ts';

/** Days without trading, as month-day. */
const HOLIDAYS: Readonly<Record<number, string>> = {
  2020: '01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25',
  2021: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
  2022: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26',
  2023: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
  2024: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
  2025: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
  2026: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
  2027: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
  2028: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25',
  2029: '01-01 01-15 02-19 03-30 05-28 06-19 07-04 09-03 11-22 12-25',
  2030: '01-01 01-21 02-18 04-19 05-27 06-19 07-04 09-02 11-28 12-25',
};

/** Days on which trading ends at 13:00. */
const HALF_DAYS: Readonly<Record<number, string>> = {
  2020: '11-27 12-24',
  2021: '11-26',
  2022: '11-25',
  2023: '07-03 11-24',
  2024: '07-03 11-29 12-24',
  2025: '07-03 11-28 12-24',
  2026: '11-27 12-24',
  2027: '11-26',
  2028: '07-03 11-24',
  2029: '07-03 11-23 12-24',
  2030: '07-03 11-29 12-24',
};

const MS_PER_HOUR = 3_600_000;
/** End of a whole trading day, in ms since midnight of New York. */
export const REGULAR_CLOSE_MS = 16 * MS_PER_HOUR;
const HALF_DAY_CLOSE_MS = 13 * MS_PER_HOUR;

function dayNumbers(datesOfYears: Readonly<Record<number, string>>): ReadonlySet<number> {
  const days = Object.entries(datesOfYears).flatMap(([year, dates]) =>
    dates.split(' ').map((date) => {
      const [month = 0, day = 0] = date.split('-').map(Number);
      return dayNumber(Number(year), month, day);
    }),
  );
  return new Set(days);
}

const holidays = dayNumbers(HOLIDAYS);
const halfDays = dayNumbers(HALF_DAYS);

/** Day of the week of a day number: Sunday 0 … Saturday 6. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/**
 * Whether stocks and their options trade on a day. Before 2020 and after 2030 only weekends are
 * known.
 */
export function isTradingDay(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

/**
 * When regular trading ends on a trading day, in ms since midnight of New York: 13:00 on half days,
 * else 16:00, which is also the answer for days that are none and for years not in here.
 */
export const closeOfDayMs = (day: number): number =>
  halfDays.has(day) ? HALF_DAY_CLOSE_MS : REGULAR_CLOSE_MS;
