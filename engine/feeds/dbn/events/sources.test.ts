import { describe, expect, it } from 'vitest';
import { headerBytes, marketRecord, tradeRecord, type RecordFields } from '../testing/dbnBytes.ts';
import { CALL, DAY_MS, FUTURE, mapped, played, px, readerOf } from '../testing/playSource.ts';
import type { DbnReader } from '../reader.ts';
import { BookSource } from './bookSource.ts';
import { OptionContracts } from './optionContracts.ts';
import { OptionSource } from './optionSource.ts';
import { TradesSource } from './tradesSource.ts';
import { UnderlyingSource } from './underlyingSource.ts';

/** The records' own time: 13:00:00.000429831 UTC. */
const EVENT_NS = 1_609_160_400_000_429_831n;
const RECV_NS = 1_609_160_400_000_704_060n;
const UNDEFINED_TIME = 0xffff_ffff_ffff_ffffn;
const UNDEFINED_PRICE = 0x7fff_ffff_ffff_ffffn;
const UNDEFINED_SIZE = 0xffff_ffff;
const sessionNs = (unixNs: bigint): number => Number(unixNs - BigInt(DAY_MS) * 1_000_000n);

const bookOf = (reader: DbnReader, ignoresTrades = false): BookSource =>
  new BookSource(reader, { symbol: FUTURE, tickSize: 0.25, depth: 10, ignoresTrades });

const bookLines = async (...records: Buffer[]): Promise<string[]> =>
  (await played(bookOf(await readerOf(records)))).lines;

const book = (overrides: Partial<RecordFields> = {}): Buffer => marketRecord(overrides);
const VIEW = '[24@14881 | 10@14882]';

describe('a book file', () => {
  it('gives adds, cancels and modifies as books, and a T record as a trade with its levels', async () => {
    const lines = await bookLines(
      book({ action: 'A' }),
      book({ action: 'C' }),
      book({ action: 'M' }),
      book({ action: 'T', side: 'B' }),
      book({ action: 'T', side: 'A' }),
      book({ action: 'T', side: 'N' }),
    );
    expect(lines).toEqual([
      ...Array<string>(3).fill(`book ${VIEW}`),
      `trade 5 @ 3720.25 side 1 with ${VIEW}`,
      `trade 5 @ 3720.25 side -1 with ${VIEW}`,
      `trade 5 @ 3720.25 side 0 with ${VIEW}`,
    ]);
  });

  it('marks clears, snapshots and doubtful records', async () => {
    const lines = await bookLines(
      book({ action: 'R' }),
      book({ flags: 0x20 }),
      book({ flags: 0x04 }),
    );
    expect(lines).toEqual(['clear', `snapshot ${VIEW}`, `book doubtful ${VIEW}`]);
  });

  it('does not look at the levels of a clear', async () => {
    expect(await bookLines(book({ action: 'R', bid: [px(0.1), 5] }))).toEqual(['clear']);
  });

  it('leaves out levels of no size or price', async () => {
    const lines = await bookLines(
      book({ bid: [px(3720.25), 0] }),
      book({ ask: [UNDEFINED_PRICE, 10] }),
      book({ bid: [px(3720.25), UNDEFINED_SIZE], ask: [UNDEFINED_PRICE, 0] }),
    );
    expect(lines).toEqual(['book [ | 10@14882]', 'book [24@14881 | ]', 'book [ | ]']);
  });

  it('takes a price that stood there before by its value, not by its place', async () => {
    /** In units of 1e-9 it shares its lower 32 bits with −1. */
    const FAR = 8_388_607;
    const at = (price: number) => book({ bid: [px(price), 1], ask: [px(price + 0.25), 1] });
    const lines = await bookLines(at(1), at(2), at(2), at(1), at(0), at(-1), at(FAR), at(1));
    expect(lines).toEqual([
      'book [1@4 | 1@5]',
      'book [1@8 | 1@9]',
      'book [1@8 | 1@9]',
      'book [1@4 | 1@5]',
      'book [1@0 | 1@1]',
      'book [1@-4 | 1@-3]',
      'book [1@33554428 | 1@33554429]',
      'book [1@4 | 1@5]',
    ]);
  });

  it('ends at a price off the grid and names the record', async () => {
    const source = bookOf(await readerOf([book(), book({ bid: [px(3720.3), 1] }), book()]));
    const { lines } = await played(source);
    expect(lines).toEqual([`book ${VIEW}`]);
    expect(source.damage).toMatchObject({
      code: 'bad-input',
      place: {
        file: 'memory.dbn',
        recordIndex: 1,
        expected: 'a multiple of 0.25',
        found: '3720.3',
      },
    });
  });

  it('ends at a price no market has', async () => {
    const source = bookOf(await readerOf([book({ bid: [px(9_100_000), 1] })]));
    expect((await played(source)).lines).toEqual([]);
    expect(source.damage?.place.recordIndex).toBe(0);
  });

  it('takes a trade off the grid, and one without price or size as a book only', async () => {
    const lines = await bookLines(
      book({ action: 'T', price: px(3720.3) }),
      book({ action: 'T', price: UNDEFINED_PRICE }),
      book({ action: 'T', size: 0 }),
      book({ action: 'T', size: UNDEFINED_SIZE }),
    );
    expect(lines).toEqual([
      `trade 5 @ 3720.3 side 1 with ${VIEW}`,
      `book ${VIEW}`,
      `book ${VIEW}`,
      `book ${VIEW}`,
    ]);
  });

  it('ignores its T records altogether where trades have a file of their own', async () => {
    const records = [book({ action: 'T', flags: 0x04 }), book()];
    const { lines } = await played(bookOf(await readerOf(records), true));
    expect(lines).toEqual([`book ${VIEW}`]);
  });

  it('passes over other instruments, unmapped ones and actions that are none', async () => {
    const lines = await bookLines(
      book({ instrumentId: 1 }),
      book({ instrumentId: 99 }),
      book({ action: 'F' }),
      book({ action: 'N' }),
    );
    expect(lines).toEqual([]);
  });

  it('of one level is a book of one level', async () => {
    const reader = await readerOf([
      marketRecord({ rtype: 0x01, bytes: 80 }),
      book({ tsEvent: EVENT_NS + 1n }),
    ]);
    const options = { symbol: FUTURE, tickSize: 0.25, depth: 1, ignoresTrades: false } as const;
    expect((await played(new BookSource(reader, options))).lines).toEqual([`book ${VIEW}`]);
  });
});

