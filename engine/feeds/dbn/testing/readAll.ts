import type { BreakwaterError } from '../../../core/errors.ts';
import { MARKET } from '../layout.ts';
import { DbnReader } from '../reader.ts';
import { bytesInMemory } from './dbnBytes.ts';

/** What a reader delivered, record by record. */
export interface ReadResult {
  readonly reader: DbnReader;
  /** Sequence of each record that has one, in order. */
  readonly sequences: number[];
  readonly rtypes: number[];
  /** Where each record ends in the decompressed stream. */
  readonly ends: number[];
  /** Copies of the records' bytes. */
  readonly records: Buffer[];
  readonly symbols: (string | undefined)[];
  readonly damage: BreakwaterError | null;
}

/** Reads everything a reader delivers and closes it. */
export async function readAll(reader: DbnReader): Promise<ReadResult> {
  const result: Omit<ReadResult, 'damage'> = {
    reader,
    sequences: [],
    rtypes: [],
    records: [],
    ends: [],
    symbols: [],
  };
  for (;;) {
    while (reader.next()) {
      const { view, offset, lengthBytes, rtype } = reader;
      const record = new Uint8Array(view.buffer, view.byteOffset + offset, lengthBytes);
      result.records.push(Buffer.from(record));
      result.rtypes.push(rtype);
      result.ends.push(reader.byteOffset + lengthBytes);
      if (lengthBytes >= 48) result.sequences.push(view.getUint32(offset + MARKET.sequence, true));
      result.symbols.push(reader.symbol());
    }
    if (!(await reader.fill())) break;
  }
  await reader.close();
  return { ...result, damage: reader.damage };
}

/** Opens bytes as if they were the file `memory.dbn`. */
export function openBytes(content: Uint8Array, chunkBytes = Infinity): Promise<DbnReader> {
  return DbnReader.open('memory.dbn', {
    openBytes: () => Promise.resolve(bytesInMemory(content, chunkBytes)),
  });
}

/** Reads bytes as if they were a file. */
export async function readBytes(content: Uint8Array, chunkBytes = Infinity): Promise<ReadResult> {
  return readAll(await openBytes(content, chunkBytes));
}
