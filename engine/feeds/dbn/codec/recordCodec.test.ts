import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKET, MBO, OHLCV, RTYPE, indexTimeOffset, recordSizes } from '../layout.ts';
import { headerBytes } from '../testing/dbnBytes.ts';
import { definitionV1, definitionV2, definitionV3 } from './definitionLayouts.ts';
import type { FieldValue, PlacedField, RecordLayout } from './fields.ts';
import { symbolMappingV1, symbolMappingV2, systemV2, errorV2 } from './gatewayLayouts.ts';
import { bbo, cbbo, cmbp1, mbo, mbp10, ohlcv, trade } from './marketLayouts.ts';
import { decodeRecord, encodeRecord } from './recordCodec.ts';
import type { DbnRecord } from './recordCodec.ts';
import { RECORD_LAYOUTS } from './recordLayouts.ts';
import { imbalance, statisticsV1, statisticsV3, status } from './venueLayouts.ts';

function decode(bytes: Uint8Array): DbnRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return decodeRecord(view, 0, bytes.length);
}

interface Case {
  readonly rtype: number;
  readonly layout: RecordLayout;
  readonly name: string;
}

/** Every record type in each of its layouts. */
const cases: readonly Case[] = [...RECORD_LAYOUTS].flatMap(([rtype, layouts]) =>
  layouts.map((layout) => ({ rtype, layout, name: `rtype ${rtype}, ${layout.bytes} bytes` })),
);

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  u8: [0n, 0xffn],
  i8: [-128n, 127n],
  u16: [0n, 0xffffn],
  i16: [-0x8000n, 0x7fffn],
  u32: [0n, 0xffff_ffffn],
  i32: [-0x8000_0000n, 0x7fff_ffffn],
  u64: [0n, 2n ** 64n - 1n],
  i64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Any value that a field can hold, as decoding gives it. */
function valueOf(field: PlacedField): fc.Arbitrary<FieldValue> {
  if (field.storage === 'text') {
    return fc
      .string({ unit: 'grapheme', maxLength: field.bytes - 1 })
      .filter((text) => Buffer.byteLength(text) < field.bytes && !text.includes('\0'));
  }
  if (field.storage === 'char') {
    const character = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
    return fc.option(character, { nil: undefined });
  }
  const [low = 0n, high = 0n] = INTEGERS[field.storage] ?? [];
  const isBig = field.bytes === 8;
  const stored = fc.bigInt(low, high).map((value) => (isBig ? value : Number(value)));
  if (!field.isOptional) return stored;
  const defined = stored.filter((value) => value !== field.sentinel);
  return fc.option<FieldValue, undefined>(defined, { nil: undefined });
}

function recordOf({ rtype, layout }: Case): fc.Arbitrary<DbnRecord> {
  const fields = layout.fields.filter(({ storage }) => storage !== 'reserved');
  return fc.record({
    rtype: fc.constant(rtype),
    layout: fc.constant(layout),
    publisherId: fc.nat(0xffff),
    instrumentId: fc.nat(0xffff_ffff),
    tsEventNs: fc.option(fc.bigInt(0n, 2n ** 64n - 2n), { nil: undefined }),
    tsOutNs: fc.option(fc.bigInt(0n, 2n ** 64n - 1n), { nil: undefined }),
    values: fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]))),
    raw: fc.constant({}),
  });
}

