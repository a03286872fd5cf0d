import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerDemo } from './demo.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-demo-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Runs the command and returns what it printed. */
async function demo(...options: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const program = new Command().exitOverride();
  registerDemo(program);
  await program.parseAsync(['demo', '--out', folder, ...options], { from: 'user' });
  return lines.join('\n');
}

describe('breakwater demo', () => {
  it('writes the session and says where it is and how to play it', async () => {
    const output = await demo('--minutes', '0.2', '--seed', '9', '--rate', '0.5');
    expect(output).toContain('es.mbp-10.dbn.zst');
    expect(output).toContain(`breakwater replay ${folder}`);
    expect(await readdir(folder)).toContain('manifest.json');
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ seed: 9, origin: 'simulated' });
  });

  it.each([
    ['--minutes', '0', 'minutes'],
    ['--minutes', '-5', 'minutes'],
    ['--minutes', '100000', 'minutes'],
    ['--minutes', 'ten', 'minutes'],
    ['--minutes', '', 'minutes'],
    ['--rate', 'NaN', 'rate'],
    ['--rate', '1e9', 'rate'],
    ['--seed', '1.5', 'seed'],
    ['--seed', '-1', 'seed'],
    ['--seed', '4294967296', 'seed'],
  ])('refuses %s %s, names the option and writes nothing', async (option, value, field) => {
    await expect(demo(option, value)).rejects.toMatchObject({
      code: 'usage',
      place: { field, found: JSON.stringify(value) },
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
