import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import { cannotOpen } from '../core/systemErrors.ts';

/** What a screen may open: anything (a native dialog chose it), or only what lies under the roots. */
export type PathAccess =
  | { readonly kind: 'everything'; readonly baseFolder: string }
  | {
      readonly kind: 'roots';
      /** Relative paths start here. Absolute. */
      readonly baseFolder: string;
      /** Files or folders, absolute. A root that is a file allows just that file. */
      readonly roots: readonly string[];
    };

/** The functions of `node:path` that decide containment; tests pass another platform's. */
type PathRules = Pick<path.PlatformPath, 'relative' | 'isAbsolute' | 'sep'>;

/** Whether `candidate` is `root` or lies below it; both absolute and free of `..`. */
export function isWithin(root: string, candidate: string, rules: PathRules = path): boolean {
  const relative = rules.relative(root, candidate);
  return relative !== '..' && !relative.startsWith(`..${rules.sep}`) && !rules.isAbsolute(relative);
}

function refuse(requested: string): never {
  throw new BreakwaterError('usage', `${requested} may not be opened from here.`, {
    place: { file: requested, expected: 'a path under the command line or --allow' },
    remedy: 'Start with that path, or allow its folder: npm start -- --allow FOLDER.',
  });
}

async function realPathOf(absolute: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (cause) {
    throw cannotOpen(absolute, cause);
  }
}

/**
 * The real path (no links, the file system's own spelling) of something that may be opened.
 *
 * The spelling is checked before the file system is asked, so that a refused path is never touched
 * and its existence not told; the real path is checked again, so that no link leads out.
 * @param requested as typed; relative paths count from `access.baseFolder`
 * @throws BreakwaterError usage when it may not be opened, bad-input when it does not exist
 */
export async function allowedPath(access: PathAccess, requested: string): Promise<string> {
  if (requested.includes('\0')) refuse(JSON.stringify(requested));
  const absolute = path.resolve(access.baseFolder, requested);
  if (access.kind === 'everything') return realPathOf(absolute);

  const realRoots = await Promise.all(
    access.roots.map((root) => realpath(root).catch(() => undefined)),
  );
  const roots = [...access.roots, ...realRoots.filter((root) => root !== undefined)];
  if (!roots.some((root) => isWithin(root, absolute))) refuse(requested);
  const real = await realPathOf(absolute);
  const isInside = (candidate: string): boolean =>
    realRoots.some((root) => root !== undefined && isWithin(root, candidate));
  if (!isInside(real)) refuse(requested);
  await refuseLinksOut(real, isInside);
  return real;
}

/** A folder is opened with what is in it, so nothing in it may be a link that leads out. */
async function refuseLinksOut(
  folder: string,
  isInside: (candidate: string) => boolean,
): Promise<void> {
  if (!(await stat(folder)).isDirectory()) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const link = path.join(entry.parentPath, entry.name);
    const target = await realpath(link).catch(() => undefined);
    // A link to nothing cannot be read through.
    if (target !== undefined && !isInside(target)) refuse(link);
  }
}
