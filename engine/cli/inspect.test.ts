import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mbp10Records, metadataBytes, tradeRecord } from '../feeds/dbn/testing/dbnBytes.ts';
import { registerInspect } from './inspect.ts';

const trades = Buffer.concat([
  metadataBytes({ schema: 4, notFound: ['ESX9'] }),
  tradeRecord({ price: 3_720_250_000_000n, size: 1500, side: 'B' }),
  tradeRecord({ price: 3_719_000_000_000n, size: 7, side: 'A' }),
]);

describe('breakwater inspect', () => {
  let folder: string;
  const exitCode = process.exitCode;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'breakwater-inspect-'));
  });

  afterEach(async () => {
    process.exitCode = exitCode;
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  async function file(name: string, content: Uint8Array | string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Runs the command as the terminal would and returns what it printed. */
  async function inspect(...args: string[]): Promise<string> {
    let printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    const program = new Command('breakwater').option('--quiet').exitOverride();
    registerInspect(program);
    process.exitCode = 0;
    await program.parseAsync(['--quiet', 'inspect', ...args], { from: 'user' });
    vi.restoreAllMocks();
    return printed;
  }

  it('says in words what a file holds', async () => {
    const path = await file('es.trades.dbn', trades);
    expect((await inspect(path)).split('\n')).toEqual([
      path,
      '  format     DBN version 3, uncompressed',
      '  content    GLBX.MDP3 trades',
      '  symbols    ESH1',
      '             not found: ESX9',
      '  from       2020-12-28 13:00:00.000429831 UTC, 2020-12-28 08:00:00 New York',
      '  to         2020-12-28 13:00:00.000429831 UTC, 2020-12-28 08:00:00 New York',
      '  records    2: trade 2',
      '  trades     2, volume 1,507 (buy 1,500, sell 7, no side 0)',
      '  price      3719 to 3720.25',
      '  gaps       none',
      '  damage     none',
      '',
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('prints the same as JSON', async () => {
    const path = await file('es.trades.dbn.zst', zstdCompressSync(trades));
    expect(JSON.parse(await inspect(path, '--json'))).toEqual({
      files: [
        {
          path,
          version: 3,
          is_fragment: false,
          zstd_frames: 1,
          dataset: 'GLBX.MDP3',
          schema: 'trades',
          symbols: ['ESH1'],
          symbols_partial: [],
          symbols_not_found: ['ESX9'],
          first: '2020-12-28T13:00:00.000429831Z',
          first_ns: '1609160400000429831',
          last: '2020-12-28T13:00:00.000429831Z',
          last_ns: '1609160400000429831',
          records: 2,
          records_maybe_bad_book: 0,
          trades: 2,
          volume: 1507,
          volume_buy: 1500,
          volume_sell: 7,
          volume_none: 0,
          low: 3719,
          high: 3720.25,
          records_by_type: { trade: 2 },
          warnings: [],
          instruments: [expect.objectContaining({ name: 'ESH1', records: 2, volume: 1507 })],
          others: null,
          damage: null,
        },
      ],
      ignored: [],
    });
  });

  it('takes of a folder the files that are DBN by content, in byte order of names', async () => {
    await file('b.bin', trades);
    await file('B.dbn', zstdCompressSync(trades));
    await file('notes.dbn', 'no market data here, only words');
    await mkdir(join(folder, 'sub'));
    const { files, ignored } = JSON.parse(await inspect(folder, '--json')) as {
      files: { path: string }[];
      ignored: { path: string; reason: string }[];
    };
    expect(files.map(({ path }) => path)).toEqual([join(folder, 'B.dbn'), join(folder, 'b.bin')]);
    expect(ignored).toEqual([
      {
        path: join(folder, 'notes.dbn'),
        reason: expect.stringMatching(/^text: "no market data/) as string,
      },
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('shows a row per instrument where there are several', async () => {
    const other = tradeRecord({ instrumentId: 9, size: 12, price: 10_000_000_000n });
    const path = await file('two.dbn', Buffer.concat([trades, other]));
    expect((await inspect(path)).split('\n').slice(-4, -1)).toEqual([
      '  instrument  records  trades    buy  sell  no side  prices',
      '  ESH1              2       2  1,500     7        0  3719 to 3720.25',
      '  #9                1       1     12     0        0  10 to 10',
    ]);
  });

  it('goes on after a damaged file, shows the damage and exits with 3', async () => {
    const cut = await file(
      'a-cut.dbn',
      Buffer.concat([metadataBytes(), mbp10Records(2).subarray(1)]),
    );
    const sound = await file('b-sound.dbn', trades);
    const missing = join(folder, 'missing.dbn');
    const printed = await inspect(cut, missing, sound);
    expect(printed).toMatch(/a-cut\.dbn[^]*damage {5}A record [^]*record 0/);
    expect(printed).toMatch(/missing\.dbn\n {2}problem {4}There is no such file\./);
    expect(printed).toMatch(/b-sound\.dbn[^]*records {4}2: trade 2/);
    expect(process.exitCode).toBe(3);
  });

  it('refuses a named file that is no DBN, with exit code 3', async () => {
    const path = await file('notes.txt', 'no market data here, only words');
    expect(await inspect(path)).toMatch(/problem {4}This is no DBN file\./);
    expect(process.exitCode).toBe(3);
  });

  it('fails on a folder without market data', async () => {
    await expect(inspect(folder)).rejects.toThrow(/holds no DBN file/);
  });

  it('lets no control character of a file reach the terminal', async () => {
    const evil = metadataBytes({ dataset: 'A\u001b[2J', symbols: ['ES\u0007H1\n'] });
    const path = await file('evil.dbn', Buffer.concat([evil, tradeRecord()]));
    const printed = await inspect(path);
    expect(printed).toContain('content    A?[2J mbp-10');
    expect(printed).toContain('symbols    ES?H1?');
  });
});
