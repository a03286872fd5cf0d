import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';

export const ROOT = join(import.meta.dirname, '../../../../..');
const CLI = join(ROOT, 'engine/cli/breakwater.js');
const PEAK_REPORTER = new URL('./reportPeak.ts', import.meta.url);
const TIME_LIMIT_MS = 30_000;

/** How a command ended. */
export interface Ending {
  /** Null when it was killed, also by the time limit. */
  readonly exitCode: number | null;
  readonly hasTimedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakMiB: number;
}

/** Runs `breakwater` with these arguments and measures it. */
export const runCommand = (args: readonly string[]): Promise<Ending> => runNode([CLI, ...args]);

/** Runs a script with these arguments in a Node of its own and measures it. */
export async function runNode(args: readonly string[]): Promise<Ending> {
  const child = spawn(process.execPath, ['--import', PEAK_REPORTER.href, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = ['', '', ''];
  child.stdio.slice(1).forEach((channel, index) => {
    channel?.on('data', (chunk: Buffer) => (texts[index] += chunk.toString('utf8')));
  });
  let hasTimedOut = false;
  const timer = setTimeout(() => {
    hasTimedOut = true;
    child.kill('SIGKILL');
  }, TIME_LIMIT_MS);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  const [stdout = '', stderr = '', peak = ''] = texts;
  return { exitCode, hasTimedOut, stdout, stderr, peakMiB: Number(peak) / 1024 };
}
