import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DbnMetadata } from '../metadata.ts';
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

async function metadataOf(path: string): Promise<DbnMetadata | null> {
  const reader = await DbnReader.open(path);
  await reader.close();
  return reader.metadata;
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
    const metadata = await metadataOf(path);
    const bytes = (await decompressed(path)).subarray(0, metadata?.sizeBytes ?? 0);
    if (metadata === null) expect(path).toContain('.frag');
    else expect(encodeMetadata(decodeMetadata(bytes))).toEqual(bytes);
  });

  it('come back whole, to the byte, when they are rewritten in their version', async () => {
    for (const { path } of samples) {
      const metadata = await metadataOf(path);
      if (metadata?.version !== 2 && metadata?.version !== 3) continue;
      expect(await converted(path, metadata.version)).toEqual(await decompressed(path));
    }
  });

  const newerOf = (path: string) => path.replace(/\.v[12]\.dbn/, '.v3.dbn');
  const older = samples.filter(
    ({ path }) => /\.v[12]\.dbn\.zst$/.test(path) && existsSync(newerOf(path)),
  );
  it.each(older)('$name rewritten is the vendor’s file of version 3', async ({ path }) => {
    expect(await converted(path, 3)).toEqual(await decompressed(newerOf(path)));
  });
});

describe.skipIf(!existsSync(session))('half an hour of a real ES book', () => {
  it('comes back, record by record, from its values', async () => {
    const reader = await DbnReader.open(session);
    let recordCount = 0;
    const changed: number[] = [];
    do {
      while (reader.next()) {
        const { view, offset, lengthBytes } = reader;
        const found = encodeRecord(decodeRecord(view, offset, lengthBytes));
        const wanted = new Uint8Array(view.buffer, view.byteOffset + offset, lengthBytes);
        if (Buffer.compare(found, wanted) !== 0) changed.push(recordCount);
        recordCount++;
      }
    } while (await reader.fill());
    await reader.close();
    expect([recordCount, changed]).toEqual([22_225, []]);
  });

  it('comes back whole, to the byte, when it is rewritten in its version', async () => {
    const [before, after] = [await decompressed(session), await converted(session, 2)];
    expect(after.length).toBe(before.length);
    expect(after.equals(before)).toBe(true);
  });
});