describe('the table of record layouts', () => {
  it('has every type and size that the reader knows, and no others', () => {
    for (let rtype = 0; rtype < 256; rtype++) {
      const sizes = (RECORD_LAYOUTS.get(rtype) ?? []).map(({ bytes }) => bytes);
      expect([rtype, sizes]).toEqual([rtype, recordSizes(rtype)]);
    }
  });

  it('agrees with the offsets that the reader uses', () => {
    const offsets = ({ places }: RecordLayout, names: readonly string[]) =>
      names.map((name) => places[name]?.offset);
    for (const { rtype, layout } of cases) {
      const { places } = layout;
      expect(places['ts_recv']?.offset ?? 8).toBe(indexTimeOffset(rtype));
    }
    const market = ['price', 'size', 'action', 'side', 'flags', 'depth', 'ts_recv', 'ts_in_delta'];
    expect(offsets(trade, [...market, 'sequence'])).toEqual(Object.values(MARKET).slice(0, 9));
    expect(offsets(mbp10, ['bid_px_00', 'ask_ct_09'])).toEqual([48, 48 + 9 * 32 + 28]);
    expect(offsets(mbo, ['order_id', 'price', 'size', 'flags', 'channel_id', 'action'])).toEqual(
      Object.values(MBO).slice(0, 6),
    );
    expect(offsets(ohlcv, ['open', 'high', 'low', 'close', 'volume'])).toEqual(
      Object.values(OHLCV),
    );
  });

  it.each([
    [bbo, { side: 29, flags: 30, ts_recv: 32, sequence: 44, bid_px_00: 48 }],
    [cmbp1, { action: 28, ts_in_delta: 40, bid_pb_00: 72, ask_pb_00: 76 }],
    [cbbo, { side: 29, ts_recv: 32, bid_px_00: 48, ask_pb_00: 76 }],
    [mbo, { side: 39, ts_recv: 40, ts_in_delta: 48, sequence: 52 }],
    [status, { action: 24, reason: 26, trading_event: 28, is_trading: 30, is_quoting: 31 }],
    [imbalance, { auction_time: 32, paired_qty: 88, auction_type: 104, unpaired_side: 109 }],
    [errorV2, { err: 16, code: 318, is_last: 319 }],
    [systemV2, { msg: 16, code: 319 }],
    [symbolMappingV1, { stype_in_symbol: 16, stype_out_symbol: 38, start_ts: 64, end_ts: 72 }],
    [symbolMappingV2, { stype_in_symbol: 17, stype_out: 88, stype_out_symbol: 89, start_ts: 160 }],
    [statisticsV1, { ts_ref: 24, quantity: 40, sequence: 44, stat_type: 52, stat_flags: 57 }],
    [statisticsV3, { ts_ref: 24, quantity: 40, sequence: 48, stat_type: 56, stat_flags: 61 }],
    [
      definitionV1,
      {
        unit_of_measure_qty: 88,
        strike_price: 328,
        underlying_id: 116,
        min_trade_vol: 152,
        contract_multiplier: 160,
        trading_reference_date: 176,
        raw_symbol: 200,
        unit_of_measure: 269,
        instrument_class: 325,
        match_algorithm: 342,
        maturity_week: 352,
        tick_rule: 356,
      },
    ],
    [
      definitionV2,
      {
        unit_of_measure_qty: 88,
        strike_price: 112,
        underlying_id: 124,
        min_trade_vol: 160,
        contract_multiplier: 164,
        trading_reference_date: 176,
        raw_symbol: 200,
        unit_of_measure: 318,
        instrument_class: 374,
        match_algorithm: 375,
        maturity_week: 385,
        tick_rule: 389,
      },
    ],
    [
      definitionV3,
      {
        unit_of_measure_qty: 80,
        strike_price: 104,
        raw_instrument_id: 112,
        leg_price: 120,
        underlying_id: 140,
        min_trade_vol: 172,
        contract_multiplier: 176,
        leg_ratio_qty_denominator: 204,
        leg_count: 220,
        raw_symbol: 238,
        unit_of_measure: 360,
        leg_raw_symbol: 416,
        instrument_class: 487,
        match_algorithm: 488,
        maturity_week: 496,
        tick_rule: 500,
        leg_side: 502,
      },
    ],
  ] as const)('places the fields of layout %# where the vendor documents them', (layout, want) => {
    const found: Record<string, number> = {};
    for (const { name, offset } of layout.fields) if (name in want) found[name] = offset;
    expect(found).toEqual(want);
  });
});

