import { BreakwaterError } from '../../../core/errors.ts';
import type { DbnReader } from '../reader.ts';
import type { DbnFileWriter } from '../writer.ts';
import { upgradeRecord } from './upgradeRecord.ts';

/**
 * Copies the records of a reader that stands at its first one, each in the layout of a DBN version.
 *
 * @param onProgress told the share of the input that was read, 0…1
 * @returns how many had an older layout
 * @throws BreakwaterError when a record is of a later version, or the file cannot be written
 */
export async function copyRecords(
  reader: DbnReader,
  writer: DbnFileWriter,
  version: 2 | 3,
  onProgress: (share: number) => void,
): Promise<number> {
  let upgradedCount = copyRecord(reader, writer, version);
  do {
    while (reader.next()) upgradedCount += copyRecord(reader, writer, version);
    await writer.drain();
    onProgress(reader.progress);
  } while (await reader.fill());
  return upgradedCount;
}

/** @returns 1 when the record had an older layout, otherwise 0 */
function copyRecord(reader: DbnReader, writer: DbnFileWriter, version: 2 | 3): number {
  const { view, offset, lengthBytes } = reader;
  const newer = upgrade(reader, version);
  writer.records.raw(newer ?? new Uint8Array(view.buffer, view.byteOffset + offset, lengthBytes));
  return newer === undefined ? 0 : 1;
}

function upgrade(reader: DbnReader, version: 2 | 3): Uint8Array | undefined {
  const { path, view, offset, lengthBytes, recordIndex, byteOffset } = reader;
  try {
    return upgradeRecord(view, offset, lengthBytes, version);
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    throw new BreakwaterError(error.code, error.message, {
      place: { ...error.place, file: path, recordIndex, byteOffset },
      remedy: error.remedy,
      cause: error,
    });
  }
}
