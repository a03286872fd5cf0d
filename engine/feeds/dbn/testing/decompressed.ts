import { openFileBytes } from '../fileBytes.ts';
import { ZstdChunks } from '../zstdChunks.ts';

/** The whole content of a zstd file of any number of frames. */
export async function decompressed(path: string): Promise<Buffer> {
  const bytes = await openFileBytes(path);
  const chunks = new ZstdChunks(bytes);
  const parts: Uint8Array[] = [];
  for (let chunk = await chunks.next(); chunk; chunk = await chunks.next()) parts.push(chunk);
  await bytes.close();
  return Buffer.concat(parts);
}
