import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession, type OpenedSession } from '../../session/open.ts';
import { ACTION, HEADER, MARKET } from '../dbn/layout.ts';
import { DbnReader } from '../dbn/reader.ts';
import { priceNanosAt, u32At, u64At } from '../dbn/records.ts';
import { DEMO_SPEC, writeBenchSession } from './presets.ts';
import { GLBX_HABIT } from './publish/habit.ts';
import { writeSimulatedSession, type SessionSpec } from './session.ts';

const FILES = [
  'es.mbp-10.dbn.zst',
  'hotzones.json',
  'manifest.json',
  'option-truth.csv',
  'spy.mbp-1.dbn.zst',
  'spy.tcbbo.dbn.zst',
  'truth.csv',
];

let parent = '';
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'breakwater-session-'));
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

const aSpec = (change: Partial<SessionSpec> = {}): SessionSpec => ({
  ...DEMO_SPEC,
  minutes: 0.1,
  ...change,
});

async function digests(folder: string): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name));
    result[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return result;
}

describe('a simulated session', () => {
  it('is a folder with manifest, hotzones, truth and three DBN files, whose digests the manifest holds', async () => {
    const folder = join(parent, 'new', 'demo');
    await writeSimulatedSession(folder, aSpec({ seed: 5 }));
    expect((await readdir(folder)).sort()).toEqual(FILES);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const found = await digests(folder);
    const source = (path: string): object => ({ path, sha256: found[path] });
    expect(manifest).toMatchObject({
      version: 1,
      origin: 'simulated',
      seed: 5,
      profile: 'spy-0dte',
      time_span: {
        start: expect.stringMatching(/^2026-11-19T14:(29:59|30:00)\.\d{3}Z$/) as string,
        end: expect.stringMatching(/^2026-11-19T14:3\d:\d\d\.\d{3}Z$/) as string,
      },
      sources: [
        source('es.mbp-10.dbn.zst'),
        source('spy.mbp-1.dbn.zst'),
        source('spy.tcbbo.dbn.zst'),
      ],
      simulation: {
        scenario: 'demo',
        trades: 'first',
        truth: [source('truth.csv'), source('option-truth.csv')],
      },
    });
    const hotzones: unknown = JSON.parse(await readFile(join(folder, 'hotzones.json'), 'utf8'));
    expect(hotzones).toEqual({ version: 1, hotzones: DEMO_SPEC.hotzones });
  });

  it('has the same bytes for the same seed and other bytes for another', async () => {
    await writeSimulatedSession(join(parent, 'a'), aSpec({ seed: 5 }));
    await writeSimulatedSession(join(parent, 'b'), aSpec({ seed: 5 }));
    await writeSimulatedSession(join(parent, 'c'), aSpec({ seed: 6 }));
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => digests(join(parent, name))));
    expect(b).toEqual(a);
    expect(c?.['es.mbp-10.dbn.zst']).not.toBe(a?.['es.mbp-10.dbn.zst']);
  });

  it('replaces an earlier simulated session and leaves what else lies there', async () => {
    await writeSimulatedSession(parent, aSpec({ seed: 5 }));
    await writeFile(join(parent, 'notes.txt'), 'mine');
    const before = await digests(parent);
    await writeSimulatedSession(parent, aSpec({ seed: 6 }));
    const after = await digests(parent);
    expect(Object.keys(after).sort()).toEqual([...FILES, 'notes.txt'].sort());
    expect(after['notes.txt']).toBe(before['notes.txt']);
    expect(after['es.mbp-10.dbn.zst']).not.toBe(before['es.mbp-10.dbn.zst']);
  });

  it('leaves nothing of an earlier one that it does not write itself', async () => {
    const habit = { ...GLBX_HABIT, trades: 'separate' } as const;
    await writeSimulatedSession(parent, aSpec({ habit, optionQuotes: true }));
    expect((await readdir(parent)).sort()).toEqual(
      [...FILES, 'es.trades.dbn.zst', 'spy.cmbp-1.dbn.zst'].sort(),
    );
    await writeSimulatedSession(parent, aSpec({ truth: false }));
    expect((await readdir(parent)).sort()).toEqual(FILES.filter((name) => !name.endsWith('.csv')));
  });

  it('opens without a complaint, with its manifest and without', async () => {
    const habit = { ...GLBX_HABIT, trades: 'separate' } as const;
    await writeSimulatedSession(parent, aSpec({ habit, optionQuotes: true }));
    const listed = await openAndClose(parent);
    expect(listed.warnings).toEqual([]);
    expect(listed.ignored).toEqual([]);
    expect(listed.infos.map(({ schema, role }) => `${schema} as ${role}`)).toEqual([
      'mbp-10 as book',
      'trades as trades',
      'mbp-1 as underlying',
      'tcbbo as options',
      'cmbp-1 as options',
    ]);
    await rm(join(parent, 'manifest.json'));
    const found = await openAndClose(parent);
    expect(found.infos).toHaveLength(5);
    expect(found.warnings).toEqual([]);
    expect(found.ignored).toEqual(['option-truth.csv', 'truth.csv']);
  });

  it('has the trades of its book file in the file of trades, too: times, prices, sizes, sides', async () => {
    const habit = { ...GLBX_HABIT, trades: 'separate' } as const;
    const { files } = await writeSimulatedSession(parent, aSpec({ habit, minutes: 0.5 }));
    expect(files.map(({ path }) => path)).toContain('es.trades.dbn.zst');
    const ofBook = await tradesOf(join(parent, 'es.mbp-10.dbn.zst'));
    expect(ofBook.length).toBeGreaterThan(20);
    expect(await tradesOf(join(parent, 'es.trades.dbn.zst'))).toEqual(ofBook);
  });

  it.each([
    ['a stray file', 'readme.md', 'hello'],
    ['a recorded session', 'manifest.json', '{"version":1,"origin":"recorded"}'],
    ['a manifest that cannot be read', 'manifest.json', '{'],
  ])('is not written over %s', async (_what, name, text) => {
    await writeFile(join(parent, name), text);
    await expect(writeSimulatedSession(parent, aSpec())).rejects.toMatchObject({
      code: 'usage',
      place: { file: parent, found: name },
    });
    expect(await readdir(parent)).toEqual([name]);
  });

  it('takes over the parts that an interrupted run left behind', async () => {
    await writeFile(join(parent, 'es.mbp-10.dbn.zst.part'), 'torn');
    await writeSimulatedSession(parent, aSpec());
    expect((await readdir(parent)).sort()).toEqual(FILES);
  });

  it('names the folder when a file stands in its place', async () => {
    const path = join(parent, 'file');
    await writeFile(path, '');
    await expect(writeSimulatedSession(path, aSpec())).rejects.toMatchObject({
      code: 'failed',
      place: { file: path },
    });
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be made', async () => {
    await expect(writeSimulatedSession('/proc/none/demo', aSpec())).rejects.toMatchObject({
      code: 'failed',
      place: { file: '/proc/none/demo' },
    });
  });

  it('leaves no parts behind when a file cannot be written', async () => {
    await mkdir(join(parent, 'spy.tcbbo.dbn.zst.part'));
    await expect(writeSimulatedSession(parent, aSpec())).rejects.toMatchObject({ code: 'failed' });
    expect(await readdir(parent)).toEqual(['spy.tcbbo.dbn.zst.part']);
  });

  it('reports its progress up to the end', async () => {
    const shares: number[] = [];
    await writeSimulatedSession(parent, aSpec(), (share) => shares.push(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

async function openAndClose(folder: string): Promise<OpenedSession> {
  const opened = await openSession({ paths: [folder] });
  await Promise.all(opened.sources.map((source) => source.close()));
  return opened;
}

/** Event time, price, size and side of every trade record of a file. */
async function tradesOf(path: string): Promise<string[]> {
  const reader = await DbnReader.open(path);
  const trades: string[] = [];
  do {
    while (reader.next()) {
      const { view, offset } = reader;
      if (view.getUint8(offset + MARKET.action) !== ACTION.trade) continue;
      const timeNs = u64At(view, offset + HEADER.tsEvent);
      const price = priceNanosAt(view, offset + MARKET.price);
      const size = u32At(view, offset + MARKET.size);
      trades.push(`${timeNs} ${price} ${size} ${view.getUint8(offset + MARKET.side)}`);
    }
  } while (await reader.fill());
  await reader.close();
  return trades;
}

describe('a session for measurements', () => {
  it('holds about as many book records as asked for', async () => {
    const { files } = await writeBenchSession(parent, 5_000);
    expect(files[0]?.recordCount).toBeGreaterThanOrEqual(5_000);
    expect(files[0]?.recordCount).toBeLessThan(6_000);
  });
});
