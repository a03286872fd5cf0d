import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';

/** What a path on the command line stands for. */
export interface NamedFiles {
  /** The file itself, or the files of the folder, in byte order of names. */
  readonly paths: readonly string[];
  /** Of a folder, files that are something else are no mistake. */
  readonly isFolder: boolean;
}

/**
 * The files that a path stands for; sub-folders are not searched. A path that does not exist is left
 * to be opened as a file.
 *
 * @throws BreakwaterError when a folder cannot be listed
 */
export async function filesAt(path: string): Promise<NamedFiles> {
  if (!(await isFolder(path))) return { paths: [path], isFolder: false };
  const names = await fileNames(path);
  return { paths: names.map((name) => join(path, name)), isFolder: true };
}

/** @param what is missing, e.g. `DBN file` */
export function nothingInFolder(folder: string, what: string): BreakwaterError {
  return new BreakwaterError('bad-input', `${folder} holds no ${what}.`, {
    place: { file: folder, expected: '.dbn, .dbn.zst or .parquet files' },
    remedy: 'Name a folder with such files; sub-folders are not searched.',
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Everything in a folder but sub-folders, in byte order of names. */
async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (cause) {
    throw new BreakwaterError('bad-input', `The folder ${folder} cannot be listed.`, {
      place: { file: folder, expected: 'a folder that may be read' },
      remedy: 'Check that you may read the folder.',
      cause,
    });
  }
}
