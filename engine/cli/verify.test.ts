import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { metadataBytes } from '../feeds/dbn/testing/dbnBytes.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { lateTrades } from '../session/verify/testing/feedHabits.ts';
import { orderSession } from '../session/verify/testing/orderSession.ts';
import { aFolder, type TestFolder } from '../testing/sessionFolder.ts';
import { registerVerify } from './verify.ts';
import type { DecreaseJson, VerificationJson } from './verifyJson.ts';

const { records, truth } = orderSession(400, 4e6);
type OptionsJson = VerificationJson & Required<Pick<VerificationJson, 'option_signing'>>;

const head = metadataBytes({
  mappings: [{ key: 'ESH1', intervals: [[20200101, 20300101, '5482']] }],
});
const manifest = {
  version: 1,
  instruments: ['ESH1'],
  sources: [{ path: 'book.dbn' }],
  profile: 'es-0dte',
  config: { fill_habit: 'same-time' },
};

describe('breakwater verify', () => {
  const exitCode = process.exitCode;
  let folder: TestFolder;
  let printed = '';
  let reported = '';

  beforeAll(async () => {
    folder = await aFolder({
      'first/book.dbn': Buffer.concat([head, ...records]),
      'late/book.dbn': Buffer.concat([head, ...lateTrades(records, 3e5).book]),
      'told/book.dbn': Buffer.concat([head, ...lateTrades(records, 3e5).book]),
      'told/manifest.json': manifest,
      'torn/book.dbn': Buffer.concat([head, ...records]).subarray(0, -100_000),
      'truth.csv': truth,
      'wrong.csv': truth.replace('FILL', 'EATEN'),
    });
  });
  afterAll(() => folder.remove());

  /** Half a simulated minute with both truths. */
  async function simulated(): Promise<string[]> {
    const session = join(folder.path, 'simulated');
    const spec = { ...DEMO_SPEC, minutes: 0.5, ratePerS: 5, compressionLevel: 1 };
    await writeSimulatedSession(session, spec);
    return ['truth.csv', 'option-truth.csv'].map((name) => join(session, name));
  }
  afterEach(() => {
    process.exitCode = exitCode;
    vi.restoreAllMocks();
  });

  /** Runs the command as the terminal would. */
  async function verify(session: string, ...args: string[]): Promise<void> {
    printed = '';
    reported = '';
    vi.spyOn(process.stdout, 'write').mockImplementation(
      (text) => ((printed += String(text)), true),
    );
    vi.spyOn(process.stderr, 'write').mockImplementation(
      (text) => ((reported += String(text)), true),
    );
    const program = new Command('breakwater').option('--quiet').exitOverride();
    registerVerify(program);
    process.exitCode = 0;
    const path = join(folder.path, session);
    try {
      await program.parseAsync(['--quiet', 'verify', path, ...args], { from: 'user' });
    } finally {
      vi.restoreAllMocks();
    }
  }
  const truthFile = (name = 'truth.csv'): string => join(folder.path, name);
  async function verified(session: string, ...args: string[]): Promise<DecreaseJson> {
    await verify(session, '--truth', truthFile(), '--json', ...args);
    return JSON.parse(printed) as DecreaseJson;
  }

  it('prints shares of the truth first in its JSON', async () => {
    const json = await verified('first', '--profile', 'es-0dte');
    const { fill_volume: fill, pull_volume: pull } = json;
    expect(printed).toMatch(
      new RegExp(`^{"fill_right":1,"pull_right":1,"fill_volume":${fill},"pull_volume":${pull},`),
    );
    expect(json.fill_habit).toEqual({ key: 'auto', in_use: 'same-time', decided: true });
    expect(json.truth_rows).toBe(truth.trim().split('\n').length - 1);
    expect(json.worst).toEqual([]);
    expect(process.exitCode).toBe(0);
  });

  it('finds the habit of late trades, and takes a fixed one instead where told', async () => {
    const auto = await verified('late', '--profile', 'es-0dte');
    expect(auto.fill_habit.in_use).toBe('nearest');
    expect(auto.fill_right).toBeGreaterThan(0.9);
    const fixed = await verified('late', '--set', 'fill_habit=same-time');
    expect(fixed.fill_habit).toEqual({ key: 'same-time', in_use: 'same-time', decided: true });
    expect(fixed.fill_right).toBe(0);
    expect((await verified('told')).fill_habit.key).toBe('same-time');
  });

  it('names the records of the worst places, and where all contracts went', async () => {
    const {
      worst,
      confusion,
      sides,
      fill_volume: volume,
    } = await verified('late', '--set', 'fill_habit=same-time');
    expect(confusion.fill).toEqual({ volume, filled: 0, pulled: volume, not_seen: 0, right: 0 });
    expect(sides.fill.bid.volume + sides.fill.ask.volume).toBe(volume);
    const [place] = worst;
    expect(place).toMatchObject({
      engine: { filled: 0 },
      file: expect.stringContaining('book.dbn') as string,
    });
    expect(place?.wrong).toBe(place?.truth.fill);
    expect(truth).toContain(`${place?.ts_ns},${place?.sequence},`);
  });

  it('says it in words and tables', async () => {
    await verify('late', '--truth', truthFile(), '--set', 'fill_habit=same-time');
    expect(printed).toContain('late: ESH1, profile spy-0dte, fill habit same-time\n');
    expect(printed).toMatch(/^truth +contracts +filled +pulled +not seen +right$/m);
    expect(printed).toMatch(/^FILL +\d+ +0 +\d+ +0 +0\.00 %$/m);
    expect(printed).toMatch(/^PULL +\d+ +0 +\d+ +0 +100\.00 %$/m);
    await verify('first', '--truth', truthFile());
    expect(printed).toContain('Nothing is wrong.');
  });

  it('compares sides of option trades, alone and beside fills and pulls', async () => {
    const [truth = '', optionTruth = ''] = await simulated();
    await verify('simulated', '--truth', optionTruth, '--json');
    const { option_signing: signing, ...others } = JSON.parse(printed) as OptionsJson;
    expect(Object.keys(others)).toEqual(['records', 'snaps']);
    const { classes, signed, unsigned, unsigned_share: share } = signing;
    expect(classes.at_quote.right).toBeGreaterThan(0.7);
    expect(signed.trades).toBe(classes.at_quote.trades + classes.by_tolerance.trades);
    expect(share).toBeCloseTo(unsigned.contracts / (signed.contracts + unsigned.contracts), 6);
    expect(classes.mid).not.toHaveProperty('right');
    await verify('simulated', '--truth', optionTruth, '--truth', truth, '--json');
    expect(JSON.parse(printed)).toMatchObject({ fill_right: 1, option_signing: signing });
  });

  it('says how option trades were signed in a table', async () => {
    const [, optionTruth = ''] = await simulated();
    await verify('simulated', '--truth', optionTruth, '--set', 'option_signing=careful');
    expect(printed).toContain(', option signing careful\n');
    expect(printed).not.toContain('fill habit');
    expect(printed).toMatch(/^option trades +trades +contracts +right +right by contracts$/m);
    expect(printed).toMatch(/^ {2}at the quote +\d+ +[\d,]+ +\d\d\.\d\d % +\d\d\.\d\d %$/m);
    expect(printed).toMatch(/^ {2}midpoint +\d+ +\d+$/m);
    expect(printed).toMatch(/^\d\.\d\d % of the contracts have no side\.$/m);
  });

  it('compares up to the damage of a session, and ends with 3', async () => {
    const json = await verified('torn');
    expect(json.confusion.pull.not_seen).toBeGreaterThan(0);
    expect(reported).toContain('ends inside a record');
    expect(process.exitCode).toBe(3);
  });

  it('refuses a truth file that is wrong, and a missing one', async () => {
    await expect(verify('first', '--truth', truthFile('wrong.csv'))).rejects.toMatchObject({
      code: 'bad-input',
      place: { field: expect.stringMatching(/^cause, line \d+$/) as string, found: '"EATEN"' },
    });
    await expect(verify('first', '--truth', truthFile('none.csv'))).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(verify('first')).rejects.toThrow(/--truth/);
  });
});
