import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BreakwaterError } from '../../engine/core/errors.ts';

/** What the build reads; a change in any of it makes the build stale. */
const SOURCES = [
  'engine',
  'electron',
  'renderer',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
];
/** What the build writes last, and what the app starts from. */
const PRODUCTS = ['out/electron/main.js', 'out/electron/preload.cjs', 'out/renderer/index.html'];

/** Newest modification time under a path, tests excluded; 0 where there is nothing. */
async function newestMs(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  const names = (await readdir(path)).filter((name) => !/\.test\.tsx?$/.test(name));
  // The folder's own time counts too: it changes when a file is removed.
  return Math.max(info.mtimeMs, ...(await Promise.all(names.map((n) => newestMs(join(path, n))))));
}

/** Whether the built app is missing or older than what it is built from. */
export async function isBuildStale(root: string): Promise<boolean> {
  const built = await Promise.all(
    PRODUCTS.map(async (path) => (await stat(join(root, path)).catch(() => undefined))?.mtimeMs),
  );
  const [oldestMs = 0] = built.map((timeMs) => timeMs ?? 0).toSorted((a, b) => a - b);
  const sourceMs = await Promise.all(SOURCES.map((path) => newestMs(join(root, path))));
  return oldestMs === 0 || oldestMs < Math.max(...sourceMs);
}

/**
 * Builds the app with its output kept back.
 * @throws BreakwaterError (failed) with that output when the build fails
 */
export function build(root: string): Promise<void> {
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const argv = [script, 'build', '--config', 'electron.vite.config.ts'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const fail = (detail: string): void =>
      reject(
        new BreakwaterError('failed', `The app could not be built.\n${detail}`, {
          remedy: 'Run npm ci, then npm run build.',
        }),
      );
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => (code === 0 ? resolve() : fail(output)));
  });
}
