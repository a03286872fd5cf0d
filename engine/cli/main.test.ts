import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const entry = join(import.meta.dirname, 'breakwater.js');
/** A device of Linux on which every write fails for want of room. */
const FULL_DISK = '/dev/full';

describe.skipIf(!existsSync(FULL_DISK))('output on a full disk', () => {
  it('ends in one sentence and exit code 1', () => {
    const fullDisk = openSync(FULL_DISK, 'w');
    const { status, stderr } = spawnSync(process.execPath, [entry, 'config'], {
      stdio: ['ignore', fullDisk, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(fullDisk);
    expect(stderr).toMatch(/^breakwater: Standard output cannot be written: ENOSPC/);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
  });
});
