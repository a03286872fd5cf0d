import { BreakwaterError } from '../../../core/errors.ts';
import { ByteQueue } from '../byteQueue.ts';
import { FileChunks, openFileBytes } from '../fileBytes.ts';
import { hasMetadata } from '../sniff.ts';
import { ZstdChunks } from '../zstdChunks.ts';
import { isZstd } from '../zstdFrames.ts';
import { decodeMetadata } from './decodeMetadata.ts';
import type { MetadataContent } from './metadataContent.ts';

const CHUNK_BYTES = 64 * 1024;

/**
 * Everything that the metadata at the start of a file says. For copying: a reader keeps only what it
 * looks records up by.
 *
 * @param sizeBytes of prelude and metadata, as a `DbnReader` found them to be sound
 * @throws BreakwaterError when the file cannot be read again
 */
export async function readMetadataContent(
  path: string,
  sizeBytes: number,
): Promise<MetadataContent> {
  return decodeMetadata(await readStart(path, sizeBytes));
}

/** The first bytes of a file, decompressed. */
async function readStart(path: string, count: number): Promise<Uint8Array> {
  const file = await openFileBytes(path);
  const magic = new Uint8Array(4);
  await file.read(magic, 0);
  const chunks = isZstd(magic) ? new ZstdChunks(file) : new FileChunks(file, CHUNK_BYTES);
  try {
    const queue = new ByteQueue(chunks);
    await queue.require(count);
    const start = queue.take(count);
    if (start.length === count && hasMetadata(start)) return start;
    throw new BreakwaterError('bad-input', 'The file changed while it was read.', {
      place: { file: path, expected: `${count} bytes of metadata`, found: `${start.length} bytes` },
      remedy: 'Convert it again when nothing writes to it any more.',
    });
  } finally {
    await chunks.settle();
    await file.close();
  }
}
