import { readFile } from 'node:fs/promises';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { DbnReader } from '../feeds/dbn/reader.ts';
import { readAll } from '../feeds/dbn/testing/readAll.ts';

/** A compressed DBN file taken apart, to be put together in another way. */
export interface DbnParts {
  readonly recordCount: number;
  /** A whole file with the records `from` … `to` (exclusive), with the metadata of the original. */
  readonly part: (from: number, to: number) => Buffer;
}

export async function splitDbn(path: string): Promise<DbnParts> {
  const { reader, records } = await readAll(await DbnReader.open(path));
  // The first frame, which holds the metadata.
  const start = zstdDecompressSync(await readFile(path));
  const metadata = start.subarray(0, reader.metadata?.sizeBytes ?? 0);
  return {
    recordCount: records.length,
    part: (from, to) => zstdCompressSync(Buffer.concat([metadata, ...records.slice(from, to)])),
  };
}
