import { BreakwaterError } from '../../core/errors.ts';
import { EMPTY_METADATA } from './codec/metadataContent.ts';
import type { MetadataContent } from './codec/metadataContent.ts';
import { SCHEMA_NAMES, STYPE } from './layout.ts';

/** A symbol's instrument id over some UTC dates, YYYYMMDD, end exclusive. */
interface SymbolInterval {
  readonly startDate: number;
  readonly endDate: number;
  readonly instrumentId: number;
}

/** What the head of a new DBN file says about its records. */
export interface MetadataToWrite {
  readonly version: 2 | 3;
  readonly dataset: string;
  /** A schema of {@link SCHEMA_NAMES}. */
  readonly schema: string;
  /** Unix ms of the query's start and exclusive end. */
  readonly startMs: number;
  readonly endMs: number;
  /** As requested: a raw symbol, or a parent such as `SPY.OPT`. */
  readonly symbols: readonly string[];
  readonly stypeIn: 'rawSymbol' | 'parent' | 'continuous';
  readonly mappings: readonly {
    readonly symbol: string;
    readonly intervals: readonly SymbolInterval[];
  }[];
}

/**
 * The metadata of a new file in the terms of DBN.
 *
 * @throws BreakwaterError when the schema is unknown
 */
export function metadataContent(metadata: MetadataToWrite): MetadataContent {
  const { version, dataset, schema, startMs, endMs, symbols, stypeIn } = metadata;
  const schemaCode = SCHEMA_NAMES.indexOf(schema);
  if (schemaCode < 0) {
    throw new BreakwaterError('failed', `DBN has no schema ${JSON.stringify(schema)}.`, {
      place: { field: 'schema', expected: SCHEMA_NAMES.join(', '), found: schema },
      remedy: 'Name a schema of DBN.',
    });
  }
  return {
    ...EMPTY_METADATA,
    version,
    dataset,
    schemaCode,
    startNs: BigInt(startMs) * 1_000_000n,
    endNs: BigInt(endMs) * 1_000_000n,
    stypeIn: STYPE[stypeIn],
    symbols,
    mappings: metadata.mappings.map(({ symbol, intervals }) => ({
      symbol,
      intervals: intervals.map(({ startDate, endDate, instrumentId }) => ({
        startDate,
        endDate,
        symbol: String(instrumentId),
      })),
    })),
  };
}
