import { HEADER_BYTES, TS_OUT_BYTES, WORD_BYTES, recordSizes } from './layout.ts';

/** Every record of a known type is a multiple of this. */
const RECORD_ALIGN_BYTES = 8;

/** What a record's type and length say together. */
export const LENGTH = {
  /** A size of the type, with or without a send time. */
  ordinary: 0,
  /** Longer than every size known of the type: a layout that came later, or damage. */
  longer: 1,
  /** A type this reader does not know, long enough for a header. */
  unknownType: 2,
  /** No record of this type has this length. */
  impossible: 3,
} as const;

/** One of {@link LENGTH} at `rtype << 8 | words`. */
export const LENGTH_KINDS: Uint8Array = new Uint8Array(256 * 256);
for (let rtype = 0; rtype < 256; rtype++) {
  for (let words = 0; words < 256; words++) {
    LENGTH_KINDS[(rtype << 8) | words] = kindOf(recordSizes(rtype), words * WORD_BYTES);
  }
}

function kindOf(sizes: readonly number[], lengthBytes: number): number {
  const largest = sizes.at(-1);
  if (largest === undefined) {
    return lengthBytes < HEADER_BYTES ? LENGTH.impossible : LENGTH.unknownType;
  }
  if (sizes.includes(lengthBytes) || sizes.includes(lengthBytes - TS_OUT_BYTES)) {
    return LENGTH.ordinary;
  }
  const isLonger = lengthBytes > largest && lengthBytes % RECORD_ALIGN_BYTES === 0;
  return isLonger ? LENGTH.longer : LENGTH.impossible;
}

/** The lengths that a type may have, for messages: `12 or 14 words`. */
export function possibleLengths(rtype: number): string {
  const sizes = recordSizes(rtype);
  if (sizes.length === 0) return `at least ${HEADER_BYTES / WORD_BYTES} words`;
  const words = sizes.flatMap((bytes) => [bytes, bytes + TS_OUT_BYTES]).map((n) => n / WORD_BYTES);
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)} words`;
}
