import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { marketRecord, metadataBytes } from '../feeds/dbn/testing/dbnBytes.ts';

/** Codes of DBN schemas as the vendor documents them. */
const SCHEMA_CODES = {
  'mbp-1': 1,
  'mbp-10': 2,
  tbbo: 3,
  trades: 4,
  definition: 9,
  'cmbp-1': 14,
  'cbbo-1s': 15,
  tcbbo: 17,
  'bbo-1s': 18,
} as const;
export type TestSchema = keyof typeof SCHEMA_CODES;

/** Record type and length of each schema's records. */
const RECORD_SHAPES: Readonly<Record<TestSchema, readonly [rtype: number, bytes: number]>> = {
  'mbp-1': [0x01, 80],
  'mbp-10': [0x0a, 368],
  tbbo: [0x01, 80],
  trades: [0x00, 48],
  definition: [0x13, 400],
  'cmbp-1': [0xb1, 80],
  'cbbo-1s': [0xc0, 80],
  tcbbo: [0xc2, 80],
  'bbo-1s': [0xc3, 80],
};

/** A DBN file of a schema with one record of each symbol. */
export function dbnFile(schema: TestSchema, ...symbols: string[]): Buffer {
  const [rtype, bytes] = RECORD_SHAPES[schema];
  const mappings = symbols.map((symbol, index) => ({
    key: symbol,
    intervals: [[20201228, 20201229, String(index + 1)]] as [number, number, string][],
  }));
  const isTrade = schema === 'trades' || schema === 'tbbo' || schema === 'tcbbo';
  const records = symbols.map((_, index) =>
    marketRecord({ rtype, bytes, instrumentId: index + 1, action: isTrade ? 'T' : 'A' }),
  );
  const metadata = metadataBytes({ schema: SCHEMA_CODES[schema], symbols, mappings });
  return Buffer.concat([metadata, ...records]);
}

export interface TestFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A folder with these files, by path inside it; an object is written as JSON. */
export async function aFolder(
  files: Readonly<Record<string, object | string>>,
): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'breakwater-session-'));
  for (const [name, content] of Object.entries(files)) {
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content);
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), isRaw ? content : JSON.stringify(content));
  }
  return { path, remove: () => rm(path, { recursive: true }) };
}
