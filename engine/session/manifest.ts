import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { BreakwaterError } from '../core/errors.ts';
import { asBatchManifest, type BatchManifest } from './batchFolder.ts';

export const MANIFEST_NAME = 'manifest.json';
const MAX_MANIFEST_BYTES = 4_000_000;
const MANIFEST_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/i, { error: 'a SHA-256 of 64 hexadecimal digits' });

/** Manifest version 1 (DESIGN, decision 6). Keys this version does not know are left alone. */
const manifestSchema = z.object({
  version: z.literal(MANIFEST_VERSION),
  instruments: z.array(z.string().max(80)).default([]),
  sources: z
    .array(
      z.object({
        path: z.string().min(1).max(1024),
        sha256: sha256.optional(),
        /** Columns of a Parquet file that are not recognised, ours to theirs. */
        map: z.record(z.string().max(60), z.string().max(1024)).optional(),
      }),
    )
    .min(1)
    .max(1000),
  /** The open-interest file, where it is not called as one is by default. */
  open_interest: z.string().min(1).max(1024).optional(),
  profile: z.string().max(60).optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  origin: z.enum(['simulated', 'recorded', 'downloaded']).default('downloaded'),
  /** Version of the program that wrote the session. */
  engine: z.union([z.number(), z.string().max(60)]).optional(),
  /** Digest of a run over it as this manifest has it (SPEC §10), in hexadecimal. */
  digest: sha256.optional(),
  /** First and last time of the data, ISO 8601 in UTC; no end (null) while it is recorded. */
  time_span: z
    .object({ start: z.iso.datetime(), end: z.iso.datetime().nullable() })
    .refine(({ start, end }) => end === null || Date.parse(start) <= Date.parse(end), {
      error: 'a start that is not after the end',
    })
    .optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** What a folder's `manifest.json` is: a session's, or that of a vendor's batch download. */
export interface FolderManifest {
  readonly session: Manifest | undefined;
  readonly batch: BatchManifest | undefined;
}

/**
 * Reads a folder's manifest; both kinds are undefined when the folder has none.
 * @throws BreakwaterError (bad-input) naming the field that is wrong
 */
export async function readManifest(folder: string): Promise<FolderManifest> {
  const file = join(folder, MANIFEST_NAME);
  const text = await readSmallFile(file, MAX_MANIFEST_BYTES);
  if (text === undefined) return { session: undefined, batch: undefined };
  const value = parseJson(file, text);
  const batch = asBatchManifest(value);
  if (batch !== undefined) return { session: undefined, batch };
  refuseLaterVersion(file, value, MANIFEST_VERSION);
  return { session: checkValue(file, value, manifestSchema), batch: undefined };
}

/**
 * @throws BreakwaterError (bad-input) when a file says that it is of a version this program does not
 *   know yet
 */
export function refuseLaterVersion(file: string, value: unknown, known: number): void {
  if (typeof value !== 'object' || value === null || !('version' in value)) return;
  const { version } = value;
  if (typeof version !== 'number' || version <= known) return;
  throw new BreakwaterError('bad-input', `${file} was written by a later Breakwater.`, {
    place: { file, field: 'version', expected: `at most ${known}`, found: String(version) },
    remedy: 'Update Breakwater to open it.',
  });
}

/** Absolute path of a manifest's source; it must lie inside the folder. */
export function sourcePath(folder: string, path: string): string {
  const normal = normalize(path);
  if (!isAbsolute(path) && normal !== '..' && !normal.startsWith(`..${sep}`)) {
    return join(folder, normal);
  }
  throw new BreakwaterError('bad-input', 'The manifest names a file outside its folder.', {
    place: { file: join(folder, MANIFEST_NAME), field: 'sources.path', found: path },
    remedy: 'Move the file into the session folder and correct the manifest.',
  });
}

/** A text file's content; undefined when it is not there. */
export async function readSmallFile(file: string, maxBytes: number): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= maxBytes) return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new BreakwaterError('bad-input', `${file} cannot be read.`, {
      place: { file },
      remedy: 'Check that the file exists and may be read.',
      cause: error,
    });
  }
  throw new BreakwaterError('bad-input', `${file} is too large.`, {
    place: { file, expected: `at most ${maxBytes} bytes` },
    remedy: 'Check that this is the right file.',
  });
}

/** @throws BreakwaterError (bad-input) when a file's text is no JSON */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BreakwaterError('bad-input', `${file} is not JSON.`, {
      place: { file, found: error instanceof Error ? error.message : String(error) },
      remedy: 'Correct the file or remove it.',
      cause: error,
    });
  }
}

/** Checks a file's value against a schema, naming the first field that is wrong. */
export function checkValue<T>(file: string, value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BreakwaterError('bad-input', `${file} is not as expected.`, {
    place: { file, field: issue?.path.join('.') ?? '', expected: issue?.message ?? '' },
    remedy: 'Correct the field or remove the file.',
    cause: parsed.error,
  });
}
