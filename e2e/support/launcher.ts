import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface LaunchedHost {
  /** The address that was printed, token included. */
  readonly url: string;
  /** Everything printed so far. */
  output(): string;
  /** Ends the process as Ctrl-C does; resolves with its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the app as a person does, through the launcher, and waits for its address.
 * @param environment replaces variables of this process; undefined removes one
 */
export async function launchHost(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LaunchedHost> {
  const child = spawn(process.execPath, ['electron/start.js', ...argv], {
    cwd: ROOT,
    env: { ...process.env, npm_lifecycle_event: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const url = await addressOf(child, () => output);
  return {
    url,
    output: () => output,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

function addressOf(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(output())?.[0];
      if (url !== undefined) resolve(url);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the launcher ended (${code}):\n${output()}`)));
  });
}
