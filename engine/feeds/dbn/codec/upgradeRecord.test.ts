import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RTYPE } from '../layout.ts';
import { DbnReader } from '../reader.ts';
import { headerBytes, symbolMappingRecord } from '../testing/dbnBytes.ts';
import { readAll } from '../testing/readAll.ts';
import { decodeRecord } from './recordCodec.ts';
import { upgradeRecord } from './upgradeRecord.ts';

const samples = join(import.meta.dirname, '../../../../../shared/data/dbn/dbn-repo');

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function upgraded(record: Uint8Array, version: 2 | 3): Buffer {
  const bytes = upgradeRecord(viewOf(record), 0, record.length, version);
  if (bytes === undefined) throw new Error('The record was not upgraded.');
  return Buffer.from(bytes);
}

const valuesOf = (record: Uint8Array) => decodeRecord(viewOf(record), 0, record.length).values;

describe('a record in a later version', () => {
  it('of statistics holds the same quantity, or none, in more bytes', () => {
    const record = headerBytes(RTYPE.statistics, 64);
    record.writeBigUInt64LE(7n, 16);
    record.writeInt32LE(-5, 40);
    record.writeUInt16LE(9, 52);
    expect(upgraded(record, 3)).toHaveLength(80);
    expect(valuesOf(upgraded(record, 3))).toMatchObject({
      quantity: -5n,
      stat_type: 9,
      ts_recv: 7n,
    });
    record.writeInt32LE(0x7fff_ffff, 40);
    expect(valuesOf(upgraded(record, 3))['quantity']).toBeUndefined();
    expect(upgradeRecord(viewOf(record), 0, 64, 2)).toBeUndefined();
  });

  it('of a symbol mapping keeps symbols and times and knows no symbology', () => {
    expect(valuesOf(upgraded(symbolMappingRecord(1, 7, 'ESZ4'), 2))).toEqual({
      stype_in: undefined,
      stype_in_symbol: 'ES.c.0',
      stype_out: undefined,
      stype_out_symbol: 'ESZ4',
      start_ts: undefined,
      end_ts: undefined,
    });
  });

  it('of the gateway gets a code, which of version 1 only a heartbeat has', () => {
    const heartbeat = headerBytes(RTYPE.system, 80);
    heartbeat.write('Heartbeat', 16);
    expect(valuesOf(upgraded(heartbeat, 3))).toEqual({ msg: 'Heartbeat', code: 0 });
    const failure = headerBytes(RTYPE.error, 80);
    failure.write('no such key', 16);
    expect(valuesOf(upgraded(failure, 2))).toEqual({
      err: 'no such key',
      code: undefined,
      is_last: undefined,
    });
  });

  it('keeps its send time', () => {
    const record = headerBytes(RTYPE.statistics, 72);
    record.writeBigUInt64LE(1_609_160_400_000_704_060n, 64);
    const bytes = upgraded(record, 3);
    expect(bytes).toHaveLength(88);
    expect(bytes.readBigUInt64LE(80)).toBe(1_609_160_400_000_704_060n);
  });

  it('is left alone where nothing changed, and where nothing is known of it', () => {
    for (const record of [
      headerBytes(RTYPE.mbp10, 368),
      headerBytes(RTYPE.definition, 520),
      headerBytes(RTYPE.definition, 444),
      headerBytes(0x77, 24),
    ]) {
      expect(upgradeRecord(viewOf(record), 0, record.length, 3)).toBeUndefined();
    }
  });

  it('is refused where it would lose what it says', () => {
    const record = headerBytes(RTYPE.definition, 520);
    expect(() => upgradeRecord(viewOf(record), 0, 520, 2)).toThrowError(
      expect.objectContaining({ code: 'usage', remedy: 'Write version 3.' }),
    );
  });
});

describe.skipIf(!existsSync(samples))('the vendor’s samples of version 1 and 2', () => {
  async function recordsOf(name: string): Promise<Buffer[]> {
    return (await readAll(await DbnReader.open(join(samples, `test_data.${name}`)))).records;
  }

  it.each([
    ['definition.v1.dbn.frag', 'definition.v2.dbn.frag', 2],
    ['definition.v1.dbn.frag', 'definition.v3.dbn.frag', 3],
    ['definition.v2.dbn.frag', 'definition.v3.dbn.frag', 3],
    ['definition.v1.dbn.zst', 'definition.v2.dbn.zst', 2],
    ['definition.v2.dbn.zst', 'definition.v3.dbn.zst', 3],
    ['statistics.v1.dbn.zst', 'statistics.v3.dbn.zst', 3],
  ] as const)('%s becomes exactly %s', async (older, newer, version) => {
    const found = (await recordsOf(older)).map((record) => upgraded(record, version));
    expect(found).toEqual(await recordsOf(newer));
  });
});
