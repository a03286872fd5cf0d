import { describeProblem, toProblem } from '../core/errors.ts';
import type { BreakwaterError } from '../core/errors.ts';
import { newYorkOffsetMs } from '../core/newYork.ts';
import type { FileContents, InstrumentContents } from '../feeds/dbn/inspect/inspectFile.ts';
import type { InstrumentTally } from '../feeds/dbn/inspect/instrumentTally.ts';
import type { TradeTally } from '../feeds/dbn/inspect/tradeTally.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** One inspected file. */
export interface InspectedFile {
  readonly path: string;
  /** Undefined when it could not be opened. */
  readonly contents: FileContents | undefined;
  /** Why it could not be opened, or where its damage is. */
  readonly problem: BreakwaterError | undefined;
}

/** Files with their contents, and the files of folders that are no DBN. */
export interface Inspection {
  readonly files: InspectedFile[];
  readonly ignored: { readonly path: string; readonly reason: string }[];
}

const MAX_ROWS = 20;
const MAX_SYMBOLS = 10;
const LABEL_WIDTH = 11;

/** The inspection for people. */
export function inspectionText({ files, ignored }: Inspection): string {
  const blocks = files.map((file) => [printable(file.path), ...fileLines(file), ''].join('\n'));
  const rest = ignored.map(({ path, reason }) => `ignored: ${printable(path)}: ${reason}\n`);
  return `${blocks.join('\n')}${rest.length > 0 ? '\n' : ''}${rest.join('')}`;
}

/** Text of a file or a name, made harmless: control characters could rewrite the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '?');

function fileLines({ contents, problem }: InspectedFile): string[] {
  const damage = problem === undefined ? 'none' : describeProblem(toProblem(problem));
  if (contents === undefined) return labelled('problem', damage);
  const { total } = contents;
  return [
    ...labelled('format', formatLine(contents)),
    ...labelled('content', contentLine(contents)),
    ...labelled('symbols', symbolsLine(contents)),
    ...labelled('from', instant(total.span.firstNs)),
    ...labelled('to', instant(total.span.lastNs)),
    ...labelled('records', recordsLine(contents)),
    ...labelled('trades', tradesLine(total.trades)),
    ...labelled('price', priceRange(total.trades)),
    ...labelled('gaps', gapsLine(contents)),
    ...labelled('damage', damage),
    ...instrumentTable(contents),
  ];
}

function labelled(label: string, text: string): string[] {
  const [first = '', ...more] = text.split('\n');
  const indent = ' '.repeat(LABEL_WIDTH);
  return [`  ${label.padEnd(LABEL_WIDTH)}${first}`, ...more.map((line) => `  ${indent}${line}`)];
}

function formatLine({ version, metadata, zstdFrames }: FileContents): string {
  const kind = metadata === null ? 'fragment without metadata, ' : '';
  const number = version === undefined ? 'version not told by its records' : `version ${version}`;
  if (zstdFrames === undefined) return `DBN ${kind}${number}, uncompressed`;
  return `DBN ${kind}${number}, ${zstdFrames} zstd ${zstdFrames === 1 ? 'frame' : 'frames'}`;
}

function contentLine({ metadata }: FileContents): string {
  if (metadata === null) return 'unknown: there is no metadata';
  return `${printable(metadata.dataset)} ${metadata.schema ?? `schema ${metadata.schemaCode}`}`;
}

function symbolsLine({ metadata, instruments }: FileContents): string {
  const named = metadata?.symbols ?? [];
  const { partial = [], notFound = [] } = metadata ?? {};
  const fromRecords = instruments.map(({ name }) => name);
  return [
    named.length > 0 ? some(named) : `none named; the records are of ${some(fromRecords)}`,
    ...(partial.length > 0 ? [`on some days only: ${some(partial)}`] : []),
    ...(notFound.length > 0 ? [`not found: ${some(notFound)}`] : []),
  ].join('\n');
}

function some(symbols: readonly string[]): string {
  if (symbols.length === 0) return 'none';
  const shown = symbols.slice(0, MAX_SYMBOLS).map(printable).join(', ');
  const hidden = symbols.length - MAX_SYMBOLS;
  return hidden > 0 ? `${shown} and ${grouped(hidden)} more` : shown;
}

function recordsLine({ total, recordsByType }: FileContents): string {
  const types = [...recordsByType].map(([name, count]) => `${name} ${grouped(count)}`);
  return types.length === 0 ? 'none' : `${grouped(total.records)}: ${types.join(', ')}`;
}

function tradesLine(tally: TradeTally): string {
  if (tally.trades === 0) return 'none';
  const { buyVolume, sellVolume, noneVolume } = tally;
  return (
    `${grouped(tally.trades)}, volume ${grouped(buyVolume + sellVolume + noneVolume)} ` +
    `(buy ${grouped(buyVolume)}, sell ${grouped(sellVolume)}, no side ${grouped(noneVolume)})`
  );
}

function gapsLine({ total, warnings }: FileContents): string {
  const lines = warnings.map((text) => `the vendor wrote: ${printable(text)}`);
  if (total.maybeBadBook > 0) {
    lines.push(`the book may be wrong (MAYBE_BAD_BOOK): ${grouped(total.maybeBadBook)} records`);
  }
  return lines.length === 0 ? 'none' : lines.join('\n');
}

function priceRange({ lowNanos, highNanos }: TradeTally): string {
  return lowNanos > highNanos ? 'none' : `${lowNanos / 1e9} to ${highNanos / 1e9}`;
}

/** A time in UTC to the nanosecond, and in New York to the second. */
function instant(unixNs: bigint | undefined): string {
  if (unixNs === undefined) return 'none';
  const unixMs = Number(unixNs / 1_000_000n);
  const newYork = civil(unixMs + newYorkOffsetMs(unixMs));
  return `${utcText(unixNs).replace('T', ' ').replace('Z', '')} UTC, ${newYork} New York`;
}

const civil = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** ISO 8601 in UTC with nanoseconds. */
export function utcText(unixNs: bigint): string {
  const seconds = new Date(Number(unixNs / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(unixNs % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** A row per instrument where there are several, the busiest first. */
function instrumentTable({ instruments, others }: FileContents): string[] {
  if (instruments.length < 2) return [];
  const rows = instruments.slice(0, MAX_ROWS).map(instrumentRow);
  const header = ['instrument', 'records', 'trades', 'buy', 'sell', 'no side', 'prices'];
  const lines = alignedRows([header, ...rows], [header.length - 1]);
  const hidden = instruments.length - rows.length;
  return [
    ...lines.map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  and ${grouped(hidden)} more; all of them with --json`] : []),
    ...(others === undefined ? [] : [othersLine(others)]),
  ];
}

function instrumentRow({ name, tally }: InstrumentContents): string[] {
  const { trades, buyVolume, sellVolume, noneVolume } = tally.trades;
  return [
    printable(name),
    ...[tally.records, trades, buyVolume, sellVolume, noneVolume].map(grouped),
    priceRange(tally.trades),
  ];
}

function othersLine(others: InstrumentTally): string {
  return `  and ${grouped(others.records)} records of instruments that were not told apart`;
}
