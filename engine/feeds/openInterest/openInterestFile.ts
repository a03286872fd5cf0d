import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { BreakwaterError } from '../../core/errors.ts';
import type { Underlying } from '../../core/profiles.ts';
import { cannotOpen } from '../../core/systemErrors.ts';
import type { OpeningPosition } from '../../market/inventoryPosition.ts';
import { delimitedRows } from './delimitedText.ts';
import { openInterestRows } from './openInterestRows.ts';

const MAX_BYTES = 64_000_000;

/** What dealers carried in, as a file says it. */
export interface OpenInterest {
  readonly path: string;
  readonly positions: readonly OpeningPosition[];
  /** Rows of other underlyings, passed over. */
  readonly otherRows: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads an open-interest file: CSV with the columns strike, right, expiry, open_interest and
 * dealer_sign in any order, others beside them, and where it holds several underlyings a column
 * `underlying`.
 *
 * @throws BreakwaterError (bad-input) with file, line and column
 */
export async function readOpenInterest(
  path: string,
  underlying: Underlying,
): Promise<OpenInterest> {
  const bytes = await readWhole(path);
  const rows = delimitedRows(path, textOf(path, bytes));
  return {
    path,
    ...openInterestRows(path, rows, underlying.toUpperCase()),
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
