import { BreakwaterError } from '../core/errors.ts';
import { NoBookError, measureFile } from '../feeds/dbn/microstructure/measureFile.ts';
import type { FileMicrostructure } from '../feeds/dbn/microstructure/measureFile.ts';
import { NotDbnError } from '../feeds/dbn/sniff.ts';
import { filesAt, nothingInFolder } from './inspectFolders.ts';
import { microstructureJson, microstructureText } from './microstructureText.ts';
import { reportFailure, startProgress } from './terminal.ts';

/**
 * `breakwater inspect --microstructure`: measures the books of files, and of the files of folders that
 * have one. What cannot be measured is reported on standard error; the others are printed all the
 * same.
 *
 * @throws BreakwaterError when a folder cannot be listed or holds no book
 */
export async function printMicrostructure(
  paths: readonly string[],
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Promise<void> {
  const measured: FileMicrostructure[] = [];
  for (const path of paths) {
    const files = await filesAt(path);
    const before = measured.length;
    for (const file of files.paths) {
      const result = await measure(file, files.isFolder, quiet);
      if (result !== undefined) measured.push(result);
    }
    if (files.isFolder && measured.length === before) {
      throw nothingInFolder(path, 'DBN file with a book');
    }
  }
  const text = json
    ? `${JSON.stringify(microstructureJson(measured), undefined, 2)}\n`
    : microstructureText(measured);
  if (json || measured.length > 0) process.stdout.write(text);
  for (const { damage } of measured) if (damage !== null) reportFailure(damage);
}

/** Undefined for a file that holds no book; one that was named is reported. */
async function measure(
  path: string,
  mayBeIgnored: boolean,
  quiet: boolean,
): Promise<FileMicrostructure | undefined> {
  const progress = startProgress(path, quiet);
  try {
    return await measureFile(path, { onProgress: (share) => progress.update(share) });
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    const isOther = error instanceof NotDbnError || error instanceof NoBookError;
    if (!mayBeIgnored || !isOther) reportFailure(error);
    return undefined;
  } finally {
    progress.stop();
  }
}
