import { describe, expect, it } from 'vitest';
import { headerBytes, marketRecord, metadataBytes, tradeRecord } from '../testing/dbnBytes.ts';
import { CALL, FUTURE, mapped, played, px, readerOf } from '../testing/playSource.ts';
import type { DbnReader } from '../reader.ts';
import { BookSource } from './bookSource.ts';
import type { DbnSource } from './dbnSource.ts';
import { OptionContracts } from './optionContracts.ts';
import { OptionSource } from './optionSource.ts';
import { TradesSource } from './tradesSource.ts';
import { UnderlyingSource } from './underlyingSource.ts';

const EVENT_NS = 1_609_160_400_000_429_831n;
const UNDEFINED_PRICE = 0x7fff_ffff_ffff_ffffn;
const UNDEFINED_SIZE = 0xffff_ffff;
const MAPPINGS = [mapped(FUTURE), mapped('SPY', 1), mapped(CALL, 7)];
const METADATA_BYTES = metadataBytes({
  symbols: MAPPINGS.map(({ key }) => key),
  mappings: MAPPINGS,
}).length;

const bookOf = (reader: DbnReader): BookSource =>
  new BookSource(reader, { symbol: FUTURE, tickSize: 0.25, depth: 10, ignoresTrades: false });

describe('what is odd about a file', () => {
  const kindsOf = async (source: DbnSource): Promise<readonly (readonly [string, number])[]> => {
    await played(source);
    return source.oddities.map(({ kind, count }) => [kind, count] as const);
  };
  const levels = (bid: number, ask: number) => ({
    bid: [px(bid), 5] as const,
    ask: [px(ask), 5] as const,
  });

  it('is nothing in a sound one', async () => {
    const records = [marketRecord(), marketRecord({ action: 'R' }), tradeRecord()];
    expect(await kindsOf(bookOf(await readerOf(records)))).toEqual([]);
  });

  it('is counted by kind, with the first place of each', async () => {
    const source = bookOf(
      await readerOf([
        marketRecord(),
        marketRecord(levels(3720.25, 3720.25)),
        marketRecord(levels(3720.5, 3720.25)),
        marketRecord({ tsEvent: EVENT_NS - 1n }),
        marketRecord({ tsEvent: EVENT_NS - 2n }),
        marketRecord({ action: 'X' }),
        marketRecord({ action: 'F' }),
        marketRecord({ action: 'T', side: 'q' }),
        marketRecord({ action: 'T', price: UNDEFINED_PRICE }),
        marketRecord({ action: 'T', size: UNDEFINED_SIZE }),
        marketRecord({ bid: [UNDEFINED_PRICE, 4] }),
        marketRecord({ ask: [px(3720.5), UNDEFINED_SIZE] }),
        marketRecord({ flags: 0x88 }),
        marketRecord({ flags: 0xa8, tsRecv: EVENT_NS }),
        marketRecord({ flags: 0x84 }),
        marketRecord({ instrumentId: 0 }),
        headerBytes(0x77, 40),
      ]),
    );
    const sink = await played(source);
    expect(source.damage).toBeUndefined();
    expect(sink.lines.length).toBe(13);
    expect(source.oddities).toEqual(
      (
        [
          ['locked', 1, 1],
          ['crossed', 1, 2],
          ['time_back', 2, 3],
          ['unknown_action', 1, 5],
          ['unknown_side', 1, 7],
          ['undefined_trade', 2, 8],
          ['undefined_level', 2, 10],
          ['bad_ts_recv', 1, 12],
          ['maybe_bad_book', 1, 14],
          ['unmapped', 1, 15],
          ['unknown_type', 1, 16],
        ] as const
      ).map(([kind, count, firstRecord]) => ({
        kind,
        count,
        firstRecord,
        firstByte: METADATA_BYTES + 368 * firstRecord,
      })),
    );
  });

  it('is counted for trades, quotes of the underlying and options alike', async () => {
    const trades = [tradeRecord({ side: 'x' }), tradeRecord({ action: 'Q' }), tradeRecord()];
    expect(await kindsOf(new TradesSource(await readerOf(trades), FUTURE))).toEqual([
      ['unknown_side', 1],
      ['unknown_action', 1],
    ]);
    const quote = { rtype: 0x01, bytes: 80, instrumentId: 1, ...levels(370.2, 370.1) };
    const quotes = [marketRecord(quote), marketRecord({ ...quote, instrumentId: 99 })];
    expect(await kindsOf(new UnderlyingSource(await readerOf(quotes), 'SPY'))).toEqual([
      ['crossed', 1],
      ['unmapped', 1],
    ]);
    const option = { rtype: 0xc2, bytes: 80, instrumentId: 7, action: 'T' };
    const options = [marketRecord({ ...option, size: 0 }), marketRecord(option)];
    const contracts = new OptionContracts('spy');
    expect(await kindsOf(new OptionSource(await readerOf(options), contracts, true))).toEqual([
      ['undefined_trade', 1],
    ]);
  });
});

describe('a book whose levels are not in order', () => {
  const bookWith = (bids: readonly number[], asks: readonly number[]): Buffer => {
    const record = marketRecord();
    bids.forEach((price, level) => {
      record.writeBigInt64LE(px(price), 48 + 32 * level);
      record.writeUInt32LE(3, 64 + 32 * level);
    });
    asks.forEach((price, level) => {
      record.writeBigInt64LE(px(price), 56 + 32 * level);
      record.writeUInt32LE(3, 68 + 32 * level);
    });
    return record;
  };

  it.each([
    ['bids that rise', [3720, 3720.25], [3721], 'bid levels', 'a price below 3720', '3720.25'],
    ['a bid twice', [3720, 3719.5, 3719.5], [3721], 'bid levels', 'a price below 3719.5', '3719.5'],
    ['asks that fall', [3720], [3721, 3720.5], 'ask levels', 'a price above 3721', '3720.5'],
    ['an ask twice', [3720], [3721, 3721], 'ask levels', 'a price above 3721', '3721'],
  ] as const)('ends the source: %s', async (_, bids, asks, field, expected, found) => {
    const source = bookOf(await readerOf([marketRecord(), bookWith(bids, asks), marketRecord()]));
    const sink = await played(source);
    expect(sink.lines.length).toBe(1);
    expect(source.damage?.place).toMatchObject({ recordIndex: 1, field, expected, found });
  });

  it('may have prices missing between them', async () => {
    const source = bookOf(await readerOf([bookWith([3720, 3718], [3721, 3725.25])]));
    expect((await played(source)).lines.length).toBe(1);
    expect(source.damage).toBeUndefined();
  });
});
