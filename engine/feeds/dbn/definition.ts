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

interface DefinitionLayout {
  readonly unitOfMeasureQty: number;
  readonly strike: number;
  readonly underlyingId: number;
  readonly contractMultiplier: number;
  readonly maturityYear: number;
  /** Undefined before version 3. */
  readonly legCount: number | undefined;
  readonly currency: number;
  readonly rawSymbol: number;
  readonly rawSymbolBytes: number;
  readonly group: number;
  readonly exchange: number;
  readonly asset: number;
  readonly assetBytes: number;
  readonly cfi: number;
  readonly securityType: number;
  readonly underlying: number;
  readonly instrumentClass: number;
  readonly updateAction: number;
  readonly maturityMonth: number;
}

/** Fields before offset 80 are alike in all versions. */
const COMMON = { tsRecv: 16, tick: 24, displayFactor: 32, expiration: 40, activation: 48 };

const layoutV1: DefinitionLayout = {
  unitOfMeasureQty: 88,
  strike: 328,
  underlyingId: 116,
  contractMultiplier: 160,
  maturityYear: 180,
  legCount: undefined,
  currency: 186,
  rawSymbol: 200,
  rawSymbolBytes: 22,
  group: 222,
  exchange: 243,
  asset: 248,
  assetBytes: 7,
  cfi: 255,
  securityType: 262,
  underlying: 300,
  instrumentClass: 325,
  updateAction: 349,
  maturityMonth: 350,
};

const layoutV2: DefinitionLayout = {
  unitOfMeasureQty: 88,
  strike: 112,
  underlyingId: 124,
  contractMultiplier: 164,
  maturityYear: 180,
  legCount: undefined,
  currency: 186,
  rawSymbol: 200,
  rawSymbolBytes: 71,
  group: 271,
  exchange: 292,
  asset: 297,
  assetBytes: 7,
  cfi: 304,
  securityType: 311,
  underlying: 349,
  instrumentClass: 374,
  updateAction: 382,
  maturityMonth: 383,
};

const layoutV3: DefinitionLayout = {
  unitOfMeasureQty: 80,
  strike: 104,
  underlyingId: 140,
  contractMultiplier: 176,
  maturityYear: 214,
  legCount: 220,
  currency: 224,
  rawSymbol: 238,
  rawSymbolBytes: 71,
  group: 309,
  exchange: 330,
  asset: 335,
  assetBytes: 11,
  cfi: 346,
  securityType: 353,
  underlying: 391,
  instrumentClass: 487,
  updateAction: 493,
  maturityMonth: 494,
};

const V2_BYTES = 400;
const V3_BYTES = 520;

function layoutOf(lengthBytes: number): DefinitionLayout {
  if (lengthBytes >= V3_BYTES) return layoutV3;
  return lengthBytes >= V2_BYTES ? layoutV2 : layoutV1;
}

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
  const at = layoutOf(lengthBytes);
  const price = (field: number) => optionalPriceNanosAt(view, offset + field);
  const time = (field: number) => optionalTimeNsAt(view, offset + field);
  const text = (field: number, bytes: number) => textAt(view, offset + field, bytes);
  const u8 = (field: number) => unless(UNDEFINED_U8, view.getUint8(offset + field));
  const u16 = (field: number) => view.getUint16(offset + field, true);
  return {
    instrumentId: view.getUint32(offset + HEADER.instrumentId, true),
    publisherId: u16(HEADER.publisherId),
    tsEventNs: time(HEADER.tsEvent),
    tsRecvNs: time(COMMON.tsRecv),
    rawSymbol: text(at.rawSymbol, at.rawSymbolBytes),
    instrumentClass: charAt(view, offset + at.instrumentClass),
    securityType: text(at.securityType, 7),
    underlying: text(at.underlying, 21),
    underlyingId: view.getUint32(offset + at.underlyingId, true),
    strikeNanos: price(at.strike),
    expirationNs: time(COMMON.expiration),
    activationNs: time(COMMON.activation),
    tickNanos: price(COMMON.tick),
    displayFactorNanos: price(COMMON.displayFactor),
    unitOfMeasureQtyNanos: price(at.unitOfMeasureQty),
    contractMultiplier: unless(UNDEFINED_I32, view.getInt32(offset + at.contractMultiplier, true)),
    asset: text(at.asset, at.assetBytes),
    group: text(at.group, 21),
    exchange: text(at.exchange, 5),
    cfi: text(at.cfi, 7),
    currency: text(at.currency, 4),
    maturityYear: unless(UNDEFINED_U16, u16(at.maturityYear)),
    maturityMonth: u8(at.maturityMonth),
    maturityDay: u8(at.maturityMonth + 1),
    maturityWeek: u8(at.maturityMonth + 2),
    updateAction: charAt(view, offset + at.updateAction),
    legCount: at.legCount === undefined ? 0 : u16(at.legCount),
    legIndex: at.legCount === undefined ? 0 : u16(at.legCount + 2),
  };
}