describe('the time of an event', () => {
  const timesOf = async (...records: Buffer[]): Promise<number[]> =>
    (await played(bookOf(await readerOf(records)))).timesNs;

  it('is that of the exchange', async () => {
    expect(await timesOf(book())).toEqual([sessionNs(EVENT_NS)]);
  });

  it('is that of capture for snapshots and where the exchange gives none', async () => {
    const undefinedTime = book({ tsEvent: UNDEFINED_TIME });
    expect(await timesOf(book({ flags: 0x20 }), undefinedTime)).toEqual([
      sessionNs(RECV_NS),
      sessionNs(RECV_NS),
    ]);
  });

  it('never runs back', async () => {
    expect(await timesOf(book(), book({ tsEvent: EVENT_NS - 5_000_000n }))).toEqual([
      sessionNs(EVENT_NS),
      sessionNs(EVENT_NS),
    ]);
  });

  it('is not moved by records that are no events', async () => {
    const later = EVENT_NS + 1_000_000_000n;
    expect(await timesOf(book({ instrumentId: 99, tsEvent: later }), book())).toEqual([
      sessionNs(EVENT_NS),
    ]);
  });

  it('ends the source where it lies more than 104 days away', async () => {
    const source = bookOf(await readerOf([book(), book({ tsEvent: EVENT_NS * 2n }), book()]));
    expect((await played(source)).lines).toHaveLength(1);
    expect(source.damage?.place).toMatchObject({ recordIndex: 1, field: 'ts_event' });
  });

  it('of a sampled record is that of capture', async () => {
    const sampled = (rtype: number) =>
      marketRecord({ rtype, bytes: 80, instrumentId: 1, bid: [px(370), 1], ask: [px(370.01), 1] });
    const reader = await readerOf([sampled(0xc3), sampled(0xc4), sampled(0x01)]);
    const sink = await played(new UnderlyingSource(reader, 'SPY'));
    expect(sink.timesNs).toEqual([RECV_NS, RECV_NS, RECV_NS].map(sessionNs));
    const exact = await played(new UnderlyingSource(await readerOf([sampled(0x01)]), 'SPY'));
    expect(exact.timesNs).toEqual([sessionNs(EVENT_NS)]);
  });
});

