import { civilDate } from '../core/newYork.ts';
import type { OpenInterest } from '../feeds/openInterest/openInterestFile.ts';
import { counted } from './inspectFormat.ts';
import { grouped } from './terminal.ts';

const MAX_EXPIRIES = 10;

/** What an open-interest file comes to. */
interface OpenInterestFacts {
  readonly options: number;
  /** `YYYY-MM-DD`, ascending. */
  readonly expiries: readonly string[];
  /** Contracts that dealers hold, and those that they owe. */
  readonly long: number;
  readonly short: number;
}

function factsOf({ positions }: OpenInterest): OpenInterestFacts {
  const days = [...new Set(positions.map(({ expiryDay }) => expiryDay))].sort((a, b) => a - b);
  const sum = (sign: 1 | -1): number =>
    positions.reduce((all, { contracts }) => all + Math.max(0, sign * contracts), 0);
  return {
    options: positions.length,
    expiries: days.map(dateText),
    long: sum(1),
    short: sum(-1),
  };
}

function dateText(dayNumber: number): string {
  const { year, month, day } = civilDate(dayNumber);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/** Labels and texts for people. */
export function openInterestLines(file: OpenInterest): [label: string, text: string][] {
  const { options, expiries, long, short } = factsOf(file);
  const more = expiries.length - MAX_EXPIRIES;
  return [
    ['format', file.format === 'csv' ? 'CSV' : 'Parquet'],
    ['content', "open interest: dealers' opening inventory"],
    ['options', counted(options, 'option')],
    [
      'expiries',
      expiries.slice(0, MAX_EXPIRIES).join(', ') + (more > 0 ? ` and ${more} more` : ''),
    ],
    ['contracts', `${grouped(long)} long, ${grouped(short)} short`],
  ];
}

/** The same as `--json` prints it. */
export const openInterestJson = (file: OpenInterest) => ({
  format: file.format,
  open_interest: factsOf(file),
});
