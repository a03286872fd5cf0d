import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ExpectedDigest } from './digestCheck.ts';

/**
 * The side files of a Databento batch download, beside the data files: the job's manifest, the
 * request, the symbology in two forms and the quality of each day
 * (databento.com/docs/portal/download-center, "Support files").
 */
const SIDE_FILES: ReadonlySet<string> = new Set([
  'manifest.json',
  'metadata.json',
  'symbology.json',
  'symbology.csv',
  'condition.json',
]);
const CONDITION_NAME = 'condition.json';
const MAX_CONDITION_BYTES = 4_000_000;
const MAX_DAYS_LISTED = 5;

/** The vendor's manifest: no version, but a job and the files it made. */
const batchManifestSchema = z.object({
  job_id: z.string(),
  files: z.array(
    z.object({
      filename: z.string().min(1).max(1024),
      /** `sha256:` and the digest in hex. */
      hash: z.string().max(200).optional(),
    }),
  ),
});

export type BatchManifest = z.infer<typeof batchManifestSchema>;

const conditionSchema = z.array(z.object({ date: z.iso.date(), condition: z.string().max(60) }));

/** The vendor's manifest where the value is one; undefined for everything else. */
export function asBatchManifest(value: unknown): BatchManifest | undefined {
  return batchManifestSchema.safeParse(value).data;
}

/** Whether a file that holds no market data belongs to every batch download. */
export const isBatchSideFile = (name: string): boolean => SIDE_FILES.has(name);

/** The digests that the vendor's manifest gives for the data files that are there. */
export function batchDigests(
  { files }: BatchManifest,
  folder: string,
  paths: readonly string[],
): ExpectedDigest[] {
  return files.flatMap(({ filename, hash }) => {
    const path = join(folder, filename);
    const sha256 = /^sha256:([0-9a-f]{64})$/i.exec(hash ?? '')?.[1];
    return sha256 !== undefined && paths.includes(path) ? [{ path, sha256 }] : [];
  });
}

/** Data files that the job made and that are not in the folder, as a warning. */
export function missingBatchFiles(
  { files }: BatchManifest,
  names: ReadonlySet<string>,
): string | undefined {
  const missing = files
    .map(({ filename }) => filename)
    .filter((name) => !names.has(name) && !isBatchSideFile(name));
  if (missing.length === 0) return undefined;
  return `The folder lacks files of the download: ${shortList(missing)}.`;
}

/**
 * The days that the vendor itself calls less than good, as a warning. A file that is missing, large
 * or something else is passed over: nothing of the replay depends on it.
 */
export async function conditionWarning(folder: string): Promise<string | undefined> {
  const file = join(folder, CONDITION_NAME);
  try {
    if ((await stat(file)).size > MAX_CONDITION_BYTES) return undefined;
    const days = conditionSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? [];
    const doubtful = days.filter(({ condition }) => condition !== 'available');
    if (doubtful.length === 0) return undefined;
    const listed = doubtful.map(({ date, condition }) => `${date} ${condition}`);
    return `The vendor does not vouch for all days (${CONDITION_NAME}): ${shortList(listed)}.`;
  } catch {
    // No such file, or no JSON: it says nothing then.
    return undefined;
  }
}

function shortList(items: readonly string[]): string {
  const more = items.length > MAX_DAYS_LISTED ? `, … (${items.length} in all)` : '';
  return items.slice(0, MAX_DAYS_LISTED).join(', ') + more;
}
