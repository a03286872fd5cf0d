import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeDefinition } from './definition.ts';
import { decodeSymbolMapping } from './gatewayRecords.ts';
import {
  CONSOLIDATED_LEVEL,
  HEADER,
  LEVEL,
  LEVEL_BYTES,
  MARKET,
  RTYPE,
  SCHEMA_MIXED,
} from './layout.ts';
import { DbnReader } from './reader.ts';
import { priceNanosAt, u32At, u64At } from './records.ts';
import { readAll } from './testing/readAll.ts';
import type { ReadResult } from './testing/readAll.ts';

/** The vendor's own test files with values from an independent decoder, beside the project. */
const root = join(import.meta.dirname, '../../../../shared/data');
const dbnRoot = join(root, 'dbn');
const session = join(root, 'sessions/es-2023-12-25/glbx-mdp3-20231225.mbp-10.dbn.zst');

async function readFile(path: string): Promise<ReadResult> {
  return readAll(await DbnReader.open(path));
}

/** The files of one schema in all versions of the vendor's `dbn` repository. */
function versionsOf(schema: string): string[] {
  const folder = join(dbnRoot, 'dbn-repo');
  return readdirSync(folder)
    .filter((name) => new RegExp(`^test_data\\.${schema}\\.(v\\d\\.)?dbn(\\.zst)?$`).test(name))
    .map((name) => join(folder, name));
}

function viewOf(record: Buffer | undefined): DataView {
  if (record === undefined) throw new Error('The file has fewer records than expected.');
  return new DataView(record.buffer, record.byteOffset, record.byteLength);
}

/** The common fields of a market record in the notation of the expected values. */
function marketFields(record: Buffer | undefined) {
  const view = viewOf(record);
  return {
    id: u32At(view, HEADER.instrumentId),
    publisher: view.getUint16(HEADER.publisherId, true),
    tsEvent: u64At(view, HEADER.tsEvent),
    tsRecv: u64At(view, MARKET.tsRecv),
    price: priceNanosAt(view, MARKET.price),
    size: u32At(view, MARKET.size),
    action: String.fromCharCode(view.getUint8(MARKET.action)),
    side: String.fromCharCode(view.getUint8(MARKET.side)),
    flags: view.getUint8(MARKET.flags),
    depth: view.getUint8(MARKET.depth),
    tsInDelta: view.getInt32(MARKET.tsInDelta, true),
    sequence: u32At(view, MARKET.sequence),
  };
}

/** Bid price, size, count, ask price, size, count of one level. */
function level(record: Buffer | undefined, index: number): number[] {
  const view = viewOf(record);
  const at = MARKET.levels + LEVEL_BYTES * index;
  return [
    priceNanosAt(view, at + LEVEL.bidPx),
    u32At(view, at + LEVEL.bidSz),
    u32At(view, at + LEVEL.bidCt),
    priceNanosAt(view, at + LEVEL.askPx),
    u32At(view, at + LEVEL.askSz),
    u32At(view, at + LEVEL.askCt),
  ];
}

function definition(record: Buffer | undefined) {
  const view = viewOf(record);
  return decodeDefinition(view, 0, view.byteLength);
}

interface ListedFile {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  readonly dataset: string;
  readonly schema: string;
  readonly symbols: string;
  readonly records: string;
  readonly frames: string;
}

/** The tables of the folder's README: one row a file. */
function listedFiles(): ListedFile[] {
  if (!existsSync(dbnRoot)) return [];
  const files: ListedFile[] = [];
  let folder = '';
  for (const line of readFileSync(join(dbnRoot, 'README.md'), 'utf8').split('\n')) {
    folder = /^## (\S+)/.exec(line)?.[1] ?? folder;
    const cells = line.split('|').map((cell) => cell.trim());
    const name = /^`(.+)`$/.exec(cells[1] ?? '')?.[1];
    if (name === undefined || cells.length !== 10) continue;
    const [version = '', dataset = '', schema = '', symbols = '', records = '', frames = ''] =
      cells.slice(2);
    files.push({
      name,
      path: join(dbnRoot, folder, name),
      version,
      dataset,
      schema,
      symbols,
      records,
      frames,
    });
  }
  return files;
}

