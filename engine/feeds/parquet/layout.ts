import { BreakwaterError } from '../../core/errors.ts';
import { RTYPE } from '../dbn/layout.ts';
import { listed, type FileColumn, type Roles } from './columns.ts';

/** The file is sound Parquet, but holds no trades or quotes: of a folder it is ignored. */
export class NoMarketDataError extends BreakwaterError {}

/**
 * What a file's rows are, in the terms of the DBN schemas: each row is read as one record of it.
 * `quotes` are rows of quotes alone, at the time of each change.
 */
export const PARQUET_SCHEMAS = [
  'trades',
  'tbbo',
  'tcbbo',
  'mbp-1',
  'cmbp-1',
  'mbp-10',
  'bbo-1s',
  'bbo-1m',
  'cbbo-1s',
  'cbbo-1m',
  'quotes',
] as const;
export type ParquetSchema = (typeof PARQUET_SCHEMAS)[number];

interface SchemaFacts {
  readonly rtype: number;
  /** Price levels a side. */
  readonly depth: 0 | 1 | 10;
  readonly hasTrades: boolean;
  /** Taken at intervals: `ts_recv` is the time of a row (SPEC §1). */
  readonly isSampled: boolean;
}

const sampled = (rtype: number): SchemaFacts => ({
  rtype,
  depth: 1,
  hasTrades: false,
  isSampled: true,
});
const exact = (rtype: number, depth: 0 | 1 | 10, hasTrades = true): SchemaFacts => ({
  rtype,
  depth,
  hasTrades,
  isSampled: false,
});

export const SCHEMA_FACTS: Readonly<Record<ParquetSchema, SchemaFacts>> = {
  trades: exact(RTYPE.trade, 0),
  tbbo: exact(RTYPE.mbp1, 1),
  tcbbo: exact(RTYPE.tcbbo, 1),
  'mbp-1': exact(RTYPE.mbp1, 1),
  'cmbp-1': exact(RTYPE.cmbp1, 1),
  'mbp-10': exact(RTYPE.mbp10, 10),
  'bbo-1s': sampled(RTYPE.bbo1s),
  'bbo-1m': sampled(RTYPE.bbo1m),
  'cbbo-1s': sampled(RTYPE.cbbo1s),
  'cbbo-1m': sampled(RTYPE.cbbo1m),
  quotes: exact(RTYPE.mbp1, 1, false),
};

/** Databento's `rtype` column names the schema; MBP-1 and TBBO share a record. */
const SCHEMA_OF_RTYPE: ReadonlyMap<number, ParquetSchema> = new Map(
  PARQUET_SCHEMAS.filter((schema) => schema !== 'tbbo' && schema !== 'quotes').map((schema) => [
    SCHEMA_FACTS[schema].rtype,
    schema,
  ]),
);

/** What of a file's content decides on its schema, beside its columns. */
export interface ContentFacts {
  /** The distinct values of the `rtype` column; undefined where there is none. */
  readonly rtypes: readonly number[] | undefined;
  /** Whether all rows have the action T. */
  readonly isTradesOnly: boolean;
}

/**
 * What the rows of a file are.
 * @throws NoMarketDataError where columns are missing, naming what would be recognised
 * @throws BreakwaterError (bad-input) where the file mixes types of records
 */
export function schemaOf(
  file: string,
  columns: readonly FileColumn[],
  roles: Roles,
  { rtypes, isTradesOnly }: ContentFacts,
): ParquetSchema {
  assertMarketData(file, columns, roles);
  if (rtypes !== undefined) return schemaOfRtypes(file, rtypes, isTradesOnly);
  const hasQuote = roles.has('bid');
  if (!roles.has('price')) return 'quotes';
  if (!hasQuote) return 'trades';
  // A quote that was not carried by an action of its own is the one at the trade.
  return roles.has('action') && !isTradesOnly ? 'mbp-1' : 'tbbo';
}

function schemaOfRtypes(
  file: string,
  rtypes: readonly number[],
  isTradesOnly: boolean,
): ParquetSchema {
  const [rtype = -1] = rtypes;
  const schema = SCHEMA_OF_RTYPE.get(rtype);
  if (schema === undefined || rtypes.length > 1) {
    throw new BreakwaterError('bad-input', 'The rows are not records of one schema.', {
      place: {
        file,
        field: 'rtype',
        expected: `one of ${[...SCHEMA_OF_RTYPE.keys()].join(', ')}`,
        found: rtypes.length === 0 ? 'no rows' : rtypes.join(', '),
      },
      remedy: 'Write one file for each schema: trades, tbbo, mbp-1, mbp-10, tcbbo, cmbp-1, bbo.',
    });
  }
  return schema === 'mbp-1' && isTradesOnly ? 'tbbo' : schema;
}

/** The sets of columns of which a file needs one whole set. */
const NEEDS = [
  [['ts_event'], 'a time (ts_event, sip_timestamp, timestamp, …)'],
  [
    ['symbol', 'underlying expiry strike right'],
    'a symbol (symbol, ticker, …; or underlying, expiry, strike and right)',
  ],
  [['price size', 'bid ask'], 'trades (price and size) or quotes (bid and ask)'],
] as const;

function assertMarketData(file: string, columns: readonly FileColumn[], roles: Roles): void {
  const has = (role: string): boolean => [...roles.keys()].some((known) => known === role);
  const hasAll = (names: string): boolean => names.split(' ').every(has);
  const missing = NEEDS.find(([sets]) => !sets.some(hasAll));
  const half = unpaired(has);
  if (missing === undefined && half === undefined) return;
  throw new NoMarketDataError('bad-input', 'The Parquet file has no columns of market data.', {
    place: { file, field: 'columns', expected: half ?? missing?.[1] ?? '', found: listed(columns) },
    remedy: 'Name the columns: --map ours=theirs, or "map" in the manifest.',
  });
}

/** Of two columns that belong together, the one that is missing. */
function unpaired(has: (role: string) => boolean): string | undefined {
  if (has('bid') !== has('ask')) return has('bid') ? 'ask beside bid' : 'bid beside ask';
  if (has('price') && !has('size') && !has('bid')) return 'size beside price';
  return undefined;
}
