import {
  char,
  i32,
  nanos,
  optionalU32,
  recordLayout,
  reserved,
  timeNs,
  u16,
  u32,
  u64,
  u8,
} from './fields.ts';

/**
 * Market data, alike in all versions. Levels bear the vendor's names for columns, best first:
 * `bid_px_00` … `bid_px_09`.
 */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

const level = <const D extends Digit>(digit: D) =>
  [
    nanos(`bid_px_0${digit}`),
    nanos(`ask_px_0${digit}`),
    optionalU32(`bid_sz_0${digit}`),
    optionalU32(`ask_sz_0${digit}`),
    u32(`bid_ct_0${digit}`),
    u32(`ask_ct_0${digit}`),
  ] as const;

const head = [
  nanos('price'),
  optionalU32('size'),
  char('action'),
  char('side'),
  u8('flags'),
  u8('depth'),
  timeNs('ts_recv'),
  i32('ts_in_delta'),
  u32('sequence'),
] as const;

/** Trades, the oldest record type ("MBP-0"). */
export const trade = recordLayout(...head);

/** MBP-1 and TBBO. */
export const mbp1 = recordLayout(...head, ...level('0'));

export const mbp10 = recordLayout(
  ...head,
  ...level('0'),
  ...level('1'),
  ...level('2'),
  ...level('3'),
  ...level('4'),
  ...level('5'),
  ...level('6'),
  ...level('7'),
  ...level('8'),
  ...level('9'),
);

/** BBO-1s and BBO-1m: price and size are the last trade's, `ts_recv` the end of the interval. */
export const bbo = recordLayout(
  nanos('price'),
  optionalU32('size'),
  reserved(1),
  char('side'),
  u8('flags'),
  reserved(1),
  timeNs('ts_recv'),
  reserved(4),
  u32('sequence'),
  ...level('0'),
);

/** The best prices over all venues, each with the publisher that shows it. */
const consolidatedLevel = [
  nanos('bid_px_00'),
  nanos('ask_px_00'),
  optionalU32('bid_sz_00'),
  optionalU32('ask_sz_00'),
  u16('bid_pb_00'),
  reserved(2),
  u16('ask_pb_00'),
  reserved(2),
] as const;

/** CMBP-1 and TCBBO: neither depth nor sequence. */
export const cmbp1 = recordLayout(
  nanos('price'),
  optionalU32('size'),
  char('action'),
  char('side'),
  u8('flags'),
  reserved(1),
  timeNs('ts_recv'),
  i32('ts_in_delta'),
  reserved(4),
  ...consolidatedLevel,
);

/** CBBO-1s and CBBO-1m. */
export const cbbo = recordLayout(
  nanos('price'),
  optionalU32('size'),
  reserved(1),
  char('side'),
  u8('flags'),
  reserved(1),
  timeNs('ts_recv'),
  reserved(8),
  ...consolidatedLevel,
);

export const mbo = recordLayout(
  u64('order_id'),
  nanos('price'),
  optionalU32('size'),
  u8('flags'),
  u8('channel_id'),
  char('action'),
  char('side'),
  timeNs('ts_recv'),
  i32('ts_in_delta'),
  u32('sequence'),
);

/** Bars of every length; `ts_event` is the bar's start. */
export const ohlcv = recordLayout(
  nanos('open'),
  nanos('high'),
  nanos('low'),
  nanos('close'),
  u64('volume'),
);
