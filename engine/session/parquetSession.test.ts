import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTo, dbnToParquet, writeParquet } from '../feeds/parquet/testing/parquetFile.ts';
import type { ColumnMap } from '../feeds/parquet/columns.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

/** Half a minute of a simulated session, its options and SPY quotes as DBN and as Parquet. */
let folder: string;
let dbn: string;
let mixed: string;
/** The mixed session, played once. */
let mixedRun: Promise<Played>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-session-'));
  dbn = join(folder, 'dbn');
  mixed = join(folder, 'mixed');
  await writeSimulatedSession(dbn, { ...DEMO_SPEC, minutes: 0.15, truth: false });
  for (const name of ['es.mbp-10.dbn.zst', 'hotzones.json']) {
    await cp(join(dbn, name), join(mixed, name));
  }
  for (const name of ['spy.tcbbo', 'spy.mbp-1']) {
    await dbnToParquet(join(dbn, `${name}.dbn.zst`), join(mixed, `${name}.parquet`));
  }
  mixedRun = played([mixed]);
  await mixedRun;
});
afterAll(() => rm(folder, { recursive: true }));

interface Played {
  readonly lines: readonly string[];
  readonly digest: string;
  readonly events: number;
  readonly damages: readonly string[];
  readonly warnings: readonly string[];
  /** State after every tenth snap, by the number of snaps. */
  readonly states: ReadonlyMap<number, Uint8Array>;
}

/** Plays a session to its end. */
async function played(paths: readonly string[], columnMap?: ColumnMap): Promise<Played> {
  const digest = new RunDigest();
  const lines: string[] = [];
  const states = new Map<number, Uint8Array>();
  const opened = await openSession({ paths, ...(columnMap === undefined ? {} : { columnMap }) });
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => {
      const line = JSON.stringify(payload);
      lines.push(line);
      digest.add(line);
    },
  });
  while ((await run.advance({ maxSnaps: 10 })) === 'more') states.set(lines.length, run.save());
  const { eventCount: events, damages } = run;
  await run.close();
  return {
    lines,
    digest: digest.finish(),
    events,
    damages: damages.map(({ message }) => message),
    warnings: opened.warnings,
    states,
  };
}

/** A copy of the mixed session whose option trades were put in another order. */
async function withOptions(name: string, order: string): Promise<string> {
  const copy = join(folder, name);
  await cp(mixed, copy, { recursive: true });
  await dbnToParquet(join(dbn, 'spy.tcbbo.dbn.zst'), join(copy, 'spy.tcbbo.parquet'), order);
  return copy;
}

describe('a session of DBN and Parquet files', () => {
  it('plays exactly as the DBN files that the Parquet files were made of', async () => {
    const whole = await played([dbn]);
    const half = await mixedRun;
    expect(half.lines.length).toBeGreaterThan(30);
    expect(half.digest).toBe(whole.digest);
    expect(half.events).toBe(whole.events);
    expect(half.damages).toEqual([]);
  });

  it('plays rows by time that a file keeps by symbol, the same wherever it is opened', async () => {
    const bySymbol = await withOptions('by-symbol', 'ORDER BY symbol, ts_recv');
    const first = await played([bySymbol]);
    expect(await played([bySymbol])).toMatchObject({ digest: first.digest });
    expect(first.events).toBe((await mixedRun).events);
    expect(first.damages).toEqual([]);
  });

  it.each([
    ['in order of time', 'mixed'],
    ['by symbol', 'by-symbol'],
  ])('goes on from any state, in any order, as it went the first time: %s', async (_how, name) => {
    const path = join(folder, name);
    const straight = name === 'mixed' ? await mixedRun : await played([path]);
    const lines: string[] = [];
    const run = await SessionRun.start(await openSession({ paths: [path] }), {
      onSnap: (payload) => lines.push(JSON.stringify(payload)),
    });
    expect(straight.states.size).toBeGreaterThan(1);
    for (const [from, state] of [...straight.states].reverse()) {
      await run.restore(state);
      lines.length = 0;
      await run.advance({ maxSnaps: 9 });
      expect(lines).toEqual(straight.lines.slice(from, from + 9));
    }
    await run.advance();
    await run.close();
  });

  it('ends a file at a row that cannot be used, with a gap, and plays the others', async () => {
    const bad = await withOptions('bad-row', '');
    const path = join(bad, 'spy.tcbbo.parquet');
    const source = join(mixed, 'spy.tcbbo.parquet');
    await copyTo(
      path,
      `SELECT * EXCLUDE (file_row_number) REPLACE (if(file_row_number = 40, -1, price) AS price)
       FROM read_parquet('${source}', file_row_number = true)`,
    );
    const { damages, lines } = await played([bad]);
    expect(damages).toEqual(['Row 40 has a value that cannot be used.']);
    expect(lines.length).toBe((await mixedRun).lines.length);
    expect(lines.at(-1)?.includes('"gaps":1')).toBe(true);
  });

  it('passes Parquet files without market data over, with a word', async () => {
    const beside = await withOptions('beside', '');
    await writeParquet(join(beside, 'notes.parquet'), {
      strike: { type: 'DOUBLE', values: ['687'] },
    });
    const opened = await openSession({ paths: [beside] });
    await Promise.all(opened.sources.map((source) => source.close()));
    expect(opened.ignored).toEqual(['notes.parquet']);
    expect(opened.warnings).toEqual([expect.stringMatching(/^notes.parquet .*a time/)]);
  });
});

