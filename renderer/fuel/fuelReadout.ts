/** The figures at a strike in words: what the crosshair reads, and what a reader of the screen hears. */
import { formatFixed, formatFlow } from '../format/number.ts';
import { formatFuel, formatStrike } from './fuelFigures.ts';
import { IV_SOURCE_WORDS } from './ivGlyphs.ts';
import type { FuelView, StrikeIv, StrikeRow } from './fuelView.ts';

/** One line of the readout: a name, and its figures. */
export interface ReadoutLine {
  readonly name: string;
  readonly text: string;
}

const ivText = (name: string, iv: StrikeIv | undefined): string =>
  iv === undefined ? '' : `${name} ${formatFixed(iv.iv * 100, 1)}% ${IV_SOURCE_WORDS[iv.source]}`;

function contractsText({ contracts }: StrikeRow): string {
  return `calls ${formatFlow(contracts.calls)}, puts ${formatFlow(contracts.puts)}`;
}

/** What stands at a strike: both sides of each book, contracts, volatilities. */
export function fuelReadout(view: FuelView, row: StrikeRow): ReadoutLine[] {
  const amount = (value: number): string => formatFuel(value, view.unit);
  const lines: ReadoutLine[] = view.books.map(({ name }) => {
    const { calls, puts, net } = row[name];
    return {
      name,
      text: `calls ${amount(calls)}, puts ${amount(puts)}, net ${amount(net)}`,
    };
  });
  if (!view.books.some(({ name }) => name === 'inventory')) return lines;
  const ivs = [ivText('calls', row.callIv), ivText('puts', row.putIv)].filter(Boolean).join(', ');
  lines.push({ name: 'contracts', text: contractsText(row) });
  if (ivs !== '') lines.push({ name: 'IV', text: ivs });
  return lines;
}

/** The readout as one sentence. */
export const readoutSentence = (row: StrikeRow, lines: readonly ReadoutLine[]): string =>
  `${formatStrike(row.strike)}: ${lines.map(({ name, text }) => `${name} ${text}`).join('; ')}`;
