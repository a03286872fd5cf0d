import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  headerBytes,
  marketRecord,
  mbp10Records,
  metadataBytes,
  tradeRecord,
} from '../feeds/dbn/testing/dbnBytes.ts';
import { registerInspect } from './inspect.ts';
import { CommandLine } from './testing/commandLine.ts';

describe('breakwater inspect --records', () => {
  const terminal = new CommandLine(registerInspect);
  beforeEach(() => terminal.open());
  afterEach(() => terminal.close());

  const file = (name: string, ...parts: readonly Uint8Array[]): Promise<string> =>
    terminal.file(name, ...parts);

  /** Runs the command and returns the lines it printed and what it complained of. */
  async function inspect(...args: string[]) {
    const { printed, complaints } = await terminal.run('inspect', ...args);
    const lines = printed.split('\n').filter((line) => line !== '');
    return { printed, complaints, lines: lines.map((line): unknown => JSON.parse(line)) };
  }

  it('shows prices and times exactly, with the symbol of the day', async () => {
    const price = 9_007_199_254_740_993n;
    const path = await file('es.dbn', metadataBytes(), tradeRecord({ price, size: 7, side: 'A' }));
    expect((await inspect(path, '--records', '5')).lines).toEqual([
      {
        record: 0,
        byte_offset: 360,
        bytes: 48,
        type: 'trade',
        rtype: 0,
        publisher_id: 1,
        instrument_id: 5482,
        symbol: 'ESH1',
        ts_event: '2020-12-28T13:00:00.000429831Z',
        price: '9007199.254740993',
        size: 7,
        action: 'T',
        side: 'A',
        flags: 130,
        depth: 0,
        ts_recv: '2020-12-28T13:00:00.000704060Z',
        ts_in_delta: 0,
        sequence: 1,
      },
    ]);
    expect(process.exitCode).toBe(0);
  });

  it('shows what is undefined as null and what is negative with its sign', async () => {
    const record = marketRecord({
      price: -250_000_000n,
      size: 0xffff_ffff,
      tsEvent: 0xffff_ffff_ffff_ffffn,
    });
    const path = await file('es.dbn', metadataBytes(), record);
    const [line] = (await inspect(path, '--records', '1')).lines;
    expect(line).toMatchObject({
      ts_event: null,
      price: '-0.25',
      size: null,
      bid_px_00: '3720.25',
      bid_px_09: null,
    });
  });

  it('shows records of unknown types and leftovers in reserved bytes in hex', async () => {
    const unknown = headerBytes(0x77, 24);
    const status = headerBytes(0x12, 40);
    status.writeUInt8(0x41, 33);
    const path = await file('es.dbn', metadataBytes(), unknown, status);
    const { lines } = await inspect(path, '--records', '2');
    expect(lines).toMatchObject([
      { type: 'rtype 0x77', raw: { body: '0000000000000000' } },
      { type: 'status', raw: { reserved_33: '41000000000000' } },
    ]);
  });

  it('prints no character that could rewrite the terminal', async () => {
    const status = headerBytes(0x12, 40);
    status.writeUInt8(0x9b, 30);
    status.writeUInt8(0x1b, 31);
    const path = await file('es.dbn', metadataBytes(), status);
    const { printed, lines } = await inspect(path, '--records', '1');
    expect(printed).not.toMatch(/[^\x20-\x7e\n]/);
    expect(lines[0]).toMatchObject({ is_trading: '\u009b', is_quoting: '\u001b' });
  });

  it('stops after the number asked for, and names the file where there are several', async () => {
    const one = await file('one.dbn', metadataBytes(), mbp10Records(1_500));
    const two = await file('two.dbn', metadataBytes(), mbp10Records(2));
    const { lines } = await inspect(one, two, '--records', '1200');
    expect(lines).toHaveLength(1_202);
    expect(lines[1_199]).toMatchObject({ file: one, record: 1_199, sequence: 1_199 });
    expect(lines[1_200]).toMatchObject({ file: two, record: 0 });
  });

  it('shows what stands before damage and exits with 3, unless enough came before', async () => {
    const path = await file('cut.dbn', metadataBytes(), mbp10Records(3).subarray(0, -8));
    expect((await inspect(path, '--records', '2')).lines).toHaveLength(2);
    expect(process.exitCode).toBe(0);
    const { lines, complaints } = await inspect(path, '--records', '3');
    expect(lines).toHaveLength(2);
    expect(complaints).toContain('The file ends inside a record.');
    expect(process.exitCode).toBe(3);
  });

  it.each(['0', '-1', '1.5', 'all', ''])('refuses --records %j', async (count) => {
    await expect(inspect('es.dbn', '--records', count)).rejects.toMatchObject({
      code: 'usage',
      place: { field: '--records', found: count },
    });
  });

  it.each([['--microstructure'], ['--gap', '5']])('refuses %s beside it', async (...other) => {
    await expect(inspect('es.dbn', '--records', '5', ...other)).rejects.toMatchObject({
      code: 'commander.conflictingOption',
    });
  });
});
