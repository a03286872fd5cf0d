import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from '../../core/systemErrors.ts';

const PREFIX = 'breakwater-parquet-';
/** Folders of a process that ended without removing its own. */
const LEFT_BEHIND = /^breakwater-parquet-(\d+)-/;
const LEFT_BEHIND_MS = 86_400_000;

/** Folders of this thread that are still there. */
const kept = new Set<string>();
let isSwept = false;

/** A new folder for what is not needed after this thread; see {@link removeFolder}. */
export async function temporaryFolder(): Promise<string> {
  if (!isSwept) {
    isSwept = true;
    process.once('exit', () => {
      for (const path of kept) rmSync(path, { recursive: true, force: true });
    });
    await sweep(tmpdir());
  }
  const path = await mkdtemp(temporaryPath());
  kept.add(path);
  return path;
}

/** A path in the system's temporary folder that is nobody else's, as a name or the start of one. */
export const temporaryPath = (): string => join(tmpdir(), `${PREFIX}${process.pid}-`);

/** Removes a folder of {@link temporaryFolder}, as far as it can be removed now. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).then(
    () => kept.delete(path),
    () => undefined,
  );
}

/**
 * Removes what processes that are no more left behind: one that was killed, or a thread that was
 * ended from outside. Only what is a day old, should a process run where this one cannot see it.
 */
export async function sweep(parent: string, nowMs = Date.now()): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = LEFT_BEHIND.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs < LEFT_BEHIND_MS) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}
