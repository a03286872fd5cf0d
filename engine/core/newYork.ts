/**
 * New York civil time by rule, so that floors 0–3 need neither Date nor a time-zone database.
 * Rules: 15 U.S.C. § 260a as amended by the Energy Policy Act of 2005 (second Sunday of March to
 * first Sunday of November, 02:00 local) and, for 1987–2006, first Sunday of April to last Sunday
 * of October. Years before 1987 are not traded here and follow the second rule.
 */
import { MS_PER_DAY } from './time.ts';

const MS_PER_HOUR = 3_600_000;
const EST_OFFSET_MS = -5 * MS_PER_HOUR;
const EDT_OFFSET_MS = -4 * MS_PER_HOUR;

/** A calendar date; month 1…12. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 of a proleptic Gregorian date (algorithm: H. Hinnant, "chrono dates"). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The calendar date of a day number; inverse of {@link dayNumber}. */
export function civilDate(dayNumberValue: number): CivilDate {
  const shifted = dayNumberValue + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Day number of the n-th Sunday of a month, n counted from 1. */
function nthSunday(year: number, month: number, n: number): number {
  const first = dayNumber(year, month, 1);
  const weekday = (((first + 4) % 7) + 7) % 7;
  return first + ((7 - weekday) % 7) + (n - 1) * 7;
}

function daylightTimeUtcMs(year: number): readonly [startMs: number, endMs: number] {
  const startDay = year >= 2007 ? nthSunday(year, 3, 2) : nthSunday(year, 4, 1);
  const endDay = year >= 2007 ? nthSunday(year, 11, 1) : nthSunday(year, 11, 1) - 7;
  return [startDay * MS_PER_DAY + 7 * MS_PER_HOUR, endDay * MS_PER_DAY + 6 * MS_PER_HOUR];
}

/** New York's offset from UTC at an instant, in ms: −5 h, or −4 h in daylight time. */
export function newYorkOffsetMs(unixMs: number): number {
  const { year } = civilDate(Math.floor(unixMs / MS_PER_DAY));
  const [startMs, endMs] = daylightTimeUtcMs(year);
  return unixMs >= startMs && unixMs < endMs ? EDT_OFFSET_MS : EST_OFFSET_MS;
}

/** Day number of the New York calendar date at an instant. */
export function newYorkDay(unixMs: number): number {
  return Math.floor((unixMs + newYorkOffsetMs(unixMs)) / MS_PER_DAY);
}

/**
 * The instant of a New York wall time. Of a wall time that occurs twice the first is meant; one
 * that is skipped is read with the offset before the change.
 *
 * @param day day number of the New York date
 * @param timeOfDayMs ms since local midnight
 */
export function newYorkToUnixMs(day: number, timeOfDayMs: number): number {
  const local = day * MS_PER_DAY + timeOfDayMs;
  const asDaylight = local - EDT_OFFSET_MS;
  return newYorkOffsetMs(asDaylight) === EDT_OFFSET_MS ? asDaylight : local - EST_OFFSET_MS;
}

/** Ms since midnight of `HH:MM` or `HH:MM:SS`; the caller has checked the form. */
export function timeOfDayMs(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
