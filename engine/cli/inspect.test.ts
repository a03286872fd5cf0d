import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  headerBytes,
  marketRecord,
  mbp10Records,
  metadataBytes,
  tradeRecord,
} from '../feeds/dbn/testing/dbnBytes.ts';
import { writeParquet } from '../feeds/parquet/testing/parquetFile.ts';
import { registerInspect } from './inspect.ts';
import { CommandLine } from './testing/commandLine.ts';

const trades = Buffer.concat([
  metadataBytes({ schema: 4, notFound: ['ESX9'] }),
  tradeRecord({ price: 3_720_250_000_000n, size: 1500, side: 'B' }),
  tradeRecord({ price: 3_719_000_000_000n, size: 7, side: 'A' }),
]);

/** The opening of 2025-12-16 in New York. */
const OPEN_NS = '1765895400000000000';

describe('breakwater inspect', () => {
  const terminal = new CommandLine(registerInspect);
  beforeEach(() => terminal.open());
  afterEach(() => terminal.close());

  const inFolder = (name: string): string => join(terminal.folder, name);
  const file = (name: string, content: Uint8Array | string): Promise<string> =>
    terminal.file(name, content);

  /** Runs the command as the terminal would and returns what it printed. */
  const inspect = async (...args: string[]): Promise<string> =>
    (await terminal.run('inspect', ...args)).printed;

  it('says in words what a file holds', async () => {
    const path = await file('es.trades.dbn', trades);
    expect((await inspect(path)).split('\n')).toEqual([
      path,
      `  format     DBN version 3, ${trades.length} bytes, uncompressed`,
      '  content    GLBX.MDP3 trades',
      '  symbols    ESH1',
      '             not found: ESX9',
      '  from       2020-12-28 13:00:00.000429831 UTC, 2020-12-28 08:00:00 New York',
      '  to         2020-12-28 13:00:00.000429831 UTC, 2020-12-28 08:00:00 New York',
      '  records    2: trade 2',
      '  trades     2, volume 1,507 (buy 1,500, sell 7, no side 0)',
      '  price      3719 to 3720.25',
      '  tick       0.25; 2 prices, all on it',
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
          size_bytes: zstdCompressSync(trades).length,
          decompressed_bytes: trades.length,
          zstd_frames: 1,
          zstd_frames_checksummed: 0,
          zstd_largest_frame_bytes: zstdCompressSync(trades).length,
          dataset: 'GLBX.MDP3',
          schema: 'trades',
          symbols: ['ESH1'],
          symbols_partial: [],
          symbols_not_found: ['ESX9'],
          gap_threshold_s: 60,
          first: '2020-12-28T13:00:00.000429831Z',
          first_ns: '1609160400000429831',
          last: '2020-12-28T13:00:00.000429831Z',
          last_ns: '1609160400000429831',
          records: 2,
          records_snapshot: 0,
          records_clear: 0,
          records_bad_ts_recv: 0,
          records_maybe_bad_book: 0,
          records_ts_event_back: 0,
          records_ts_recv_back: 0,
          records_duplicate: 0,
          trades: 2,
          volume: 1507,
          volume_buy: 1500,
          volume_sell: 7,
          volume_none: 0,
          low: 3719,
          high: 3720.25,
          book_ns: 0,
          crossed_ns: 0,
          locked_ns: 0,
          crossed_or_locked_share: null,
          gaps: 0,
          gaps_longest: [],
          prices: 2,
          prices_off_tick: 0,
          first_off_tick: null,
          records_by_type: { trade: 2 },
          records_unknown: 0,
          oddities: [],
          warnings: [],
          instruments: [
            expect.objectContaining({
              name: 'ESH1',
              records: 2,
              volume: 1507,
              records_by_type: { trade: 2 },
              tick: 0.25,
              price_increment: 0.25,
              definition: null,
              statistics: [],
            }),
          ],
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
    await mkdir(inFolder('sub'));
    const { files, ignored } = JSON.parse(await inspect(terminal.folder, '--json')) as {
      files: { path: string }[];
      ignored: { path: string; reason: string }[];
    };
    expect(files.map(({ path }) => path)).toEqual([inFolder('B.dbn'), inFolder('b.bin')]);
    expect(ignored).toEqual([
      {
        path: inFolder('notes.dbn'),
        reason: expect.stringMatching(/^text: "no market data/) as string,
      },
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('says of a Parquet file what each column is read as, and of its rows what it says of records', async () => {
    const path = await writeParquet(inFolder('options.parquet'), {
      sip_timestamp: { type: 'BIGINT', values: [OPEN_NS, OPEN_NS] },
      ticker: { type: 'VARCHAR', values: ["'O:SPY251216C00687000'", "'O:SPY251216C00687000'"] },
      paid: { type: 'DOUBLE', values: ['0.57', '0.58'] },
      size: { type: 'INTEGER', values: ['3', '4'] },
      tape: { type: 'INTEGER', values: ['1', '1'] },
    });
    const lines = (await inspect(path, '--map', 'price=paid')).split('\n');
    expect(lines[1]).toMatch(/format {5}Parquet, [\d,]+ bytes, 2 rows in 1 row group$/);
    expect(lines.slice(3, 15)).toEqual([
      '  content    rows of trades, in the order of the file',
      '  columns    ts_event = sip_timestamp (integer Unix ns)',
      '             symbol = ticker (VARCHAR)',
      '             price = paid (DOUBLE)',
      '             size = size (INTEGER)',
      '             not used: tape',
      '  symbols    SPY   251216C00687000',
      '  from       2025-12-16 14:30:00.000000000 UTC, 2025-12-16 09:30:00 New York',
      '  to         2025-12-16 14:30:00.000000000 UTC, 2025-12-16 09:30:00 New York',
      '  records    2: trade 2',
      '  trades     2, volume 7 (buy 0, sell 0, no side 7)',
      '  price      0.57 to 0.58',
    ]);
    const json = JSON.parse(await inspect(terminal.folder, '--json', '--map', 'price=paid')) as {
      files: unknown[];
    };
    expect(json.files).toEqual([
      expect.objectContaining({
        schema: 'trades',
        volume: 7,
        parquet: expect.objectContaining({ rows: 2, order: 'file' }) as unknown,
      }),
    ]);
    expect(await inspect(path, '--map', 'price=paid', '--records', '1')).toContain('"size":3');
    expect(process.exitCode).toBe(0);
  });

  it('names the row and the column of a Parquet file that cannot be used, and exits with 3', async () => {
    const path = await writeParquet(inFolder('options.parquet'), {
      ts_event: { type: 'BIGINT', values: [OPEN_NS, OPEN_NS] },
      symbol: { type: 'VARCHAR', values: ["'SPY   251216C00687000'", "'SPY   251216C00687000'"] },
      price: { type: 'DOUBLE', values: ['0.57', '-0.58'] },
      size: { type: 'INTEGER', values: ['3', '4'] },
    });
    const printed = await inspect(path);
    expect(printed).toContain('  records    1: trade 1');
    expect(printed).toMatch(
      /damage {5}Row 1 has .*\n.*record 1, field price\n.*\n.*found: {4}-0.58/,
    );
    expect(process.exitCode).toBe(3);
    await expect(inspect(path, '--map', 'prize=paid')).rejects.toMatchObject({ code: 'usage' });
    await expect(inspect(path, '--map', 'price')).rejects.toMatchObject({ code: 'usage' });
  });

  it('lists Parquet files without market data as ignored, with what they lack', async () => {
    await file('es.trades.dbn', trades);
    await writeParquet(inFolder('notes.parquet'), {
      ts_event: { type: 'BIGINT', values: [OPEN_NS] },
    });
    expect(await inspect(terminal.folder)).toMatch(
      /ignored: .*notes.parquet: Parquet without a symbol/,
    );
    expect(process.exitCode).toBe(0);
  });

  it('shows a row per instrument where there are several', async () => {
    const other = tradeRecord({ instrumentId: 9, size: 12, price: 10_000_000_000n });
    const path = await file('two.dbn', Buffer.concat([trades, other]));
    expect((await inspect(path)).split('\n').slice(-4, -1)).toEqual([
      '  instrument  records  trades    buy  sell  no side  prices           tick',
      '  ESH1              2       2  1,500     7        0  3719 to 3720.25  0.25',
      '  #9                1       1     12     0        0  10 to 10         0.25',
    ]);
  });

  it('says what is odd about order, book, prices and flags, and where', async () => {
    const at = (seconds: number, more: Parameters<typeof marketRecord>[0] = {}) => {
      const time = 1_609_160_400_000_000_000n + BigInt(seconds) * 1_000_000_000n;
      return marketRecord({ tsEvent: time, tsRecv: time, ...more });
    };
    const grid = Array.from({ length: 9 }, (_, tick) =>
      at(tick, { price: 3_720_000_000_000n + BigInt(tick) * 250_000_000n }),
    );
    const path = await file(
      'odd.dbn',
      Buffer.concat([
        metadataBytes(),
        ...grid,
        at(8, { price: 3_722_000_000_000n }),
        at(50, { price: 3_720_300_000_000n, bid: [3_720_500_000_000n, 1], flags: 0x8c }),
        at(49, { bid: [3_720_750_000_000n, 1] }),
        at(90, { action: 'R' }),
        headerBytes(0x77, 16),
      ]),
    );
    const printed = await inspect(path, '--gap', '30');
    const firstByte = metadataBytes().length + 10 * 368;
    expect(printed.split('\n').slice(6, -1)).toEqual([
      '  records    13: mbp-10 13, rtype 0x77 1',
      `             of unknown type, passed over: 1, first at record 13, byte ${firstByte + 3 * 368}`,
      '  trades     none',
      '  price      none',
      `  tick       0.25; 1 of 18 prices off it, first 3720.3 (record 10, byte ${firstByte})`,
      '  order      ts_event goes back 1 time, ts_recv goes back 1 time, 1 record equal to the one before',
      '  book       crossed 41.0 s, 45.1 % of the time',
      '             1 clear, 1 record with BAD_TS_RECV',
      '  gaps       the book may be wrong (MAYBE_BAD_BOOK): 1 record',
      '             2 silences of at least 30.0 s, the longest:',
      '               42.0 s from 2020-12-28 13:00:08 UTC',
      '               41.0 s from 2020-12-28 13:00:49 UTC',
      '  damage     none',
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('shows what definitions and statistics say', async () => {
    const definition = headerBytes(0x13, 520, 9);
    definition.writeBigInt64LE(250_000_000n, 24);
    definition.writeBigUInt64LE(1_616_160_600_000_000_000n, 40);
    definition.writeBigInt64LE(50_000_000_000n, 80);
    definition.writeBigInt64LE(2_250_000_000_000n, 104);
    definition.write('ESH1 P2250', 238, 'latin1');
    definition.write('ESH1', 391, 'latin1');
    definition.write('P', 487, 'latin1');
    const statistic = headerBytes(0x18, 80);
    statistic.writeBigUInt64LE(1_609_160_400_000_000_000n, 16);
    statistic.writeBigUInt64LE(1_609_113_600_000_000_000n, 24);
    statistic.writeBigInt64LE(2n ** 63n - 1n, 32);
    statistic.writeBigInt64LE(2_400_000n, 40);
    statistic.writeUInt16LE(9, 56);
    statistic.writeUInt8(1, 60);
    const path = await file('other.dbn', Buffer.concat([metadataBytes(), definition, statistic]));
    const printed = await inspect(path);
    expect(printed.split('\n').slice(-7, -1)).toEqual([
      '',
      '  definition  class  expires (UTC)        tick  multiplier  strike  underlying',
      '  ESH1 P2250  P      2021-03-19 13:30:00  0.25          50    2250  ESH1',
      '',
      '  statistic  latest             value  of (UTC)',
      '  ESH1       open interest  2,400,000  2020-12-28 00:00:00',
    ]);
  });

  it.each(['0', '-1', 'soon', 'Infinity'])('refuses a gap of %s seconds', async (gap) => {
    await expect(inspect('any.dbn', '--gap', gap)).rejects.toMatchObject({ code: 'usage' });
  });

  it('goes on after a damaged file, shows the damage and exits with 3', async () => {
    const cut = await file(
      'a-cut.dbn',
      Buffer.concat([metadataBytes(), mbp10Records(2).subarray(1)]),
    );
    const sound = await file('b-sound.dbn', trades);
    const missing = inFolder('missing.dbn');
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
    await expect(inspect(terminal.folder)).rejects.toThrow(/holds no DBN or Parquet file/);
  });

  it('lets no control character of a file reach the terminal', async () => {
    const evil = metadataBytes({ dataset: 'A\u001b[2J', symbols: ['ES\u0007H1\n'] });
    const path = await file('evil.dbn', Buffer.concat([evil, tradeRecord()]));
    const printed = await inspect(path);
    expect(printed).toContain('content    A?[2J mbp-10');
    expect(printed).toContain('symbols    ES?H1?');
  });

  describe('--microstructure', () => {
    const market = (ticks: number) =>
      Buffer.concat([
        metadataBytes(),
        ...Array.from({ length: 5 }, (_, second) =>
          marketRecord({
            tsEvent: 1_609_160_400_000_000_000n + BigInt(second) * 1_000_000_000n,
            ask: [3_720_250_000_000n + BigInt(ticks) * 250_000_000n, 10],
          }),
        ),
      ]);

    it('prints a column for each file', async () => {
      const [a, b] = [await file('a.dbn', market(1)), await file('b.dbn', market(3))];
      const lines = (await inspect('--microstructure', a, b)).split('\n');
      expect(lines.slice(0, 3)).toEqual([
        `[1] ${a}`,
        `[2] ${b}`,
        expect.stringMatching(/^ +\[1\] +\[2\]$/),
      ]);
      const rows = lines.map((line) => line.trim().split(/ {2,}/));
      expect(rows).toContainEqual(['instrument', 'ESH1', 'ESH1']);
      expect(rows).toContainEqual(['mean ticks', '1.00', '3.00']);
      expect(rows).toContainEqual(['level 1', '17.0 (10 / 10 / 24)', '17.0 (10 / 10 / 24)']);
      expect(rows).toContainEqual(['add', '100.0 %', '100.0 %']);
      expect(rows).toContainEqual(['one lot', '–', '–']);
    });

    it('prints the same as JSON, null where there is nothing to measure', async () => {
      const path = await file('a.dbn', market(2));
      const { files } = JSON.parse(await inspect('--microstructure', '--json', path)) as {
        files: unknown[];
      };
      expect(files).toEqual([
        expect.objectContaining({
          path,
          instrument: 'ESH1',
          tick: 0.25,
          first: '2020-12-28T13:00:00.000000000Z',
          spread: expect.objectContaining({ mean_ticks: 2, two_ticks_share: 1 }) as unknown,
          trade_size: expect.objectContaining({ trades: 0, one_lot_share: null }) as unknown,
          damage: null,
        }),
      ]);
    });

    it('takes of a folder the files with a book, and says of a named file that it has none', async () => {
      const book = await file('a.dbn', market(2));
      const noBook = await file('b.dbn', trades);
      await file('c.json', '{"no": "market data"}');
      expect(await inspect('--microstructure', terminal.folder)).toContain(`[1] ${book}\n `);
      expect(process.exitCode).toBe(0);
      const reported = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await inspect('--microstructure', noBook, book)).toContain(`[1] ${book}\n `);
      expect(reported.mock.calls.join()).toMatch(/no book to measure[^]*b\.dbn/);
      expect(process.exitCode).toBe(3);
    });

    it('fails on a folder without a book', async () => {
      await file('b.dbn', trades);
      await expect(inspect('--microstructure', terminal.folder)).rejects.toThrow(
        /no DBN file with a book/,
      );
    });

    it('shows what comes before the damage and exits with 3', async () => {
      const path = await file('cut.dbn', market(2).subarray(0, -1));
      const reported = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await inspect('--microstructure', path)).toMatch(/events +4/);
      expect(reported.mock.calls.join()).toMatch(/ends inside a record[^]*record 4/);
      expect(process.exitCode).toBe(3);
    });
  });
});
