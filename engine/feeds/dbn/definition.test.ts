import { describe, expect, it } from 'vitest';
import { definitionV1, definitionV2, definitionV3 } from './codec/definitionLayouts.ts';
import type { FieldValue, RecordLayout } from './codec/fields.ts';
import { encodeRecord } from './codec/recordCodec.ts';
import { decodeDefinition } from './definition.ts';
import type { InstrumentDefinition } from './definition.ts';
import { OptionContracts } from './events/optionContracts.ts';
import { RTYPE } from './layout.ts';

/** 4 pm of 9 January 2026 in New York, and one nanosecond. */
const EXPIRATION_NS = 1_767_992_400_000_000_001n;
const ES_CALL = {
  raw_symbol: 'EW2F6 C7000',
  instrument_class: 'C',
  security_type: 'OOF',
  strike_price: 7_000_250_000_000n,
  expiration: EXPIRATION_NS,
  underlying: 'ESH6',
  underlying_id: 42_140_878,
  unit_of_measure_qty: 50_000_000_000n,
  asset: 'EW2',
  group: 'EW',
  exchange: 'XCME',
  maturity_year: 2026,
  maturity_month: 1,
  maturity_week: 2,
};

function definition(
  overrides: Readonly<Record<string, FieldValue>> = {},
  layout: RecordLayout = definitionV3,
  tsOutNs?: bigint,
): InstrumentDefinition {
  const bytes = encodeRecord({
    rtype: RTYPE.definition,
    publisherId: 1,
    instrumentId: 77,
    tsEventNs: 1n,
    layout,
    values: { ...ES_CALL, ...overrides },
    tsOutNs,
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return decodeDefinition(view, 0, bytes.length);
}

describe('the definition of an ES option', () => {
  it.each([
    [1, definitionV1],
    [2, definitionV2],
    [3, definitionV3],
  ])('of version %i tells class, strike, exact expiration and multiplier', (_version, layout) => {
    const wanted = {
      instrumentId: 77,
      rawSymbol: 'EW2F6 C7000',
      instrumentClass: 'C',
      strikeNanos: 7_000_250_000_000,
      expirationNs: EXPIRATION_NS,
      underlying: 'ESH6',
      underlyingId: 42_140_878,
      unitOfMeasureQtyNanos: 50_000_000_000,
      contractMultiplier: undefined,
      tickNanos: undefined,
      asset: 'EW2',
      group: 'EW',
      exchange: 'XCME',
      maturityYear: 2026,
      maturityMonth: 1,
      maturityDay: undefined,
      maturityWeek: 2,
    };
    expect(definition({}, layout)).toMatchObject(wanted);
    expect(definition({}, layout, 5n)).toMatchObject(wanted);
  });

  it('keeps what OPRA leaves undefined undefined', () => {
    const opra = { unit_of_measure_qty: undefined, strike_price: undefined, expiration: undefined };
    expect(definition(opra)).toMatchObject({
      unitOfMeasureQtyNanos: undefined,
      strikeNanos: undefined,
      expirationNs: undefined,
    });
  });

  it('tells the legs of a spread since version 3', () => {
    expect(definition({ leg_count: 2, leg_index: 1 })).toMatchObject({ legCount: 2, legIndex: 1 });
    expect(definition({}, definitionV2)).toMatchObject({ legCount: 0, legIndex: 0 });
  });
});

describe('the contracts of an ES run', () => {
  const contracts = new OptionContracts('es');

  it('are calls and puts on ES futures, by the New York day of their expiration', () => {
    contracts.define(definition());
    const put = {
      raw_symbol: 'EW2F6 P6900',
      instrument_class: 'P',
      strike_price: 6_900n * 10n ** 9n,
    };
    contracts.define(definition(put));
    const expiryDay = Date.UTC(2026, 0, 9) / 86_400_000;
    expect(contracts.find('EW2F6 C7000')).toMatchObject({ right: 'C', strike: 7000.25, expiryDay });
    expect(contracts.find('EW2F6 P6900')).toMatchObject({ right: 'P', strike: 6900, expiryDay });
  });

  it.each([
    ['a user-defined spread', { raw_symbol: 'UD:1V: GN 123', instrument_class: 'T' }],
    ['a mixed spread', { raw_symbol: 'UD:1V: 12 456', instrument_class: 'M' }],
    ['a future', { raw_symbol: 'ESH6', instrument_class: 'F', underlying: '' }],
    ['an option on another future', { raw_symbol: 'QNEF6 C25000', underlying: 'NQH6' }],
    ['an option without a strike', { raw_symbol: 'EW2F6 C1', strike_price: undefined }],
    ['an option without an expiration', { raw_symbol: 'EW2F6 C2', expiration: undefined }],
  ])('are not: %s', (_name, overrides) => {
    contracts.define(definition(overrides));
    expect(contracts.find(overrides.raw_symbol)).toBeUndefined();
  });

  it('have the exact instant and the multiplier of their definition', () => {
    const stated = new OptionContracts('es');
    stated.define(definition());
    const expirationMs = Date.parse('2026-01-09T21:00:00Z');
    expect(stated.find('EW2F6 C7000')).toMatchObject({ expirationMs });
    expect([...stated.multipliers]).toEqual([50]);
    stated.define(definition({ raw_symbol: 'EW2F6 P7000', unit_of_measure_qty: undefined }));
    expect([...stated.multipliers]).toEqual([50]);
  });

  it('are told from spreads, whose trades are no trades of their legs', () => {
    contracts.define(definition({ raw_symbol: 'EW2F6 VT 7000', instrument_class: 'T' }));
    contracts.define(definition({ raw_symbol: 'EW2F6 COVERED', instrument_class: 'M' }));
    contracts.define(definition({ raw_symbol: 'EW2F6 C7100', leg_count: 2 }));
    contracts.define(definition({ raw_symbol: 'NQ VT', instrument_class: 'T', asset: 'QN2' }));
    contracts.define(definition({ raw_symbol: 'ESH6-ESM6', instrument_class: 'S', asset: 'ES' }));
    const spreads = ['EW2F6 VT 7000', 'EW2F6 COVERED', 'EW2F6 C7100', 'UD:1V: GN 9'];
    expect(spreads.filter((symbol) => contracts.isSpread(symbol))).toEqual(spreads);
    expect(spreads.filter((symbol) => contracts.find(symbol) !== undefined)).toEqual([]);
    const others = ['NQ VT', 'ESH6-ESM6', 'EW2F6 C7000', 'ESH6'];
    expect(others.filter((symbol) => contracts.isSpread(symbol))).toEqual([]);
    expect(new OptionContracts('spy').isSpread('UD:1V: GN 9')).toBe(false);
  });
});

describe('an ES option without a definition', () => {
  const asOfDay = Date.UTC(2025, 11, 16) / 86_400_000;
  const expiryOf = (symbol: string): string | undefined => {
    const found = new OptionContracts('es', asOfDay).find(symbol);
    if (found === undefined) return undefined;
    const day = new Date(found.expiryDay * 86_400_000).toISOString().slice(0, 10);
    return found.expirationMs === undefined ? day : new Date(found.expirationMs).toISOString();
  };

  it('is known by its name, where the day of the files is known', () => {
    expect(new OptionContracts('es', asOfDay).find('E3BZ5 P6850')).toEqual({
      symbol: 'E3BZ5 P6850',
      expiryDay: asOfDay,
      strike: 6850,
      right: 'P',
    });
    expect(new OptionContracts('es').find('E3BZ5 P6850')).toBeUndefined();
    expect(expiryOf('ESZ5 C6900')).toBe('2025-12-19T14:30:00.000Z');
    expect(expiryOf('EWF6 C6900')).toBe('2026-01-30');
  });

  it('is none where the name does not tell its day', () => {
    expect(expiryOf('E3AF6 C6900')).toBeUndefined();
    expect(expiryOf('UD:1V: GN 9')).toBeUndefined();
    expect(expiryOf('SPY   251216C00687000')).toBeUndefined();
  });

  it('gives way to its definition', () => {
    const contracts = new OptionContracts('es', asOfDay);
    contracts.define(definition({ raw_symbol: 'E3BZ5 P6850', instrument_class: 'P' }));
    expect(contracts.find('E3BZ5 P6850')).toMatchObject({ strike: 7000.25 });
  });
});
