import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DbnReader } from '../reader.ts';
import { readAll } from '../testing/readAll.ts';
import { bytesInMemory } from '../testing/dbnBytes.ts';
import { ZstdChunks } from '../zstdChunks.ts';
import { convertFile } from './convertFile.ts';
import { decodeMetadata } from './decodeMetadata.ts';
import { encodeMetadata } from './encodeMetadata.ts';
import { decodeRecord, encodeRecord } from './recordCodec.ts';

/** The vendor's own test files and half an hour of a real book, beside the project. */
const root = join(import.meta.dirname, '../../../../../shared/data');
const session = join(root, 'sessions/es-2023-12-25/glbx-mdp3-20231225.mbp-10.dbn.zst');

const samples = ['dbn/dbn-repo', 'dbn/python-repo'].flatMap((folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((name) => ({ name, path: join(root, folder, name) }))
    : [],
);

async function decompressed(path: string): Promise<Buffer> {
  const bytes = readFileSync(path);
  if (!path.endsWith('.zst')) return bytes;
  const chunks = new ZstdChunks(bytesInMemory(bytes));
  const parts: Uint8Array[] = [];
  for (let part = await chunks.next(); part; part = await chunks.next()) parts.push(part);
  await chunks.settle();
  return Buffer.concat(parts);
}

function throughValues(record: Uint8Array): Buffer {
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  return Buffer.from(encodeRecord(decodeRecord(view, 0, record.length)));
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-roundtrip-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** All bytes of a file rewritten in some version, uncompressed. */
async function converted(path: string, version: 2 | 3): Promise<Buffer> {
  const out = join(folder, 'out.dbn');
  await convertFile(path, out, {
    version,
    compressionLevel: undefined,
    dataset: undefined,
    onProgress: () => undefined,
  });
  return readFile(out);
}

describe.skipIf(samples.length === 0)('the vendor’s test files', () => {
  it.each(samples)('$name: every record comes back from its values', async ({ path }) => {
    const { records } = await readAll(await DbnReader.open(path));
    expect(records.map(throughValues)).toEqual(records);
  });

  it.each(samples)('$name: the metadata comes back from what it says', async ({ path }) => {
    const { metadata } = (await readAll(await DbnReader.open(path))).reader;
    const bytes = (await decompressed(path)).subarray(0, metadata?.sizeBytes ?? 0);
    if (metadata === null) expect(path).toContain('.frag');
    else expect(encodeMetadata(decodeMetadata(bytes))).toEqual(bytes);
  });

  it('come back whole, to the byte, when they are rewritten in their version', async () => {
    for (const { path } of samples) {
      const { metadata } = (await readAll(await DbnReader.open(path))).reader;
      if (metadata?.version !== 2 && metadata?.version !== 3) continue;
      expect(await converted(path, metadata.version)).toEqual(await decompressed(path));
    }
  });

  const olderThanThree = samples.filter(({ name }) => /\.v[12]\.dbn\.zst$/.test(name));
  it.each(olderThanThree)('$name rewritten is the vendor’s file of version 3', async ({ path }) => {
    const newer = path.replace(/\.v[12]\.dbn/, '.v3.dbn');
    if (!existsSync(newer)) return;
    expect(await converted(path, 3)).toEqual(await decompressed(newer));
  });
});

describe.skipIf(!existsSync(session))('half an hour of a real ES book', () => {
  it('comes back from its values and from a rewritten file', async () => {
    const { records } = await readAll(await DbnReader.open(session));
    for (const record of records) {
      if (!throughValues(record).equals(record)) expect(throughValues(record)).toEqual(record);
    }
    const version = decodeMetadata(await decompressed(session)).version;
    expect(version).not.toBe(1);
    if (version !== 1)
      expect((await converted(session, version)).equals(await decompressed(session))).toBe(true);
  });
});