describe('a record', () => {
  it.each(cases)('gives back any values that $name can hold', (known) => {
    fc.assert(
      fc.property(recordOf(known), (record) => {
        const bytes = encodeRecord(record);
        expect(bytes[0]).toBe(bytes.length / 4);
        expect(decode(bytes)).toEqual(record);
      }),
      { numRuns: 8 },
    );
  });

  it('gives back the same bytes whatever they are', () => {
    const anyBytes = fc.constantFrom(...cases).chain(({ rtype, layout }) =>
      fc.tuple(fc.constantFrom(0, 8), fc.constantFrom(0x00, 0x41, 0xff)).chain(([extra, fill]) =>
        fc.uint8Array({ minLength: 0, maxLength: layout.bytes - 16 + extra }).map((body) => {
          const bytes = headerBytes(rtype, layout.bytes + extra);
          bytes.fill(fill, 16);
          bytes.set(body, 16);
          return bytes;
        }),
      ),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(Buffer.from(encodeRecord(decode(bytes)))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('of an unknown type or length keeps its body as it is', () => {
    const unknown = headerBytes(0x77, 24);
    unknown.write('whatever', 16);
    const odd = headerBytes(RTYPE.trade, 60);
    for (const bytes of [unknown, odd]) {
      const record = decode(bytes);
      expect([record.layout, record.values]).toEqual([undefined, {}]);
      expect(Buffer.from(encodeRecord(record))).toEqual(bytes);
    }
    expect(decode(unknown).raw).toEqual({ body: Buffer.from('whatever').toString('hex') });
  });

  it('tells undefined prices, sizes and times from zero', () => {
    const undefinedTrade = headerBytes(RTYPE.trade, 48);
    undefinedTrade.fill(0xff, 8);
    undefinedTrade.writeBigInt64LE(2n ** 63n - 1n, 16);
    expect(decode(undefinedTrade)).toMatchObject({
      tsEventNs: undefined,
      values: { price: undefined, size: undefined, ts_recv: undefined, ts_in_delta: -1 },
    });
    const zeros = headerBytes(RTYPE.trade, 48);
    zeros.fill(0, 8);
    expect(decode(zeros)).toMatchObject({
      tsEventNs: 0n,
      values: { price: 0n, size: 0, ts_recv: 0n, action: undefined },
    });
  });

  it('ends with the send time where the stream has ts_out', () => {
    const bytes = headerBytes(RTYPE.mbp10, 376);
    bytes.writeBigUInt64LE(1_609_160_400_000_704_060n, 368);
    expect(decode(bytes)).toMatchObject({ layout: mbp10, tsOutNs: 1_609_160_400_000_704_060n });
    expect(decode(bytes.subarray(0, 368)).tsOutNs).toBeUndefined();
  });

  it('shows text with bytes behind its end, and keeps them', () => {
    const bytes = headerBytes(RTYPE.system, 320);
    bytes.write('Heartbeat\0left over', 16);
    const record = decode(bytes);
    expect(record.values['msg']).toBe('Heartbeat');
    expect(Buffer.from(record.raw['msg'] ?? '', 'hex').toString()).toContain('left over');
  });
});

describe('a record that cannot be encoded', () => {
  const valid = decode(headerBytes(RTYPE.status, 40));

  it.each([
    ['action', 65_536, 'a whole number from 0 to 65535', '65536'],
    ['action', 1.5, 'a whole number from 0 to 65535', '1.5'],
    ['action', 'x', 'a whole number from 0 to 65535', '"x"'],
    ['is_trading', 'YES', 'one character of one byte', '"YES"'],
    ['is_trading', '€', 'one character of one byte', '"€"'],
    ['price', 1n, 'a field of status with 40 bytes', '"price"'],
  ])('names the field: %s = %s', (field, value, expected, found) => {
    const record = { ...valid, values: { ...valid.values, [field]: value } };
    expect(() => encodeRecord(record)).toThrowError(
      expect.objectContaining({ place: { field, expected, found } }),
    );
  });

  it('names a text that is too long or has an end inside', () => {
    const message = { ...decode(headerBytes(RTYPE.error, 80)) };
    for (const err of ['x'.repeat(64), 'a\0b']) {
      expect(() => encodeRecord({ ...message, values: { err } })).toThrowError(
        expect.objectContaining({ place: expect.objectContaining({ field: 'err' }) as unknown }),
      );
    }
  });

  it('refuses raw bytes that do not fill their field', () => {
    const raw = { reserved_33: 'ffff' };
    expect(() => encodeRecord({ ...valid, raw })).toThrowError(
      expect.objectContaining({
        place: { field: 'reserved_33', expected: '7 bytes in hex', found: '2 bytes' },
      }),
    );
  });

  it('refuses a publisher and a length that no header holds', () => {
    expect(() => encodeRecord({ ...valid, publisherId: 65_536 })).toThrowError(/does not fit/);
    const unknown = decode(headerBytes(0x77, 24));
    for (const body of ['00', '00'.repeat(1_020)]) {
      expect(() => encodeRecord({ ...unknown, raw: { body } })).toThrowError(/length/);
    }
  });
});
