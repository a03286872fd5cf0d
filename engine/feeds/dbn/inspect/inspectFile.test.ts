import { describe, expect, it } from 'vitest';
import { inspectFile } from './inspectFile.ts';
import {
  bytesInMemory,
  headerBytes,
  marketRecord,
  mbp10Records,
  metadataBytes,
  symbolMappingRecord,
  tradeRecord,
} from '../testing/dbnBytes.ts';

const inspectBytes = (...parts: readonly Buffer[]) =>
  inspectFile('memory.dbn', {
    openBytes: () => Promise.resolve(bytesInMemory(Buffer.concat(parts))),
  });

const px = (price: number) => BigInt(price * 1e9);

describe('inspecting a DBN file', () => {
  it('counts trades and volume by aggressor, and their price range', async () => {
    const { total } = await inspectBytes(
      metadataBytes(),
      tradeRecord({ price: px(3720.25), size: 5, side: 'B' }),
      tradeRecord({ price: px(3719), size: 7, side: 'A' }),
      tradeRecord({ price: px(3721.5), size: 11, side: 'N' }),
      tradeRecord({ price: px(3720), size: 0xffff_ffff, side: 'B' }),
    );
    expect(total.trades).toMatchObject({
      trades: 4,
      buyVolume: 5,
      sellVolume: 7,
      noneVolume: 11,
      lowNanos: 3719e9,
      highNanos: 3721.5e9,
    });
  });

  it('takes book updates for no trades', async () => {
    const { total } = await inspectBytes(metadataBytes(), mbp10Records(9));
    expect([total.records, total.trades.trades]).toEqual([9, 0]);
    expect(total.trades.lowNanos).toBeGreaterThan(total.trades.highNanos);
  });

  it('counts a trade once in a stream that tells it in several schemas', async () => {
    const { total } = await inspectBytes(
      metadataBytes({ schema: 0xffff }),
      marketRecord({ rtype: 0x0a, action: 'T', size: 4, side: 'B' }),
      marketRecord({ rtype: 0x01, bytes: 80, action: 'T', size: 4, side: 'B' }),
      tradeRecord({ size: 4, side: 'B' }),
    );
    expect(total.trades).toMatchObject({ trades: 1, buyVolume: 4 });
  });

  it('keeps an undefined price out of the range', async () => {
    const { total } = await inspectBytes(
      metadataBytes(),
      tradeRecord({ price: 2n ** 63n - 1n, size: 1 }),
      tradeRecord({ price: px(10), size: 1 }),
    );
    expect([total.trades.lowNanos, total.trades.highNanos]).toEqual([10e9, 10e9]);
  });

  it('tells the time span to the nanosecond, whatever the order', async () => {
    const at = (ns: bigint) => tradeRecord({ tsEvent: 1_700_000_000_000_000_000n + ns });
    const { total } = await inspectBytes(metadataBytes(), at(5n), at(3n), at(7n), at(6n));
    expect([total.span.firstNs, total.span.lastNs]).toEqual([
      1_700_000_000_000_000_003n,
      1_700_000_000_000_000_007n,
    ]);
  });

  it('dates snapshots, samples and undefined event times by their capture', async () => {
    const [old, recv] = [1_500_000_000_000_000_000n, 1_609_160_400_000_704_060n];
    const { total } = await inspectBytes(
      metadataBytes(),
      marketRecord({ tsEvent: old, tsRecv: recv, flags: 0xa8 }),
      marketRecord({ rtype: 0xc3, bytes: 80, tsEvent: old, tsRecv: recv }),
      tradeRecord({ tsEvent: 0xffff_ffff_ffff_ffffn, tsRecv: recv }),
    );
    expect([total.span.firstNs, total.span.lastNs]).toEqual([recv, recv]);
  });

  it('tells instruments apart by symbol, the busiest first', async () => {
    const { instruments } = await inspectBytes(
      metadataBytes(),
      symbolMappingRecord(3, 9, 'ESZ4'),
      tradeRecord({ instrumentId: 5482, size: 1, side: 'B' }),
      tradeRecord({ instrumentId: 9, size: 2, side: 'A' }),
      tradeRecord({ instrumentId: 77, size: 3 }),
      tradeRecord({ instrumentId: 9, size: 2, side: 'A' }),
    );
    const rows = instruments.map(({ name, tally }) => [
      name,
      tally.records,
      tally.trades.buyVolume,
      tally.trades.sellVolume,
    ]);
    expect(rows).toEqual([
      ['ESZ4', 3, 0, 4],
      ['#77', 1, 3, 0],
      ['ESH1', 1, 1, 0],
    ]);
  });

  it('names the instruments of a fragment by their definitions', async () => {
    const definition = headerBytes(0x13, 520, 688141);
    definition.write('ESH1 P2250', 238, 'latin1');
    const contents = await inspectBytes(definition);
    expect(contents.instruments.map(({ name }) => name)).toEqual(['ESH1 P2250']);
    expect([contents.metadata, contents.version]).toEqual([null, 3]);
  });

  it('counts records by type, unknown ones too', async () => {
    const { recordsByType } = await inspectBytes(
      metadataBytes(),
      headerBytes(0x77, 16),
      tradeRecord(),
      headerBytes(0x20, 56),
      tradeRecord(),
    );
    expect([...recordsByType]).toEqual([
      ['trade', 2],
      ['ohlcv-1s', 1],
      ['rtype 0x77', 1],
    ]);
  });

  it('reports what says that data are missing', async () => {
    const error = headerBytes(0x15, 320);
    error.write('records were skipped', 16, 'latin1');
    const slow = headerBytes(0x17, 320);
    slow.write('falling behind', 16, 'latin1');
    slow.writeUInt8(2, 319);
    const heartbeat = headerBytes(0x17, 320);
    heartbeat.write('Heartbeat', 16, 'latin1');
    const { warnings, total, instruments } = await inspectBytes(
      metadataBytes(),
      marketRecord({ flags: 0x84 }),
      slow,
      heartbeat,
      error,
    );
    expect(warnings).toEqual(['falling behind', 'records were skipped']);
    expect(total.maybeBadBook).toBe(1);
    expect(instruments).toHaveLength(1);
  });

  it('counts instruments beyond a hundred thousand as one, so that memory stays bounded', async () => {
    const ids = Array.from({ length: 100_003 }, (_, id) => id);
    const records = ids.map((id) => headerBytes(0x12, 40, id));
    const { instruments, others, total } = await inspectBytes(metadataBytes(), ...records);
    expect([instruments.length, others?.records, total.records]).toEqual([100_000, 3, 100_003]);
  });

  it('counts up to the damage and reports it', async () => {
    const { total, damage } = await inspectBytes(metadataBytes(), mbp10Records(3).subarray(0, -9));
    expect([total.records, damage?.place.recordIndex]).toEqual([2, 2]);
  });
});
