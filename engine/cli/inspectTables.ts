import type { FileContents, InstrumentContents } from '../feeds/dbn/inspect/inspectFile.ts';
import type { InstrumentTally } from '../feeds/dbn/inspect/instrumentTally.ts';
import type { Statistic } from '../feeds/dbn/inspect/statistics.ts';
import { counted, percent, priceRange, printable, second, seconds } from './inspectFormat.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

const MAX_ROWS = 20;

/** One column about an instrument; an optional one is left out where no row has anything to say. */
interface Column {
  readonly head: string;
  readonly isOptional?: boolean;
  readonly isText?: boolean;
  /** Empty where there is nothing to say. */
  readonly cell: (tally: InstrumentTally) => string;
}

const some = (count: number): string => (count === 0 ? '' : grouped(count));

const COLUMNS: readonly Column[] = [
  { head: 'records', cell: ({ records }) => grouped(records) },
  { head: 'trades', cell: ({ trades }) => grouped(trades.trades) },
  { head: 'buy', cell: ({ trades }) => grouped(trades.buyVolume) },
  { head: 'sell', cell: ({ trades }) => grouped(trades.sellVolume) },
  { head: 'no side', cell: ({ trades }) => grouped(trades.noneVolume) },
  { head: 'prices', isText: true, cell: ({ trades }) => priceRange(trades) },
  { head: 'tick', isOptional: true, cell: tickCell },
  { head: 'off tick', isOptional: true, cell: ({ grid }) => some(grid.offTick) },
  { head: 'gaps', isOptional: true, cell: ({ gaps }) => some(gaps.count) },
  { head: 'longest', isOptional: true, cell: longestCell },
  { head: 'event back', isOptional: true, cell: ({ eventTimesBack }) => some(eventTimesBack) },
  { head: 'recv back', isOptional: true, cell: ({ recvTimesBack }) => some(recvTimesBack) },
  { head: 'duplicates', isOptional: true, cell: ({ duplicates }) => some(duplicates) },
  { head: 'crossed', isOptional: true, cell: crossedCell },
  { head: 'doubtful', isOptional: true, cell: ({ maybeBadBook }) => some(maybeBadBook) },
];

function tickCell({ grid: { tickNanos } }: InstrumentTally): string {
  return tickNanos === undefined ? '' : String(tickNanos / 1e9);
}

function longestCell({ gaps: { longest } }: InstrumentTally): string {
  return longest[0] === undefined ? '' : seconds(longest[0].lengthNs);
}

function crossedCell({ crossing }: InstrumentTally): string {
  const crossedNs = (crossing?.crossedNs ?? 0) + (crossing?.lockedNs ?? 0);
  return crossedNs === 0 ? '' : percent(crossedNs / (crossing?.bookNs ?? crossedNs));
}

/** A row per instrument where there are several, the busiest first. */
export function instrumentTable({ instruments, others }: FileContents): string[] {
  if (instruments.length < 2) return [];
  const shown = instruments.slice(0, MAX_ROWS);
  const columns = COLUMNS.filter(
    ({ isOptional, cell }) => isOptional !== true || shown.some(({ tally }) => cell(tally) !== ''),
  );
  const rows = shown.map(({ name, tally }) => [
    printable(name),
    ...columns.map(({ cell }) => cell(tally)),
  ]);
  const isText = columns.flatMap((column, index) => (column.isText === true ? [index + 1] : []));
  return [
    ...table([['instrument', ...columns.map(({ head }) => head)], ...rows], isText),
    ...hiddenLine(instruments.length - shown.length),
    ...(others === undefined
      ? []
      : [`  and ${counted(others.records, 'record')} of instruments that were not told apart`]),
  ];
}

/** What definitions say, a row per instrument. */
export function definitionTable({ instruments }: FileContents): string[] {
  const defined = instruments.filter(({ tally }) => tally.definition !== undefined);
  if (defined.length === 0) return [];
  const head = [
    'definition',
    'class',
    'expires (UTC)',
    'tick',
    'multiplier',
    'strike',
    'underlying',
  ];
  return [
    ...table([head, ...defined.slice(0, MAX_ROWS).map(definitionRow)], [1, 2, 6]),
    ...hiddenLine(defined.length - MAX_ROWS),
  ];
}

function definitionRow({ name, tally: { definition } }: InstrumentContents): string[] {
  const { expirationNs, tickNanos, unitOfMeasureQtyNanos, contractMultiplier } = definition ?? {};
  const multiplier =
    unitOfMeasureQtyNanos === undefined ? contractMultiplier : unitOfMeasureQtyNanos / 1e9;
  const { strikeNanos } = definition ?? {};
  return [
    printable(name),
    printable(definition?.instrumentClass ?? ''),
    expirationNs === undefined ? '' : second(expirationNs),
    tickNanos === undefined ? '' : String(tickNanos / 1e9),
    multiplier === undefined ? '' : String(multiplier),
    strikeNanos === undefined ? '' : String(strikeNanos / 1e9),
    printable(definition?.underlying ?? ''),
  ];
}

/** The latest statistics, a row per instrument and type. */
export function statisticsTable({ instruments }: FileContents): string[] {
  const rows = instruments.flatMap(({ name, tally }) =>
    tally.statistics.map((statistic) => statisticRow(name, statistic)),
  );
  if (rows.length === 0) return [];
  const head = ['statistic', 'latest', 'value', 'of (UTC)'];
  return [
    ...table([head, ...rows.slice(0, MAX_ROWS)], [1, 3]),
    ...hiddenLine(rows.length - MAX_ROWS),
  ];
}

function statisticRow(instrument: string, statistic: Statistic): string[] {
  const { name, priceNanos, quantity, tsRefNs, tsRecvNs } = statistic;
  const value = priceNanos === undefined ? quantity?.toLocaleString('en-US') : priceNanos / 1e9;
  const time = tsRefNs ?? tsRecvNs;
  return [
    printable(instrument),
    name,
    value === undefined ? 'none' : String(value),
    time === undefined ? '' : second(time),
  ];
}

const table = (rows: readonly (readonly string[])[], textColumns: readonly number[]): string[] => [
  '',
  ...alignedRows(rows, textColumns).map((line) => `  ${line}`),
];

const hiddenLine = (hidden: number): string[] =>
  hidden > 0 ? [`  and ${grouped(hidden)} more; all of them with --json`] : [];
