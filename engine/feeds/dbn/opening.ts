import { ByteQueue } from './byteQueue.ts';
import { FileChunks } from './fileBytes.ts';
import type { ByteChunks, RandomAccessBytes } from './fileBytes.ts';
import { FrameIndex } from './frameIndex.ts';
import type { Growth } from './growth.ts';
import { HEADER_BYTES } from './layout.ts';
import { readMetadata } from './metadata.ts';
import type { DbnMetadata } from './metadata.ts';
import { hasMetadata, isDbz, isFragment, notDbn } from './sniff.ts';
import { SymbolMap } from './symbols.ts';
import { ZstdChunks } from './zstdChunks.ts';
import { isZstd } from './zstdFrames.ts';

/** Bytes per read of an uncompressed file. */
export const PLAIN_CHUNK_BYTES = 256 * 1024;
const SNIFF_BYTES = 64;

/** What opening a DBN file found out before the first record. */
export interface Opening {
  readonly bytes: RandomAccessBytes;
  readonly chunks: ByteChunks;
  readonly zstd: ZstdChunks | undefined;
  /** The zstd frames come past so far. */
  readonly frames: FrameIndex;
  readonly metadata: DbnMetadata | null;
  readonly symbols: SymbolMap;
  /** The bytes after the metadata that were read along. */
  readonly rest: Uint8Array;
  /** Decompressed bytes that were read, metadata and rest. */
  readonly readBytes: number;
}

/**
 * Finds out whether the bytes are zstd, and whether they begin with metadata or with a record.
 *
 * @param path for messages
 * @param growth of a file that may grow; its metadata must be there
 * @throws NotDbnError when they are neither
 * @throws BreakwaterError when they cannot be read or the metadata is damaged
 */
export async function readOpening(
  path: string,
  bytes: RandomAccessBytes,
  growth?: Growth,
): Promise<Opening> {
  const frames = new FrameIndex();
  const rawStart = await new FileChunks(bytes, SNIFF_BYTES).next();
  if (rawStart === undefined) throw notDbn(path, new Uint8Array(0), new Uint8Array(0));
  if (isDbz(rawStart)) throw notDbn(path, rawStart, rawStart);
  const zstd = isZstd(rawStart) ? new ZstdChunks(bytes, frames, undefined, growth) : undefined;
  const chunks = zstd ?? new FileChunks(bytes, PLAIN_CHUNK_BYTES, 0, growth);
  try {
    const queue = new ByteQueue(chunks);
    const symbols = new SymbolMap();
    await queue.require(HEADER_BYTES);
    const start = queue.peek().slice(0, SNIFF_BYTES);
    if (!hasMetadata(start) && !isFragment(start)) throw notDbn(path, rawStart, start);
    const metadata = hasMetadata(start)
      ? await readMetadata(queue, symbols, bytes.sizeBytes)
      : null;
    const rest = queue.peek();
    const readBytes = queue.consumed + rest.length;
    return { bytes, chunks, zstd, frames, metadata, symbols, rest, readBytes };
  } catch (error) {
    await chunks.settle();
    throw error;
  }
}
