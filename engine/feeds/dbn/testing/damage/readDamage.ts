import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomAccessBytes } from '../../fileBytes.ts';
import { RECORD_BYTES, METADATA, bookRecords, compress } from './content.ts';
import { aScene, type DamageKind } from './damageKind.ts';

const UNREADABLE = /^The system could not read the file\.$/;
const SHRUNK = /^The file became shorter while it was read\.$/;
/** More than is read ahead at opening: the damage comes in the middle. */
const RECORDS = 4000;

const sound = (): Buffer => Buffer.concat([METADATA, bookRecords(RECORDS)]);

/**
 * Bytes as a disk would give them that fails, or a file that somebody cuts, at an offset.
 *
 * @param failure what a read from there on throws; 0 for the end of the file
 */
function failingAt(content: Uint8Array, offset: number, failure: Error | 0): RandomAccessBytes {
  return {
    sizeBytes: content.length,
    read: (target, position) => {
      const part = content.subarray(position, Math.min(position + target.length, offset));
      if (part.length === 0 && failure !== 0) return Promise.reject(failure);
      target.set(part);
      return Promise.resolve(part.length);
    },
    close: () => Promise.resolve(),
  };
}

const systemError = (code: string): Error => Object.assign(new Error(`${code}: read`), { code });

/** A kind in which the file named is sound and reading it goes wrong. */
function aReading(
  name: string,
  message: RegExp,
  delivered: number,
  openBytes: () => RandomAccessBytes,
): DamageKind {
  const make: DamageKind['make'] = async (folder) => {
    const path = join(folder, 'es.mbp-10.dbn');
    await writeFile(path, '');
    return { path, openBytes: () => Promise.resolve(openBytes()) };
  };
  return aScene(name, message, make, { delivered });
}

const cutAt = METADATA.length + RECORD_BYTES * 2000;

/** Damage that no file holds: the disk fails or another program writes. Reading is injected. */
export const READ_DAMAGE: readonly DamageKind[] = [
  aReading('read error at the first byte', UNREADABLE, 0, () =>
    failingAt(sound(), 0, systemError('EIO')),
  ),
  aReading('read error in the metadata', UNREADABLE, 0, () =>
    failingAt(sound(), 200, systemError('EIO')),
  ),
  aReading('read error in the middle', UNREADABLE, 2000, () =>
    failingAt(sound(), cutAt + 100, systemError('EIO')),
  ),
  aReading('network share gone in the middle', UNREADABLE, 2000, () =>
    failingAt(sound(), cutAt, systemError('ESTALE')),
  ),
  aReading('read error in the middle of a frame', UNREADABLE, 2000, () => {
    const frames = Buffer.concat([
      compress(Buffer.concat([METADATA, bookRecords(2000)])),
      compress(bookRecords(10, 2000)),
    ]);
    return failingAt(frames, frames.length - 40, systemError('EIO'));
  }),
  aReading('cut by another program between records', SHRUNK, 2000, () =>
    failingAt(sound(), cutAt, 0),
  ),
  aReading('cut by another program inside a record', SHRUNK, 2000, () =>
    failingAt(sound(), cutAt + 100, 0),
  ),
];
