import { BreakwaterError } from '../../../../core/errors.ts';
import { BookSource } from '../../events/bookSource.ts';
import { isZstd } from '../../zstdFrames.ts';
import { openBytes, readAll, type ReadResult } from '../readAll.ts';
import { played } from '../playSource.ts';
import { commonStart, mutated, type Mutation } from './mutations.ts';
import type { Sample } from './samples.ts';

/** Bytes that one small file may unpack to in buffers at a time. */
const MAX_BUFFER_BYTES = 64 * 2 ** 20;

/**
 * Mutates a sample, reads it, and checks what reading promises: it ends; nothing but a
 * BreakwaterError is thrown; damage says where it is; every record before the first changed byte (of
 * a compressed file: every record of the frames before it) is delivered as it was; buffers do not
 * grow with what the bytes claim.
 *
 * @param chunkBytes what one read gives at most
 * @throws Error naming the promise that was broken
 */
export async function assertSurvives(
  sample: Sample,
  changes: readonly Mutation[],
  others: readonly Buffer[],
  chunkBytes: number,
): Promise<void> {
  const bytes = changes.reduce((made, change) => mutated(made, change, others), sample.bytes);
  const before = process.memoryUsage().arrayBuffers;
  const result = await readOrRefuse(bytes, chunkBytes);
  const grown = process.memoryUsage().arrayBuffers - before;
  if (grown > MAX_BUFFER_BYTES) throw new Error(`${grown} bytes of buffers are held`);
  assertStartIsKept(sample, bytes, result?.records ?? []);
  if (result?.damage) assertHasPlace(result.damage);
  // What a book makes of values does not depend on compression.
  if (result !== undefined && !isZstd(bytes)) await playBook(bytes);
}

/** Undefined when the file is refused as a whole. */
async function readOrRefuse(bytes: Buffer, chunkBytes: number): Promise<ReadResult | undefined> {
  try {
    return await readAll(await openBytes(bytes, chunkBytes));
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    if (error.place.file === undefined)
      throw new Error('a refusal names no file', { cause: error });
    return undefined;
  }
}

function assertStartIsKept(sample: Sample, bytes: Buffer, records: readonly Buffer[]): void {
  const same = commonStart(sample.bytes, bytes);
  const kept = sample.borders.findLast(({ end }) => end <= same)?.records ?? 0;
  for (let index = 0; index < kept; index++) {
    const expected = sample.records[index];
    if (expected !== undefined && records[index]?.equals(expected) === true) continue;
    throw new Error(`record ${index} of ${sample.name}, before byte ${same}, is lost or changed`);
  }
}

function assertHasPlace({ message, remedy, place }: BreakwaterError): void {
  const { file, byteOffset, recordIndex, expected, found } = place;
  const parts = [file, byteOffset, recordIndex, expected, found];
  if (parts.includes(undefined) || remedy === '') throw new Error(`no place or remedy: ${message}`);
}

/** Plays the file as a book: values may be anything, and what is handed on must be in order. */
async function playBook(bytes: Buffer): Promise<void> {
  const reader = await openBytes(bytes);
  const [interval] = reader.symbols.intervals();
  const source = new BookSource(reader, {
    symbol: interval?.symbol ?? '',
    tickSize: 0.25,
    depth: reader.metadata?.schema === 'mbp-1' ? 1 : 10,
    ignoresTrades: false,
  });
  const { timesNs } = await played(source);
  const isInOrder = timesNs.every((ns, index) => ns >= (timesNs[index - 1] ?? -Infinity));
  if (!isInOrder) throw new Error('events go back in time');
}
