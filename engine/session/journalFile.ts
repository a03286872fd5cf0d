import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bookmarkSchema, callSchema, MAX_BOOKMARKS, MAX_CALLS } from '../core/journal.ts';
import { cannotOpen } from '../core/systemErrors.ts';
import type { JournalContent } from './journalBook.ts';
import { loadKept, saveKept, type FileKind, type KeptContent } from './keptFile.ts';

/** So much of a file tells it from every other: its header names symbol, schema and start. */
const HEAD_BYTES = 256 * 1024;

const haveDistinctIds = (entries: readonly { readonly id: string }[]): boolean =>
  new Set(entries.map(({ id }) => id)).size === entries.length;

/** Version 1 of the file, a JSON object. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  /** For the person who looks into the file. */
  session: z.string().max(300),
  bookmarks: z
    .array(bookmarkSchema)
    .max(MAX_BOOKMARKS)
    .refine(haveDistinctIds, { error: 'ids must differ' }),
  calls: z.array(callSchema).max(MAX_CALLS).refine(haveDistinctIds, { error: 'ids must differ' }),
});

const FILE: FileKind<z.infer<typeof fileSchema>> = {
  schema: fileSchema,
  maxBytes: 8_000_000,
  empty: { version: 1, session: '', bookmarks: [], calls: [] },
  name: 'journal file',
  content: 'bookmarks and calls',
};

/** What a session is to its journal, wherever it lies and whatever its folder is called. */
export interface JournalSubject {
  /** Shown to a person only. */
  readonly name: string;
  readonly instrument: string;
  readonly underlying: string;
  /** Files of the run, absolute paths. */
  readonly paths: readonly string[];
}

/**
 * SHA-256 of what the session is made of: the beginning of every file, in any order, with the
 * instrument and the underlying whose prices its levels have. A file that still grows keeps its key.
 * @throws BreakwaterError (failed or bad-input) naming a file that cannot be read
 */
export async function journalKey(subject: JournalSubject): Promise<string> {
  const heads = await Promise.all(subject.paths.map(headDigest));
  const hash = createHash('sha256');
  hash.update(JSON.stringify([subject.instrument, subject.underlying, ...heads.toSorted()]));
  return hash.digest('hex');
}

async function headDigest(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** @param key see {@link journalKey} */
export const journalFilePath = (dataFolder: string, key: string): string =>
  join(dataFolder, 'journals', `journal-${key.slice(0, 32)}.json`);

/** As {@link loadKept}. */
export const loadJournal = (path: string): Promise<KeptContent<JournalContent>> =>
  loadKept(path, FILE);

/** As {@link saveKept}. @param session its name, for who looks into the file */
export const saveJournal = (
  path: string,
  session: string,
  { bookmarks, calls }: JournalContent,
): Promise<void> =>
  saveKept(path, FILE, {
    version: 1,
    session: session.slice(0, 300),
    bookmarks: [...bookmarks],
    calls: [...calls],
  });
