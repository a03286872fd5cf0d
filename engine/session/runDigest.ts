import { createHash } from 'node:crypto';

/**
 * The digest of a run (SPEC §10): SHA-256 over its payload lines in UTF-8, each ending in LF. Two
 * machines that computed the same run print the same digest.
 */
export class RunDigest {
  readonly #hash = createHash('sha256');

  /** @param line one payload as JSON in UTF-8, with its line end */
  add(line: Uint8Array): void {
    this.#hash.update(line);
  }

  /** The digest in hexadecimal; ends the run. */
  finish(): string {
    return this.#hash.digest('hex');
  }
}
