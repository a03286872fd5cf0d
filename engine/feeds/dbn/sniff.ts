import { BreakwaterError } from '../../core/errors.ts';
import {
  DBN_MAGIC,
  HEADER,
  HEADER_BYTES,
  RTYPE,
  TS_OUT_BYTES,
  WORD_BYTES,
  recordSizes,
} from './layout.ts';
import { isZstd } from './zstdFrames.ts';

/**
 * The file is sound as far as one can see, but no DBN: thrown when a file is opened by name, and
 * the reason why a folder's other files are ignored.
 */
export class NotDbnError extends BreakwaterError {}

/** Whether a decompressed stream begins with DBN metadata. */
export function hasMetadata(start: Uint8Array): boolean {
  return DBN_MAGIC.every((byte, index) => start[index] === byte);
}

/**
 * Whether a stream without metadata can be a fragment: its first record is of a known type and has
 * a size of that type. No text, gzip or Parquet file begins like that.
 */
export function isFragment(start: Uint8Array): boolean {
  if (start.length < HEADER_BYTES) return false;
  const lengthBytes = (start[HEADER.lengthWords] ?? 0) * WORD_BYTES;
  const sizes = recordSizes(start[HEADER.rtype] ?? 0);
  return sizes.includes(lengthBytes) || sizes.includes(lengthBytes - TS_OUT_BYTES);
}

const DBZ_MAGIC = [0x44, 0x42, 0x5a] as const;
/** Magic and length of a skippable zstd frame. */
const SKIPPABLE_HEAD_BYTES = 8;

/**
 * Whether a file is of the former DBZ format: its metadata stands in a skippable frame at the start,
 * and what follows would pass for a fragment.
 */
export function isDbz(rawStart: Uint8Array): boolean {
  return (
    isZstd(rawStart) &&
    DBZ_MAGIC.every((byte, index) => rawStart[SKIPPABLE_HEAD_BYTES + index] === byte)
  );
}

/** DBN version that a record's size proves; undefined where several versions share the size. */
export function versionOfRecord(rtype: number, lengthBytes: number): number | undefined {
  const sizes = recordSizes(rtype);
  const index = Math.max(sizes.indexOf(lengthBytes), sizes.indexOf(lengthBytes - TS_OUT_BYTES));
  if (rtype === RTYPE.definition && index >= 0) return index + 1;
  return rtype === RTYPE.statistics && index === 1 ? 3 : undefined;
}

/** Refuses a file whose content is neither DBN with metadata nor a fragment. */
export function notDbn(file: string, rawStart: Uint8Array, start: Uint8Array): NotDbnError {
  return new NotDbnError('bad-input', 'This is no DBN file.', {
    place: {
      file,
      byteOffset: 0,
      expected: '"DBN", or a record (fragment), plain or zstd-compressed',
      found: describeStart(rawStart, start),
    },
    remedy: 'Name a .dbn or .dbn.zst file of version 1 to 3.',
  });
}

/** What people drop by mistake, by the bytes it begins with. */
const knownStarts: readonly (readonly [string, readonly number[]])[] = [
  ['a gzip file (decompress it first)', [0x1f, 0x8b]],
  ['a bzip2 file (decompress it first)', [0x42, 0x5a, 0x68]],
  ['an xz file (decompress it first)', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['an lz4 file (decompress it first)', [0x04, 0x22, 0x4d, 0x18]],
  ['a 7z file (unpack it first)', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a zip file (unpack it first)', [0x50, 0x4b]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
];

function describeStart(rawStart: Uint8Array, start: Uint8Array): string {
  if (rawStart.length === 0) return 'an empty file';
  if (start.length === 0) return 'a zstd file with nothing in it';
  if (isDbz(rawStart)) return 'a DBZ file (convert it to DBN first)';
  const known = knownStarts.find(([, magic]) => magic.every((byte, at) => start[at] === byte));
  if (known !== undefined) return known[0];
  const head = start.subarray(0, 24);
  if (head.every(isPrintable))
    return `text: ${JSON.stringify(Buffer.from(head).toString('latin1'))}`;
  return `the bytes ${Buffer.from(start.subarray(0, 8)).toString('hex')}`;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
