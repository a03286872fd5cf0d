import { SCHEMA_MIXED } from '../layout.ts';

/** What a symbol stood for on some UTC dates; either side may be an instrument id as text. */
export interface MappingInterval {
  /** YYYYMMDD, inclusive. */
  readonly startDate: number;
  /** YYYYMMDD, exclusive. */
  readonly endDate: number;
  /** Empty in old files for dates without a mapping. */
  readonly symbol: string;
}

/** All that DBN metadata says, in the values that the file holds: what goes in comes out. */
export interface MetadataContent {
  readonly version: 1 | 2 | 3;
  readonly dataset: string;
  /** Schema code; 65535 = mixed. */
  readonly schemaCode: number;
  /** Unix ns of the query. */
  readonly startNs: bigint;
  /** Unix ns, exclusive; all ones or 0 = none. */
  readonly endNs: bigint;
  /** 0 = none. */
  readonly limit: bigint;
  /** Symbology type codes; 255 = mixed or none. */
  readonly stypeIn: number;
  readonly stypeOut: number;
  readonly hasTsOut: boolean;
  readonly symbols: readonly string[];
  readonly partial: readonly string[];
  readonly notFound: readonly string[];
  readonly mappings: readonly {
    readonly symbol: string;
    readonly intervals: readonly MappingInterval[];
  }[];
}

/** None, for a time or a count of 64 bits. */
export const NO_U64 = 0xffff_ffff_ffff_ffffn;

/** Metadata of a file without any: no query, no symbols, records of any kind. */
export const EMPTY_METADATA: Omit<MetadataContent, 'version' | 'dataset'> = {
  schemaCode: SCHEMA_MIXED,
  startNs: 0n,
  endNs: NO_U64,
  limit: 0n,
  stypeIn: 255,
  stypeOut: 0,
  hasTsOut: false,
  symbols: [],
  partial: [],
  notFound: [],
  mappings: [],
};
