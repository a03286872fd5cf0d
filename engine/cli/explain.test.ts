import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Explanation } from '../core/explanation.ts';
import { registerExplain } from './explain.ts';
import { CommandLine } from './testing/commandLine.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');
const AT = ['--at', '09:30:30'];
const LEVEL = ['--level', 'ROUND_687'];

describe('breakwater explain', () => {
  const terminal = new CommandLine(registerExplain);
  beforeEach(() => terminal.open());
  afterEach(() => terminal.close());
  const explain = (...args: string[]) => terminal.run('explain', DEMO, ...args);

  it('prints rules, points, what would change them, and records', async () => {
    const { printed } = await explain(...AT, ...LEVEL, '--records', '2');
    expect(printed).toMatch(/^demo SIMULATED: ES.*, profile spy-0dte$/m);
    expect(printed).toMatch(/^ROUND_687 687 at 09:30:30\.000 New York: [A-Z]+$/m);
    expect(printed).toMatch(/^ {2}VACUUM +replenishment_ratio +[\d.]+ +< +0\.3 +R_vac +(yes|no)/m);
    expect(printed.match(/ decides$/gm)).toHaveLength(3);
    expect(printed).toMatch(/^ {2}with neutral fuel, raw \d+\.\d\d: [A-Z]+ (stands|instead of)/m);
    expect(printed).toMatch(
      /^ {2}with the opposite dealer sign \([A-Z]+\), raw \d+\.\d\d: [A-Z]+/m,
    );
    expect(printed).toMatch(/^The least change of one input that ends [A-Z]+:$/m);
    expect(printed).toMatch(/es\.mbp-10\.dbn\.zst record \d+, byte \d+$/m);
    expect(printed).toMatch(/^ {2}and [\d,]+ more$/m);
    expect(process.exitCode).toBe(0);
  });

  it('prints one JSON object, with as many records as wanted', async () => {
    const { printed } = await explain(...AT, ...LEVEL, '--records', '1', '--json');
    const { level, records } = JSON.parse(printed) as Explanation;
    expect(level).toMatchObject({ id: 'ROUND_687', price: 687 });
    expect(records.flows.rows).toHaveLength(1);
    expect(records.flows.total).toBeGreaterThan(1);
    expect(printed.trim().split('\n')).toHaveLength(1);
  });

  it('explains a level of your own', async () => {
    const { printed } = await explain(...AT, '--hotzone', '687.1:pivot', '--level', 'HOTZONE_1');
    expect(printed).toMatch(/^HOTZONE_1 687\.1 at /m);
  });

  it('refuses what it cannot use, and says what there is', async () => {
    await expect(explain(...AT, '--level', 'ROUND_1')).rejects.toMatchObject({
      code: 'usage',
      place: { expected: expect.stringContaining('ROUND_687') as string },
    });
    await expect(explain('--at', 'noon', ...LEVEL)).rejects.toMatchObject({ code: 'usage' });
    await expect(explain(...AT, ...LEVEL, '--records', '-1')).rejects.toMatchObject({
      place: { field: '--records' },
    });
    await expect(explain(...AT, ...LEVEL, '--hotzone', 'here')).rejects.toMatchObject({
      place: { field: '--hotzone' },
    });
    await expect(explain(...LEVEL)).rejects.toThrow(/--at/);
  });
});
