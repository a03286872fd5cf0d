import { BreakwaterError } from '../../core/errors.ts';
import { DBN_MAGIC, MAX_RECORD_BYTES, WORD_BYTES } from './layout.ts';
import { hasMetadata } from './sniff.ts';

/** Puts together the one record, or the start of metadata, that chunks cut apart. */
export class TornRecord {
  readonly #bytes = new Uint8Array(MAX_RECORD_BYTES);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** What was put together. Valid until the next {@link begin}. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get isWhole(): boolean {
    return this.#length >= this.#need;
  }

  /** Starts with the end of a chunk: less than a record. */
  begin(start: Uint8Array): void {
    this.#bytes.set(start);
    this.#length = start.length;
  }

  /** Takes what is missing from the start of a chunk; returns the rest of it. */
  add(chunk: Uint8Array): Uint8Array {
    let rest = chunk;
    for (let need = this.#need; this.#length < need && rest.length > 0; need = this.#need) {
      const missing = rest.subarray(0, need - this.#length);
      this.#bytes.set(missing, this.#length);
      this.#length += missing.length;
      rest = rest.subarray(missing.length);
    }
    return rest;
  }

  /** Why a file that ends here is damaged. */
  cut(): BreakwaterError {
    const words = this.#bytes[0] ?? 0;
    return new BreakwaterError('bad-input', 'The file ends inside a record.', {
      place: {
        field: 'length',
        expected: `a record of ${words * WORD_BYTES} bytes`,
        found: `${this.#length} bytes before the end of the file`,
      },
      remedy: 'The file was cut: download it again. The records before the cut were used.',
    });
  }

  /**
   * How many bytes it needs, as far as those that are there tell: first its length and type, then as
   * much as tells whether it is metadata.
   */
  get #need(): number {
    const have = this.#length;
    if (have < 2) return 2;
    const [words = 0, rtype = 0] = this.#bytes;
    const mayBeMetadata = words === DBN_MAGIC[0] && rtype === DBN_MAGIC[1];
    if (mayBeMetadata && have < DBN_MAGIC.length) return DBN_MAGIC.length;
    return mayBeMetadata && hasMetadata(this.#bytes) ? have : words * WORD_BYTES;
  }
}
