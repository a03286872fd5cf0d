import { createHash } from 'node:crypto';
import type { SnapPayload } from '../core/payload.ts';
import { JsonBytes } from '../signal/jsonBytes.ts';
import { writePayload } from '../signal/payloadBytes.ts';

const BATCH_CHARS = 1 << 16;

/**
 * The digest of a run (SPEC §10): SHA-256 over its payload lines in UTF-8, each ending in LF. Two
 * machines that computed the same run print the same digest.
 */
export class RunDigest {
  readonly #hash = createHash('sha256');
  /** Lines not hashed yet, of {@link add} or of {@link addSnap}, never of both. */
  #pending = '';
  readonly #pendingBytes = new JsonBytes();

  /** @param line one payload as JSON, without its line end */
  add(line: string): void {
    if (this.#pendingBytes.lengthBytes > 0) this.#flush();
    this.#pending += line;
    this.#pending += '\n';
    if (this.#pending.length >= BATCH_CHARS) this.#flush();
  }

  /** {@link add} for who has no other use for the line: it never becomes a string. */
  addSnap(payload: SnapPayload): void {
    if (this.#pending !== '') this.#flush();
    writePayload(this.#pendingBytes, payload);
    this.#pendingBytes.lineEnd();
    if (this.#pendingBytes.lengthBytes >= BATCH_CHARS) this.#flush();
  }

  /** The digest in hexadecimal; ends the run. */
  finish(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#pending, 'utf8');
    this.#pending = '';
    this.#hash.update(this.#pendingBytes.take());
  }
}
