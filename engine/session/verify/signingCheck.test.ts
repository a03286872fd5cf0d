import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIGNING_CLASSES } from '../../core/signing.ts';
import { DEMO_SPEC } from '../../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../../feeds/simulator/session.ts';
import { aFolder, type TestFolder } from '../../testing/sessionFolder.ts';
import { openSession } from '../open.ts';
import type { SigningFindings } from './signingCheck.ts';
import { sumOf } from './signingTally.ts';
import { verifyRun } from './verifyRun.ts';

let folder: TestFolder;
let rows: string[];
beforeAll(async () => {
  folder = await aFolder({});
  const spec = { ...DEMO_SPEC, minutes: 0.5, ratePerS: 5, compressionLevel: 1 };
  await writeSimulatedSession(folder.path, spec);
  const text = await readFile(join(folder.path, 'option-truth.csv'), 'utf8');
  rows = text.trim().split('\n').slice(1);
});
afterAll(() => folder.remove());

const open = () => openSession({ paths: [folder.path] });

/** Compares the session with a truth of these rows. */
async function verified(truthRows: readonly string[]): Promise<SigningFindings> {
  const path = join(folder.path, 'some-truth.csv');
  const heading = 'ts_ns,symbol,price,size,customer_side,print';
  await writeFile(path, `${heading}\n${truthRows.map((row) => `${row}\n`).join('')}`);
  const { signing } = await verifyRun(await open(), [path]);
  if (signing === undefined) throw new Error('The truth was not taken for one of option trades');
  return signing;
}

const signedOf = ({ tally }: SigningFindings) =>
  sumOf(SIGNING_CLASSES.map((name) => tally.classes[name]));

describe('the sides of option trades of a simulated session', () => {
  it('are compared with the truth, trade by trade', async () => {
    const findings = await verified(rows);
    const { trades, contracts, rightTrades } = signedOf(findings);
    const sizes = rows.map((row) => Number(row.split(',')[3]));
    expect(trades).toBe(rows.length);
    expect(contracts).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(findings).toMatchObject({ truthRows: trades, tally: { notSeen: 0, untold: 0 } });
    // Resting orders of customers that were hit look like the other side by every quote rule.
    expect(rightTrades / trades).toBeGreaterThan(0.7);
    expect(rightTrades).toBeLessThan(trades);
  });

  it('are all wrong where customers were on the other side', async () => {
    const turned = rows.map((row) =>
      row.replace(/,(BUY|SELL),/, (side) => (side === ',BUY,' ? ',SELL,' : ',BUY,')),
    );
    const { tally } = await verified(rows);
    const { tally: mirrored } = await verified(turned);
    const [{ trades, rightTrades }, other] = [tally.classes.at_quote, mirrored.classes.at_quote];
    expect(other.rightTrades).toBe(trades - rightTrades);
  });

  it('that the truth does not tell, and rows of no trade, are counted', async () => {
    const [first = '', second = '', ...others] = rows;
    const strange = second.replace(/,\d+,(BUY|SELL)/, ',99999,$1');
    const { tally } = await verified([strange, ...others]);
    expect(first).not.toBe('');
    expect([tally.notSeen, tally.untold]).toEqual([1, 2]);
  });

  it('are compared in one run with the fills and pulls of the book', async () => {
    const truths = ['option-truth.csv', 'truth.csv'].map((name) => join(folder.path, name));
    const both = await verifyRun(await open(), truths);
    expect(both.signing?.truthRows).toBe(rows.length);
    expect(both.decreases?.tally.places).toBeGreaterThan(0);
    expect(both.snaps).toBe(120);
  });

  it('cannot be compared with two truths', async () => {
    const path = join(folder.path, 'option-truth.csv');
    await cp(path, join(folder.path, 'copy.csv'));
    const copy = join(folder.path, 'copy.csv');
    await expect(verifyRun(await open(), [path, copy])).rejects.toMatchObject({
      code: 'usage',
      place: { file: copy },
    });
  });
});