describe('an instrument id', () => {
  it('means what it means on the UTC day of capture, even within the second of midnight', async () => {
    const midnight = BigInt(DAY_MS + 86_400_000) * 1_000_000n;
    const mappings = [
      mapped(FUTURE, 5482, [20201228, 20201229]),
      mapped('ESM1', 5482, [20201229, 20201230]),
    ];
    const at = (tsRecv: bigint) => book({ tsEvent: tsRecv, tsRecv });
    const records = [at(midnight - 1n), at(midnight), at(midnight - 1n), at(midnight + 1n)];
    const { lines } = await played(bookOf(await readerOf(records, mappings)));
    expect(lines).toHaveLength(2);
  });
});

describe('a trades file', () => {
  const tradeLines = async (...records: Buffer[]): Promise<string[]> =>
    (await played(new TradesSource(await readerOf(records), FUTURE))).lines;

  it('gives trades with their side and nothing else', async () => {
    const lines = await tradeLines(
      tradeRecord({ side: 'A' }),
      tradeRecord({ side: 'N', price: px(3720.3) }),
      tradeRecord({ instrumentId: 1 }),
      tradeRecord({ size: 0 }),
      tradeRecord({ price: UNDEFINED_PRICE }),
    );
    expect(lines).toEqual(['trade 5 @ 3720.25 side -1', 'trade 5 @ 3720.3 side 0']);
  });

  it('may be a TBBO file, whose quotes are not used', async () => {
    const tbbo = marketRecord({ rtype: 0x01, bytes: 80, action: 'T', side: 'B' });
    expect(await tradeLines(tbbo)).toEqual(['trade 5 @ 3720.25 side 1']);
  });
});

describe('quotes of the underlying', () => {
  it('are all records with both sides, whatever their action', async () => {
    const quote = (overrides: Partial<RecordFields>) =>
      marketRecord({
        rtype: 0x01,
        bytes: 80,
        instrumentId: 1,
        bid: [px(370), 3],
        ask: [px(370.01), 4],
        ...overrides,
      });
    const reader = await readerOf([
      quote({ action: 'A' }),
      quote({ action: 'T' }),
      quote({ action: 'R' }),
      quote({ bid: [px(370), 0] }),
      quote({ ask: [UNDEFINED_PRICE, 4] }),
      quote({ instrumentId: 5482 }),
      quote({ ask: [px(369), 4] }),
    ]);
    expect((await played(new UnderlyingSource(reader, 'SPY'))).lines).toEqual([
      'underlying 370 x 370.01',
      'underlying 370 x 370.01',
      'underlying 370 x 370.01',
      'underlying 370 x 369',
    ]);
  });
});

