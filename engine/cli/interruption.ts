import { BreakwaterError } from '../core/errors.ts';

/** Ctrl-C, a polite request to end, a terminal that closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets a command that writes files end between two steps of its work instead of anywhere, so that
 * it can remove what it has begun.
 */
export class Interruption {
  readonly #output: string;
  #isWanted = false;

  /** @param output the file or folder that is being written, for the message */
  constructor(output: string) {
    this.#output = output;
    for (const signal of SIGNALS) process.once(signal, this.#want);
  }

  readonly #want = (): void => {
    this.#isWanted = true;
  };

  /** @throws BreakwaterError (failed) once somebody wants the command to end */
  check(): void {
    if (!this.#isWanted) return;
    throw new BreakwaterError('failed', `Interrupted: ${this.#output} was not written.`, {
      remedy: 'Run the command again.',
    });
  }

  /** From now on signals end the program at once again. */
  stop(): void {
    for (const signal of SIGNALS) process.off(signal, this.#want);
  }
}
