import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder's open-interest file is called; the first that is there counts. */
const OPEN_INTEREST_NAMES: readonly string[] = ['open-interest.csv', 'open-interest.parquet'];

export const isOpenInterestName = (name: string): boolean => OPEN_INTEREST_NAMES.includes(name);

/** Path of a folder's open-interest file; undefined where it has none. */
export async function findOpenInterest(folder: string): Promise<string | undefined> {
  for (const name of OPEN_INTEREST_NAMES) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
  }
  return undefined;
}
