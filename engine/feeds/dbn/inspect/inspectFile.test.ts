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

  const START = 1_609_160_400_000_000_000n;
  /** A book record `ns` after the start. */
  const bookAt = (ns: number, more: Parameters<typeof marketRecord>[0] = {}) =>
    marketRecord({ tsEvent: START + BigInt(ns), tsRecv: START + BigInt(ns), ...more });

  it('says for how long a book was crossed or locked', async () => {
    const { total } = await inspectBytes(
      metadataBytes(),
      bookAt(0),
      bookAt(100, { bid: [px(3721), 1] }),
      bookAt(130, { bid: [px(3720.5), 1] }),
      bookAt(135, { ask: [2n ** 63n - 1n, 0] }),
      bookAt(1000),
    );
    expect(total.crossing).toMatchObject({ bookNs: 1000, crossedNs: 30, lockedNs: 5 });
  });

  it('counts times that go back, of each instrument for itself', async () => {
    const { total, instruments } = await inspectBytes(
      metadataBytes(),
      bookAt(50),
      bookAt(20, { instrumentId: 9 }),
      bookAt(40, { tsRecv: START + 60n }),
      bookAt(70, { tsRecv: START + 60n }),
      // An image of the book keeps its old event time: that is no going back.
      bookAt(1, { flags: 0xa8, tsRecv: START + 80n }),
    );
    expect([total.eventTimesBack, total.recvTimesBack]).toEqual([1, 1]);
    expect(instruments.map(({ tally }) => [tally.eventTimesBack, tally.recvTimesBack])).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  it('counts records that repeat the one before of their instrument, byte by byte', async () => {
    const other = bookAt(0, { instrumentId: 9 });
    const { total, instruments } = await inspectBytes(
      metadataBytes(),
      ...[bookAt(0), other, bookAt(0), bookAt(0), bookAt(1), bookAt(0)],
    );
    expect([total.duplicates, instruments[1]?.tally.duplicates]).toEqual([2, 0]);
  });

  it('sees a repeated record across the border of two reads', async () => {
    const bytes = Buffer.concat([metadataBytes(), bookAt(0), bookAt(0), bookAt(0)]);
    const { total } = await inspectFile('memory.dbn', {
      openBytes: () => Promise.resolve(bytesInMemory(bytes, 500)),
    });
    expect([total.records, total.duplicates]).toEqual([3, 2]);
  });

  it('finds silences of the file and of an instrument, the longest first', async () => {
    const s = 1e9;
    const other = (seconds: number) => bookAt(seconds * s, { instrumentId: 9 });
    const contents = await inspectFile('memory.dbn', {
      gapNs: 30 * s,
      openBytes: () =>
        Promise.resolve(
          bytesInMemory(
            Buffer.concat([
              metadataBytes(),
              ...[bookAt(0), other(5), other(40), bookAt(60 * s), other(61), bookAt(120 * s)],
            ]),
          ),
        ),
    });
    expect(contents.originNs).toBe(START);
    expect(contents.total.gaps).toMatchObject({
      count: 2,
      longest: [
        { startNs: 61 * s, lengthNs: 59 * s },
        { startNs: 5 * s, lengthNs: 35 * s },
      ],
    });
    expect(contents.instruments.map(({ tally }) => tally.gaps.count)).toEqual([1, 2]);
  });

  it('counts images, clears and doubts', async () => {
    const { total } = await inspectBytes(
      metadataBytes(),
      bookAt(0, { flags: 0xa8 }),
      bookAt(1, { action: 'R', price: 2n ** 63n - 1n }),
      bookAt(2, { flags: 0x84 }),
      bookAt(3, { flags: 0x88 }),
    );
    expect(total).toMatchObject({ snapshots: 1, clears: 1, badTsRecv: 2, maybeBadBook: 1 });
  });

  it('names the first price off the tick, wherever in the book it is', async () => {
    const before = Array.from({ length: 12 }, (_, tick) =>
      bookAt(tick, { bid: [px(3700 + tick), 3], price: px(3700 + tick) }),
    );
    const { total, instruments } = await inspectBytes(
      metadataBytes(),
      ...before,
      bookAt(20, { bid: [px(3700.1), 3] }),
      bookAt(21, { bid: [px(3700.1), 3] }),
    );
    expect(instruments[0]?.tally.grid.tickNanos).toBe(0.25e9);
    expect(total).toMatchObject({
      offTick: 1,
      firstOffTick: { priceNanos: 3700.1e9, recordIndex: 12 },
    });
  });

  it('keeps the latest statistic of each type, and forgets those deleted', async () => {
    const statistic = (type: number, price: bigint, quantity: number, action = 1) => {
      const record = headerBytes(0x18, 64);
      record.writeBigInt64LE(price, 32);
      record.writeInt32LE(quantity, 40);
      record.writeUInt16LE(type, 52);
      record.writeUInt8(action, 56);
      return record;
    };
    const none = 2n ** 63n - 1n;
    const { instruments } = await inspectBytes(
      metadataBytes({ schema: 10 }),
      statistic(9, none, 100),
      statistic(3, px(3700.25), 0x7fff_ffff),
      statistic(4, px(3600), 0x7fff_ffff),
      statistic(9, none, 250),
      statistic(4, px(3600), 0x7fff_ffff, 2),
    );
    expect(
      instruments[0]?.tally.statistics.map(({ name, priceNanos, quantity }) => [
        name,
        priceNanos,
        quantity,
      ]),
    ).toEqual([
      ['settlement', 3700.25e9, undefined],
      ['open interest', undefined, 250],
    ]);
  });

  it('takes the tick from a definition of the file', async () => {
    const definition = headerBytes(0x13, 520);
    definition.writeBigUInt64LE(START, 16);
    definition.writeBigInt64LE(px(0.5), 24);
    const { instruments } = await inspectBytes(
      metadataBytes(),
      definition,
      bookAt(0, { price: px(3700.5), bid: [px(3700.5), 1], ask: [px(3700.75), 1] }),
    );
    const { grid } = instruments[0]?.tally ?? {};
    expect([grid?.tickNanos, grid?.offTick, grid?.prices]).toEqual([0.5e9, 1, 3]);
  });

  it('tells an id apart that means another symbol on the next day', async () => {
    const { instruments } = await inspectBytes(
      metadataBytes({
        mappings: [
          { key: 'ESH1', intervals: [[20201228, 20201229, '5482']] },
          { key: 'ESM1', intervals: [[20201229, 20201230, '5482']] },
        ],
      }),
      bookAt(0),
      bookAt(86_400e9),
      bookAt(86_401e9),
    );
    expect(instruments.map(({ name, tally }) => [name, tally.records])).toEqual([
      ['ESM1', 2],
      ['ESH1', 1],
    ]);
  });
});
