import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** One frame of a copy. Frames follow each other without a hole, in the file and in the data. */
export interface CopiedFrame {
  /** Where it starts in the copy, and how long it is there. */
  readonly fileOffset: number;
  readonly fileBytes: number;
  /** Where it starts in the decompressed data, and how long it is there. */
  readonly dataOffset: number;
  readonly dataBytes: number;
  /** Bytes of the original that were used up to its start, for showing progress. */
  readonly position: number;
}

/** A copy's file that is not as it was written. */
export class DamagedCopyError extends Error {}

/** A skippable zstd frame holds the index, so that a copy is a sound zstd file. */
const SKIPPABLE_MAGIC = 0x184d_2a5e;
const SKIPPABLE_HEAD_BYTES = 8;
/** `BWFRAMES`, the last bytes of a copy. */
const MAGIC = Buffer.from('BWFRAMES', 'latin1');
const VERSION = 1;
const HASH_BYTES = 32;
/** Version (u32), number of entries (u32), SHA-256 of title, version, number and entries, magic. */
const TAIL_BYTES = 8 + HASH_BYTES + MAGIC.length;
/** Five float64, in the order of {@link CopiedFrame}. */
const ENTRY_BYTES = 40;
/** A copy with more frames would be hundreds of gigabytes long: a hostile count must not fill memory. */
const MAX_ENTRIES = 1_000_000;

/**
 * The index that ends a copy: a skippable zstd frame of entries and a tail of fixed length, all
 * little-endian.
 *
 * @param title what the copy is one of; a copy of something else is refused by it
 */
export function encodeCopyIndex(title: string, frames: readonly CopiedFrame[]): Buffer {
  const bytes = Buffer.alloc(SKIPPABLE_HEAD_BYTES + frames.length * ENTRY_BYTES + TAIL_BYTES);
  bytes.writeUInt32LE(SKIPPABLE_MAGIC, 0);
  bytes.writeUInt32LE(bytes.length - SKIPPABLE_HEAD_BYTES, 4);
  let at = SKIPPABLE_HEAD_BYTES;
  for (const { fileOffset, fileBytes, dataOffset, dataBytes, position } of frames) {
    for (const value of [fileOffset, fileBytes, dataOffset, dataBytes, position]) {
      at = bytes.writeDoubleLE(value, at);
    }
  }
  at = bytes.writeUInt32LE(VERSION, at);
  at = bytes.writeUInt32LE(frames.length, at);
  at += hashOf(title, bytes.subarray(SKIPPABLE_HEAD_BYTES, at)).copy(bytes, at);
  MAGIC.copy(bytes, at);
  return bytes;
}

/**
 * Reads the index of a copy, and believes none of it unchecked.
 *
 * @throws DamagedCopyError when a byte is another, the file is cut, or it is a copy of something else
 */
export async function readCopyIndex(file: FileHandle, title: string): Promise<CopiedFrame[]> {
  const { size } = await file.stat();
  const tail = await readExactly(file, size - TAIL_BYTES, TAIL_BYTES);
  if (!MAGIC.equals(tail.subarray(-MAGIC.length))) throw new DamagedCopyError('it is cut');
  if (tail.readUInt32LE(0) !== VERSION) throw new DamagedCopyError('it is of another version');
  const count = tail.readUInt32LE(4);
  if (count > MAX_ENTRIES) throw new DamagedCopyError('its index is damaged');
  const entryBytes = count * ENTRY_BYTES;
  const entries = await readExactly(file, size - TAIL_BYTES - entryBytes, entryBytes);
  const hashed = Buffer.concat([entries, tail.subarray(0, 8)]);
  if (!hashOf(title, hashed).equals(tail.subarray(8, 8 + HASH_BYTES))) {
    throw new DamagedCopyError('its index is damaged, or that of another file');
  }
  return Array.from({ length: count }, (_, index) => {
    const at = index * ENTRY_BYTES;
    return {
      fileOffset: entries.readDoubleLE(at),
      fileBytes: entries.readDoubleLE(at + 8),
      dataOffset: entries.readDoubleLE(at + 16),
      dataBytes: entries.readDoubleLE(at + 24),
      position: entries.readDoubleLE(at + 32),
    };
  });
}

/**
 * Bytes of a file at a place.
 * @throws DamagedCopyError when the file ends before
 */
export async function readExactly(
  file: FileHandle,
  position: number,
  bytes: number,
): Promise<Buffer> {
  if (position < 0) throw new DamagedCopyError('it is cut');
  const buffer = Buffer.allocUnsafeSlow(bytes);
  for (let have = 0; have < bytes;) {
    const { bytesRead } = await file.read(buffer, have, bytes - have, position + have);
    if (bytesRead === 0) throw new DamagedCopyError(`it ends at byte ${position + have}`);
    have += bytesRead;
  }
  return buffer;
}

const hashOf = (title: string, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(`${title}\n`).update(bytes).digest();
