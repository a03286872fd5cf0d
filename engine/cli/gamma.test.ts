import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerGamma } from './gamma.ts';
import { CommandLine } from './testing/commandLine.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');
const AT = ['--at', '09:30:30'];
const OPENING =
  'strike,right,expiry,open_interest,dealer_sign\n' +
  '690,C,2026-11-19,9000,1\n695,C,2026-11-19,4000,-1\n';

/** What `--json` prints, as far as it is looked at. */
interface Printed {
  readonly ts: number;
  readonly strikes: number[];
  readonly inventory: { readonly calls: (number | null)[]; readonly net: number[] };
  readonly iv: { readonly calls: (number | null)[] };
  readonly iv_source: { readonly calls: (string | null)[] };
  readonly totals: { readonly inventory: { readonly net: number } };
  readonly curve: { readonly spots: number[]; readonly gamma: number[] };
}

describe('breakwater gamma', () => {
  const terminal = new CommandLine(registerGamma);
  beforeEach(() => terminal.open());
  afterEach(() => terminal.close());
  const gamma = (...args: string[]) => terminal.run('gamma', DEMO, ...args);

  it('prints both books by strike, walls, flips, what time brings, and how much was signed', async () => {
    const { printed } = await gamma(...AT);
    expect(printed).toMatch(/^demo SIMULATED: ES.*, profile spy-0dte, no opening inventory$/m);
    expect(printed).toMatch(/^Options of 2026-11-19 at 09:30:30 New York, 6 h 29 min before/m);
    expect(printed).toMatch(
      /^strike +calls +puts +net +calls +puts +net +calls +puts +calls +from/m,
    );
    expect(printed).toMatch(/^687 +(-?[\d,.]+ +){8}[\d.]+% +\w+ +[\d.]+% +\w+$/m);
    expect(printed).toMatch(/^68\d\.\d+ spot$/m);
    expect(printed).toMatch(/^all +(-?[\d,.]+ *){6}$/m);
    expect(printed).toMatch(/^Walls by inventory: call \d+ \(-[\d,.]+\), put \d+ \(-[\d,.]+\)$/m);
    expect(printed).toMatch(/^At 15:30:00 by time alone/m);
    expect(printed).toMatch(/^Volume: [\d,]+ signed at the quote, .* unsigned \([\d.]+ %\)\.$/m);
    expect(process.exitCode).toBe(0);
  });

  it('prints one JSON object, what is not known as null and sources by name', async () => {
    const opening = await terminal.file('opening.csv', OPENING);
    const { printed } = await gamma(...AT, '--json', '--open-interest', opening);
    const { strikes, inventory, iv, iv_source, totals, curve } = JSON.parse(printed) as Printed;
    const row = strikes.indexOf(695);
    expect(inventory.calls[row]).toBeLessThan(0);
    expect(iv_source.calls[row]).toBe('nearest');
    const rest = iv_source.calls.findIndex((source) => source === null);
    if (rest >= 0) expect(iv.calls[rest]).toBeNull();
    const sum = inventory.net.reduce((all, value) => all + value, 0);
    expect(totals.inventory.net).toBeCloseTo(sum, 4);
    expect(curve.spots).toHaveLength(curve.gamma.length);
    expect(printed.trim().split('\n')).toHaveLength(1);
  });

  it('draws a picture that needs nothing else: axes with units, puts hatched, walls and flips', async () => {
    const path = join(terminal.folder, 'gamma.svg');
    const opening = await terminal.file('opening.csv', OPENING);
    await gamma(...AT, '--svg', path, '--open-interest', opening, '--set', 'fuel_book=inventory');
    const svg = await readFile(path, 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox/);
    expect(svg.match(/strike, level price/g)).toHaveLength(2);
    expect(svg.match(/shares of delta per 1\.00</g)).toHaveLength(3);
    expect(svg).toMatch(/fill: url\(#hatch\)/);
    expect(svg).toContain('Inventory, priced as of now (drives the levels)');
    expect(svg).toContain('call wall');
    expect(svg.match(/class="flip"/g)?.length).toBeGreaterThan(0);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|href/);
    expect(svg.match(/<(rect|text|line|path|svg|style|defs|pattern)\b/g)?.length).toBeGreaterThan(
      60,
    );
  });

  it('says so where there is no option, or none of the day has traded', async () => {
    const { printed } = await gamma(...AT, '--profile', 'es-0dte');
    expect(printed).toMatch(/^No option of the day has traded, and none was carried in\.$/m);
    expect(printed).not.toContain('Walls');
    const opening = await terminal.file('es.csv', OPENING);
    const carried = await gamma(...AT, '--profile', 'es-0dte', '--open-interest', opening);
    expect(carried.printed).toMatch(/^Volume: no option of the day has traded\.$/m);
    expect(carried.printed).toMatch(/^690 +(0 +){6}0? *9,000 +0 +20\.0% +default$/m);
  });

  it('refuses what it cannot use', async () => {
    await expect(gamma('--at', '04:00')).rejects.toMatchObject({
      code: 'usage',
      place: { field: '--at' },
    });
    await expect(gamma(...AT, '--svg', 'gamma.png')).rejects.toMatchObject({
      place: { field: '--svg' },
    });
    await expect(gamma(...AT, '--svg', '/nowhere/gamma.svg')).rejects.toMatchObject({
      code: 'failed',
    });
    await expect(gamma(...AT, '--open-interest', 'none.csv')).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: 'none.csv' },
    });
  });
});
