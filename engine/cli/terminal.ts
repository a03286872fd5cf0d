import { SingleBar } from 'cli-progress';
import { describeProblem, EXIT_CODES, toProblem } from '../core/errors.ts';

/** Progress of long work on standard error, so that piped output stays clean. */
export interface Progress {
  /** @param share done so far, 0…1 */
  update(share: number, detail?: string): void;
  /** All there is was done, and more may come; plain lines say so once. */
  wait(detail: string): void;
  stop(): void;
}

const SILENT: Progress = {
  update: () => undefined,
  wait: () => undefined,
  stop: () => undefined,
};
const LINE_STEP = 0.25;

/** A bar on a terminal, a plain line per quarter where standard error is piped, nothing if quiet. */
export function startProgress(label: string, quiet: boolean): Progress {
  if (quiet) return SILENT;
  return process.stderr.isTTY ? startBar(label) : startLines(label);
}

function startBar(label: string): Progress {
  const bar = new SingleBar({
    format: `${label} [{bar}] {percentage}% {detail}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(100, 0, { detail: '' });
  return {
    update: (share, detail = '') => bar.update(Math.round(share * 100), { detail }),
    wait: (detail) => bar.update(100, { detail }),
    stop: () => bar.stop(),
  };
}

function startLines(label: string): Progress {
  let next = LINE_STEP;
  let hasWaited = false;
  return {
    update(share, detail = '') {
      if (share < next || share >= 1) return;
      process.stderr.write(`${label} ${Math.round(share * 100)}% ${detail}\n`);
      next = Math.floor(share / LINE_STEP + 1) * LINE_STEP;
    },
    wait(detail) {
      if (!hasWaited) process.stderr.write(`${label} ${detail}\n`);
      hasWaited = true;
    },
    stop: () => undefined,
  };
}

/** Says on standard error what went wrong and sets the exit code (DESIGN, "Command line"). */
export function reportFailure(error: unknown): void {
  const problem = toProblem(error);
  process.stderr.write(`breakwater: ${describeProblem(problem)}\n`);
  // A defect deserves its stack; an error a person can act on does not.
  if (problem.remedy === '' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = EXIT_CODES[problem.code];
}

/** Whole numbers with thousands separators, for people. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
