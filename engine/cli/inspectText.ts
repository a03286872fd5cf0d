import { describeProblem, toProblem } from '../core/errors.ts';
import type { BreakwaterError } from '../core/errors.ts';
import type { GapTally } from '../feeds/dbn/inspect/gaps.ts';
import type { FileContents } from '../feeds/dbn/inspect/inspectFile.ts';
import type { TradeTally } from '../feeds/dbn/inspect/tradeTally.ts';
import type { OpenInterest } from '../feeds/openInterest/openInterestFile.ts';
import type { PreparedFile } from '../feeds/parquet/preparedFile.ts';
import {
  counted,
  instant,
  percent,
  priceRange,
  printable,
  second,
  seconds,
} from './inspectFormat.ts';
import { openInterestLines } from './inspectOpenInterest.ts';
import { columnLines, parquetContent, parquetFormat } from './inspectParquet.ts';
import { definitionTable, instrumentTable, statisticsTable } from './inspectTables.ts';
import { grouped } from './terminal.ts';

/** One inspected file. */
export interface InspectedFile {
  readonly path: string;
  /** Where it is a Parquet file that could be opened. */
  readonly parquet?: PreparedFile | undefined;
  /** Where it is an open-interest file that could be read; it has no other contents. */
  readonly openInterest?: OpenInterest;
  /** Undefined when it could not be opened. */
  readonly contents: FileContents | undefined;
  /** Why it could not be opened, or where its damage is. */
  readonly problem: BreakwaterError | undefined;
}

/** Files with their contents, and the files of folders that hold no market data. */
export interface Inspection {
  readonly files: InspectedFile[];
  readonly ignored: { readonly path: string; readonly reason: string }[];
}

const MAX_SYMBOLS = 10;
const LABEL_WIDTH = 11;
/** What a reader finds odd about a stream, for people. */
const ODDITIES: ReadonlyMap<string, string> = new Map([
  ['unknown_type', 'of unknown type, passed over'],
  ['longer', 'longer than their type'],
  ['metadata', 'metadata between records'],
]);

/** The inspection for people. */
export function inspectionText({ files, ignored }: Inspection): string {
  const blocks = files.map((file) => [printable(file.path), ...fileLines(file), ''].join('\n'));
  const rest = ignored.map(({ path, reason }) => `ignored: ${printable(path)}: ${reason}\n`);
  return `${blocks.join('\n')}${rest.length > 0 ? '\n' : ''}${rest.join('')}`;
}

function fileLines({ contents, parquet, openInterest, problem }: InspectedFile): string[] {
  if (openInterest !== undefined) {
    return openInterestLines(openInterest).flatMap(([label, text]) => labelled(label, text));
  }
  const damage = problem === undefined ? 'none' : describeProblem(toProblem(problem));
  if (contents === undefined) return labelled('problem', damage);
  const { total } = contents;
  return [
    ...labelled('format', parquet === undefined ? formatLine(contents) : parquetFormat(parquet)),
    ...labelled('content', parquet === undefined ? contentLine(contents) : parquetContent(parquet)),
    ...labelled('columns', parquet === undefined ? '' : columnLines(parquet)),
    ...labelled('symbols', symbolsLine(contents, parquet)),
    ...labelled('from', instant(total.span.firstNs)),
    ...labelled('to', instant(total.span.lastNs)),
    ...labelled('records', recordsLine(contents)),
    ...labelled('trades', tradesLine(total.trades)),
    ...labelled('price', priceRange(total.trades)),
    ...labelled('tick', tickLine(contents, parquet === undefined)),
    ...labelled('order', orderLine(contents)),
    ...labelled('book', bookLine(contents)),
    ...labelled('gaps', gapsLine(contents)),
    ...labelled('damage', damage),
    ...instrumentTable(contents),
    ...definitionTable(contents),
    ...statisticsTable(contents),
  ];
}

/** Lines under one label; nothing for an empty text. */
function labelled(label: string, text: string): string[] {
  if (text === '') return [];
  const [first = '', ...more] = text.split('\n');
  const indent = ' '.repeat(LABEL_WIDTH);
  return [`  ${label.padEnd(LABEL_WIDTH)}${first}`, ...more.map((line) => `  ${indent}${line}`)];
}

function formatLine(contents: FileContents): string {
  const { version, metadata, zstdFrames, sizeBytes, decompressedBytes } = contents;
  const kind = metadata === null ? 'fragment without metadata, ' : '';
  const number = version === undefined ? 'version not told by its records' : `version ${version}`;
  const format = `DBN ${kind}${number}, ${grouped(decompressedBytes)} bytes`;
  if (zstdFrames === undefined) return `${format}, uncompressed`;
  const { frameCount, checksummedCount, largestFrameBytes } = zstdFrames;
  const checksums = checksummedCount === frameCount ? 'all' : grouped(checksummedCount);
  return (
    `${format}\nzstd, ${grouped(sizeBytes)} bytes: ${counted(frameCount, 'frame')}, the largest ` +
    `${grouped(largestFrameBytes)} bytes; ${checksummedCount === 0 ? 'none' : checksums} with a checksum`
  );
}

