import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Read at either end of a file. */
const END_BYTES = 64 * 1024;

/** What tells a file from every other and from its own earlier content, without reading it whole. */
export interface FileIdentity {
  readonly name: string;
  readonly sizeBytes: number;
  /** Decimal Unix ns of the last write. */
  readonly modifiedNs: string;
  /** Decimal Unix ns of the last change of any kind: nobody can set it back. */
  readonly changedNs: string;
  /** SHA-256 of the first and the last 64 KiB, in hexadecimal. */
  readonly endsSha256: string;
}

/**
 * A file's identity. Hashing gigabytes would take longer than the picture may; the time of the last
 * change betrays a write in the middle even where somebody set the time of the last write back.
 */
export async function identifyFile(path: string): Promise<FileIdentity> {
  const file = await open(path);
  try {
    const { size, mtimeNs, ctimeNs } = await file.stat({ bigint: true });
    const sizeBytes = Number(size);
    const hash = createHash('sha256');
    for (const position of [0, Math.max(0, sizeBytes - END_BYTES)]) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(END_BYTES), { position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return {
      name: basename(path),
      sizeBytes,
      modifiedNs: String(mtimeNs),
      changedNs: String(ctimeNs),
      endsSha256: hash.digest('hex'),
    };
  } finally {
    await file.close();
  }
}

/**
 * The files that paths lead to: themselves, or those that lie in a folder and its sub-folders (a
 * manifest may name them), in an order of their own.
 */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) files.push(path);
    else {
      const entries = await readdir(path, { withFileTypes: true, recursive: true });
      const inside = entries.filter((entry) => !entry.isDirectory());
      files.push(...inside.map((entry) => join(entry.parentPath, entry.name)).sort());
    }
  }
  return files;
}
