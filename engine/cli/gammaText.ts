import { figureText } from '../core/explanationWords.ts';
import {
  IV_SOURCES,
  type GammaProfile,
  type GammaTotals,
  type GammaWall,
  type GammaWalls,
} from '../core/gammaProfile.ts';
import { newYorkOffsetMs } from '../core/newYork.ts';
import type { OpenedSession } from '../session/open.ts';
import { percent } from './inspectFormat.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** The profile for people: a table of strikes, then what follows from it. */
export function gammaText(profile: GammaProfile, opened: OpenedSession): string {
  const isEmpty = profile.strikes.length === 0;
  const sections = [
    headLines(profile, opened),
    tableLines(profile),
    ...(isEmpty
      ? []
      : [
          [...wallLines(profile), ...flipLines(profile), ...laterLines(profile)],
          signingLines(profile),
        ]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `HH:MM:SS` New York. */
export const clockText = (unixMs: number): string =>
  new Date(unixMs + newYorkOffsetMs(unixMs)).toISOString().slice(11, 19);

/** `6 h 23 min`, `4 min 30 s`. */
export function durationText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(seconds)} s`;
}

function headLines(
  { ts, expiry, spot, seconds_to_expiry, fuel_book }: GammaProfile,
  { name, origin, instrument, profile, openInterest }: OpenedSession,
): string[] {
  const simulated = origin === 'simulated' ? ' SIMULATED' : '';
  const left =
    seconds_to_expiry > 0 ? `${durationText(seconds_to_expiry)} before they expire` : 'expired';
  const opening =
    openInterest === undefined
      ? 'no opening inventory'
      : `opening inventory of ${grouped(openInterest.positions.length)} options`;
  return [
    `${name}${simulated}: ${instrument}, profile ${profile.name}, ${opening}`,
    `Options of ${expiry} at ${clockText(ts)} New York, ${left}; spot ${figureText(spot)}`,
    `Dealer gamma in shares of delta per 1.00 of the underlying, positive where dealers are long;`,
    `${fuel_book === 'flow' ? 'the flow' : 'the inventory'} drives effect, walls and flip.`,
  ];
}

const figure = (value: number): string => figureText(value, 1);
const volatility = (iv: number): string => (Number.isNaN(iv) ? '' : `${(iv * 100).toFixed(1)}%`);

const HEADINGS = [
  ['', 'flow', '', '', 'inventory', '', '', 'contracts', '', 'IV', '', '', ''],
  [
    ...['strike', 'calls', 'puts', 'net', 'calls', 'puts', 'net'],
    ...['calls', 'puts', 'calls', 'from', 'puts', 'from'],
  ],
];
const TEXT_COLUMNS = [10, 12];

function tableLines(profile: GammaProfile): string[] {
  const { strikes, spot, totals, omitted_strikes } = profile;
  if (strikes.length === 0) return ['No option of the day has traded, and none was carried in.'];
  const rows = Array.from(strikes, (strike, row) => strikeCells(profile, strike, row));
  const below = strikes.findLastIndex((strike) => strike <= spot);
  rows.splice(below + 1, 0, [`${figureText(spot)} spot`]);
  const omitted =
    omitted_strikes === 0 ? [] : [[`and ${grouped(omitted_strikes)} farther strikes`]];
  return alignedRows(
    [
      ...HEADINGS,
      ...rows,
      ...omitted,
      ['all', ...totalCells(totals.flow), ...totalCells(totals.inventory)],
      ['dollars', '', '', figure(totals.flow.dollar), '', '', figure(totals.inventory.dollar)],
    ],
    TEXT_COLUMNS,
  );
}

function strikeCells(profile: GammaProfile, strike: number, row: number): string[] {
  const { flow, inventory, contracts, iv, iv_source } = profile;
  const cell = (column: Float64Array): string => figure(column[row] ?? 0);
  const source = (column: Uint16Array): string => IV_SOURCES[column[row] ?? -1] ?? '';
  return [
    figureText(strike),
    ...[flow.calls, flow.puts, flow.net].map(cell),
    ...[inventory.calls, inventory.puts, inventory.net].map(cell),
    ...[contracts.calls, contracts.puts].map(cell),
    volatility(iv.calls[row] ?? Number.NaN),
    source(iv_source.calls),
    volatility(iv.puts[row] ?? Number.NaN),
    source(iv_source.puts),
  ];
}

const totalCells = ({ calls, puts, net }: GammaTotals): string[] => [calls, puts, net].map(figure);

const wallText = (wall: GammaWall | null): string =>
  wall === null ? 'none' : `${figureText(wall.strike)} (${figure(wall.gamma)})`;

const wallsText = ({ call, put }: GammaWalls): string =>
  `call ${wallText(call)}, put ${wallText(put)}`;

const wallLines = ({ walls }: GammaProfile): string[] => [
  `Walls by flow:      ${wallsText(walls.flow)}`,
  `Walls by inventory: ${wallsText(walls.inventory)}`,
];

function flipLines({ flips }: GammaProfile): string[] {
  const { flow, inventory } = flips;
  return [
    `Flip by flow:       ${flow === null ? 'none' : figureText(flow)}`,
    `Zero gamma:         ${inventory.length === 0 ? 'nowhere within 2%' : inventory.map((each) => figureText(each)).join(', ')}`,
  ];
}

function laterLines({ later, ts }: GammaProfile): string[] {
  if (later.ts === ts) return [];
  const { walls, delta_drift, delta_drift_per_hour } = later;
  return [
    `At ${clockText(later.ts)} by time alone (spot and IV as now): ${wallsText(walls)};`,
    `  charm brings dealers ${grouped(delta_drift)} shares of delta by then, ` +
      `${grouped(delta_drift_per_hour)} an hour at present.`,
  ];
}

function signingLines({ signing }: GammaProfile): string[] {
  const { at_quote, by_tolerance, feed, unsigned, unsigned_share } = signing;
  if (unsigned_share === null) return ['Volume: no option of the day has traded.'];
  return [
    `Volume: ${grouped(at_quote)} signed at the quote, ${grouped(by_tolerance)} by tolerance, ` +
      `${grouped(feed)} by the feed, ${grouped(unsigned)} unsigned (${percent(unsigned_share)}).`,
  ];
}
