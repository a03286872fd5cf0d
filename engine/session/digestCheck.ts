import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file and the SHA-256 its manifest gives it, in hexadecimal. */
export interface ExpectedDigest {
  readonly path: string;
  readonly sha256: string;
}

/** A file whose content is another than the manifest says. */
export interface DigestMismatch {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Bytes hashed at a time: a fraction of a millisecond, so that a run beside it is not held up. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Hashes files beside a run and compares them with their manifest's digests. Opening never waits for
 * it, however large the files; a file that cannot be read is left to its reader to report.
 */
export class DigestCheck {
  readonly #abort = new AbortController();
  readonly #mismatches: DigestMismatch[] = [];
  readonly #work: Promise<void>;

  /** @param onMismatch told of each mismatch when it is found */
  constructor(digests: readonly ExpectedDigest[], onMismatch: () => void = () => undefined) {
    this.#work = this.#check(digests, onMismatch);
  }

  get mismatches(): readonly DigestMismatch[] {
    return this.#mismatches;
  }

  /** Resolves when every file was compared, or the check was stopped. */
  settle(): Promise<void> {
    return this.#work;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#work;
  }

  async #check(digests: readonly ExpectedDigest[], onMismatch: () => void): Promise<void> {
    for (const { path, sha256 } of digests) {
      const found = await this.#hash(path);
      const expected = sha256.toLowerCase();
      if (found === undefined || found === expected) continue;
      this.#mismatches.push({ path, expected, found });
      onMismatch();
    }
  }

  /** Undefined when the file cannot be read to its end, or the check was stopped. */
  async #hash(path: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    const { signal } = this.#abort;
    try {
      const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES, signal });
      for await (const chunk of chunks as AsyncIterable<Uint8Array>) hash.update(chunk);
      return hash.digest('hex');
    } catch {
      return undefined;
    }
  }
}
