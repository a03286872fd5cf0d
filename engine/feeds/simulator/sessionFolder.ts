import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BreakwaterError } from '../../core/errors.ts';

export const MANIFEST = 'manifest.json';
/** Ends the names of files that are still being written. */
export const PART = '.part';

/**
 * Makes the folder, or checks that what is in it may be replaced: nothing, parts of an interrupted
 * run, or a simulated session.
 * @throws BreakwaterError when it holds something else or cannot be made
 */
export async function prepareFolder(folder: string): Promise<void> {
  let names: string[];
  try {
    await makeFolder(resolve(folder));
    names = await readdir(folder);
  } catch (error) {
    throw unwritable(folder, error);
  }
  const foreign = names.filter((name) => !name.endsWith(PART));
  if (foreign.length === 0 || (await holdsSimulation(folder))) return;
  throw new BreakwaterError('usage', `${folder} holds something other than a simulated session.`, {
    place: {
      file: folder,
      expected: 'an empty folder, or a session that this command wrote',
      found: foreign.slice(0, 5).join(', '),
    },
    remedy: 'Name an empty or a new folder with --out.',
  });
}

/** Like `mkdir -p`. Node's own recursive form never returns where a folder cannot hold another (/proc). */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    const isParentMissing = code === 'ENOENT' && (await isMissing(parent));
    if (!isParentMissing) throw error;
    await makeFolder(parent);
    await mkdir(folder);
  }
}

async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    () => true,
  );
}

async function holdsSimulation(folder: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    return (
      typeof manifest === 'object' &&
      manifest !== null &&
      'origin' in manifest &&
      manifest.origin === 'simulated'
    );
  } catch {
    // No manifest, or none that can be read: not ours to overwrite.
    return false;
  }
}

/** Removes stale files of an earlier session and gives the finished ones their names, in this order. */
export async function publish(
  folder: string,
  names: readonly string[],
  stale: readonly string[],
): Promise<void> {
  for (const name of stale) await rm(join(folder, name), { force: true });
  for (const name of names) await rename(join(folder, name + PART), join(folder, name));
}

/** Removes what was written of these files before an error. Never throws. */
export async function discard(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    // The first error is what the person must hear about, not that cleaning up failed too.
    await rm(join(folder, name + PART), { force: true }).catch(() => undefined);
  }
}

/** What a person is told when the system refuses to write there. */
export function unwritable(folder: string, cause: unknown): BreakwaterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BreakwaterError('failed', `Cannot write a session to ${folder}: ${reason}`, {
    place: { file: folder },
    remedy: 'Name a folder that you may write to with --out.',
    cause,
  });
}
