import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { BreakwaterError } from '../core/errors.ts';

/** One kind of JSON file in the person's data folder. */
export interface FileKind<T> {
  readonly schema: z.ZodType<T>;
  readonly maxBytes: number;
  /** Stands where there is no file. */
  readonly empty: T;
  /** What the file is called in messages, e.g. `hotzones file`. */
  readonly name: string;
  /** What it holds, e.g. `hotzones`. */
  readonly content: string;
}

/** What was found on disk; `warning` names the file that was set aside, if one was. */
export interface KeptContent<T> {
  readonly content: T;
  readonly warning: string | undefined;
}

/**
 * Reads a file. A missing one is empty; one that cannot be used is renamed aside, so that the next
 * save does not destroy it.
 * @throws BreakwaterError (failed) when the file can neither be read nor set aside
 */
export async function loadKept<T>(path: string, kind: FileKind<T>): Promise<KeptContent<T>> {
  try {
    const { size } = await stat(path);
    if (size > kind.maxBytes) throw new Error(`it holds ${size} bytes`);
    const content = kind.schema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { content, warning: undefined };
  } catch (error) {
    if (isMissing(error)) return { content: kind.empty, warning: undefined };
    return { content: kind.empty, warning: await setAside(path, kind, error) };
  }
}

async function setAside<T>(path: string, kind: FileKind<T>, reason: unknown): Promise<string> {
  const aside = await freeName(path);
  try {
    await rename(path, aside);
  } catch (cause) {
    throw new BreakwaterError('failed', `The ${kind.name} cannot be read.`, {
      place: { file: path, found: reasonText(reason) },
      remedy: 'Check its permissions, or move it away.',
      cause,
    });
  }
  return `The ${kind.name} ${path} could not be used (${reasonText(reason)}). It was kept as ${aside}; ${kind.content} start empty.`;
}

/** The first `….broken-N` that does not exist, so that nothing set aside is ever overwritten. */
async function freeName(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${path}.broken-${number}`;
    try {
      await stat(name);
    } catch {
      return name;
    }
  }
}

function reasonText(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).replaceAll('\n', ' ');
  return error instanceof Error ? error.message : String(error);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * Replaces a file as a whole: written beside it, flushed, then renamed, so that a crash leaves
 * either the old or the new content.
 * @throws BreakwaterError (failed) naming the file when it cannot be written
 */
export async function saveKept<T>(path: string, kind: FileKind<T>, content: T): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    // Best effort: what matters is the reason for the failure above.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new BreakwaterError(
      'failed',
      `The ${kind.content} could not be saved; nothing was changed.`,
      {
        place: { file: path, found: reasonText(cause) },
        remedy: 'Check that the folder can be written and the disk is not full.',
        cause,
      },
    );
  }
}
