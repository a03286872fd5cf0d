/**
 * Byte layout of DBN records, versions 1 to 3 (Databento Binary Encoding). Offsets count from the
 * start of a record; all integers are little-endian. Source: the vendor's `dbn` library.
 */

/** `DBN` in ASCII, the first three bytes of a stream with metadata. */
export const DBN_MAGIC = [0x44, 0x42, 0x4e] as const;
export const MAX_DBN_VERSION = 3;

/** The header of every record. The length counts 4-byte words and includes the header. */
export const HEADER = { lengthWords: 0, rtype: 1, publisherId: 2, instrumentId: 4, tsEvent: 8 };
export const HEADER_BYTES = 16;
export const WORD_BYTES = 4;
/** The length is one byte of words: no record is longer. */
export const MAX_RECORD_BYTES = 255 * WORD_BYTES;

/** Bytes that the gateway's send time adds to a record of a stream with `ts_out`. */
export const TS_OUT_BYTES = 8;

/** Record types, by the second byte of a record. */
export const RTYPE = {
  trade: 0x00,
  mbp1: 0x01,
  mbp10: 0x0a,
  ohlcvDeprecated: 0x11,
  status: 0x12,
  definition: 0x13,
  imbalance: 0x14,
  error: 0x15,
  symbolMapping: 0x16,
  system: 0x17,
  statistics: 0x18,
  ohlcv1s: 0x20,
  ohlcv1m: 0x21,
  ohlcv1h: 0x22,
  ohlcv1d: 0x23,
  ohlcvEod: 0x24,
  mbo: 0xa0,
  cmbp1: 0xb1,
  cbbo1s: 0xc0,
  cbbo1m: 0xc1,
  tcbbo: 0xc2,
  bbo1s: 0xc3,
  bbo1m: 0xc4,
} as const;

interface RtypeFacts {
  /** Name for people: the schema's where there is one. */
  readonly name: string;
  /** Sizes in bytes without `ts_out`, ascending: one per layout that the versions brought. */
  readonly sizes: readonly number[];
  /** Where the index timestamp is: `ts_recv` if the record has it, else `ts_event`. */
  readonly indexTime: number;
}

const market = (name: string, bytes: number): RtypeFacts => ({
  name,
  sizes: [bytes],
  indexTime: 32,
});
const bar = (name: string): RtypeFacts => ({ name, sizes: [56], indexTime: HEADER.tsEvent });

const rtypeFacts: ReadonlyMap<number, RtypeFacts> = new Map([
  [RTYPE.trade, market('trade', 48)],
  [RTYPE.mbp1, market('mbp-1', 80)],
  [RTYPE.mbp10, market('mbp-10', 368)],
  [RTYPE.ohlcvDeprecated, bar('ohlcv')],
  [RTYPE.status, { name: 'status', sizes: [40], indexTime: 16 }],
  [RTYPE.definition, { name: 'definition', sizes: [360, 400, 520], indexTime: 16 }],
  [RTYPE.imbalance, { name: 'imbalance', sizes: [112], indexTime: 16 }],
  [RTYPE.error, { name: 'error', sizes: [80, 320], indexTime: HEADER.tsEvent }],
  [RTYPE.symbolMapping, { name: 'symbol mapping', sizes: [80, 176], indexTime: HEADER.tsEvent }],
  [RTYPE.system, { name: 'system', sizes: [80, 320], indexTime: HEADER.tsEvent }],
  [RTYPE.statistics, { name: 'statistics', sizes: [64, 80], indexTime: 16 }],
  [RTYPE.ohlcv1s, bar('ohlcv-1s')],
  [RTYPE.ohlcv1m, bar('ohlcv-1m')],
  [RTYPE.ohlcv1h, bar('ohlcv-1h')],
  [RTYPE.ohlcv1d, bar('ohlcv-1d')],
  [RTYPE.ohlcvEod, bar('ohlcv-eod')],
  [RTYPE.mbo, { name: 'mbo', sizes: [56], indexTime: 40 }],
  [RTYPE.cmbp1, market('cmbp-1', 80)],
  [RTYPE.cbbo1s, market('cbbo-1s', 80)],
  [RTYPE.cbbo1m, market('cbbo-1m', 80)],
  [RTYPE.tcbbo, market('tcbbo', 80)],
  [RTYPE.bbo1s, market('bbo-1s', 80)],
  [RTYPE.bbo1m, market('bbo-1m', 80)],
]);

