import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { BreakwaterError } from '../../core/errors.ts';
import type { Underlying } from '../../core/profiles.ts';
import { cannotOpen } from '../../core/systemErrors.ts';
import type { OpeningPosition } from '../../market/inventoryPosition.ts';
import { PARQUET_MAGIC } from '../parquet/footer.ts';
import { readParquetTexts } from '../parquet/textTable.ts';
import { delimitedRows, type TextRow } from './delimitedText.ts';
import { MAX_ROWS, openInterestRows } from './openInterestRows.ts';

const MAX_BYTES = 64_000_000;

/** What dealers carried in, as a file says it. */
export interface OpenInterest {
  readonly path: string;
  readonly format: 'csv' | 'parquet';
  readonly positions: readonly OpeningPosition[];
  /** Rows of other underlyings, passed over. */
  readonly otherRows: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads an open-interest file: CSV or Parquet with the columns strike, right, expiry, open_interest and
 * dealer_sign in any order, others beside them, and where it holds several underlyings a column
 * `underlying`.
 *
 * @param underlying whose rows are taken; all rows where it is left out
 * @throws BreakwaterError (bad-input) with file, line or row, and column; (failed) where Parquet cannot be read
 */
export async function readOpenInterest(
  path: string,
  underlying?: Underlying,
): Promise<OpenInterest> {
  const bytes = await readWhole(path);
  const isParquet = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === PARQUET_MAGIC;
  const rows = isParquet ? await parquetRows(path) : delimitedRows(path, textOf(path, bytes));
  return {
    path,
    format: isParquet ? 'parquet' : 'csv',
    ...openInterestRows(path, rows, underlying?.toUpperCase()),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

async function readWhole(path: string): Promise<Uint8Array> {
  let sizeBytes: number;
  try {
    ({ size: sizeBytes } = await stat(path));
    if (sizeBytes <= MAX_BYTES) return await readFile(path);
  } catch (error) {
    throw cannotOpen(path, error);
  }
  throw new BreakwaterError('bad-input', 'The open-interest file is too large.', {
    place: { file: path, expected: `at most ${MAX_BYTES} bytes`, found: `${sizeBytes} bytes` },
    remedy: 'Keep the rows of the underlying and of the expiries that are played.',
  });
}

/** The heading stands in no row of its own; the first row is 1. */
async function parquetRows(path: string): Promise<TextRow[]> {
  const { columns, rows } = await readParquetTexts(path, MAX_ROWS);
  const body = rows.map((cells, index) => ({ cells, place: `row ${index + 1}` }));
  return [{ cells: columns, place: 'columns' }, ...body];
}

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new BreakwaterError('bad-input', 'The open-interest file is no UTF-8 text.', {
      place: { file, expected: 'a CSV file in UTF-8' },
      remedy: 'Save it as CSV in UTF-8.',
      cause,
    });
  }
}
