import { deflateRawSync, gzipSync } from 'node:zlib';
import { soundStart, withMetadata } from './content.ts';
import { compress } from './content.ts';
import { aFileOf, type DamageKind } from './damageKind.ts';

const NOT_DBN = /^This is no DBN file\.$/;

/** A zip file's first entry; nobody reads further. */
function zip(): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  return Buffer.concat([head, deflateRawSync(soundStart())]);
}

/** The former format: its metadata stands in a skippable frame, the records in a frame after it. */
function dbz(): Buffer {
  const frame = Buffer.alloc(8 + 120);
  frame.writeUInt32LE(0x184d_2a51, 0);
  frame.writeUInt32LE(120, 4);
  frame.write('DBZ', 8, 'latin1');
  frame.writeUInt8(1, 11);
  return Buffer.concat([frame, compress(soundStart().subarray(-368 * 2))]);
}

const parquet = (): Buffer =>
  Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(64, 0x15), Buffer.from('PAR1')]);

/** Files that are something else, some under a name that promises DBN. */
export const FOREIGN_FILES: readonly DamageKind[] = [
  aFileOf('empty file', NOT_DBN, () => Buffer.alloc(0)),
  aFileOf('bad magic', NOT_DBN, () => withMetadata((bytes) => bytes.write('DBM', 0, 'latin1'))),
  aFileOf('text', NOT_DBN, () => Buffer.from('Remember to download Monday.\n')),
  aFileOf('CSV named .dbn', NOT_DBN, () => Buffer.from('ts_event,price,size\n1,3720.25,5\n')),
  aFileOf('JSON named .dbn', NOT_DBN, () => Buffer.from('{"detail": "quota exceeded"}\n')),
  aFileOf('compressed text', NOT_DBN, () => compress(Buffer.from('a,b\n1,2\n'.repeat(50))), {
    fileName: 'es.csv.zst',
  }),
  aFileOf('gzip', NOT_DBN, () => gzipSync(soundStart()), { fileName: 'es.dbn.gz' }),
  aFileOf('zip', NOT_DBN, zip, { fileName: 'es.dbn.zip' }),
  aFileOf('cut Parquet named .dbn', /^The Parquet file has no footer: it was cut\.$/, parquet),
  aFileOf('PDF named .dbn', NOT_DBN, () => Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n')),
  aFileOf('legacy .dbz', NOT_DBN, dbz, { fileName: 'es.dbz' }),
  aFileOf('zstd with nothing in it', NOT_DBN, () => compress(Buffer.alloc(0)), {
    fileName: 'es.dbn.zst',
  }),
];
