import { definitionV1, definitionV2, definitionV3 } from './codec/definitionLayouts.ts';
import type { PlacedField } from './codec/fields.ts';
import { HEADER } from './layout.ts';
import { charAt, optionalPriceNanosAt, optionalTimeNsAt, textAt } from './records.ts';

/** What an exchange says about an instrument. Prices and quantities in units of 1e-9. */
export interface InstrumentDefinition {
  readonly instrumentId: number;
  readonly publisherId: number;
  /** Unix ns; restated daily at midnight UTC with the older `tsEventNs`. */
  readonly tsEventNs: bigint | undefined;
  readonly tsRecvNs: bigint | undefined;
  readonly rawSymbol: string;
  /** `C` call, `P` put, `F` future, `S` future spread, `T` option spread, `K` stock, … */
  readonly instrumentClass: string | undefined;
  /** `FUT`, `OOF`, `OPT`, … */
  readonly securityType: string;
  readonly underlying: string;
  readonly underlyingId: number;
  readonly strikeNanos: number | undefined;
  /** Unix ns. An instant on CME; on OPRA midnight UTC that names a calendar date in New York. */
  readonly expirationNs: bigint | undefined;
  readonly activationNs: bigint | undefined;
  /** Undefined where the tick depends on the price (options). */
  readonly tickNanos: number | undefined;
  readonly displayFactorNanos: number | undefined;
  /** The dollar multiplier on CME; undefined on OPRA. */
  readonly unitOfMeasureQtyNanos: number | undefined;
  readonly contractMultiplier: number | undefined;
  readonly asset: string;
  readonly group: string;
  readonly exchange: string;
  readonly cfi: string;
  readonly currency: string;
  readonly maturityYear: number | undefined;
  readonly maturityMonth: number | undefined;
  readonly maturityDay: number | undefined;
  readonly maturityWeek: number | undefined;
  /** `A` added, `M` modified, `D` deleted. */
  readonly updateAction: string | undefined;
  /** Version 3 restates a spread once per leg; 0 where there are none. */
  readonly legCount: number;
  readonly legIndex: number;
}

/** Newest first: a record of more bytes than a layout may be a later one with `ts_out`. */
const LAYOUTS = [definitionV3, definitionV2, definitionV1] as const;

const UNDEFINED_I32 = 0x7fff_ffff;
const UNDEFINED_U16 = 0xffff;
const UNDEFINED_U8 = 0xff;

function unless(sentinel: number, value: number): number | undefined {
  return value === sentinel ? undefined : value;
}

/**
 * Decodes an instrument definition of any version that starts at `offset`; its size tells the
 * layout. Allocates: definitions are rare.
 */
export function decodeDefinition(
  view: DataView,
  offset: number,
  lengthBytes: number,
): InstrumentDefinition {
  const { places } = LAYOUTS.find(({ bytes }) => bytes <= lengthBytes) ?? definitionV1;
  const legs = 'leg_count' in places ? places : undefined;
  const price = ({ offset: at }: PlacedField) => optionalPriceNanosAt(view, offset + at);
  const time = ({ offset: at }: PlacedField) => optionalTimeNsAt(view, offset + at);
  const text = ({ offset: at, bytes }: PlacedField) => textAt(view, offset + at, bytes);
  const char = ({ offset: at }: PlacedField) => charAt(view, offset + at);
  const u8 = ({ offset: at }: PlacedField) => unless(UNDEFINED_U8, view.getUint8(offset + at));
  const u16 = ({ offset: at }: PlacedField) => view.getUint16(offset + at, true);
  return {
    instrumentId: view.getUint32(offset + HEADER.instrumentId, true),
    publisherId: view.getUint16(offset + HEADER.publisherId, true),
    tsEventNs: optionalTimeNsAt(view, offset + HEADER.tsEvent),
    tsRecvNs: time(places.ts_recv),
    rawSymbol: text(places.raw_symbol),
    instrumentClass: char(places.instrument_class),
    securityType: text(places.security_type),
    underlying: text(places.underlying),
    underlyingId: view.getUint32(offset + places.underlying_id.offset, true),
    strikeNanos: price(places.strike_price),
    expirationNs: time(places.expiration),
    activationNs: time(places.activation),
    tickNanos: price(places.min_price_increment),
    displayFactorNanos: price(places.display_factor),
    unitOfMeasureQtyNanos: price(places.unit_of_measure_qty),
    contractMultiplier: unless(
      UNDEFINED_I32,
      view.getInt32(offset + places.contract_multiplier.offset, true),
    ),
    asset: text(places.asset),
    group: text(places.group),
    exchange: text(places.exchange),
    cfi: text(places.cfi),
    currency: text(places.currency),
    maturityYear: unless(UNDEFINED_U16, u16(places.maturity_year)),
    maturityMonth: u8(places.maturity_month),
    maturityDay: u8(places.maturity_day),
    maturityWeek: u8(places.maturity_week),
    updateAction: char(places.security_update_action),
    legCount: legs === undefined ? 0 : u16(legs.leg_count),
    legIndex: legs === undefined ? 0 : u16(legs.leg_index),
  };
}
