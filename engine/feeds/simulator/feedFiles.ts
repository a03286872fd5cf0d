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

/** The session's three feeds, each in a DBN file of its own. */
export const FEEDS: Readonly<Record<'futures' | 'underlying' | 'options', FeedFile>> = {
  futures: {
    name: 'es.mbp-10.dbn.zst',
    metadata: {
      dataset: ES.dataset,
      schema: 'mbp-10',
      symbols: [ES.symbol],
      stypeIn: 'rawSymbol',
      mappings: [mapping(ES.symbol, ES.instrumentId)],
    },
  },
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
  options: {
    name: 'spy.tcbbo.dbn.zst',
    metadata: {
      dataset: SPY_OPTIONS.dataset,
      schema: 'tcbbo',
      symbols: [SPY_OPTIONS.parent],
      stypeIn: 'parent',
      mappings: OPTION_SERIES.map(({ symbol, instrumentId }) => mapping(symbol, instrumentId)),
    },
  },
};
