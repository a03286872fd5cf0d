import type { EngineConfig } from '../core/config.ts';
import type { SeekableSource } from '../core/events.ts';
import type { SourceInfo } from '../core/protocol.ts';
import type { Profile } from '../core/profiles.ts';
import { BookSource } from '../feeds/dbn/events/bookSource.ts';
import type { DbnSource } from '../feeds/dbn/events/dbnSource.ts';
import type { OptionContracts } from '../feeds/dbn/events/optionContracts.ts';
import { OptionSource } from '../feeds/dbn/events/optionSource.ts';
import { TradesSource } from '../feeds/dbn/events/tradesSource.ts';
import { UnderlyingSource } from '../feeds/dbn/events/underlyingSource.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import { joinFiles, uncoveredSpans, type CastFile } from './fileJoining.ts';
import type { FileContent } from './fileContent.ts';

/** Where option trades come from: the first schema here that is there gives them all. */
const OPTION_TRADE_SCHEMAS = ['tcbbo', 'cmbp-1', 'tbbo', 'mbp-1', 'trades'] as const;
/** Schemas that carry option quotes between trades. */
const OPTION_QUOTE_SCHEMAS: ReadonlySet<string> = new Set([
  'cmbp-1',
  'mbp-1',
  'cbbo-1s',
  'cbbo-1m',
  'bbo-1s',
  'bbo-1m',
  'quotes',
]);
/** Where underlying quotes come from: the first schema here that is there. */
const UNDERLYING_SCHEMAS = ['mbp-1', 'quotes', 'tbbo', 'bbo-1s', 'bbo-1m'] as const;

/**
 * The sources of a run, in the order their first files were opened, what each file is used as, and
 * the files that have no part.
 */
export interface Casting {
  readonly sources: readonly SeekableSource[];
  readonly infos: SourceInfo[];
  readonly unused: readonly RecordReader[];
  /** What a person should know of how the files fit together. */
  readonly warnings: readonly string[];
}

export interface CastingRequest {
  readonly contents: readonly FileContent[];
  readonly instrument: string;
  readonly profile: Profile;
  readonly config: EngineConfig;
  readonly contracts: OptionContracts;
}

/**
 * Decides what each file is used as (SPEC §1): the deepest book of the instrument; its trades from a
 * trades file, else a TBBO file, else the book file; the underlying's quotes; the options. Files
 * that continue each other become one source.
 */
export function castSources(request: CastingRequest): Casting {
  const { instrument, profile, config, contracts } = request;
  const { contents } = request;
  const futures = contents.filter(({ symbols }) => symbols.has(instrument));
  const bookSchema = firstPresent(futures, ['mbp-10', 'mbp-1']);
  const tradeSchema = firstPresent(futures, ['trades', 'tbbo']);
  const quotes = contents.filter(
    ({ symbols }) => profile.underlying === 'spy' && instrument !== 'SPY' && symbols.has('SPY'),
  );
  const quoteSchema = firstPresent(quotes, UNDERLYING_SCHEMAS);
  const options = contents.filter(({ symbols }) => hasOption(symbols, contracts));
  const optionSchema = firstPresent(options, OPTION_TRADE_SCHEMAS);

  const cast: CastFile[] = [];
  const casting = { infos: [] as SourceInfo[], unused: [] as RecordReader[] };
  for (const candidate of contents) {
    const { reader, schema, symbols } = candidate;
    const add = (source: DbnSource, symbol: string): void => {
      cast.push({ source, schema, symbol, symbols, metadata: reader.metadata });
      casting.infos.push({ path: reader.path, role: source.feed, schema, symbol });
    };
    if (futures.includes(candidate) && schema === bookSchema) {
      const depth = schema === 'mbp-10' ? 10 : 1;
      const ignoresTrades = tradeSchema !== undefined;
      const { TICK_SIZE: tickSize } = config;
      const countsOrders = config.fill_habit !== 'same-time';
      const options = { symbol: instrument, tickSize, depth, ignoresTrades, countsOrders } as const;
      add(new BookSource(reader, options), instrument);
    } else if (futures.includes(candidate) && schema === tradeSchema) {
      add(new TradesSource(reader, instrument), instrument);
    } else if (quotes.includes(candidate) && schema === quoteSchema) {
      add(new UnderlyingSource(reader, 'SPY'), 'SPY');
    } else if (
      options.includes(candidate) &&
      (schema === optionSchema || OPTION_QUOTE_SCHEMAS.has(schema))
    ) {
      const givesTrades = schema === optionSchema;
      add(
        new OptionSource(reader, contracts, givesTrades),
        `${profile.underlying.toUpperCase()} options`,
      );
    } else {
      casting.unused.push(reader);
    }
  }
  return { ...casting, sources: joinFiles(cast), warnings: uncoveredSpans(cast) };
}

function firstPresent<S extends string>(
  contents: readonly FileContent[],
  schemas: readonly S[],
): S | undefined {
  return schemas.find((wanted) => contents.some(({ schema }) => schema === wanted));
}

function hasOption(symbols: ReadonlySet<string>, contracts: OptionContracts): boolean {
  for (const symbol of symbols) {
    if (contracts.find(symbol) !== undefined) return true;
  }
  return false;
}
