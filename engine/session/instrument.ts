import { basename } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import type { FileContent } from './fileContent.ts';

/** Schemas that can be a futures book or its trades. */
const MARKET_SCHEMAS: ReadonlySet<string> = new Set(['mbp-10', 'mbp-1', 'tbbo', 'trades']);

/** `ESZ5`, `ESZ25`, or a continuous symbol such as `ES.c.0`. */
const OUTRIGHT_FUTURE = /^[A-Z0-9]{1,6}[FGHJKMNQUVXZ]\d{1,2}$|^[A-Z0-9]+\.[cnv]\.\d+$/;

/** Whether a symbol is one outright future: no spread, no option, no equity (SPEC §1). */
export const isOutrightFuture = (symbol: string): boolean => OUTRIGHT_FUTURE.test(symbol);

/**
 * The one instrument a run follows: the wanted symbol, or the only outright future there is.
 * @throws BreakwaterError (usage) with the list when the choice is not clear
 */
export function chooseInstrument(
  contents: readonly FileContent[],
  wanted: string | undefined,
): string {
  const markets = contents.filter(({ schema }) => MARKET_SCHEMAS.has(schema));
  if (markets.length === 0) throw nothingToFollow(contents);
  const symbols = new Set(markets.flatMap((content) => [...content.symbols]));
  const known = [...symbols].sort();
  if (wanted !== undefined) {
    if (symbols.has(wanted)) return wanted;
    throw unclear(`There is no instrument ${JSON.stringify(wanted)} in the files.`, known);
  }
  const futures = known.filter(isOutrightFuture);
  const [only] = futures;
  if (only !== undefined && futures.length === 1) return only;
  throw futures.length === 0
    ? unclear('There is no outright future in the files.', known)
    : unclear('There is more than one outright future in the files.', futures);
}

const MAX_LISTED = 40;

/** Files of other kinds alone: no instrument's book can be among them. */
function nothingToFollow(contents: readonly FileContent[]): BreakwaterError {
  const listed = contents.slice(0, MAX_LISTED).map(({ reader: { metadata, path }, schema }) => {
    return `${basename(path)}: ${metadata === null ? 'a fragment' : schemaWords(schema)}`;
  });
  return new BreakwaterError('usage', 'There is no order book of a future in the files.', {
    place: {
      ...(contents.length === 1 ? { file: contents[0]?.reader.path ?? '' } : {}),
      expected: 'an MBP-10 or MBP-1 file with metadata',
      found: listed.join(', '),
    },
    remedy: 'Add the file with the order book; breakwater inspect shows what the others hold.',
  });
}

/** What a file without a market is, by its schema. */
function schemaWords(schema: string): string {
  if (schema === 'mixed') return 'a capture of several schemas';
  return schema === '' ? 'an unknown schema' : schema;
}

function unclear(message: string, symbols: readonly string[]): BreakwaterError {
  const listed = symbols.slice(0, MAX_LISTED).join(', ');
  const more = symbols.length > MAX_LISTED ? `, … (${symbols.length} in all)` : '';
  return new BreakwaterError('usage', message, {
    place: { field: 'symbol', found: symbols.length === 0 ? 'no symbols' : listed + more },
    remedy: 'Name the instrument: --symbol in the terminal, Instrument in the form.',
  });
}