describe('an options file', () => {
  const option = (rtype: number, overrides: Partial<RecordFields> = {}): Buffer =>
    marketRecord({
      rtype,
      bytes: rtype === 0x00 ? 48 : 80,
      publisherId: 30,
      instrumentId: 7,
      price: px(0.64),
      action: 'T',
      side: 'N',
      bid: [px(0.6), 10],
      ask: [px(0.64), 20],
      ...overrides,
    });
  const optionLines = async (records: Buffer[], givesTrades = true): Promise<string[]> => {
    const reader = await readerOf(records, [
      mapped(FUTURE),
      mapped(CALL, 7),
      mapped('QQQ   201228C00300000', 8),
    ]);
    const source = new OptionSource(reader, new OptionContracts('spy'), givesTrades);
    return (await played(source)).lines;
  };
  const QUOTED = '10@0.6 x 20@0.64';

  it('gives a trade with the quote it carries, and leaves its side unsaid', async () => {
    for (const tcbbo of [0xc2, 0xb1, 0x01]) {
      expect(await optionLines([option(tcbbo)])).toEqual([
        `option ${CALL} 5 @ 0.64 unsaid, ${QUOTED}`,
      ]);
    }
  });

  it('gives a trade of a plain trades file without a quote, with its side where it has one', async () => {
    expect(await optionLines([option(0x00), option(0x00, { side: 'A' })])).toEqual([
      `option ${CALL} 5 @ 0.64 unsaid, no quote`,
      `option ${CALL} 5 @ 0.64 -1, no quote`,
    ]);
  });

  it('marks what Globex prints without a side, and no trade of another venue', async () => {
    const globex = { publisherId: 1 };
    const lines = await optionLines([
      option(0x00, { ...globex, side: 'B' }),
      option(0x00, { ...globex, side: 'N' }),
      option(0x00, { side: 'N' }),
    ]);
    expect(lines).toEqual([
      `option ${CALL} 5 @ 0.64 1, no quote`,
      `option ${CALL} 5 @ 0.64 unsaid, no quote, unsignable of 1`,
      `option ${CALL} 5 @ 0.64 unsaid, no quote`,
    ]);
  });

  it('takes records without a trade as quotes, and sampled ones always', async () => {
    const lines = await optionLines([
      option(0xb1, { action: 'A' }),
      option(0xc0),
      option(0xc1),
      option(0xc3),
      option(0xb1, { action: 'A', bid: [UNDEFINED_PRICE, 7] }),
    ]);
    expect(lines.slice(0, 4)).toEqual(Array<string>(4).fill(`quote ${CALL} ${QUOTED}`));
    expect(lines[4]).toBe(`quote ${CALL} 0@NaN x 20@0.64`);
  });

  it('gives no trades where another file gives them, but its quotes', async () => {
    const records = [option(0xb1), option(0xb1, { action: 'A' })];
    expect(await optionLines(records, false)).toEqual([`quote ${CALL} ${QUOTED}`]);
  });

  it('keeps trades of option spreads out of the flow, and counts them', async () => {
    const trade = { rtype: 0x00, bytes: 48, action: 'T', price: px(3.5) };
    const records = [
      marketRecord({ ...trade, instrumentId: 9 }),
      marketRecord({ ...trade, rtype: 0xb1, bytes: 80, action: 'A', instrumentId: 9 }),
      marketRecord({ ...trade, instrumentId: 10 }),
    ];
    const mappings = [mapped(FUTURE), mapped('UD:1V: GN 1', 9), mapped('E4AZ0 C3700', 10)];
    const oddities = async (givesTrades: boolean) => {
      const contracts = new OptionContracts('es', Date.UTC(2020, 11, 28) / 86_400_000);
      const source = new OptionSource(await readerOf(records, mappings), contracts, givesTrades);
      const { lines } = await played(source);
      expect(lines).toHaveLength(givesTrades ? 1 : 0);
      return source.oddities.map(({ kind, count }) => [kind, count]);
    };
    expect(await oddities(true)).toEqual([['option_spread', 1]]);
    expect(await oddities(false)).toEqual([]);
  });

  it('passes over options of other underlyings and trades of no size or price', async () => {
    const records = [
      option(0xc2, { instrumentId: 8 }),
      option(0xc2, { instrumentId: 5482 }),
      option(0xc2, { size: 0 }),
      option(0xc2, { price: UNDEFINED_PRICE }),
    ];
    expect(await optionLines(records)).toEqual([]);
  });
});

describe('an error record of the gateway', () => {
  it('is a gap of the feed at its time', async () => {
    const error = headerBytes(0x15, 320);
    error.write('too slow', 16, 'latin1');
    const { lines, timesNs } = await played(bookOf(await readerOf([book(), error, book()])));
    expect(lines).toEqual([
      `book ${VIEW}`,
      'gap of book: the vendor reported an error: too slow',
      `book ${VIEW}`,
    ]);
    expect(timesNs[1]).toBe(sessionNs(EVENT_NS));
  });
});

describe('an option symbol', () => {
  it('stands for one contract, however many files name it', () => {
    const contracts = new OptionContracts('spy');
    expect(contracts.find(CALL)).toBe(contracts.find(CALL));
    expect(contracts.find('SPXW  201228C03700000')).toBeUndefined();
    expect(new OptionContracts('es').find(CALL)).toBeUndefined();
  });
});
