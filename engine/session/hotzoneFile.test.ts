import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HotzoneState } from '../core/protocol.ts';
import { hotzoneFilePath, loadHotzones, saveHotzones } from './hotzoneFile.ts';

const pivot: HotzoneState = { id: 'a', price: 687.25, label: 'pivot', strong: true };

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotzones-'));
  path = hotzoneFilePath(folder, 'SPY');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

describe('the hotzones file', () => {
  it('gives back what was saved, in a folder it makes itself', async () => {
    await saveHotzones(path, [pivot]);
    expect(await loadHotzones(path)).toEqual({ hotzones: [pivot], warning: undefined });
  });

  it('is an empty list before the first save', async () => {
    expect(await loadHotzones(path)).toEqual({ hotzones: [], warning: undefined });
  });

  it('leaves no temporary file behind', async () => {
    await saveHotzones(path, [pivot]);
    await saveHotzones(path, []);
    expect(await readdir(dirname(path))).toEqual([basename(path)]);
  });

  const broken: readonly [string, string][] = [
    ['half written', '{"version": 1, "hotz'],
    ['empty', ''],
    ['of a later version', '{"version": 2, "hotzones": []}'],
    [
      'with a price below zero',
      JSON.stringify({ version: 1, hotzones: [{ ...pivot, price: -1 }] }),
    ],
    ['with one id twice', JSON.stringify({ version: 1, hotzones: [pivot, pivot] })],
    ['of a million spaces', ' '.repeat(1_000_001)],
  ];
  it.each(broken)('is set aside and named when it is %s', async (_what, text) => {
    await write(text);
    const { hotzones, warning } = await loadHotzones(path);
    expect(hotzones).toEqual([]);
    expect(warning).toContain(`${path}.broken-1`);
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe(text);
  });

  it('never overwrites what was set aside before', async () => {
    await write('first');
    await loadHotzones(path);
    await write('second');
    await loadHotzones(path);
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe('first');
    expect(await readFile(`${path}.broken-2`, 'utf8')).toBe('second');
  });

  it('says which file could not be saved and keeps the old one', async () => {
    await saveHotzones(path, [pivot]);
    const blocked = join(path, 'below-a-file.json');
    await expect(saveHotzones(blocked, [])).rejects.toMatchObject({
      code: 'failed',
      place: { file: blocked },
    });
    expect((await loadHotzones(path)).hotzones).toEqual([pivot]);
  });

  it.each(['../../etc/passwd', 'CON', 'a/b\\c:d', '..', 'ES:SPX', 'x'.repeat(4000)])(
    'stays in its folder whatever the instrument is called (%#)',
    (instrument) => {
      const file = hotzoneFilePath(folder, instrument);
      expect(dirname(file)).toBe(join(folder, 'hotzones'));
      expect(basename(file)).toMatch(/^hotzones-[A-Za-z0-9_%-]{1,120}\.json$/);
    },
  );
});
