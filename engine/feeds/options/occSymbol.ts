/**
 * Symbols of listed equity options in their two spellings: the OSI symbol of the Options Clearing
 * Corporation (OPRA, DBN files) and the ticker of Massive, formerly Polygon (live feed, REST, flat
 * files). Every feed of SPY options reads its symbols here, whatever file or socket they come from,
 * so that events of several feeds meet on one contract.
 */
import type { OptionContract, OptionRight } from '../../core/events.ts';
import { civilDate, dayNumber } from '../../core/newYork.ts';

/** An option and the root it is listed under; `symbol` is the OSI symbol, whatever was parsed. */
export interface ListedOption extends OptionContract {
  /** `SPY`; roots of adjusted contracts have digits, such as `SPY1`. */
  readonly root: string;
}

/** 21 characters: root padded to 6, YYMMDD, C or P, strike × 1000 in 8 digits. */
const OSI = /^([A-Z][A-Z0-9 ]{5})(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;
/** The same without padding, after `O:`; read from the right, since a root may have digits. */
const MASSIVE = /^O:([A-Z][A-Z0-9]{0,5})(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;

/** Parses an OSI symbol such as `SPY   251216C00687000`; undefined where it is none. */
export const parseOsi = (symbol: string): ListedOption | undefined => parse(OSI.exec(symbol));

/** Parses a Massive ticker such as `O:SPY251216C00687000`; undefined where it is none. */
export const parseMassiveTicker = (ticker: string): ListedOption | undefined =>
  parse(MASSIVE.exec(ticker));

function parse(match: RegExpExecArray | null): ListedOption | undefined {
  if (match === null) return undefined;
  const [, padded = '', year, month, day, letter, thousandths] = match;
  const root = padded.trimEnd();
  const strike = Number(thousandths) / 1000;
  const expiryDay = dayNumber(2000 + Number(year), Number(month), Number(day));
  const date = civilDate(expiryDay);
  const isDate = date.month === Number(month) && date.day === Number(day);
  if (!isDate || strike === 0 || root.includes(' ')) return undefined;
  const right: OptionRight = letter === 'P' ? 'P' : 'C';
  return { root, symbol: osiSymbol(root, expiryDay, right, strike), expiryDay, strike, right };
}

/**
 * The OSI symbol of an option whose parts come in columns of their own.
 * @param strike in dollars, to a thousandth, below 100,000
 */
export function osiSymbol(
  root: string,
  expiryDay: number,
  right: OptionRight,
  strike: number,
): string {
  const { year, month, day } = civilDate(expiryDay);
  const date = [year % 100, month, day].map((part) => String(part).padStart(2, '0')).join('');
  const thousandths = String(Math.round(strike * 1000)).padStart(8, '0');
  return `${root.padEnd(6)}${date}${right}${thousandths}`;
}
