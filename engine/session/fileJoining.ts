import type { SeekableSource } from '../core/events.ts';
import type { DbnSource } from '../feeds/dbn/events/dbnSource.ts';
import { FileSequence } from '../feeds/dbn/events/fileSequence.ts';
import type { DbnMetadata } from '../feeds/dbn/metadata.ts';

/** A file with its part in the run. */
export interface CastFile {
  readonly source: DbnSource;
  readonly schema: string;
  /** What the source follows: an instrument, or the options of an underlying. */
  readonly symbol: string;
  /** All symbols of the file. */
  readonly symbols: ReadonlySet<string>;
  readonly metadata: DbnMetadata | null;
}

/**
 * Puts files that continue each other together: the same part, schema and dataset, and either one
 * instrument, or spans that lie apart or symbols in common. Files of options split by contract have
 * neither and stay side by side.
 *
 * @returns the sources in the order their first files were opened
 */
export function joinFiles(files: readonly CastFile[]): SeekableSource[] {
  return groupsOf(files).map(([first, ...others]) =>
    others.length === 0
      ? first.source
      : new FileSequence([first.source, ...others.map(({ source }) => source)]),
  );
}

/** Spans between files that continue each other which none of them covers, as sentences. */
export function uncoveredSpans(files: readonly CastFile[]): string[] {
  return groupsOf(files).flatMap((group) => {
    const [{ source }] = group;
    const subject = source.feed === 'book' ? 'the book' : source.feed;
    return holesIn(group).map(
      ({ fromNs, toNs }) => `No file of ${subject} covers ${isoOf(fromNs)} to ${isoOf(toNs)}.`,
    );
  });
}

interface Span {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** By the spans that the files' metadata state; one without an end covers all that follows. */
function holesIn(group: readonly CastFile[]): Span[] {
  const spans = group
    .flatMap(({ metadata }) => metadata ?? [])
    .sort((a, b) => Number(a.startNs - b.startNs));
  const holes: Span[] = [];
  let coveredNs = spans[0]?.endNs;
  for (const { startNs, endNs } of spans) {
    if (coveredNs === undefined) break;
    if (startNs > coveredNs) holes.push({ fromNs: coveredNs, toNs: startNs });
    coveredNs = endNs === undefined || endNs > coveredNs ? endNs : coveredNs;
  }
  return holes;
}

/** Seconds are enough for days. */
const isoOf = (unixNs: bigint): string =>
  new Date(Number(unixNs / 1_000_000n)).toISOString().replace(/\.\d+Z$/, 'Z');

function groupsOf(files: readonly CastFile[]): [CastFile, ...CastFile[]][] {
  const groups: [CastFile, ...CastFile[]][] = [];
  for (const file of files) {
    const group = groups.find((known) => known.every((other) => continues(other, file)));
    if (group === undefined) groups.push([file]);
    else group.push(file);
  }
  return groups;
}

function continues(a: CastFile, b: CastFile): boolean {
  const isSameKind =
    a.source.feed === b.source.feed &&
    a.schema === b.schema &&
    a.symbol === b.symbol &&
    a.metadata?.dataset === b.metadata?.dataset;
  if (!isSameKind) return false;
  return a.source.feed !== 'options' || liesApart(a, b) || sharesSymbol(a, b);
}

function liesApart({ metadata: a }: CastFile, { metadata: b }: CastFile): boolean {
  return endsBefore(a, b) || endsBefore(b, a);
}

function endsBefore(a: DbnMetadata | null, b: DbnMetadata | null): boolean {
  return a?.endNs !== undefined && b !== null && a.endNs <= b.startNs;
}

function sharesSymbol(a: CastFile, b: CastFile): boolean {
  for (const symbol of a.symbols) {
    if (b.symbols.has(symbol)) return true;
  }
  return false;
}