function contentLine({ metadata }: FileContents): string {
  if (metadata === null) return 'unknown: there is no metadata';
  return `${printable(metadata.dataset)} ${metadata.schema ?? `schema ${metadata.schemaCode}`}`;
}

function symbolsLine({ metadata, instruments }: FileContents, parquet?: PreparedFile): string {
  const named = parquet?.symbols ?? metadata?.symbols ?? [];
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

function recordsLine({ total, recordsByType, oddities }: FileContents): string {
  const types = [...recordsByType].map(([name, count]) => `${name} ${grouped(count)}`);
  const odd = oddities.map(
    ({ kind, count, firstRecord, firstByte }) =>
      `${ODDITIES.get(kind) ?? kind}: ${grouped(count)}, first at record ${firstRecord}${firstByte === undefined ? '' : `, byte ${firstByte}`}`,
  );
  const counts = types.length === 0 ? 'none' : `${grouped(total.records)}: ${types.join(', ')}`;
  return [counts, ...odd].join('\n');
}

function tradesLine(tally: Readonly<TradeTally>): string {
  if (tally.trades === 0) return 'none';
  const { volume, buyVolume, sellVolume, noneVolume } = tally;
  return (
    `${grouped(tally.trades)}, volume ${grouped(volume)} ` +
    `(buy ${grouped(buyVolume)}, sell ${grouped(sellVolume)}, no side ${grouped(noneVolume)})`
  );
}

/** Which tick the prices keep, and the first that does not. */
function tickLine({ total, instruments }: FileContents, hasBytes: boolean): string {
  if (total.prices === 0) return '';
  const ticks = new Set(instruments.map(({ tally }) => tally.grid.tickNanos));
  ticks.delete(undefined);
  const names = [...ticks].map((nanos) => String((nanos ?? 0) / 1e9)).sort();
  const tick = names.length === 0 ? 'none that prices keep' : names.slice(0, 3).join(', ');
  const { offTick, firstOffTick } = total;
  if (firstOffTick === undefined) return `${tick}; ${counted(total.prices, 'price')}, all on it`;
  const { priceNanos, recordIndex, byteOffset } = firstOffTick;
  return (
    `${tick}; ${grouped(offTick)} of ${counted(total.prices, 'price')} off it, ` +
    `first ${priceNanos / 1e9} (record ${recordIndex}${hasBytes ? `, byte ${byteOffset}` : ''})`
  );
}

/** How often time goes back, and records that repeat the one before; empty when all is in order. */
function orderLine({ total: { eventTimesBack, recvTimesBack, duplicates } }: FileContents): string {
  const lines = [];
  if (eventTimesBack > 0) lines.push(`ts_event goes back ${counted(eventTimesBack, 'time')}`);
  if (recvTimesBack > 0) lines.push(`ts_recv goes back ${counted(recvTimesBack, 'time')}`);
  if (duplicates > 0) lines.push(`${counted(duplicates, 'record')} equal to the one before`);
  return lines.join(', ');
}

/** What is special about the book; empty where nothing is. */
function bookLine({ total }: FileContents): string {
  const { crossedNs, lockedNs, bookNs } = total.crossing;
  const share = (ns: number) => `${seconds(ns)}, ${percent(ns / bookNs)} of the time`;
  const counts = [
    ...(total.snapshots > 0 ? [counted(total.snapshots, 'snapshot')] : []),
    ...(total.clears > 0 ? [counted(total.clears, 'clear')] : []),
    ...(total.badTsRecv > 0 ? [`${counted(total.badTsRecv, 'record')} with BAD_TS_RECV`] : []),
  ];
  return [
    ...(crossedNs > 0 ? [`crossed ${share(crossedNs)}`] : []),
    ...(lockedNs > 0 ? [`locked ${share(lockedNs)}`] : []),
    ...(counts.length > 0 ? [counts.join(', ')] : []),
  ].join('\n');
}

function gapsLine({ total, warnings, gapNs, originNs }: FileContents): string {
  const lines = warnings.map((text) => `the vendor wrote: ${printable(text)}`);
  if (total.maybeBadBook > 0) {
    lines.push(`the book may be wrong (MAYBE_BAD_BOOK): ${counted(total.maybeBadBook, 'record')}`);
  }
  if (total.gaps.count > 0) lines.push(...silences(total.gaps, gapNs, originNs ?? 0n));
  return lines.length === 0 ? 'none' : lines.join('\n');
}

function silences({ count, longest }: GapTally, gapNs: number, originNs: bigint): string[] {
  const from = (startNs: number) => second(originNs + BigInt(Math.round(startNs)));
  return [
    `${counted(count, 'silence')} of at least ${seconds(gapNs)}, the longest:`,
    ...longest.map(({ startNs, lengthNs }) => `  ${seconds(lengthNs)} from ${from(startNs)} UTC`),
  ];
}
