import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from './temporaryFolder.ts';

/** Above every pid that Linux gives. */
const DEAD_PID = 2 ** 22 + 1;
const NOW_MS = Date.UTC(2026, 10, 22);

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sweep-'));
});
afterAll(() => rm(parent, { recursive: true }));

async function folder(name: string, ageMs: number): Promise<void> {
  const path = join(parent, name);
  await mkdir(path);
  const time = new Date(NOW_MS - ageMs);
  await utimes(path, time, time);
}

describe('what a process left behind', () => {
  it('goes when it is a day old and the process is no more, and nothing else does', async () => {
    await folder(`breakwater-parquet-${DEAD_PID}-abc`, 90_000_000);
    await folder(`breakwater-parquet-${DEAD_PID}-young`, 60_000_000);
    await folder(`breakwater-parquet-${process.pid}-mine`, 90_000_000);
    await folder('breakwater-parquet-notes', 90_000_000);
    await sweep(parent, NOW_MS);
    const left = [
      `breakwater-parquet-${process.pid}-mine`,
      `breakwater-parquet-${DEAD_PID}-young`,
      'breakwater-parquet-notes',
    ];
    expect((await readdir(parent)).sort()).toEqual(left.sort());
  });

  it('is no trouble where the folder cannot be listed', async () => {
    await expect(sweep(join(parent, 'none'), NOW_MS)).resolves.toBeUndefined();
  });
});
