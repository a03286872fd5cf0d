import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
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
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(['demo', '--out', folder, ...options], { from: 'user' });
  return lines.join('\n');
}

describe('breakwater demo', () => {
  it('writes the session and says where it is and how to play it', async () => {
    const output = await demo('--minutes', '0.2', '--seed', '9', '--rate', '40');
    expect(output).toContain('es.mbp-10.dbn.zst');
    expect(output).toContain(`breakwater replay ${folder}`);
    expect(output).toMatch(/events in .* a second; seed 9/);
    expect(await readdir(folder)).toContain('manifest.json');
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ seed: 9, origin: 'simulated' });
  });

  it('writes what was asked for: scenario, habit, hedging, quotes, truth', async () => {
    const habit = ['--trades', 'separate', '--trade-jitter', '0.5', '--trade-book', 'after'];
    const scenario = ['--scenario', 'quiet+icebergs', '--minutes', '0.1', '--hedging', 'short'];
    await demo(...habit, ...scenario, '--option-quotes', '--no-truth');
    const names = await readdir(folder);
    expect(names).toContain('es.trades.dbn.zst');
    expect(names).toContain('spy.cmbp-1.dbn.zst');
    expect(names).not.toContain('truth.csv');
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      simulation: {
        scenario: 'quiet+icebergs',
        hedging: 'short',
        trades: 'separate',
        trade_jitter_ns: 500_000,
        trade_book: 'after',
      },
    });
  });

  it('takes hedging without a book for dealers who start flat', async () => {
    await demo('--minutes', '0.1', '--hedging');
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ simulation: { hedging: 'flat' } });
  });

  it('writes as many option trades as wanted, and says so in the manifest', async () => {
    const sizeOf = async (...options: string[]): Promise<number> => {
      await demo('--minutes', '0.2', ...options);
      return (await stat(join(folder, 'spy.tcbbo.dbn.zst'))).size;
    };
    const usual = await sizeOf();
    expect(await sizeOf('--option-activity', '8')).toBeGreaterThan(3 * usual);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ simulation: { option_activity: 8 } });
    await expect(demo('--option-activity', '21')).rejects.toMatchObject({
      place: { field: 'option-activity' },
    });
  });

  it.each([
    ['--trade-jitter', '1', 'trade-jitter'],
    ['--trades=late', '--trade-book=after', 'trade-book'],
  ])('refuses %s %s: it would have no effect', async (first, second, field) => {
    await expect(demo(first, second)).rejects.toMatchObject({ code: 'usage', place: { field } });
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const run = demo('--minutes', '10', '--rate', '300');
    process.emit('SIGINT');
    await expect(run).rejects.toMatchObject({
      code: 'failed',
      message: `Interrupted: ${folder} was not written.`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the scenarios there are when one does not exist', async () => {
    await expect(demo('--scenario', 'day+storm')).rejects.toMatchObject({
      code: 'usage',
      place: { found: 'storm' },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['--trades', 'never'],
    ['--trade-book', 'both'],
    ['--hedging', 'sideways'],
  ])('refuses %s %s', async (option, value) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(demo(option, value)).rejects.toBeInstanceOf(CommanderError);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['--minutes', '0', 'minutes'],
    ['--minutes', '-5', 'minutes'],
    ['--minutes', '100000', 'minutes'],
    ['--minutes', 'ten', 'minutes'],
    ['--minutes', '', 'minutes'],
    ['--rate', 'NaN', 'rate'],
    ['--rate', '1e9', 'rate'],
    ['--rate', '0.5', 'rate'],
    ['--trade-jitter', '51', 'trade-jitter'],
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