/** Name of a record type for people, e.g. `mbp-10`; unknown ones as `rtype 0x77`. */
export function rtypeName(rtype: number): string {
  return rtypeFacts.get(rtype)?.name ?? `rtype 0x${rtype.toString(16).padStart(2, '0')}`;
}

/** The sizes in bytes a record type may have, one per layout, without `ts_out`; empty if unknown. */
export function recordSizes(rtype: number): readonly number[] {
  return rtypeFacts.get(rtype)?.sizes ?? [];
}

/**
 * Offset of the timestamp that dates a record for symbol lookups: `ts_recv` where the record has
 * it, otherwise `ts_event`.
 */
export function indexTimeOffset(rtype: number): number {
  return rtypeFacts.get(rtype)?.indexTime ?? HEADER.tsEvent;
}

/**
 * Common head of trade, MBP-1, TBBO, MBP-10, and, where it applies, CMBP-1, TCBBO, BBO and CBBO:
 * sampled records (BBO, CBBO) hold the last trade's price and size and no action; consolidated ones
 * (CMBP, TCBBO, CBBO) have neither depth nor sequence.
 */
export const MARKET = {
  price: 16,
  size: 24,
  action: 28,
  side: 29,
  flags: 30,
  depth: 31,
  tsRecv: 32,
  tsInDelta: 40,
  sequence: 44,
  levels: 48,
};

/** One bid/ask pair at `MARKET.levels + LEVEL_BYTES * index`. */
export const LEVEL = { bidPx: 0, askPx: 8, bidSz: 16, askSz: 20, bidCt: 24, askCt: 28 };
/** A consolidated pair names the venue of each best price where other books count orders. */
export const CONSOLIDATED_LEVEL = { bidPublisher: 24, askPublisher: 28 };
export const LEVEL_BYTES = 32;

/** MBO has a field order of its own. */
export const MBO = {
  orderId: 16,
  price: 24,
  size: 32,
  flags: 36,
  channelId: 37,
  action: 38,
  side: 39,
  tsRecv: 40,
  tsInDelta: 48,
  sequence: 52,
};

/** Bar of `ts_event` (its start) with prices and a u64 volume. */
export const OHLCV = { open: 16, high: 24, low: 32, close: 40, volume: 48 };

/** Actions as ASCII codes. T and F do not change the book. */
export const ACTION = {
  add: 0x41,
  cancel: 0x43,
  modify: 0x4d,
  clear: 0x52,
  trade: 0x54,
  fill: 0x46,
  none: 0x4e,
} as const;

/** Sides as ASCII codes. On a trade it is the aggressor's: bid = buyer, ask = seller. */
export const SIDE = { bid: 0x42, ask: 0x41, none: 0x4e } as const;

/** Bits of the flags byte. Test bits, never whole values: vintages differ. */
export const FLAG = {
  last: 0x80,
  topOfBook: 0x40,
  snapshot: 0x20,
  mbp: 0x10,
  badTsRecv: 0x08,
  maybeBadBook: 0x04,
  publisherSpecific: 0x02,
} as const;

/** Undefined sizes and counts: u32 max. */
export const UNDEFINED_SIZE = 0xffff_ffff;

/** Schema code of streams without one schema: mixed files and all live sessions. */
export const SCHEMA_MIXED = 0xffff;

const schemaNames = [
  'mbo',
  'mbp-1',
  'mbp-10',
  'tbbo',
  'trades',
  'ohlcv-1s',
  'ohlcv-1m',
  'ohlcv-1h',
  'ohlcv-1d',
  'definition',
  'statistics',
  'status',
  'imbalance',
  'ohlcv-eod',
  'cmbp-1',
  'cbbo-1s',
  'cbbo-1m',
  'tcbbo',
  'bbo-1s',
  'bbo-1m',
] as const;

/** The schemas' names in the order of their codes. */
export const SCHEMA_NAMES: readonly string[] = schemaNames;
export type SchemaName = (typeof schemaNames)[number] | 'mixed';

/** Name of a schema code; undefined for a code no version knows. */
export function schemaName(code: number): SchemaName | undefined {
  return code === SCHEMA_MIXED ? 'mixed' : schemaNames[code];
}

/** Symbology types that decide which side of a mapping is the instrument id. */
export const STYPE = {
  instrumentId: 0,
  rawSymbol: 1,
  continuous: 3,
  parent: 4,
  none: 255,
} as const;
