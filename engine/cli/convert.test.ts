import { link, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { DbnReader } from '../feeds/dbn/reader.ts';
import {
  headerBytes,
  marketRecord,
  metadataBytes,
  mbp10Records,
  symbolMappingRecord,
  tradeRecord,
} from '../feeds/dbn/testing/dbnBytes.ts';
import { readAll } from '../feeds/dbn/testing/readAll.ts';
import type { ReadResult } from '../feeds/dbn/testing/readAll.ts';
import { ZstdFrameSplitter } from '../feeds/dbn/zstdFrames.ts';
import { registerConvert } from './convert.ts';
import { CommandLine, type Printed } from './testing/commandLine.ts';

const terminal = new CommandLine(registerConvert);
const inFolder = (...names: string[]): string => join(terminal.folder, ...names);
beforeEach(() => terminal.open());
afterEach(() => terminal.close());

const file = (name: string, ...parts: readonly Uint8Array[]): Promise<string> =>
  terminal.file(name, ...parts);

const convert = (...args: string[]): Promise<Printed> => terminal.run('convert', ...args);

const read = async (path: string): Promise<ReadResult> =>
  readAll(await DbnReader.open(path, { includeUnknown: true }));

describe('breakwater convert', () => {
  it('writes a file whose frames all carry their size and a checksum, and says which', async () => {
    const records = mbp10Records(3_000);
    const path = await file('in.dbn', metadataBytes({ version: 2 }), records);
    const out = inFolder('out.dbn.zst');
    const { printed } = await convert(path, '--out', out);
    const result = await read(out);
    expect(Buffer.concat(result.records).equals(records)).toBe(true);
    expect([result.damage, result.reader.version, result.reader.zstdFrameCount]).toEqual([
      null,
      3,
      3,
    ]);
    const bytes = await readFile(out);
    expect((bytes[4] ?? 0) & 0x24).toBe(0x24);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(printed.split('\n')).toEqual([
      out,
      '  records    3,000',
      `  bytes      ${bytes.length.toLocaleString('en-US')}`,
      `  sha256     ${sha256}`,
      '',
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('makes frames that hold whole records each, to be decompressed alone', async () => {
    const path = await file('in.dbn', metadataBytes(), mbp10Records(6_000));
    const out = inFolder('out.dbn.zst');
    await convert(path, '--out', out, '--level', '1');
    const bytes = await readFile(out);
    const splitter = new ZstdFrameSplitter();
    const sizes: number[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = splitter.advance(bytes, start, false);
      sizes.push(zstdDecompressSync(bytes.subarray(start, end)).length);
      start = end;
    }
    expect(sizes).toEqual([metadataBytes().length, 2_849 * 368, 2_849 * 368, 302 * 368]);
  });

  it('leaves a changed byte of its output no way to go unnoticed', async () => {
    const path = await file('in.dbn', metadataBytes(), mbp10Records(50));
    const out = inFolder('out.dbn.zst');
    await convert(path, '--out', out);
    const bytes = await readFile(out);
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 0x01, at);
      const spoiled = await file('spoiled.dbn.zst', damaged);
      const result = await read(spoiled).catch((error: unknown) => ({ damage: error }));
      expect([at, result.damage]).not.toEqual([at, null]);
    }
  });

  it('copies records of unknown types, and brings those of older layouts up to date', async () => {
    const unknown = headerBytes(0x77, 24);
    const statistics = headerBytes(0x18, 64);
    const path = await file(
      'live.dbn',
      metadataBytes({ version: 1, schema: 0xffff, stypeIn: 255, mappings: [], symbols: [] }),
      symbolMappingRecord(1, 5482, 'ESH1'),
      tradeRecord(),
      unknown,
      statistics,
      symbolMappingRecord(3, 5482, 'ESH1'),
    );
    const out = inFolder('out.dbn');
    const { printed } = await convert(path, '--out', out, '--plain');
    const { records, rtypes, symbols } = await read(out);
    expect(records.map(({ length }) => length)).toEqual([176, 48, 24, 80, 176]);
    expect(rtypes).toEqual([0x16, 0x00, 0x77, 0x18, 0x16]);
    expect(records[2]).toEqual(unknown);
    expect(symbols[1]).toBe('ESH1');
    expect(printed).toContain('records    5, 2 brought up to date');
  });

  it('keeps partial and missing symbols, mappings and the limit of the query', async () => {
    const fields = {
      partial: ['ESM1'],
      notFound: ['ESX9'],
      mappings: [
        { key: 'ESH1', intervals: [[20201228, 20201229, '5482'] as const] },
        { key: 'ESM1', intervals: [] },
      ],
    };
    const path = await file('in.dbn', metadataBytes({ version: 1, ...fields }), tradeRecord());
    const out = inFolder('out.dbn');
    await convert(path, '--out', out, '--plain', '--dbn-version', '2');
    expect(await readFile(out)).toEqual(
      Buffer.concat([metadataBytes({ version: 2, ...fields }), tradeRecord()]),
    );
  });

  it('gives a fragment metadata: the dataset of its venue, or the one named', async () => {
    const futures = await file('futures.dbn.frag', tradeRecord(), tradeRecord());
    const out = inFolder('out.dbn');
    await convert(futures, '--out', out, '--plain');
    const { reader, records } = await read(out);
    expect(reader.metadata).toMatchObject({
      version: 3,
      dataset: 'GLBX.MDP3',
      schema: 'mixed',
      startNs: 1_609_160_400_000_704_060n,
      endNs: undefined,
      hasTsOut: false,
    });
    expect(records).toHaveLength(2);
    const shares = await file('shares.dbn.frag', tradeRecord({ publisherId: 2 }));
    await expect(convert(shares, '--out', out)).rejects.toMatchObject({
      code: 'usage',
      place: { file: shares, field: 'dataset', found: 'records of publisher 2' },
    });
    await convert(shares, '--out', out, '--plain', '--dataset', 'XNAS.ITCH');
    expect((await read(out)).reader.metadata?.dataset).toBe('XNAS.ITCH');
  });

  it('knows a fragment with send times by the length of its records', async () => {
    const record = Buffer.concat([tradeRecord(), Buffer.alloc(8, 1)]);
    record.writeUInt8(14, 0);
    const path = await file('live.dbn.frag', record);
    const out = inFolder('out.dbn');
    await convert(path, '--out', out, '--plain');
    const { reader, records } = await read(out);
    expect([reader.metadata?.hasTsOut, records]).toEqual([true, [record]]);
  });

  it('keeps what ids mean from day to day, as OPRA gives them anew', async () => {
    const key = (day: number) => `SPY   25121${day}C00687000`;
    const mappings = [6, 7].map((day) => ({
      key: key(day),
      intervals: [[20_251_210 + day, 20_251_211 + day, '77'] as const],
    }));
    const at = (day: number) => BigInt(Date.UTC(2025, 11, 10 + day, 15)) * 1_000_000n;
    const trades = [6, 7].map((day) => tradeRecord({ instrumentId: 77, tsRecv: at(day) }));
    const path = await file('spy.dbn', metadataBytes({ version: 1, mappings }), ...trades);
    const out = inFolder('out.dbn.zst');
    await convert(path, '--out', out);
    expect((await read(out)).symbols).toEqual([key(6), key(7)]);
  });

  it('makes one file of a capture that went on in a later version', async () => {
    const path = await file(
      'live.dbn',
      metadataBytes({ version: 1, mappings: [], symbols: [] }),
      symbolMappingRecord(1, 5482, 'ESH1'),
      tradeRecord(),
      metadataBytes({ version: 3, mappings: [], symbols: [] }),
      symbolMappingRecord(3, 5482, 'ESM1'),
      tradeRecord(),
    );
    const out = inFolder('out.dbn.zst');
    await convert(path, '--out', out);
    const { reader, rtypes, symbols, damage } = await read(out);
    expect([rtypes, damage, reader.sections]).toEqual([[0x16, 0, 0x16, 0], null, []]);
    expect([symbols[1], symbols[3]]).toEqual(['ESH1', 'ESM1']);
  });

  it('puts at the start what files that were strung together map', async () => {
    const march = metadataBytes({ schema: 4, notFound: ['X'] });
    const june = metadataBytes({
      version: 1,
      schema: 2,
      symbols: ['ESM1'],
      mappings: [{ key: 'ESM1', intervals: [[20201228, 20201231, '99']] }],
    });
    const records = [tradeRecord(), marketRecord({ instrumentId: 99 })] as const;
    const path = await file('both.dbn', march, records[0], june, june, records[1]);
    const out = inFolder('out.dbn');
    await convert(path, '--out', out, '--plain');
    const result = await read(out);
    expect(result.reader.metadata).toMatchObject({
      schema: 'mixed',
      symbols: ['ESH1', 'ESM1'],
      notFound: ['X'],
    });
    expect(result.symbols).toEqual(['ESH1', 'ESM1']);
    expect(
      [...result.reader.symbols.intervals()].sort((a, b) => a.instrumentId - b.instrumentId),
    ).toEqual([
      { instrumentId: 99, symbol: 'ESM1', startDay: 18_624, endDay: 18_627 },
      { instrumentId: 5482, symbol: 'ESH1', startDay: 18_624, endDay: 18_625 },
    ]);
    expect(result.records).toEqual(records);
    expect((await readdir(terminal.folder)).sort()).toEqual(['both.dbn', 'out.dbn']);
  });

  it('keeps what stands before damage, says what it is and exits with 3', async () => {
    const path = await file('cut.dbn', metadataBytes(), mbp10Records(4).subarray(0, -100));
    const out = inFolder('out.dbn.zst');
    const { printed, complaints } = await convert(path, '--out', out);
    expect(printed).toContain('records    3');
    expect(complaints).toContain('The file ends inside a record.');
    expect(complaints).toContain('record 3');
    expect(process.exitCode).toBe(3);
    const { damage, records } = await read(out);
    expect([damage, records.length]).toEqual([null, 3]);
  });

  it('writes a file without records where there are none', async () => {
    const path = await file('empty.dbn.zst', zstdCompressSync(metadataBytes()));
    const out = inFolder('out.dbn.zst');
    await convert(path, '--out', out, '--level', '19');
    const { damage, records, reader } = await read(out);
    expect([damage, records, reader.metadata?.symbols]).toEqual([null, [], ['ESH1']]);
  });
});

describe('breakwater convert refuses', () => {
  it('to write over its input, by whatever name', async () => {
    const path = await file('in.dbn', metadataBytes(), tradeRecord());
    const before = await readFile(path);
    const soft = inFolder('soft.dbn');
    const hard = inFolder('hard.dbn');
    await symlink(path, soft);
    await link(path, hard);
    for (const out of [path, inFolder('.', 'in.dbn'), soft, hard]) {
      await expect(convert(path, '--out', out)).rejects.toMatchObject({
        code: 'usage',
        place: { field: 'out', found: 'the input' },
      });
    }
    expect(await readFile(path)).toEqual(before);
  });

  it('a folder as output, and leaves nothing behind where it cannot write', async () => {
    const path = await file('in.dbn', metadataBytes(), tradeRecord());
    await mkdir(inFolder('out'));
    await expect(convert(path, '--out', inFolder('out'))).rejects.toMatchObject({
      code: 'usage',
      place: { field: 'out', expected: 'a file' },
    });
    await expect(convert(path, '--out', inFolder('no/out.dbn'))).rejects.toMatchObject({
      code: 'failed',
    });
    expect((await readdir(terminal.folder)).sort()).toEqual(['in.dbn', 'out']);
  });

  it('records that say more than version 2 holds, and leaves the old output as it was', async () => {
    const later = headerBytes(0x13, 520);
    const path = await file('in.dbn', metadataBytes(), tradeRecord(), later);
    const out = await file('out.dbn', Buffer.from('old'));
    await expect(convert(path, '--out', out, '--dbn-version', '2')).rejects.toMatchObject({
      code: 'usage',
      place: { file: path, recordIndex: 1, field: 'definition' },
      remedy: 'Write version 3.',
    });
    expect(await readFile(out, 'utf8')).toBe('old');
    expect((await readdir(terminal.folder)).sort()).toEqual(['in.dbn', 'out.dbn']);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'to leave anything behind at %s',
    async (signal) => {
      const path = await file('in.dbn', metadataBytes(), mbp10Records(3_000));
      const out = inFolder('out.dbn');
      const run = convert(path, '--out', out);
      process.emit(signal);
      await expect(run).rejects.toMatchObject({
        code: 'failed',
        message: `Interrupted: ${out} was not written.`,
      });
      expect(await readdir(terminal.folder)).toEqual(['in.dbn']);
    },
  );

  it('what is no DBN', async () => {
    const path = await file('notes.txt', Buffer.from('no market data here'));
    await expect(convert(path, '--out', inFolder('out.dbn'))).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: path },
    });
    expect(await readdir(terminal.folder)).toEqual(['notes.txt']);
  });

  it.each([
    ['--dbn-version', '1', 'dbn-version'],
    ['--dbn-version', 'three', 'dbn-version'],
    ['--level', '0', 'level'],
    ['--level', '20', 'level'],
    ['--level', '3.5', 'level'],
  ])('%s %s', async (option, value, field) => {
    await expect(convert('in.dbn', '--out', 'out.dbn', option, value)).rejects.toMatchObject({
      code: 'usage',
      place: { field, found: JSON.stringify(value) },
    });
  });
});
