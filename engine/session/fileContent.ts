import { ACTION, MARKET, RTYPE } from '../feeds/dbn/layout.ts';
import { DbnReader, type DbnReaderOptions } from '../feeds/dbn/reader.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import { ParquetReader } from '../feeds/parquet/parquetReader.ts';

/** A reader over a file's records of one schema. */
export interface FileContent {
  readonly reader: RecordReader;
  /** `mixed` for a capture in which nothing was found that plays. */
  readonly schema: string;
  readonly symbols: ReadonlySet<string>;
}

const MIXED = 'mixed';
/** A live feed names its symbols first, and every feed of a capture is there within seconds. */
const MAX_RECORDS_LOOKED_AT = 200_000;

const SCHEMA_OF_RTYPE: ReadonlyMap<number, string> = new Map([
  [RTYPE.trade, 'trades'],
  [RTYPE.mbp1, 'mbp-1'],
  [RTYPE.mbp10, 'mbp-10'],
  [RTYPE.cmbp1, 'cmbp-1'],
  [RTYPE.tcbbo, 'tcbbo'],
  [RTYPE.cbbo1s, 'cbbo-1s'],
  [RTYPE.cbbo1m, 'cbbo-1m'],
  [RTYPE.bbo1s, 'bbo-1s'],
  [RTYPE.bbo1m, 'bbo-1m'],
  [RTYPE.definition, 'definition'],
]);

/**
 * What a file holds: for a capture of several schemas one entry each, with a reader of its own.
 * @param opened every reader that is opened here is added, so that a failure can close it
 * @param options how `reader` was opened
 */
export async function contentsOf(
  reader: RecordReader,
  opened: RecordReader[],
  options: DbnReaderOptions = {},
): Promise<FileContent[]> {
  if (reader instanceof ParquetReader) {
    const { schema, symbols } = reader.file;
    return [{ reader, schema, symbols: new Set(symbols) }];
  }
  const schema = reader.metadata?.schema ?? '';
  const whole = { reader, schema, symbols: new Set(symbolsOf(reader)) };
  if (schema !== MIXED) return [whole];
  const [first, ...others] = await lookInto(reader.path);
  if (first === undefined) return [whole];
  const contents: FileContent[] = [{ reader, ...first }];
  for (const part of others) {
    const another = await DbnReader.open(reader.path, options);
    opened.push(another);
    contents.push({ reader: another, ...part });
  }
  return contents;
}

/** Schemas and their symbols, in order of first appearance, as far as the start of a file tells. */
async function lookInto(path: string): Promise<Omit<FileContent, 'reader'>[]> {
  const reader = await DbnReader.open(path);
  const symbolsByRtype = new Map<number, Set<string>>();
  let isTradesOnly = true;
  try {
    do {
      while (reader.next() && reader.recordIndex < MAX_RECORDS_LOOKED_AT) {
        const { rtype, view, offset } = reader;
        const symbol = SCHEMA_OF_RTYPE.has(rtype) ? reader.symbol() : undefined;
        if (symbol === undefined) continue;
        const known = symbolsByRtype.get(rtype);
        if (known === undefined) symbolsByRtype.set(rtype, new Set([symbol]));
        else known.add(symbol);
        if (rtype !== RTYPE.mbp1) continue;
        isTradesOnly &&= view.getUint8(offset + MARKET.action) === ACTION.trade;
      }
    } while (reader.recordIndex < MAX_RECORDS_LOOKED_AT && (await reader.fill()));
  } finally {
    await reader.close();
  }
  return Array.from(symbolsByRtype, ([rtype, symbols]) => ({
    // TBBO and MBP-1 share a record: trades alone are TBBO.
    schema: rtype === RTYPE.mbp1 && isTradesOnly ? 'tbbo' : (SCHEMA_OF_RTYPE.get(rtype) ?? ''),
    symbols,
  }));
}

/** Every symbol a file's mappings name, each once, sorted by character code. */
function symbolsOf(reader: RecordReader): string[] {
  const symbols = new Set<string>();
  for (const { symbol } of reader.symbols.intervals()) symbols.add(symbol);
  for (const symbol of reader.symbols.announced().values()) symbols.add(symbol);
  return [...symbols].sort();
}