/** Record counts as the README writes them: `2×0x0A/368B + …`, in order of appearance. */
function countsOf(records: readonly Buffer[]): string {
  const counts = new Map<string, number>();
  for (const record of records) {
    const rtype = (record[1] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const key = `0x${rtype}/${record.length}B`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `${count}×${key}`).join(' + ') || '0';
}

describe.skipIf(!existsSync(dbnRoot))('the vendor’s own test files', () => {
  it('are all listed with their contents', () => {
    const names = ['dbn-repo', 'python-repo'].flatMap((folder) =>
      readdirSync(join(dbnRoot, folder)),
    );
    expect(
      listedFiles()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort());
  });

  it.each(listedFiles())('$name holds $records', async (file) => {
    const { reader, records, damage } = await readFile(file.path);
    expect(countsOf(records)).toBe(file.records);
    expect(damage).toBeNull();
    expect(reader.zstdFrameCount ?? '–').toEqual(file.frames === '–' ? '–' : Number(file.frames));
    if (file.version === 'none (fragment)') {
      expect(reader.metadata).toBeNull();
    } else {
      const { version, dataset, schema, symbols } = reader.metadata ?? {};
      expect([`v${version}`, dataset, schema]).toEqual([file.version, file.dataset, file.schema]);
      expect((symbols ?? []).join(',').replace(/ +/g, ' ') || '–').toBe(
        file.symbols.replace(/ +/g, ' '),
      );
    }
  });

  it('map ESH1 to 5482 on 28 December 2020 wherever they ask for it', async () => {
    const asking = listedFiles().filter(
      ({ symbols, dataset }) => symbols === 'ESH1' && dataset === 'GLBX.MDP3',
    );
    expect(asking.length).toBeGreaterThan(40);
    for (const { path } of asking) {
      const { reader } = await readFile(path);
      expect([...reader.symbols.intervals()]).toEqual([
        { instrumentId: 5482, symbol: 'ESH1', startDay: 18_624, endDay: 18_625 },
      ]);
    }
  });

  it.each(existsSync(dbnRoot) ? versionsOf('mbp-10') : [])('%s: MBP-10 values', async (path) => {
    const { records } = await readFile(path);
    expect(marketFields(records[0])).toEqual({
      id: 5482,
      publisher: 1,
      tsEvent: 1609160400000429831n,
      tsRecv: 1609160400000704060n,
      price: 3722750000000,
      size: 1,
      action: 'C',
      side: 'A',
      flags: 0x80,
      depth: 9,
      tsInDelta: 22993,
      sequence: 1170352,
    });
    expect(level(records[0], 0)).toEqual([3720250000000, 24, 15, 3720500000000, 10, 8]);
    expect(level(records[0], 9)).toEqual([3718000000000, 67, 39, 3722750000000, 44, 26]);
    expect(marketFields(records[1])).toMatchObject({
      tsEvent: 1609160400000435673n,
      action: 'C',
      side: 'B',
      depth: 1,
      sequence: 1170356,
    });
    expect(level(records[1], 1).slice(0, 3)).toEqual([3720000000000, 30, 17]);
  });

  it.each(existsSync(dbnRoot) ? versionsOf('trades') : [])('%s: trade values', async (path) => {
    const { records } = await readFile(path);
    const common = { price: 3720250000000, action: 'T', side: 'A', flags: 0x81 };
    expect(marketFields(records[0])).toMatchObject({ ...common, size: 5, sequence: 1170380 });
    expect(marketFields(records[1])).toMatchObject({ ...common, size: 21, sequence: 1170414 });
  });

  it.each(existsSync(dbnRoot) ? versionsOf('tbbo') : [])('%s: TBBO values', async (path) => {
    const { records } = await readFile(path);
    expect(marketFields(records[0])).toMatchObject({
      price: 3720250000000,
      size: 5,
      action: 'T',
      side: 'A',
    });
    expect(level(records[0], 0)).toEqual([3720250000000, 26, 16, 3720500000000, 7, 6]);
  });

  it.each(existsSync(dbnRoot) ? versionsOf('mbp-1') : [])('%s: MBP-1 values', async (path) => {
    const { records } = await readFile(path);
    expect(marketFields(records[0])).toMatchObject({
      tsEvent: 1609160400006001487n,
      action: 'A',
      side: 'A',
      price: 3720500000000,
      size: 1,
    });
    expect(level(records[0], 0)).toEqual([3720250000000, 24, 15, 3720500000000, 11, 9]);
  });

  it('tell the same option definition in the layouts of all versions', async () => {
    const names = [
      'v1.dbn.frag',
      'v1.dbn.frag.zst',
      'v2.dbn.frag',
      'dbn.frag.zst',
      'v3.dbn.frag',
      'v3.dbn.frag.zst',
    ];
    const decoded = await Promise.all(
      names.map(async (name) => {
        const { records } = await readFile(
          join(dbnRoot, 'dbn-repo', `test_data.definition.${name}`),
        );
        return records.map(definition);
      }),
    );
    expect(decoded[0]?.map(({ rawSymbol }) => rawSymbol)).toEqual(['GEM3 P9812', 'ESH1 P2250']);
    expect(decoded[0]?.[1]).toMatchObject({
      instrumentId: 688141,
      strikeNanos: 2250000000000,
      instrumentClass: 'P',
      underlying: 'ESH1',
      underlyingId: 5482,
      securityType: 'OOF',
      expirationNs: 1616160600000000000n,
      tickNanos: undefined,
      unitOfMeasureQtyNanos: 50000000000,
      exchange: 'XCME',
      currency: 'USD',
    });
    for (const other of decoded.slice(1)) expect(other).toEqual(decoded[0]);
  });

  it('tell the definitions of a future and of an OPRA option', async () => {
    const read = async (dataset: string) => {
      const name = `${dataset}__test_data.definition.dbn.zst`;
      return definition((await readFile(join(dbnRoot, 'python-repo', name))).records[0]);
    };
    expect(await read('GLBX.MDP3')).toMatchObject({
      rawSymbol: 'ESH1',
      instrumentClass: 'F',
      tickNanos: 250000000,
      unitOfMeasureQtyNanos: 50000000000,
      expirationNs: 1616160600000000000n,
      strikeNanos: undefined,
    });
    expect(await read('OPRA.PILLAR')).toMatchObject({
      rawSymbol: 'AAPL  250221C00250000',
      instrumentId: 16783963,
      strikeNanos: 250000000000,
      instrumentClass: 'C',
      underlying: 'AAPL',
      securityType: 'OPT',
      expirationNs: 1740096000000000000n,
      tickNanos: undefined,
    });
  });

  it('hold OPRA trades and consolidated quotes', async () => {
    const folder = join(dbnRoot, 'python-repo');
    const trades = await readFile(join(folder, 'OPRA.PILLAR__test_data.trades.dbn.zst'));
    expect(marketFields(trades.records[0])).toMatchObject({
      publisher: 23,
      tsEvent: 1740061800817657088n,
      price: 240000000,
      size: 1,
      action: 'T',
      side: 'N',
      flags: 0xc2,
      sequence: 713382,
    });
    const quotes = await readFile(join(folder, 'OPRA.PILLAR__test_data.cbbo-1s.dbn.zst'));
    const [bidPx, bidSz, , askPx, askSz] = level(quotes.records[1], 0);
    expect([bidPx, bidSz, askPx, askSz]).toEqual([100000000, 1, 250000000, 4]);
    const view = viewOf(quotes.records[1]);
    expect(u64At(view, MARKET.tsRecv)).toBe(1740061801000000000n);
    expect([priceNanosAt(view, MARKET.price), u32At(view, MARKET.size)]).toEqual([240000000, 1]);
    const { bidPublisher, askPublisher } = CONSOLIDATED_LEVEL;
    const publishers = [bidPublisher, askPublisher].map((at) =>
      view.getUint16(MARKET.levels + at, true),
    );
    expect(publishers).toEqual([23, 23]);
    expect(level(quotes.records[0], 0)).toEqual([Number.NaN, 0, 0, Number.NaN, 0, 0]);
  });

  it('hold a recorded live session with its symbol mappings among the data', async () => {
    const { reader, records, rtypes, symbols } = await readFile(
      join(dbnRoot, 'python-repo/LIVE__test_data.live.dbn.zst'),
    );
    expect(reader.metadata).toMatchObject({
      schemaCode: SCHEMA_MIXED,
      stypeIn: 255,
      startNs: 0n,
      endNs: undefined,
    });
    const mapping = records[rtypes.indexOf(RTYPE.symbolMapping)];
    expect(decodeSymbolMapping(viewOf(mapping), 0, 176)).toMatchObject({
      instrumentId: 183748,
      stypeOutSymbol: 'ESZ4',
      stypeIn: 255,
      startNs: undefined,
    });
    const ofTrades = symbols.filter((_, index) => rtypes[index] === RTYPE.trade);
    expect(ofTrades).toEqual(['ESZ4', 'ESZ4']);
  });

  it('keep the midnight snapshot flagged', async () => {
    const { records } = await readFile(
      join(dbnRoot, 'python-repo/GLBX.MDP3__test_data.bbo-1s.dbn.zst'),
    );
    expect(viewOf(records[0]).getUint8(MARKET.flags)).toBe(0xa8);
  });
});

describe.skipIf(!existsSync(session))('half an hour of a real ES book', () => {
  it('has the trades and the volume by aggressor that are known of it', async () => {
    const { reader, records, damage } = await readFile(session);
    const trades = records.map(marketFields).filter(({ action }) => action === 'T');
    const volume = (side: string) =>
      trades.filter((trade) => trade.side === side).reduce((sum, { size }) => sum + size, 0);
    expect([damage, reader.zstdFrameCount]).toEqual([null, 3]);
    expect(trades).toHaveLength(1865);
    expect(['B', 'A', 'N'].map(volume)).toEqual([3188, 2366, 44]);
    const prices = trades.map(({ price }) => price);
    expect([Math.max(...prices), Math.min(...prices)]).toEqual([4810750000000, 4800250000000]);
  });
});
