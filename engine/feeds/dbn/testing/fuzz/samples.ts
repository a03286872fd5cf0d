import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isZstd, ZstdFrameSplitter } from '../../zstdFrames.ts';
import {
  headerBytes,
  marketRecord,
  metadataBytes,
  symbolMappingRecord,
  tradeRecord,
} from '../dbnBytes.ts';
import { bookRecords, compress, compressWithChecksum } from '../damage/content.ts';
import { readBytes } from '../readAll.ts';

/** The vendor's own small files; not part of the project. */
const GENUINE = join(import.meta.dirname, '../../../../../../shared/data/dbn');
const MAX_SAMPLE_BYTES = 64 * 1024;

/** A sound file and what it holds. */
export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly records: readonly Buffer[];
  /**
   * Where units end that are whole by themselves: records of a plain file, frames of a compressed one.
   * Each with the number of records that are whole once the file is sound up to there.
   */
  readonly borders: readonly { readonly end: number; readonly records: number }[];
}

function builtFiles(): readonly (readonly [string, Buffer])[] {
  const live = Buffer.concat([
    metadataBytes({ version: 2, mappings: [], stypeIn: 255, schema: 0xffff }),
    symbolMappingRecord(2, 5482, 'ESH1'),
    tradeRecord(),
    headerBytes(0x17, 320),
    headerBytes(0x15, 320),
    metadataBytes({ version: 3 }),
    marketRecord({ rtype: 0xc3, bytes: 80 }),
    headerBytes(0x13, 520),
    headerBytes(0x18, 80),
    headerBytes(0x77, 24),
    bookRecords(2),
  ]);
  const book = Buffer.concat([metadataBytes(), bookRecords(6)]);
  const old = Buffer.concat([metadataBytes({ version: 1 }), bookRecords(3), tradeRecord()]);
  return [
    ['a live capture', live],
    ['a compressed live capture', compress(live)],
    ['a book', book],
    ['a book of version 1', old],
    ['a book with a checksum', compressWithChecksum(book)],
    [
      'a book in frames',
      Buffer.concat([
        compress(metadataBytes()),
        compress(bookRecords(3)),
        compress(bookRecords(3)),
      ]),
    ],
    ['a fragment', bookRecords(3)],
    ['a compressed fragment', compress(Buffer.concat([headerBytes(0x13, 400), tradeRecord()]))],
  ];
}

function genuineFiles(): readonly (readonly [string, Buffer])[] {
  if (!existsSync(GENUINE)) return [];
  const entries = readdirSync(GENUINE, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(dbn|zst|frag)$/.test(entry.name))
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))] as const)
    .filter(([, bytes]) => bytes.length <= MAX_SAMPLE_BYTES)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Files put together here and, where they are on this machine, the vendor's. */
export async function readSamples(): Promise<readonly Sample[]> {
  const files = [...builtFiles(), ...genuineFiles()];
  return Promise.all(files.map(([name, bytes]) => sampleOf(name, bytes)));
}

async function sampleOf(name: string, bytes: Buffer): Promise<Sample> {
  const { records } = await readBytes(bytes);
  const borders = isZstd(bytes) ? await frameBorders(bytes) : await recordBorders(bytes);
  return { name, bytes, records, borders };
}

async function frameBorders(bytes: Buffer): Promise<Sample['borders']> {
  const splitter = new ZstdFrameSplitter();
  const borders: { end: number; records: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    at = splitter.advance(bytes, at, false);
    if (!splitter.isBetweenFrames) continue;
    const { records } = await readBytes(bytes.subarray(0, at));
    borders.push({ end: at, records: records.length });
  }
  return borders;
}

async function recordBorders(bytes: Buffer): Promise<Sample['borders']> {
  const { ends } = await readBytes(bytes);
  return ends.map((end, index) => ({ end, records: index + 1 }));
}
