import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A usual line needs half a minute for the 110 MB; nobody should wait longer for a window. */
const DOWNLOAD_LIMIT_MS = 60_000;
/** After a failed download the next starts do not try again before this. */
const RETRY_AFTER_MS = 24 * 3_600_000;

export type BinaryResult =
  | { readonly found: true; readonly executable: string }
  | { readonly found: false; readonly reason: string };

/** The folder of the electron package within the project. */
const packageFolder = (root: string): string => join(root, 'node_modules', 'electron');

/**
 * The Electron executable, if it is on disk. Looks without `require('electron')`, which would start
 * a download.
 */
export function installedElectron(root: string): string | undefined {
  const folder = packageFolder(root);
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
    const executable = join(folder, 'dist', name);
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
}

interface Download {
  /** Runs the package's own installer within a limit; undefined when it succeeded. */
  readonly run: (script: string, limitMs: number) => Promise<string | undefined>;
  readonly nowMs: () => number;
  /** Told once, before the download starts. */
  readonly onStart: () => void;
}

/**
 * Finds the executable, or downloads it once within a time limit. A failure is remembered for a
 * day, so that the next starts are quick.
 * @param notePath file that remembers the failure
 */
export async function findElectron(
  root: string,
  notePath: string,
  download: Download,
): Promise<BinaryResult> {
  const present = installedElectron(root);
  if (present !== undefined) return { found: true, executable: present };
  const script = join(packageFolder(root), 'install.js');
  if (!existsSync(script)) return { found: false, reason: 'the electron package is not installed' };
  const remembered = rememberedFailure(notePath, download.nowMs());
  if (remembered !== undefined) return { found: false, reason: remembered };
  download.onStart();
  const failure = await download.run(script, DOWNLOAD_LIMIT_MS);
  const executable = installedElectron(root);
  if (failure === undefined && executable !== undefined) return { found: true, executable };
  const reason = `its download failed (${failure ?? 'no executable came'})`;
  rememberFailure(notePath, download.nowMs(), reason);
  return { found: false, reason };
}

function rememberedFailure(notePath: string, nowMs: number): string | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(notePath, 'utf8'));
    if (typeof note !== 'object' || note === null) return undefined;
    if (!('failedAtMs' in note) || !('reason' in note)) return undefined;
    const { failedAtMs, reason } = note;
    if (typeof failedAtMs !== 'number' || typeof reason !== 'string') return undefined;
    const isRecent = nowMs >= failedAtMs && nowMs - failedAtMs < RETRY_AFTER_MS;
    return isRecent ? `${reason}; "npx install-electron" tries again` : undefined;
  } catch {
    return undefined;
  }
}

function rememberFailure(notePath: string, failedAtMs: number, reason: string): void {
  try {
    mkdirSync(dirname(notePath), { recursive: true });
    writeFileSync(notePath, JSON.stringify({ failedAtMs, reason }));
  } catch {
    // Without the note the next start tries the download again, which is only slower.
  }
}

/** Runs the installer as a child; its own output is kept back and its last error line returned. */
export function runInstaller(script: string, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-4000);
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`nothing came within ${limitMs / 1000} s`);
    }, limitMs);
    const finish = (failure: string | undefined): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    child.on('error', (error) => finish(error.message));
    child.on('exit', (code) => finish(code === 0 ? undefined : firstErrorLine(errors)));
  });
}

/** The line that names the error, without the stack and short enough for one line. */
export function firstErrorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line = lines.find((text) => /error/i.test(text)) ?? lines.find((text) => text !== '');
  return (line ?? 'no reason given').slice(0, 120);
}
