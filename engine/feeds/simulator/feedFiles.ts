import type { MetadataToWrite } from '../dbn/writerMetadata.ts';
import { ES, MAPPING_DATES, OPTION_SERIES, SPY, SPY_OPTIONS } from './instruments.ts';

/** A file of the session and what its head says. */
export interface FeedFile {
  readonly name: string;
  readonly metadata: Omit<MetadataToWrite, 'version' | 'startMs' | 'endMs'>;
}

const mapping = (symbol: string, instrumentId: number): MetadataToWrite['mappings'][number] => ({
  symbol,
  intervals: [{ ...MAPPING_DATES, instrumentId }],
});

const futures = (schema: string): FeedFile => ({
  name: `es.${schema}.dbn.zst`,
  metadata: {
    dataset: ES.dataset,
    schema,
    symbols: [ES.symbol],
    stypeIn: 'rawSymbol',
    mappings: [mapping(ES.symbol, ES.instrumentId)],
  },
});

const options = (schema: string): FeedFile => ({
  name: `spy.${schema}.dbn.zst`,
  metadata: {
    dataset: SPY_OPTIONS.dataset,
    schema,
    symbols: [SPY_OPTIONS.parent],
    stypeIn: 'parent',
    mappings: OPTION_SERIES.map(({ symbol, instrumentId }) => mapping(symbol, instrumentId)),
  },
});

/** The session's feeds, each in a DBN file of its own. */
export const FEEDS = {
  book: futures('mbp-10'),
  /** Only where trades are published separately. */
  trades: futures('trades'),
  underlying: {
    name: 'spy.mbp-1.dbn.zst',
    metadata: {
      dataset: SPY.dataset,
      schema: 'mbp-1',
      symbols: [SPY.symbol],
      stypeIn: 'rawSymbol',
      mappings: [mapping(SPY.symbol, SPY.instrumentId)],
    },
  },
  optionTrades: options('tcbbo'),
  /** Only where asked for. */
  optionQuotes: options('cmbp-1'),
} as const satisfies Readonly<Record<string, FeedFile>>;
