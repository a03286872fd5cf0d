/**
 * Names of options on E-mini S&P 500 futures as CME Globex and its vendors write them:
 * product, month letter, last digit of the year, call or put and strike, such as `E2AZ5 C6900`,
 * `EW2Z5 P6850`, `EWZ5 C6900`, `ESZ5 C6900`. A definition knows an option better than its name does;
 * names serve feeds and files that come without.
 *
 * Products (CME, "E-mini S&P 500 options", contract specifications and FAQ of weekly options):
 * `ES` quarterly, American, settled in the morning; `EW` end of month and `EY` end of quarter;
 * `EW1`…`EW4` Friday of the week; `E1A`…`E5A` Monday, `B` Tuesday, `C` Wednesday, `D` Thursday. All
 * but `ES` are European and end at the close.
 */
import type { OptionRight } from '../../core/events.ts';
import { isTradingDay, weekdayOf } from '../../core/marketCalendar.ts';
import { civilDate, dayNumber } from '../../core/newYork.ts';

export type EsOptionFamily = 'quarterly' | 'weekly' | 'end_of_month';

/** What the product of an option on ES futures says of its expiry. */
export interface EsOptionProduct {
  readonly family: EsOptionFamily;
  /** Which Monday, Tuesday … of the month a weekly one expires on, 1…5; 0 for the others. */
  readonly week: number;
  /** Its weekday, Monday 1 … Friday 5; 0 for those at the end of a month. */
  readonly weekday: number;
}

export interface GlbxOption extends EsOptionProduct {
  readonly symbol: string;
  /** `ES`, `EW`, `E2A`, … */
  readonly root: string;
  /** 1…12. */
  readonly month: number;
  /** Last digit of the year; see {@link glbxExpiry}. */
  readonly yearDigit: number;
  readonly right: OptionRight;
  readonly strike: number;
}

const NAME = /^(E[A-Z0-9]{1,2})([FGHJKMNQUVXZ])(\d) ([CP])(\d{4,6})$/;
const MONTH_LETTERS = 'FGHJKMNQUVXZ';
const WEEKDAY_LETTERS = 'ABCD';
const FRIDAY = 5;
/** Products of March, June, September and December alone. */
const QUARTERLY_ROOTS: readonly string[] = ['ES', 'EY'];

/** What a product is; undefined where it is none of options on ES futures. */
export function esOptionProduct(root: string): EsOptionProduct | undefined {
  if (root === 'ES') return { family: 'quarterly', week: 3, weekday: FRIDAY };
  if (root === 'EW' || root === 'EY') return { family: 'end_of_month', week: 0, weekday: 0 };
  const friday = /^EW([1-4])$/.exec(root);
  if (friday !== null) return { family: 'weekly', week: Number(friday[1]), weekday: FRIDAY };
  const other = /^E([1-5])([ABCD])$/.exec(root);
  if (other === null) return undefined;
  const weekday = WEEKDAY_LETTERS.indexOf(other[2] ?? '') + 1;
  return { family: 'weekly', week: Number(other[1]), weekday };
}

/** Parses the name of an option on ES futures; undefined for anything else, spreads too. */
export function parseGlbxOption(symbol: string): GlbxOption | undefined {
  const match = NAME.exec(symbol);
  if (match === null) return undefined;
  const [, root = '', letter = '', digit, side, strike] = match;
  const product = esOptionProduct(root);
  const month = MONTH_LETTERS.indexOf(letter) + 1;
  const isListed = month % 3 === 0 || !QUARTERLY_ROOTS.includes(root);
  if (product === undefined || !isListed || Number(strike) === 0) return undefined;
  return {
    ...product,
    symbol,
    root,
    month,
    yearDigit: Number(digit),
    right: side === 'P' ? 'P' : 'C',
    strike: Number(strike),
  };
}

/** `UD:1V: GN 2512…`: a spread that a user made up. What it trades is no trade of its legs. */
export const isUserDefinedSpread = (symbol: string): boolean => symbol.startsWith('UD:');

export interface GlbxExpiry {
  /** Day number of its New York date. */
  readonly day: number;
  /** Settled by the opening, at 09:30 New York, instead of at the close. */
  readonly isMorning: boolean;
}

/**
 * When an option expires, by its name and the calendar: quarterly ones on the third Friday or, where
 * that is a holiday, the trading day before; those of a month's end on its last trading day.
 *
 * @param asOfDay day on which it trades: the year is the first from then on that ends in the digit
 * @returns undefined where a month has no such week, and for weekly ones of a holiday, which the
 *   exchange moves or does not list as it sees fit
 */
export function glbxExpiry(option: GlbxOption, asOfDay: number): GlbxExpiry | undefined {
  const { family, week, weekday, month, yearDigit } = option;
  const { year: asOfYear } = civilDate(asOfDay);
  const year = asOfYear + ((((yearDigit - asOfYear) % 10) + 10) % 10);
  const first = dayNumber(year, month, 1);
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  if (family === 'end_of_month') return { day: tradingDayUpTo(next - 1), isMorning: false };
  const day = first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (week - 1);
  if (family === 'quarterly') return { day: tradingDayUpTo(day), isMorning: true };
  return day < next && isTradingDay(day) ? { day, isMorning: false } : undefined;
}

function tradingDayUpTo(day: number): number {
  let found = day;
  while (!isTradingDay(found)) found--;
  return found;
}
