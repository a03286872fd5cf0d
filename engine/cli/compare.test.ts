import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { metadataBytes } from '../feeds/dbn/testing/dbnBytes.ts';
import type { Comparison } from '../core/comparison.ts';
import { orderSession } from '../session/verify/testing/orderSession.ts';
import { aFolder, type TestFolder } from '../testing/sessionFolder.ts';
import { registerCompare } from './compare.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');
const { records } = orderSession(400, 4e6);
const head = metadataBytes({
  mappings: [{ key: 'ESH1', intervals: [[20200101, 20300101, '5482']] }],
});

describe('breakwater compare', () => {
  const exitCode = process.exitCode;
  let folder: TestFolder;
  let printed = '';
  let reported = '';

  beforeAll(async () => {
    folder = await aFolder({
      'whole/book.dbn': Buffer.concat([head, ...records]),
      'torn/book.dbn': Buffer.concat([head, ...records]).subarray(0, -100_000),
      'fast.json': { SNAP_INTERVAL_MS: 100 },
      'slow.json': { SNAP_INTERVAL_MS: 200, W_b: 30 },
      'wrong.json': { W_bb: 30 },
      'list.json': [1],
    });
  });
  afterAll(() => folder.remove());
  afterEach(() => {
    process.exitCode = exitCode;
    vi.restoreAllMocks();
  });

  const inFolder = (name: string): string => join(folder.path, name);

  /** Runs the command as the terminal would. */
  async function compare(session: string, ...args: string[]): Promise<void> {
    printed = '';
    reported = '';
    vi.spyOn(process.stdout, 'write').mockImplementation(
      (text) => ((printed += String(text)), true),
    );
    vi.spyOn(process.stderr, 'write').mockImplementation(
      (text) => ((reported += String(text)), true),
    );
    const program = new Command('breakwater').option('--quiet').exitOverride();
    registerCompare(program);
    process.exitCode = 0;
    try {
      await program.parseAsync(['--quiet', 'compare', session, ...args], { from: 'user' });
    } finally {
      vi.restoreAllMocks();
    }
  }
  async function compared(session: string, ...args: string[]): Promise<Comparison> {
    await compare(session, '--json', ...args);
    return JSON.parse(printed) as Comparison;
  }

  it('plays the demo both ways, lists the differences and writes each as a line', async () => {
    const out = inFolder('differences.jsonl');
    const json = await compared(DEMO, '--set-b', 'TRIGGER_HOLD_TIME=1', '--out', out);
    const { config, signals, episodes, runs, differences, snaps, scores } = json;
    expect(config).toEqual([{ key: 'TRIGGER_HOLD_TIME', a: 3, b: 1 }]);
    expect(snaps.compared).toBe(runs.a.snaps);
    expect(scores.raw.largest).toBeNull();
    // What holds for three seconds has held for one: B loses nothing.
    expect(signals).toMatchObject({ only_a: 0, later: 0 });
    expect(signals.earlier).toBeGreaterThan(0);
    expect(signals.same + signals.earlier).toBe(signals.a);
    expect(signals.a + signals.only_b).toBe(signals.b);
    expect(episodes.same + episodes.differs).toBe(runs.a.calls.touches);
    const { settled, called, contested, silent } = runs.b.calls;
    expect(called + contested + silent).toBe(settled);
    const times = differences.map(({ ts }) => ts);
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(differences);
    expect(process.exitCode).toBe(0);
  });

  it('takes one file as B and two as A and B, with keys on top of them', async () => {
    const one = await compared(inFolder('whole'), '--config', inFolder('fast.json'));
    expect(one.config).toEqual([{ key: 'SNAP_INTERVAL_MS', a: 250, b: 100 }]);
    const files = ['fast.json', 'slow.json'].flatMap((name) => ['--config', inFolder(name)]);
    const two = await compared(
      inFolder('whole'),
      ...files,
      '--set-a',
      'W_b=30',
      '--set-b',
      'W_t=7',
    );
    expect(two.config).toEqual([
      { key: 'W_t', a: 5, b: 7 },
      { key: 'SNAP_INTERVAL_MS', a: 100, b: 200 },
    ]);
  });

  it('starts both from the profile', async () => {
    const json = await compared(inFolder('whole'), '--profile', 'es-0dte', '--set-b', 'W_b=10');
    expect(json.config).toEqual([{ key: 'W_b', a: 240, b: 10 }]);
  });

  it('says it in words and tables, the same every time', async () => {
    const args = ['--profile', 'es-0dte-wide', '--set-b', 'BREAK_SCORE_THRESHOLD=30'];
    await compare(inFolder('whole'), ...args);
    expect(printed).toContain('whole: ESH1, profile es-0dte-wide, 2020-12-28 09:30:00 to ');
    expect(printed).toMatch(/^A {2}the session's own\nB {2}BREAK_SCORE_THRESHOLD=30$/m);
    expect(printed).toMatch(/^BREAK_SCORE_THRESHOLD +80 +30$/m);
    expect(printed).toMatch(/^touches +\d+ +\d+$/m);
    expect(printed).toMatch(/^digest A {2}[0-9a-f]{64}$/m);
    expect(reported).toBe('');
    const first = printed;
    await compare(inFolder('whole'), ...args);
    expect(printed).toBe(first);
  });

  it('says so where nothing differs', async () => {
    await compare(inFolder('whole'), '--set-b', 'W_b=10');
    expect(printed).toContain('No key differs.');
    expect(printed).toContain('No differences in signals.');
    expect(printed).toContain('No differences in touches.');
  });

  it('compares up to the damage of a session, says it once and ends with 3', async () => {
    const json = await compared(inFolder('torn'), '--set-b', 'W_b=30');
    expect(json.snaps.compared).toBeGreaterThan(0);
    expect(reported.match(/ends inside a record/g)).toHaveLength(1);
    expect(process.exitCode).toBe(3);
  });

  it('refuses what is no comparison, and says which configuration is wrong', async () => {
    const whole = inFolder('whole');
    await expect(compare(whole)).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no second configuration to compare with.',
    });
    await expect(compare(whole, '--config', inFolder('wrong.json'))).rejects.toMatchObject({
      code: 'usage',
      message: 'Configuration B: There is no configuration key "W_bb".',
    });
    await expect(compare(whole, '--set-a', 'W_b=-1')).rejects.toThrow(
      'Configuration A: W_b cannot be -1.',
    );
    await expect(compare(whole, '--set-b', 'W_b')).rejects.toThrow('--set-b W_b is no KEY=VALUE.');
    await expect(compare(whole, '--config', inFolder('list.json'))).rejects.toThrow(/no object/);
    const three = ['fast.json', 'slow.json', 'fast.json'].flatMap((file) => [
      '--config',
      inFolder(file),
    ]);
    await expect(compare(whole, ...three)).rejects.toMatchObject({ place: { field: '--config' } });
    await expect(compare(whole, '--set-b', 'W_b=9', '--out', 'x.csv')).rejects.toMatchObject({
      place: { field: '--out', found: 'x.csv' },
    });
    await expect(compare(whole, '--set-b', 'W_b=9', '--profile', 'mine')).rejects.toThrow(
      'There is no profile "mine".',
    );
    await expect(compare(inFolder('none'), '--set-b', 'W_b=9')).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});
