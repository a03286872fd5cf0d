import { constants } from 'node:fs';
import { copyFile, open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { BreakwaterError } from '../../core/errors.ts';
import { cannotOpen } from '../../core/systemErrors.ts';
import { FOOTER_TAIL_BYTES, PARQUET_MAGIC, utcNanosColumns, withoutZones } from './footer.ts';

/** Footers describe thousands of columns in less. */
const MAX_FOOTER_BYTES = 256 * 1024 * 1024;

/** A file that DuckDB can read without losing what the person's file holds. */
export interface ReadableParquet {
  /** The file itself, or a copy of it whose footer differs in a few bits. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Names of the columns of nanoseconds in UTC. */
  readonly utcNanos: ReadonlySet<string>;
}

/** Whether a file is Parquet by its content: the magic at its start. */
export async function isParquet(path: string): Promise<boolean> {
  try {
    // A pipe is not touched: what is read of it is gone.
    if (!(await stat(path)).isFile()) return false;
    const file = await open(path);
    try {
      return (await textAt(file, 0, PARQUET_MAGIC.length)) === PARQUET_MAGIC;
    } finally {
      await file.close();
    }
  } catch {
    // What cannot be read is for the one who opens it to report.
    return false;
  }
}

/**
 * Makes a file readable to the nanosecond. DuckDB cuts nanoseconds in UTC to microseconds, and those
 * without a zone it keeps: such a file is copied, and in the copy the zone is taken off those columns.
 *
 * @param folder where the copy goes, if there is to be one
 * @throws BreakwaterError (bad-input) where the footer is missing or damaged
 */
export async function makeReadable(
  path: string,
  folder: () => Promise<string>,
): Promise<ReadableParquet> {
  const file = await open(path).catch((error: unknown) => {
    throw cannotOpen(path, error);
  });
  try {
    const { size: sizeBytes } = await file.stat();
    const { footer, start } = await readFooter(path, file, sizeBytes);
    const columns = utcNanosColumns(footer);
    const utcNanos = new Set(columns.map(({ name }) => name));
    if (columns.length === 0) return { path, sizeBytes, utcNanos };
    const copy = join(await folder(), 'readable.parquet');
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    await overwrite(copy, withoutZones(footer, columns), start);
    return { path: copy, sizeBytes, utcNanos };
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw cannotOpen(path, error);
    const { code, message, place, remedy, cause } = error;
    throw new BreakwaterError(code, message, { place: { ...place, file: path }, remedy, cause });
  } finally {
    await file.close();
  }
}

async function overwrite(path: string, bytes: Uint8Array, position: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(bytes, 0, bytes.length, position);
  } finally {
    await file.close();
  }
}

async function readFooter(
  path: string,
  file: FileHandle,
  sizeBytes: number,
): Promise<{ footer: Uint8Array; start: number }> {
  const tail = Buffer.alloc(FOOTER_TAIL_BYTES);
  const tailStart = sizeBytes - FOOTER_TAIL_BYTES;
  if (tailStart >= PARQUET_MAGIC.length) await file.read(tail, 0, tail.length, tailStart);
  const length = tail.readUInt32LE(0);
  const start = tailStart - length;
  const isWhole = tail.toString('latin1', 4) === PARQUET_MAGIC;
  if (!isWhole || start < PARQUET_MAGIC.length || length > MAX_FOOTER_BYTES) {
    throw new BreakwaterError('bad-input', 'The Parquet file has no footer: it was cut.', {
      place: {
        file: path,
        byteOffset: Math.max(0, tailStart),
        expected: `the length of the footer and ${PARQUET_MAGIC}`,
        found: tail.toString('hex'),
      },
      remedy: 'Write or download the file again: without its end nothing of it can be read.',
    });
  }
  const footer = Buffer.alloc(length);
  const { bytesRead } = await file.read(footer, 0, length, start);
  return { footer: footer.subarray(0, bytesRead), start };
}

async function textAt(file: FileHandle, position: number, bytes: number): Promise<string> {
  const buffer = Buffer.alloc(bytes);
  await file.read(buffer, 0, bytes, position);
  return buffer.toString('latin1');
}
