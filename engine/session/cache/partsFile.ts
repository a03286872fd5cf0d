import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { StateReader, StateWriter } from '../../core/stateTransfer.ts';

/** `BWPARTS` and the format's version. */
const MAGIC = Buffer.from('BWPARTS\u0001', 'latin1');
const HASH_BYTES = 32;
const HEAD_BYTES = MAGIC.length + 8 + HASH_BYTES;
/** Far above what the largest index takes: a hostile length must not exhaust the memory. */
const MAX_INDEX_BYTES = 16 * 1024 * 1024;

/** A part of a file as its index has it. */
interface PartEntry {
  readonly offset: number;
  readonly bytes: number;
  readonly sha256: Uint8Array;
}

/** A file of this kind that is not as it was written. */
export class DamagedPartsError extends Error {}

/**
 * Writes parts one after the other, with an index before them: magic and version (8 bytes), length of
 * the index (float64, little-endian), SHA-256 of the index, the index, the parts. The index holds the
 * title and of every part where it starts, how long it is and its SHA-256.
 */
export async function writeParts(
  file: FileHandle,
  title: string,
  parts: readonly Uint8Array[],
): Promise<void> {
  let offset = 0;
  const entries = parts.map((part): PartEntry => {
    const entry = { offset, bytes: part.length, sha256: sha256(part) };
    offset += part.length;
    return entry;
  });
  const state = new StateWriter();
  state.text(title);
  state.list([...entries], (entry = NO_PART) => {
    state.number(entry.offset);
    state.number(entry.bytes);
    state.column(entry.sha256, 0, HASH_BYTES);
    return entry;
  });
  const index = state.bytes();
  const length = Buffer.alloc(8);
  length.writeDoubleLE(index.length);
  await file.writeFile(Buffer.concat([MAGIC, length, sha256(index), index]));
  for (const part of parts) await file.writeFile(part);
}

const NO_PART: PartEntry = { offset: 0, bytes: 0, sha256: new Uint8Array(HASH_BYTES) };

/**
 * Reads what {@link writeParts} wrote, and believes none of it unchecked.
 * @throws DamagedPartsError when a byte is another, the file is cut, or its title is another
 */
export async function readParts(path: string, title: string): Promise<Uint8Array[]> {
  const file = await open(path);
  try {
    const head = await readAt(file, 0, HEAD_BYTES);
    if (!MAGIC.equals(head.subarray(0, MAGIC.length))) throw new DamagedPartsError('another kind');
    const indexBytes = head.readDoubleLE(MAGIC.length);
    if (!(indexBytes >= 0 && indexBytes <= MAX_INDEX_BYTES)) throw new DamagedPartsError('index');
    const index = await readAt(file, HEAD_BYTES, indexBytes);
    assertHash(index, head.subarray(MAGIC.length + 8), 'index');
    const entries = readIndex(new StateReader(index), title);
    const start = HEAD_BYTES + indexBytes;
    const parts: Uint8Array[] = [];
    for (const { offset, bytes, sha256: expected } of entries) {
      const part = await readAt(file, start + offset, bytes);
      assertHash(part, expected, `part ${parts.length}`);
      parts.push(part);
    }
    return parts;
  } finally {
    await file.close();
  }
}

function readIndex(state: StateReader, title: string): PartEntry[] {
  if (state.text() !== title) throw new DamagedPartsError('another title');
  const entries: PartEntry[] = [];
  state.list(entries, () => {
    const entry = { offset: state.number(), bytes: state.number() };
    const hash = new Uint8Array(HASH_BYTES);
    state.column(hash, 0, HASH_BYTES);
    return { ...entry, sha256: hash };
  });
  return entries;
}

async function readAt(file: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  for (let have = 0; have < bytes;) {
    const { bytesRead } = await file.read(buffer, have, bytes - have, position + have);
    if (bytesRead === 0) throw new DamagedPartsError(`it ends at ${position + have}`);
    have += bytesRead;
  }
  return buffer;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function assertHash(bytes: Uint8Array, expected: Uint8Array, what: string): void {
  if (sha256(bytes).compare(expected) !== 0) throw new DamagedPartsError(what);
}
