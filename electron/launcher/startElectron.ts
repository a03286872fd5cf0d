import { spawn, type ChildProcess } from 'node:child_process';
import { READY_WORD } from '../startRequest.ts';

const READY_LIMIT_MS = 20_000;

export type ElectronStart =
  | { readonly started: true; readonly child: ChildProcess }
  | { readonly started: false; readonly reason: string };

/** Arguments for Chromium itself. Root cannot have its sandbox at all; everybody else keeps it. */
export function chromiumSwitches(userId: number | undefined): string[] {
  return userId === 0 ? ['--no-sandbox'] : [];
}

/**
 * Starts Electron as a child and waits for its ready word. An early exit, silence or a failure to
 * start come back as a reason, with no process left behind.
 */
export function startElectron(
  executable: string,
  argv: readonly string[],
  limitMs: number = READY_LIMIT_MS,
): Promise<ElectronStart> {
  return new Promise((resolve) => {
    const child = spawn(executable, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let isSettled = false;
    const settle = (result: ElectronStart): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (reason: string): void => {
      child.kill('SIGKILL');
      settle({ started: false, reason });
    };
    const timer = setTimeout(
      () => fail(`it did not report ready within ${limitMs / 1000} s`),
      limitMs,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      if (isSettled) return;
      said = (said + chunk.toString('utf8')).slice(-4000);
      if (said.includes(READY_WORD)) settle({ started: true, child });
    });
    // Read, so that the pipe never fills; shown only if the start fails.
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(0, 4000);
    });
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) =>
      fail(`it ended at once (${signal ?? `exit ${code}`})${firstLine(errors)}`),
    );
  });
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '');
  return line === undefined ? '' : `: ${line.trim().slice(0, 120)}`;
}