describe("trades and quotes in files of their own, as in Massive's flat files", () => {
  /** The inventory also marks options by quotes between trades, which such files alone have. */
  const withoutMarks = (line: string): string => line.replace(/"inventory_gamma":[^,}]+/g, '');

  it('show what trades that carry their quotes show', async () => {
    const flat = join(folder, 'flat');
    await cp(mixed, flat, { recursive: true });
    const source = `'${join(mixed, 'spy.tcbbo.parquet')}' ORDER BY ticker, ts_event`;
    const ticker = `'O:' || replace(symbol, ' ', '') AS ticker, ts_event AS sip_timestamp`;
    const quote =
      'bid_px_00 AS bid_price, bid_sz_00 AS bid_size, ask_px_00 AS ask_price, ask_sz_00 AS ask_size';
    await copyTo(join(flat, 'trades.parquet'), `SELECT ${ticker}, price, size FROM ${source}`);
    await copyTo(join(flat, 'quotes.parquet'), `SELECT ${ticker}, ${quote} FROM ${source}`);
    await rm(join(flat, 'spy.tcbbo.parquet'));
    const [apart, together] = [await played([flat]), await mixedRun];
    expect(apart.events).toBeGreaterThan(together.events);
    expect(apart.lines.map(withoutMarks)).toEqual(together.lines.map(withoutMarks));
  });
});

describe('a screen on a session with Parquet files', () => {
  it('jumps to where the run was, with the same picture', async () => {
    const { lines } = await mixedRun;
    const host = new ScreenHost({
      dataFolder: join(folder, 'data'),
      demoFolder: dbn,
      scheduler: systemScheduler,
      resolvePath: (requested) => Promise.resolve(requested),
    });
    const screen = new TestScreen();
    await host.openForUser({ paths: [mixed] });
    host.connect(screen);
    await screen.send({ type: 'pause' });
    const isSurveyed = screen.all('timeline').some(({ digest }) => digest !== null);
    if (!isSurveyed) await screen.next('timeline', ({ digest }) => digest !== null);
    for (const index of [30, 3, 25]) {
      const { ts } = JSON.parse(lines[index] ?? '') as { ts: number };
      const arrived = screen.next('frame', ({ sequence }) => sequence === index);
      await screen.send({ type: 'seek', ts });
      expect(JSON.stringify((await arrived).payload)).toBe(lines[index]);
    }
    await host.close();
  });
});

describe('columns of other names', () => {
  const renamed = async (name: string): Promise<string> => {
    const copy = join(folder, name);
    await cp(mixed, copy, { recursive: true });
    await copyTo(
      join(copy, 'spy.tcbbo.parquet'),
      `SELECT * RENAME (price AS paid) FROM '${join(mixed, 'spy.tcbbo.parquet')}'`,
    );
    return copy;
  };

  it('play where they are mapped, by the caller or by the manifest', async () => {
    const copy = await renamed('renamed');
    const { digest } = await mixedRun;
    expect((await played([copy], { price: 'paid' })).digest).toBe(digest);
    const sources = [
      { path: 'es.mbp-10.dbn.zst' },
      { path: 'spy.mbp-1.parquet' },
      { path: 'spy.tcbbo.parquet', map: { price: 'paid' } },
    ];
    await writeFile(join(copy, 'manifest.json'), JSON.stringify({ version: 1, sources }));
    expect((await played([copy])).digest).toBe(digest);
  });

  it('are refused where no file has them, naming what it has', async () => {
    const copy = await renamed('misnamed');
    await expect(openSession({ paths: [copy], columnMap: { price: 'px' } })).rejects.toMatchObject({
      code: 'bad-input',
      place: { field: 'price', expected: 'px' },
    });
    await expect(openSession({ paths: [copy], columnMap: { prize: 'px' } })).rejects.toMatchObject({
      code: 'usage',
      place: { found: 'prize' },
    });
  });
});
