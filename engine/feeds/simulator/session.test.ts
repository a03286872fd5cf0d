import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_SPEC, writeBenchSession } from './presets.ts';
import { writeSimulatedSession, type SessionSpec } from './session.ts';

const FILES = [
  'es.mbp-10.dbn.zst',
  'hotzones.json',
  'manifest.json',
  'spy.mbp-1.dbn.zst',
  'spy.tcbbo.dbn.zst',
];

let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'breakwater-session-'));
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

const aSpec = (change: Partial<SessionSpec> = {}): SessionSpec => ({
  ...DEMO_SPEC,
  minutes: 0.1,
  ...change,
});

async function digests(folder: string): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name));
    result[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return result;
}

describe('a simulated session', () => {
  it('is a folder with manifest, hotzones and three DBN files, whose digests the manifest holds', async () => {
    const folder = join(parent, 'new', 'demo');
    await writeSimulatedSession(folder, aSpec({ seed: 5 }));
    expect((await readdir(folder)).sort()).toEqual(FILES);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const found = await digests(folder);
    const source = (path: string): object => ({ path, sha256: found[path] });
    expect(manifest).toMatchObject({
      version: 1,
      origin: 'simulated',
      seed: 5,
      profile: 'spy-0dte',
      sources: [
        source('es.mbp-10.dbn.zst'),
        source('spy.mbp-1.dbn.zst'),
        source('spy.tcbbo.dbn.zst'),
      ],
    });
    const hotzones: unknown = JSON.parse(await readFile(join(folder, 'hotzones.json'), 'utf8'));
    expect(hotzones).toEqual({ version: 1, hotzones: DEMO_SPEC.hotzones });
  });

  it('has the same bytes for the same seed and other bytes for another', async () => {
    await writeSimulatedSession(join(parent, 'a'), aSpec({ seed: 5 }));
    await writeSimulatedSession(join(parent, 'b'), aSpec({ seed: 5 }));
    await writeSimulatedSession(join(parent, 'c'), aSpec({ seed: 6 }));
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => digests(join(parent, name))));
    expect(b).toEqual(a);
    expect(c?.['es.mbp-10.dbn.zst']).not.toBe(a?.['es.mbp-10.dbn.zst']);
  });

  it('replaces an earlier simulated session and leaves what else lies there', async () => {
    await writeSimulatedSession(parent, aSpec({ seed: 5 }));
    await writeFile(join(parent, 'notes.txt'), 'mine');
    const before = await digests(parent);
    await writeSimulatedSession(parent, aSpec({ seed: 6 }));
    const after = await digests(parent);
    expect(Object.keys(after).sort()).toEqual([...FILES, 'notes.txt'].sort());
    expect(after['notes.txt']).toBe(before['notes.txt']);
    expect(after['es.mbp-10.dbn.zst']).not.toBe(before['es.mbp-10.dbn.zst']);
  });

  it.each([
    ['a stray file', 'readme.md', 'hello'],
    ['a recorded session', 'manifest.json', '{"version":1,"origin":"recorded"}'],
    ['a manifest that cannot be read', 'manifest.json', '{'],
  ])('is not written over %s', async (_what, name, text) => {
    await writeFile(join(parent, name), text);
    await expect(writeSimulatedSession(parent, aSpec())).rejects.toMatchObject({
      code: 'usage',
      place: { file: parent, found: name },
    });
    expect(await readdir(parent)).toEqual([name]);
  });

  it('takes over the parts that an interrupted run left behind', async () => {
    await writeFile(join(parent, 'es.mbp-10.dbn.zst.part'), 'torn');
    await writeSimulatedSession(parent, aSpec());
    expect((await readdir(parent)).sort()).toEqual(FILES);
  });

  it('names the folder when a file stands in its place', async () => {
    const path = join(parent, 'file');
    await writeFile(path, '');
    await expect(writeSimulatedSession(path, aSpec())).rejects.toMatchObject({
      code: 'failed',
      place: { file: path },
    });
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be made', async () => {
    await expect(writeSimulatedSession('/proc/none/demo', aSpec())).rejects.toMatchObject({
      code: 'failed',
      place: { file: '/proc/none/demo' },
    });
  });

  it('leaves no parts behind when a file cannot be written', async () => {
    await mkdir(join(parent, 'spy.tcbbo.dbn.zst.part'));
    await expect(writeSimulatedSession(parent, aSpec())).rejects.toMatchObject({ code: 'failed' });
    expect(await readdir(parent)).toEqual(['spy.tcbbo.dbn.zst.part']);
  });

  it('reports its progress up to the end', async () => {
    const shares: number[] = [];
    await writeSimulatedSession(parent, aSpec(), (share) => shares.push(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('a session for measurements', () => {
  it('holds about as many book records as asked for', async () => {
    const { files } = await writeBenchSession(parent, 5_000);
    expect(files[0]?.recordCount).toBeGreaterThanOrEqual(5_000);
    expect(files[0]?.recordCount).toBeLessThan(6_000);
  });
});
