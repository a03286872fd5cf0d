import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DigestLedger } from './digestLedger.ts';

let folder: string;
let ledger: DigestLedger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  ledger = new DigestLedger(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const MONDAY = '1'.repeat(64);
const TUESDAY = '2'.repeat(64);
const ONE = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

describe('what sessions came to', () => {
  it('is told when they are run again, also by another process', async () => {
    expect(await ledger.note(MONDAY, ONE)).toBeUndefined();
    expect(await new DigestLedger(folder).note(MONDAY, ONE)).toBe(ONE);
    expect(await ledger.note(TUESDAY, ONE)).toBeUndefined();
  });

  it('is the newest once it has changed', async () => {
    await ledger.note(MONDAY, ONE);
    expect(await ledger.note(MONDAY, OTHER)).toBe(ONE);
    expect(await ledger.note(MONDAY, OTHER)).toBe(OTHER);
  });

  it('starts anew beside a file that cannot be read', async () => {
    await writeFile(join(folder, 'digests.json'), '{"version":1,"digests":[{"run":"x"}]}');
    expect(await ledger.note(MONDAY, ONE)).toBeUndefined();
    expect((await readdir(folder)).sort()).toEqual(['digests.json', 'digests.json.broken-1']);
  });

  it('forgets the oldest of very many', async () => {
    const digests = Array.from({ length: 2000 }, (_, index) => ({
      run: index.toString(16).padStart(64, '0'),
      digest: ONE,
    }));
    await writeFile(join(folder, 'digests.json'), JSON.stringify({ version: 1, digests }));
    await ledger.note(MONDAY, OTHER);
    const text = await readFile(join(folder, 'digests.json'), 'utf8');
    const kept = JSON.parse(text) as { digests: { run: string }[] };
    expect(kept.digests).toHaveLength(2000);
    expect(kept.digests[0]?.run).toBe('1'.padStart(64, '0'));
    expect(kept.digests.at(-1)).toEqual({ run: MONDAY, digest: OTHER });
  });
});
