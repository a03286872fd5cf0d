import { createHash } from 'node:crypto';

const BATCH_CHARS = 1 << 16;

/**
 * The digest of a run (SPEC §10): SHA-256 over its payload lines in UTF-8, each ending in LF. Two
 * machines that computed the same run print the same digest.
 */
export class RunDigest {
  readonly #hash = createHash('sha256');
  #pending = '';

  /** @param line one payload as JSON, without its line end */
  add(line: string): void {
    this.#pending += line;
    this.#pending += '\n';
    if (this.#pending.length >= BATCH_CHARS) this.#flush();
  }

  /** The digest in hexadecimal; ends the run. */
  finish(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#pending, 'utf8');
    this.#pending = '';
  }
}
