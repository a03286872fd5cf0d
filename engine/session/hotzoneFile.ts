import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BreakwaterError } from '../core/errors.ts';
import type { HotzoneState } from '../core/protocol.ts';
import { MAX_HOTZONES } from './hotzoneBook.ts';

const MAX_FILE_BYTES = 1_000_000;

/** Version 1 of the file, a JSON object. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  hotzones: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
        price: z.number().positive().max(1e7),
        label: z.string().max(60),
        strong: z.boolean(),
      }),
    )
    .max(MAX_HOTZONES)
    .refine((hotzones) => new Set(hotzones.map(({ id }) => id)).size === hotzones.length, {
      error: 'ids must differ',
    }),
});

/** What was found on disk; `warning` names the file that was set aside, if one was. */
export interface LoadedHotzones {
  readonly hotzones: HotzoneState[];
  readonly warning: string | undefined;
}

/**
 * The file that keeps one instrument's hotzones.
 * @param instrument any string, e.g. `SPY`; characters that file names cannot hold are escaped
 */
export function hotzoneFilePath(dataFolder: string, instrument: string): string {
  const safe = encodeURIComponent(instrument)
    .replace(/[*'()!~.]/g, '_')
    .slice(0, 120);
  return join(dataFolder, 'hotzones', `hotzones-${safe}.json`);
}

/**
 * Reads the file. A missing file is an empty list; one that cannot be used is renamed aside, so
 * that the next save does not destroy it.
 * @throws BreakwaterError (failed) when the file can neither be read nor set aside
 */
export async function loadHotzones(path: string): Promise<LoadedHotzones> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new Error(`it holds ${size} bytes`);
    const parsed = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { hotzones: parsed.hotzones, warning: undefined };
  } catch (error) {
    if (isMissing(error)) return { hotzones: [], warning: undefined };
    return { hotzones: [], warning: await setAside(path, error) };
  }
}

async function setAside(path: string, reason: unknown): Promise<string> {
  const aside = await freeName(path);
  try {
    await rename(path, aside);
  } catch (cause) {
    throw new BreakwaterError('failed', 'The hotzones file cannot be read.', {
      place: { file: path, found: reasonText(reason) },
      remedy: 'Check its permissions, or move it away.',
      cause,
    });
  }
  return `The hotzones file ${path} could not be used (${reasonText(reason)}). It was kept as ${aside}; hotzones start empty.`;
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
 * Replaces the file as a whole: written beside it, flushed, then renamed, so that a crash leaves
 * either the old or the new list.
 * @throws BreakwaterError (failed) naming the file when it cannot be written
 */
export async function saveHotzones(path: string, hotzones: readonly HotzoneState[]): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: 1, hotzones }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    // Best effort: what matters is the reason for the failure above.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new BreakwaterError('failed', 'The hotzones could not be saved; nothing was changed.', {
      place: { file: path, found: reasonText(cause) },
      remedy: 'Check that the folder can be written and the disk is not full.',
      cause,
    });
  }
}
