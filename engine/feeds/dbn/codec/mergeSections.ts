import { MS_PER_DAY } from '../../../core/time.ts';
import { SCHEMA_MIXED, STYPE } from '../layout.ts';
import type { DbnMetadata } from '../metadata.ts';
import type { SymbolInterval } from '../symbols.ts';
import type { MappingInterval, MetadataContent } from './metadataContent.ts';

/**
 * One metadata for a file that holds several, such as a capture that reconnected or files that were
 * strung together: what any of them maps is mapped, later ones first, as they win.
 *
 * @param first what the file begins with
 * @param sections what stands between its records
 * @param intervals all that they map together
 */
export function mergeSections(
  first: MetadataContent,
  sections: readonly DbnMetadata[],
  intervals: Iterable<SymbolInterval>,
): MetadataContent {
  const all = (list: 'symbols' | 'partial' | 'notFound') => [
    ...new Set([...first[list], ...sections.flatMap((section) => section[list])]),
  ];
  const isOneSchema = sections.every(({ schemaCode }) => schemaCode === first.schemaCode);
  const mapsToIds = first.stypeOut === STYPE.instrumentId;
  return {
    ...first,
    schemaCode: isOneSchema ? first.schemaCode : SCHEMA_MIXED,
    stypeIn: mapsToIds ? first.stypeIn : STYPE.rawSymbol,
    stypeOut: STYPE.instrumentId,
    symbols: all('symbols'),
    partial: all('partial'),
    notFound: all('notFound'),
    mappings: mappingsOf(intervals),
  };
}

/** Whether a file's own metadata leaves out symbols or mappings that the merged one has. */
export function saysMore(merged: MetadataContent, first: MetadataContent): boolean {
  const known = new Set(statements(first));
  return merged.schemaCode !== first.schemaCode || statements(merged).some((it) => !known.has(it));
}

function statements(metadata: MetadataContent): string[] {
  const { symbols, partial, notFound, mappings } = metadata;
  const mapped = mappings.flatMap(({ symbol, intervals }) =>
    intervals.map((interval) => JSON.stringify([symbol, interval])),
  );
  return [JSON.stringify([symbols, partial, notFound]), ...mapped];
}

function mappingsOf(intervals: Iterable<SymbolInterval>): MetadataContent['mappings'] {
  const bySymbol = new Map<string, MappingInterval[]>();
  for (const { symbol, instrumentId, startDay, endDay } of intervals) {
    const mapped = bySymbol.get(symbol) ?? [];
    bySymbol.set(symbol, mapped);
    const [startDate, endDate] = [dateOf(startDay), dateOf(endDay)];
    const isSame = (other: MappingInterval) =>
      other.symbol === String(instrumentId) &&
      other.startDate === startDate &&
      other.endDate === endDate;
    if (mapped.some(isSame)) continue;
    mapped.push({ startDate, endDate, symbol: String(instrumentId) });
  }
  return [...bySymbol].map(([symbol, mapped]) => ({ symbol, intervals: mapped }));
}

/** A day since 1970-01-01 as YYYYMMDD. */
const dateOf = (utcDay: number): number =>
  Number(new Date(utcDay * MS_PER_DAY).toISOString().slice(0, 10).replaceAll('-', ''));
