import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** What of the sources has no part in what a session computes. */
const NO_PART = /\.test\.ts$|(^|\/)testing\/|^cli\/|^gateway\/|^feeds\/simulator\//;

let known: Promise<string> | undefined;

/**
 * SHA-256 in hexadecimal over the engine's own code, and the machine that runs it: what one engine
 * has kept of a session is never taken up by another, however small the change between them. From
 * the sources these are its files, built it is every script beside this one.
 * @throws when the code cannot be read
 */
export function engineCodeDigest(): Promise<string> {
  known ??= digestOf(import.meta.filename);
  return known;
}

async function digestOf(thisFile: string): Promise<string> {
  const isSource = thisFile.endsWith('.ts');
  const root = isSource ? join(dirname(thisFile), '../..') : dirname(thisFile);
  const names = (await readdir(root, { recursive: true }))
    .map((name) => name.split(sep).join('/'))
    .filter((name) => (isSource ? name.endsWith('.ts') && !NO_PART.test(name) : isScript(name)))
    .sort();
  const hash = createHash('sha256');
  hash.update(`${process.versions.v8} ${process.arch}\n`);
  for (const name of names) {
    const content = await readFile(join(root, name));
    hash.update(`${name} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

const isScript = (name: string): boolean => /\.[cm]?js$/.test(name);
